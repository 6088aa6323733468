import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Program, program } from '../../cli/program.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { soon, visit } from './visit.ts';

describe.skipIf(chromiumPath === undefined)('viewers of the page (skipped without Chromium)', () => {
  let demo: Program;
  let browser: Browser;
  let url: URL;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'tokens-')), 'tokens');
    for (const [name, permissions] of [
      ['reader', 'read'],
      ['taker', 'credentials'],
    ] as const) {
      await using made = program([
        'token',
        'create',
        '--tokens',
        file,
        '--name',
        name,
        '--permission',
        permissions,
      ]);
      tokens.set(name, (await made.ended).stdout.trim());
    }
    const size = ['--accounts', '5', '--users', '10'];
    demo = program(['demo', '--port', '0', '--auth', 'tokens', '--tokens', file, ...size]);
    url = new URL('/people', (await demo.firstLine).replace('Gateway ready at ', ''));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.[Symbol.asyncDispose]();
  });

  async function enter(page: Page, token: string): Promise<void> {
    await page.getByLabel(/token/).fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  const offered = (page: Page) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('link').allInnerTexts();

  test('somebody unknown is asked for a token, a wrong one is refused, and a good one leads to where they were going', async () => {
    const { page } = await visit(browser, url);
    await enter(page, 'wrong-token');
    await page.getByRole('alert').waitFor();
    await enter(page, tokens.get('reader')!);
    await page.getByRole('heading', { name: 'Everybody in the identity store' }).waitFor();
    expect(await page.getByRole('banner').innerText()).toContain('reader');
    expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(
      tokens.get('reader'),
    );
    await page.context().close();
  });

  test('a view that a viewer may not see is not offered, and refused at its address', async () => {
    const reader = await visit(browser, url);
    await enter(reader.page, tokens.get('reader')!);
    await expect.poll(() => offered(reader.page), soon).toContain('People');
    expect(await offered(reader.page)).not.toContain('My access');
    await reader.page.goto(new URL('/my-access', url).href);
    await reader.page.getByText('It needs the permission “credentials”').waitFor();
    await reader.page.context().close();

    const taker = await visit(browser, url);
    await enter(taker.page, tokens.get('taker')!);
    await expect.poll(() => offered(taker.page), soon).toEqual(['My access']);
    await taker.page.getByText('It needs the permission “read”').waitFor();
    expect(await taker.page.getByRole('combobox').count()).toBe(0);
    expect(await taker.page.getByRole('contentinfo').innerText()).not.toContain('Incomplete');
    await taker.page.context().close();
  });

  test('a token that is not good any more leads back to the question who asks', async () => {
    const { page } = await visit(browser, url);
    await enter(page, tokens.get('reader')!);
    await page.getByRole('row').nth(1).waitFor();
    await page.evaluate(() => sessionStorage.setItem('identity-center-gateway.token', 'x'.repeat(43)));
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByRole('heading', { name: 'Who is asking?' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/people');
    await page.context().close();
  });
});
