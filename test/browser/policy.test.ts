import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program, type Program } from '../cli/program.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

/** What the browser reports of the page's policy, kept in the page. */
interface Watched {
  violations: string[];
}

describe.skipIf(chromiumPath === undefined)("a page's policy (skipped without Chromium)", () => {
  let demo: Program;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    demo = program(['demo', '--port', '0', '--accounts', '20', '--users', '40']);
    url = (await demo.firstLine).replace('Gateway ready at ', '');
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await demo[Symbol.asyncDispose]();
  });

  async function open(): Promise<{ readonly page: Page; readonly complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.addInitScript(() => {
      const watched = Object.assign(globalThis, { violations: [] }) as unknown as Watched;
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        watched.violations.push(`${violatedDirective} ${blockedURI}`),
      );
    });
    await page.goto(url);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    // It is set up when it has kept its tabs: before, it may take back what is typed.
    await page.waitForFunction(() => localStorage.getItem('graphiql:tabState') !== null);
    return { page, complaints };
  }

  const violationsOn = (page: Page) => page.evaluate(() => (globalThis as unknown as Watched).violations);

  test('GraphiQL asks, completes, explains and subscribes without a violation', async () => {
    const { page, complaints } = await open();
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('subscription Sweep { assignmentSweep { progress { done } } }');
    // What is executed is what the tab is called.
    await page.locator('.graphiql-tab-active', { hasText: 'Sweep' }).waitFor();
    await page.click('.graphiql-execute-button');
    await page.locator('.graphiql-response', { hasText: '"done": true' }).waitFor();
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('{ instance { arn } ');
    // The language service, which runs in a worker, knows what else there is.
    await page.keyboard.type('assi');
    await page.locator('.suggest-widget', { hasText: 'assignments' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.graphiql-sidebar button').first().click();
    await page.locator('.graphiql-doc-explorer', { hasText: 'Query' }).waitFor();
    expect(complaints).toEqual([]);
    expect(await violationsOn(page)).toEqual([]);
    await page.close();
  }, 60_000);

  test('scripts and addresses that the page does not name are blocked', async () => {
    const { page } = await open();
    await page.evaluate(async () => {
      for (const [name, value] of [
        ['textContent', 'globalThis.ran = true'],
        ['src', '/graphiql/token'],
        ['src', 'https://evil.example/x.js'],
      ] as const) {
        const script = Object.assign(document.createElement('script'), { [name]: value });
        document.body.append(script);
      }
      await fetch('https://evil.example/').catch(() => {});
    });
    await expect.poll(() => violationsOn(page)).toHaveLength(4);
    expect((await violationsOn(page)).toSorted()).toEqual([
      'connect-src https://evil.example/',
      expect.stringMatching(/^script-src-elem http:\/\/127\.0\.0\.1:\d+\/graphiql\/token$/),
      'script-src-elem https://evil.example/x.js',
      'script-src-elem inline',
    ]);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    await page.close();
  });
});
