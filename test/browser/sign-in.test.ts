import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { program } from '../cli/program.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

const screenshots = 'test/output/sign-in';

/** Opens GraphiQL with an operation, and runs it. */
async function run(page: Page, url: string, query: string): Promise<void> {
  await page.goto(`${url}?${new URLSearchParams({ query }).toString()}`);
  await page.click('.graphiql-execute-button');
}

/** The answer as GraphiQL shows it, once it has `text` in it. */
async function shown(page: Page, text: string): Promise<string> {
  const answer = page.locator('.graphiql-response', { hasText: text });
  await answer.waitFor();
  // The editor shows spaces that do not break.
  return (await answer.innerText()).replaceAll('\u00a0', ' ');
}

/** `"name": "value"` in what GraphiQL shows, which breaks long values into lines. */
function valueOf(answer: string, name: string): string {
  const [, value] = new RegExp(`"${name}": "([^"]+)"`).exec(answer) ?? [];
  if (value === undefined) throw new Error(`no ${name} in ${answer}`);
  return value.replaceAll(/\s/g, '');
}

test.skipIf(chromiumPath === undefined)(
  'in a browser: login, a subscription in a second tab, approval, roles and credentials (skipped without Chromium)',
  async () => {
    await mkdir(screenshots, { recursive: true });
    await using demo = program(['demo', '--port', '0', '--accounts', '20', '--users', '40']);
    const url = (await demo.firstLine).replace('Gateway ready at ', '');
    await using browser = await launchChromium();
    const context = await browser.newContext();
    const complaints: string[] = [];
    context.on('weberror', (error) => complaints.push(String(error.error())));

    const first = await context.newPage();
    await run(first, url, 'mutation Login { login { id state userCode verificationUriComplete } }');
    const login = await shown(first, 'PENDING');
    await first.screenshot({ path: `${screenshots}/1-login.png` });

    const second = await context.newPage();
    await run(
      second,
      url,
      `subscription LoginStatus { loginStatus(loginId: "${valueOf(login, 'id')}") { state session { state } } }`,
    );
    await shown(second, 'PENDING');
    // GraphiQL offers to stop what still runs.
    await second.locator('.graphiql-execute-button[aria-label*="Stop"]').waitFor();
    await second.screenshot({ path: `${screenshots}/2-waiting.png` });

    const portal = await context.newPage();
    await portal.goto(valueOf(login, 'verificationUriComplete'));
    expect(await portal.textContent('body')).toMatch(/sandbox/i);
    await portal.screenshot({ path: `${screenshots}/3-page.png`, fullPage: true });
    // The first person on the list; before them is the invitation to choose.
    await portal.selectOption('select[name="user"]', { index: 1 });
    await portal.click('button[value="approve"]');
    await portal.waitForLoadState();
    await portal.screenshot({ path: `${screenshots}/4-approved.png`, fullPage: true });

    expect(await shown(second, 'SUCCEEDED')).toContain('SIGNED_IN');
    await second.locator('.graphiql-execute-button[aria-label*="Execute"]').waitFor();
    await second.screenshot({ path: `${screenshots}/5-succeeded.png` });

    await run(first, url, '{ availableRoles(first: 1) { nodes { roleName account { accountId } } } }');
    const roles = await shown(first, 'roleName');
    await first.screenshot({ path: `${screenshots}/6-roles.png` });
    const input = `{ accountId: "${valueOf(roles, 'accountId')}", roleName: "${valueOf(roles, 'roleName')}" }`;
    await run(first, url, `mutation Credentials { roleCredentials(input: ${input}) { expiration } }`);
    expect(Date.parse(valueOf(await shown(first, 'expiration'), 'expiration'))).toBeGreaterThan(Date.now());
    await first.screenshot({ path: `${screenshots}/7-credentials.png` });
    expect(complaints).toEqual([]);
  },
  60_000,
);
