import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { about, denied } from '../../gateway/faults.ts';
import { allKeys, gatewayOn } from '../../gateway/gateway-on-sandbox.ts';
import { chromiumPath } from '../chromium.ts';
import { violationsOf } from './axe.ts';
import { screenshots, viewOnSandbox } from './on-sandbox.ts';
import { visit } from './visit.ts';

/** Of a busy machine. */
const patient = { timeout: 20_000 };

describe.skipIf(chromiumPath === undefined)('everything on the page (skipped without Chromium)', () => {
  const here = viewOnSandbox('/everything');

  /** All that there is has come, and is counted. */
  const whole = (page: Page, words: string) =>
    page.locator('.growth', { hasText: new RegExp(`^${words}$`) }).waitFor();
  const column = (page: Page, n: number) =>
    page.locator(`.long-body [role="row"] > :nth-child(${n})`).allInnerTexts();

  test('the table has every assignment, of which those in sight are in the document', async () => {
    const keys = allKeys(here.sandbox.organization);
    const { page, complaints } = await visit(here.browser, here.url);
    await whole(page, `${keys.length} assignments`);
    expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(keys.length + 1));
    expect(await page.locator('.long-body [role="row"]').count()).toBeLessThan(80);
    const accountOf = (key: string) => key.split(' ')[0]!;
    expect((await column(page, 5)).slice(0, 20)).toEqual(keys.slice(0, 20).map(accountOf));
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    await expect.poll(async () => (await column(page, 5)).at(-1), patient).toBe(accountOf(keys.at(-1)!));
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a row that stays in sight while the table is scrolled stays what it is in the document', async () => {
    const { page } = await visit(here.browser, here.url);
    await whole(page, `${allKeys(here.sandbox.organization).length} assignments`);
    // So low that most rows are out of sight.
    await page.setViewportSize({ width: 1280, height: 400 });
    const seen = await page.evaluate(async () => {
      const main = document.querySelector('main')!;
      const frame = () => new Promise(requestAnimationFrame);
      const rows = () => [...document.querySelectorAll<HTMLElement>('.long-body [role="row"]')];
      const { offsetHeight } = rows()[0]!;
      main.scrollTop += 40 * offsetHeight;
      for (let n = 0; n < 3; n++) await frame();
      const all = rows();
      const row = all[all.length >> 1]!;
      const indexes = [row.ariaRowIndex];
      for (let n = 0; n < 24; n++) {
        main.scrollTop += offsetHeight / 3;
        await frame();
        await frame();
        indexes.push(row.ariaRowIndex);
      }
      return { before: all[0]!.ariaRowIndex, after: rows()[0]?.ariaRowIndex, indexes };
    });
    expect(seen.after).not.toBe(seen.before);
    expect(new Set(seen.indexes).size).toBe(1);
    await page.context().close();
  });

  test('a facet says how many it leaves, and these are what is left when it is chosen', async () => {
    const { page } = await visit(here.browser, here.url);
    const facet = page
      .getByRole('region', { name: 'Held by' })
      .getByRole('button', { name: /Users directly/ });
    const wanted = Number((await facet.innerText()).replace(/\D/g, ''));
    await facet.click();
    await whole(page, `${wanted} assignments`);
    expect(new Set(await column(page, 2))).toEqual(new Set(['user']));
    const state = page
      .getByRole('region', { name: 'State of the account' })
      .getByRole('button', { name: /active/ });
    const both = Number((await state.innerText()).replace(/\D/g, ''));
    await state.click();
    await whole(page, `${both} assignments`);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ type: 'USER', state: 'ACTIVE' });
    await page.getByRole('button', { name: 'Not only of users' }).click();
    await page.getByRole('button', { name: 'Not only on active accounts' }).click();
    await whole(page, `${allKeys(here.sandbox.organization).length} assignments`);
    await page.context().close();
  });

  test('an OU is counted with all below it, as choosing it shows', async () => {
    const { page } = await visit(here.browser, here.url);
    const first = page.getByRole('region', { name: 'OU', exact: true }).getByRole('button').first();
    const wanted = (await first.innerText()).split('\n').at(-1)!.replace(/\D/g, '');
    await first.click();
    await whole(page, `${wanted} assignments`);
    const { organization } = here.sandbox;
    const ou = new URL(page.url()).searchParams.get('ou')!;
    const below = allKeys(organization, (accountId) => organization.ancestors(accountId).includes(ou));
    expect(below).toHaveLength(Number(wanted));
    await page.context().close();
  });

  test('the address brings back rows, filter and order', async () => {
    const { page } = await visit(here.browser, new URL('/everything?type=GROUP', here.url));
    await page.getByRole('button', { name: 'Permission set' }).first().waitFor();
    await page.getByRole('columnheader', { name: 'Account id' }).getByRole('button').click();
    await page.getByRole('columnheader', { name: 'Account id' }).getByRole('button').click();
    const ids = () => column(page, 5);
    const sorted = allKeys(here.sandbox.organization)
      .filter((key) => key.includes(' GROUP '))
      .map((key) => key.split(' ')[0]!)
      .toReversed();
    await expect.poll(async () => (await ids()).slice(0, 20), patient).toEqual(sorted.slice(0, 20));
    const again = await visit(here.browser, page.url());
    await expect
      .poll(async () => (await column(again.page, 5)).slice(0, 20), patient)
      .toEqual(sorted.slice(0, 20));
    await Promise.all([page.context().close(), again.page.context().close()]);
  });

  test('columns are chosen by keyboard, and the address keeps which', async () => {
    const { page, complaints } = await visit(here.browser, here.url);
    const heads = async (of: Page) =>
      (await of.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
    await page.locator('.long-body [role="row"]').first().waitFor();
    const usual = await heads(page);
    await page.getByText('Columns', { exact: true }).focus();
    await page.keyboard.press('Enter');
    const box = (name: string) => page.getByRole('checkbox', { name, exact: true });
    expect(await box('Type').isChecked()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    await page.screenshot({ path: `${screenshots}/everything-columns-1280-light.png` });
    // From the button down to the second box, and one further.
    for (const key of ['Tab', 'Tab', 'Space', 'Tab', 'Space']) await page.keyboard.press(key);
    const chosen = ['Held by', 'E-mail', 'Permission set', 'Account', 'Account id', 'OU'];
    await expect.poll(() => heads(page), patient).toEqual(chosen);
    await page.keyboard.press('Escape');
    expect(await box('Type').isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Columns');
    const again = await visit(here.browser, page.url());
    await expect.poll(() => heads(again.page), patient).toEqual(chosen);
    await again.page.getByText('Columns', { exact: true }).click();
    await again.page.getByRole('checkbox', { name: 'E-mail', exact: true }).uncheck();
    await again.page.getByRole('checkbox', { name: 'Type', exact: true }).check();
    // As it was: the address says nothing of it.
    await expect.poll(() => new URL(again.page.url()).search, patient).toBe('');
    expect(await heads(again.page)).toEqual(usual);
    expect(complaints).toEqual([]);
    await Promise.all([page.context().close(), again.page.context().close()]);
  });

  test('a column that is the last stays, and one that was chosen is there where it is narrow, too', async () => {
    const address = new URL('/everything?columns=Account+id', here.url);
    const { page } = await visit(here.browser, address, { viewport: { width: 390, height: 844 } });
    await page.getByText('Columns', { exact: true }).click();
    expect(await page.getByRole('checkbox', { name: 'Account id' }).isDisabled()).toBe(true);
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(['Account id']);
    await page.context().close();
  });

  test('words narrow the rows that were read down to those with each of them, and what is handed on has all', async () => {
    const { organization } = here.sandbox;
    const { page } = await visit(here.browser, here.url);
    const keys = allKeys(organization);
    await whole(page, `${keys.length} assignments`);
    // A row with a name that some have, and a permission set of theirs.
    const [accountId = '', arn = ''] = keys[0]!.split(' ');
    const { name } = organization.permissionSet(arn)!;
    const wanted = keys.filter((key) => key.startsWith(`${accountId} ${arn} `));
    await page.getByRole('searchbox').fill(`${accountId} ${name.toUpperCase()}`);
    const growth = page.locator('.growth');
    await expect
      .poll(() => growth.innerText(), patient)
      .toBe(`${wanted.length} of ${keys.length} assignments · “As GraphQL”, CSV and XLSX have all of them`);
    expect(await column(page, 5)).toEqual(wanted.map(() => accountId));
    expect(new URL(page.url()).searchParams.get('filter')).toBe(`${accountId} ${name.toUpperCase()}`);
    await page.getByRole('columnheader', { name: 'Held by' }).getByRole('button').click();
    await expect.poll(async () => (await column(page, 5)).length, patient).toBe(wanted.length);
    const held = await column(page, 1);
    expect(held).toEqual(held.toSorted(new Intl.Collator('en', { numeric: true }).compare));
    await page.getByRole('searchbox').fill('nothing at all');
    await page.getByText('The filter leaves nothing of what was read.').waitFor();
    await page.context().close();
  });

  test('people come page by page, each with every way in', async () => {
    const { data } = await here.gateway.ask('{ effectiveAccess(first: 1) { totalCount } }');
    const total = data.effectiveAccess.totalCount.toLocaleString('en-US');
    const { page, complaints } = await visit(here.browser, new URL('/everything?show=people', here.url));
    await whole(page, `${total} ways in`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the file has all that the table means', async () => {
    const { page } = await visit(here.browser, new URL('/everything?type=USER', here.url));
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^assignments-[\d-]+\.csv$/);
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    const wanted = allKeys(here.sandbox.organization).filter((key) => key.includes(' USER '));
    expect(lines).toHaveLength(wanted.length + 1);
    await page.context().close();
  });

  test('a sweep that is stopped keeps what it has, says so, and goes on', async () => {
    await using slow = await startSandbox({ latencyMs: 40, throttle: false });
    await using cold = await gatewayOn(slow);
    const { page } = await visit(here.browser, new URL('/everything', cold.url));
    await page.locator('.growth').getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    expect(await page.locator('.growth').innerText()).toContain('so far');
    await page.getByRole('searchbox').fill('access');
    await expect
      .poll(() => page.locator('.growth').innerText(), patient)
      .toContain('filtered among what was read');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Go on' }).click();
    await whole(page, `${allKeys(slow.organization).length} assignments`);
    await page.context().close();
  });

  test('a pair that could not be read is told by the bar, and the other rows are there', async () => {
    const [key] = allKeys(here.sandbox.organization);
    const [accountId = '', arn = ''] = key!.split(' ');
    here.sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      ...about(accountId, arn),
      fault: denied,
    });
    await using other = await gatewayOn(here.sandbox);
    const { page } = await visit(here.browser, new URL('/everything', other.url));
    const left = allKeys(here.sandbox.organization).filter((one) => !one.startsWith(`${accountId} ${arn} `));
    await whole(page, `${left.length} assignments`);
    await expect.poll(() => page.getByRole('contentinfo').innerText(), patient).toContain('Incomplete');
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
        await whole(page, `${allKeys(here.sandbox.organization).length} assignments`);
        await page.getByRole('region', { name: 'Held by' }).waitFor();
        await page.screenshot({ path: `${screenshots}/everything-${width}-${colorScheme}.png` });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await violationsOf(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    },
  );
});
