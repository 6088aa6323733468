import { describe, expect, test } from 'vitest';
import { denied } from '../../gateway/faults.ts';
import { gatewayOn } from '../../gateway/gateway-on-sandbox.ts';
import { chromiumPath } from '../chromium.ts';
import { violationsOf } from './axe.ts';
import { screenshots, viewOnSandbox } from './on-sandbox.ts';
import { visit } from './visit.ts';

describe.skipIf(chromiumPath === undefined)('findings on the page (skipped without Chromium)', () => {
  const here = viewOnSandbox('/findings');

  test('each finding is a card with its number, below its severity, and leads to all of what it counts', async () => {
    const { data } = await here.gateway.ask('{ findings { type title count } }');
    const { page, complaints } = await visit(here.browser, here.url);
    for (const { title } of data.findings) await page.getByText(title, { exact: true }).waitFor();
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      expect.stringContaining('today'),
      expect.stringContaining('next review'),
      expect.stringContaining('some time'),
    ]);
    const direct = data.findings.find(({ type }: any) => type === 'ASSIGNMENT_NAMES_USER');
    await page
      .getByRole('article', { name: direct.title })
      .getByRole('link', { name: /^Show all/ })
      .click();
    await page.getByRole('heading', { level: 1, name: direct.title }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/findings/ASSIGNMENT_NAMES_USER');
    await page.getByText(`${direct.count} of ${direct.count}`).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the list of each finding is shown by its own query', async () => {
    const { data } = await here.gateway.ask('{ findings { type title count } }');
    for (const { type, title, count } of data.findings.filter(({ count: found }: any) => found > 0)) {
      const { page, complaints } = await visit(here.browser, new URL(`/findings/${type}`, here.url));
      await page.getByText(`${count} of ${count}`).waitFor();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
      expect(await page.locator('tbody tr').first().innerText()).not.toBe('');
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  test('a finding that could not be told says so on its card, and the others are there', async () => {
    await using other = await gatewayOn(here.sandbox);
    here.sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: denied });
    const { page } = await visit(here.browser, new URL('/findings', other.url));
    const card = page.getByRole('article', { name: /^Not known/ });
    await card.waitFor();
    expect(await card.innerText()).toContain('identitystore:ListUsers (AWS_ACCESS_DENIED)');
    expect(await page.getByRole('article').count()).toBeGreaterThan(4);
    await expect
      .poll(() => page.getByRole('contentinfo').innerText(), { timeout: 20_000 })
      .toContain('Incomplete');
    await page.context().close();
    here.sandbox.faults.clear();
  });

  test.each([390, 1280, 2560])(
    'at %i pixels nothing is wider than the window, and axe finds nothing',
    async (width) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, complaints } = await visit(here.browser, here.url, {
          viewport: { width, height: 900 },
          colorScheme,
        });
        await page.getByRole('article').first().waitFor();
        await page.screenshot({ path: `${screenshots}/findings-${width}-${colorScheme}.png` });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await violationsOf(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    },
  );
});
