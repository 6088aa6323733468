import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { violationsOf } from './axe.ts';
import { type CanaryGateway, type CanaryIds, gatewayWithCanaries, image, script } from './canaries.ts';
import { soon, visit } from './visit.ts';

const screenshots = 'test/output/explorer';

describe.skipIf(chromiumPath === undefined)('the views of the page (skipped without Chromium)', () => {
  let gateway: CanaryGateway;
  let browser: Browser;
  let ids: CanaryIds;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    gateway = await gatewayWithCanaries();
    ids = gateway.ids;
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  const views = () =>
    [
      ['person', `/people/${ids.user}`, `What ${image} can enter`],
      ['group', `/groups/${ids.group}`, `What ${script} lets its members into`],
      ['members', `/groups/${ids.group}?tab=members`, `Who is in ${script}`],
      ['account', `/accounts/${ids.account}`, /^Who can enter /],
      ['account-as-assigned', `/accounts/${ids.account}?tab=assigned`, /^What is assigned on /],
      ['account-provisioned', `/accounts/${ids.account}?tab=provisioned`, /^What is provisioned in /],
      ['permission-set', `/permission-sets/${ids.set}`, 'What Canary allows'],
      ['permission-set-people', `/permission-sets/${ids.set}?tab=people`, 'Who can use Canary'],
      ['permission-set-where', `/permission-sets/${ids.set}?tab=where`, 'Where Canary is provisioned'],
      ['ou', `/ous/${ids.ou}`, /^Which accounts are in /],
      ['ou-held', `/ous/${ids.ou}?tab=held`, /^What is held below /],
      ['groups', '/groups', 'All groups'],
      ['accounts', '/accounts', 'All accounts'],
      ['permission-sets', '/permission-sets', 'All permission sets'],
      ['ous', '/ous', 'All organizational units'],
    ] as const;

  test.each([
    [390, 'dark'],
    [1280, 'light'],
    [2560, 'light'],
  ] as const)(
    'at %i pixels, %s, each view opens by its address, names are text whatever is in them, and nothing is wider than the window',
    async (width, colorScheme) => {
      for (const [name, path, title] of views()) {
        const { page, complaints } = await visit(browser, new URL(path, gateway.url), {
          viewport: { width, height: 900 },
          colorScheme,
        });
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await expect.poll(() => page.getByRole('contentinfo').innerText(), soon).toMatch(/Complete|Read ·/);
        await page.screenshot({ path: `${screenshots}/${name}-${width}-${colorScheme}.png` });
        expect(await page.evaluate(() => 'ran' in globalThis), `at ${name}`).toBe(false);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth),
          `at ${name}`,
        ).toBeLessThanOrEqual(width);
        expect(await violationsOf(page), `at ${name}`).toEqual([]);
        expect(complaints, `at ${name}`).toEqual([]);
        await page.context().close();
      }
    },
    180_000,
  );
});
