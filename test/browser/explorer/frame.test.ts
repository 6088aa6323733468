import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program, type Program } from '../../cli/program.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { soon, visit } from './visit.ts';

const screenshots = 'test/output/explorer';

describe.skipIf(chromiumPath === undefined)('the frame of the page (skipped without Chromium)', () => {
  let demo: Program;
  let browser: Browser;
  let url: URL;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    demo = program(['demo', '--port', '0']);
    url = new URL('/', (await demo.firstLine).replace('Gateway ready at ', ''));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await demo[Symbol.asyncDispose]();
  });

  const bar = (page: Page) => page.getByRole('contentinfo');

  test('the field has the focus, finds people by parts of a name, and Enter opens the chosen one', async () => {
    const { page, complaints } = await visit(browser, url);
    const field = page.getByRole('combobox');
    await field.waitFor();
    await page.keyboard.type('fern maya');
    const hit = page.getByRole('option', { name: /Maya Fernandes/ });
    await hit.waitFor();
    expect(await hit.getAttribute('aria-selected')).toBe('true');
    expect(await hit.locator('mark').allInnerTexts()).toContain('Fern');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What Maya Fernandes can enter' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/people\/[\w-]+$/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('arrow keys choose among all that is found, from the last on to the first, and Esc closes it', async () => {
    const { page } = await visit(browser, new URL('/groups', url));
    await page.getByRole('row').nth(1).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('admin');
    const options = page.getByRole('option');
    await options.first().waitFor();
    const chosen = () => page.getByRole('option', { selected: true }).innerText();
    const [first, second] = await options.allInnerTexts();
    expect(await chosen()).toBe(first);
    await page.keyboard.press('ArrowDown');
    await expect.poll(chosen, soon).toBe(second);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect.poll(chosen, soon).toBe((await options.allInnerTexts()).at(-1));
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    expect(await page.getByRole('combobox').inputValue()).toBe('');
    await page.context().close();
  });

  test('findings are looked for when somebody asks, and told with its numbers', async () => {
    const { page, complaints } = await visit(browser, url);
    await page.getByRole('button', { name: /^Look for/ }).click();
    await page.getByText('5 disabled users hold access').waitFor();
    await expect.poll(() => page.getByRole('region').first().innerText(), soon).toMatch(/788\s+assignments/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('findings are told at once where all that they rest on is known, with their age and without a call', async () => {
    const before = await visit(browser, new URL('/findings', url));
    await before.page.getByRole('heading', { name: '5 disabled users hold access' }).waitFor();
    await before.page.context().close();
    const { page, complaints } = await visit(browser, url);
    await page.getByText('5 disabled users hold access').waitFor();
    await expect.poll(() => bar(page).innerText(), soon).toMatch(/Complete.*0 calls/s);
    expect(await page.getByRole('button', { name: /^Look for/ }).count()).toBe(0);
    await page.screenshot({ path: `${screenshots}/home-known-1280-light.png` });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a name is found by its accents, which names for signing in do not have', async () => {
    const { page } = await visit(browser, url);
    await page.getByRole('combobox').fill('renée fontaine');
    await page.getByRole('option', { name: /renee\.fontaine/ }).waitFor();
    await page.getByRole('combobox').fill('bjørn');
    const hits = page.getByRole('option', { name: /bjorn/ });
    await expect.poll(() => hits.count(), soon).toBeGreaterThan(0);
    await page.context().close();
  });

  test('an id that is pasted is opened, and / brings the focus back to the field', async () => {
    const { page } = await visit(browser, new URL('/people', url));
    await page.getByRole('row').nth(1).waitFor();
    const person = await page.getByRole('row').nth(1).getByRole('link').first().getAttribute('href');
    await page.keyboard.press('/');
    await page.getByRole('combobox').evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', text);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, person!.split('/').at(-1)!);
    await page.getByRole('heading', { name: /^What .* can enter$/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe(person);
    await page.context().close();
  });

  test('nothing found says where was looked, and what is called nearly so', async () => {
    const { page } = await visit(browser, url);
    await page.getByRole('combobox').fill('maya.fernandez');
    await page.getByText('There is').waitFor();
    expect(await page.locator('.found').innerText()).toContain('maya.fernandes');
    await page.context().close();
  });

  test('the bar tells that what is shown is whole, how old it is, and what it cost; "read again" asks AWS', async () => {
    const { page } = await visit(browser, new URL('/people', url));
    await page.getByRole('row').nth(1).waitFor();
    await expect
      .poll(() => bar(page).innerText(), soon)
      .toMatch(/Complete · oldest fact .* · 0 calls to AWS|Complete.* \d+ calls/);
    await page.reload();
    await page.getByRole('row').nth(1).waitFor();
    await expect.poll(() => bar(page).innerText(), soon).toContain('0 calls to AWS');
    await page.getByRole('button', { name: 'Read again' }).click();
    await expect.poll(() => bar(page).innerText(), soon).toMatch(/ [1-9]\d* calls? to AWS/);
    await page.context().close();
  });

  test('an address brings back the view with its filter and its order', async () => {
    const { page } = await visit(browser, new URL('/people', url));
    await page.getByRole('searchbox').fill('maya');
    await page.getByRole('button', { name: 'User name' }).click();
    const names = () => page.locator('tbody td:nth-child(2)').allInnerTexts();
    await expect.poll(names, soon).not.toContain('sofia.kaplan');
    const shown = await names();
    expect(shown).toEqual(shown.toSorted());
    const again = await visit(browser, page.url());
    await expect.poll(() => again.page.locator('tbody td:nth-child(2)').allInnerTexts(), soon).toEqual(shown);
    await Promise.all([page.context().close(), again.page.context().close()]);
  });

  test('of a long list only what is in sight is in the document, below its header, down to the last', async () => {
    const { page } = await visit(browser, new URL('/people?sort=User+name', url));
    await page.getByRole('row').nth(1).waitFor();
    expect(Number(await page.getByRole('table').getAttribute('aria-rowcount'))).toBe(201);
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    await page.locator('tr[aria-rowindex="201"]').waitFor();
    expect(await page.locator('tr').count()).toBeLessThan(100);
    const header = await page.getByRole('columnheader').first().boundingBox();
    const main = await page.locator('main').boundingBox();
    expect(header!.y - main!.y).toBeLessThan(2);
    await page.screenshot({ path: `${screenshots}/people-scrolled.png` });
    await page.context().close();
  });

  test('the keyboard goes on in the view that a link opens', async () => {
    const { page } = await visit(browser, new URL('/people', url));
    await page.getByRole('row').nth(1).getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /can enter$/ }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id), soon).toBe('main');
    await page.context().close();
  });

  test('a question that is opened in GraphiQL is the one of the view, with its variables', async () => {
    const { page } = await visit(browser, new URL('/people', url));
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'As GraphQL' }).click();
    const graphiql = await opened;
    await graphiql.locator('.graphiql-tab-active', { hasText: 'People' }).waitFor();
    await graphiql.click('.graphiql-execute-button');
    await graphiql.locator('.graphiql-response', { hasText: 'displayName' }).waitFor();
    expect(new URL(graphiql.url()).searchParams.get('query')).toMatch(/^query People/);
    await page.context().close();
  });

  test('without a connection the page says so, keeps what it has, and goes on when there is one', async () => {
    const { page } = await visit(browser, new URL('/people', url));
    await page.getByRole('row').nth(1).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Read again' }).click();
    await expect
      .poll(() => bar(page).innerText(), soon)
      .toMatch(/No connection to the gateway\. What is shown is from \d/);
    expect(await page.getByRole('row').count()).toBeGreaterThan(10);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Read again' }).click();
    await expect.poll(() => bar(page).innerText(), soon).toContain('Complete');
    await page.context().close();
  });

  test('a view that fails says so, and the rest of the page goes on', async () => {
    const { page } = await visit(browser, new URL('/groups', url));
    await page.getByRole('row').nth(1).waitFor();
    // As no gateway answers: a row that is a number.
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('"nodes":[', '"nodes":[5,') });
    });
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByText('This view failed').waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('link', { name: 'Accounts', exact: true }).click();
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('All accounts');
    await page.context().close();
  });

  test.each([390, 1280, 2560])('at %i pixels nothing is wider than the window', async (width) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, complaints } = await visit(browser, url, {
        viewport: { width, height: 900 },
        colorScheme,
      });
      await page
        .getByRole('region')
        .getByRole('link', { name: /permission sets/ })
        .waitFor();
      await page.screenshot({ path: `${screenshots}/home-${width}-${colorScheme}.png` });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });
});
