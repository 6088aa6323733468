import { mkdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { program } from '../../cli/program.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { soon, visit } from './visit.ts';

const screenshots = 'test/output/explorer';

test.skipIf(chromiumPath === undefined)(
  'a person signs in by a code, takes a role to the terminal, and signs out; no secret is on the page or kept (skipped without Chromium)',
  async () => {
    await mkdir(screenshots, { recursive: true });
    await using demo = program(['demo', '--port', '0', '--accounts', '20', '--users', '40']);
    const url = new URL('/my-access', (await demo.firstLine).replace('Gateway ready at ', ''));
    await using browser = await launchChromium();
    const { page, complaints } = await visit(browser, url, {
      permissions: ['clipboard-read', 'clipboard-write'],
      viewport: { width: 1280, height: 900 },
    });
    await page.getByRole('button', { name: 'Sign in to the access portal' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    const code = await page.locator('.code strong').innerText();
    await page.screenshot({ path: `${screenshots}/sign-in-1280-light.png` });

    // Given up, and begun anew.
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The sign-in was cancelled.').waitFor();
    await page.getByRole('button', { name: 'Sign in to the access portal' }).click();
    await expect.poll(() => page.locator('.code strong').innerText(), soon).not.toBe(code);

    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Open the page' }).click();
    const portal = await opened;
    await portal.getByLabel('Sign in as').selectOption({ index: 5 });
    await portal.getByRole('button', { name: 'Approve' }).click();
    await page.getByText(/^Signed in, for/).waitFor();
    await page.getByRole('row').nth(2).waitFor();
    await page.screenshot({ path: `${screenshots}/my-access-1280-light.png` });

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV', exact: true }).click();
    const roles = await buffer(await (await downloading).createReadStream());
    const written = roles.toString().trimEnd().split('\r\n').length - 1;
    await page.getByText(`${written} roles`, { exact: true }).waitFor();

    await page.getByRole('button', { name: /^Take/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Get credentials' }).click();
    await dialog.getByRole('button', { name: 'Copy environment' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    const environment = await page.evaluate(() => navigator.clipboard.readText());
    const [, secret = ''] = /export AWS_SECRET_ACCESS_KEY=(\S+)/.exec(environment) ?? [];
    expect(secret).not.toBe('');
    expect(await page.content()).not.toContain(secret);
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
    );
    expect(kept).not.toContain(secret);
    await page.screenshot({ path: `${screenshots}/take-1280-light.png` });
    await dialog.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are not signed in to the access portal' }).waitFor();
    expect(complaints).toEqual([]);
  },
);
