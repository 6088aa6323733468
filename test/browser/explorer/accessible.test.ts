import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewPaths } from '../../../src/explorer/paths.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { violationsOf } from './axe.ts';
import { type Gateway, gatewayOn } from './gateway.ts';
import { soon, visit } from './visit.ts';

describe.skipIf(chromiumPath === undefined)('every view of the page (skipped without Chromium)', () => {
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    gateway = await gatewayOn({ accounts: 6, users: 12 });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  /** Every address of the navigation, and such as lead to nothing. */
  const addresses = [
    '/',
    ...viewPaths.map((path) => `/${path}`),
    ...['people', 'groups', 'accounts', 'permission-sets', 'ous'].map((path) => `/${path}/none`),
    '/nowhere',
  ];

  test('at 360 pixels, dark, axe finds nothing wrong with any view, and each has one heading, also where nothing is there', async () => {
    const { page } = await visit(browser, gateway.url, {
      viewport: { width: 360, height: 800 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
    });
    for (const address of addresses) {
      await page.goto(String(new URL(address, gateway.url)));
      await expect
        .poll(() => page.getByRole('contentinfo').innerText(), { ...soon, message: address })
        .toMatch(/calls? to AWS/);
      await expect
        .poll(() => page.getByRole('heading', { level: 1 }).count(), { ...soon, message: address })
        .toBe(1);
      expect(await violationsOf(page), `at ${address}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${address}`).toBe(360);
    }
  }, 240_000);
});
