import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program, type Program } from '../cli/program.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

const screenshots = 'test/output/graphiql';
const titles = [
  'AllAssignments',
  'WhoCanEnter',
  'WhereUsed',
  'GroupHolds',
  'PersonReaches',
  'UnderAnOu',
  'WhoAdministers',
  'Sweep',
  'Login',
  'WhyNotThisRole',
];

describe.skipIf(chromiumPath === undefined)('GraphiQL (skipped without Chromium)', () => {
  let demo: Program;
  let browser: Browser;
  /** One for all, so that GraphiQL's files come once. */
  let context: BrowserContext;
  let url: string;

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    demo = program(['demo', '--port', '0', '--accounts', '20', '--users', '40']);
    url = (await demo.firstLine).replace('Gateway ready at ', '');
    browser = await launchChromium();
    context = await browser.newContext();
  });
  afterAll(async () => {
    await browser?.close();
    await demo[Symbol.asyncDispose]();
  });

  /** As somebody who was never here. */
  async function visit(width: number): Promise<Page> {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    await page.goto(new URL('/health', url).href);
    await page.evaluate(() => localStorage.clear());
    await page.goto(url);
    await isOpen(page);
    return page;
  }

  test.each([1920, 1400])('at %i pixels, each tab of a first visit opens by a press on it', async (width) => {
    const page = await visit(width);
    await page.screenshot({ path: `${screenshots}/first-visit-${width}.png` });
    const tabs = tabsOf(page);
    expect(await tabs.allInnerTexts()).toEqual(titles);
    for (const [n, title] of titles.entries()) {
      const { x, y, width: wide, height } = (await tabs.nth(n).boundingBox())!;
      expect(x + wide, `${title} is on the screen`).toBeLessThanOrEqual(width);
      await page.mouse.move(x + wide / 3, y + height / 2);
      await page.mouse.down();
      await page.mouse.up();
      await activeTab(page, title).waitFor();
    }
    await page.close();
  });

  test('an answer that is not there yet is told how to get, and gives way to it', async () => {
    const page = await visit(1400);
    expect(await hintOf(page)).toMatch(/Press ▶/);
    await page.click('.graphiql-execute-button');
    await page.locator('.graphiql-response', { hasText: 'principalType' }).waitFor();
    expect(await hintOf(page)).toBe('none');
    await page.screenshot({ path: `${screenshots}/answered.png` });
    await page.close();
  });

  test('a reload has the same tabs, with the one open that was, and its variables', async () => {
    const page = await visit(1400);
    await page.waitForFunction(() => localStorage.getItem('graphiql:tabState') !== null);
    await page.reload();
    await isOpen(page);
    expect(await tabsOf(page).allInnerTexts(), 'after a first visit').toEqual(titles);
    await tabsOf(page).nth(4).getByRole('button').first().click();
    await activeTab(page, 'PersonReaches').waitFor();
    // GraphiQL stores its tabs a moment later.
    await page.waitForFunction(
      () => JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{}').activeTabIndex === 4,
    );
    for (let reloads = 0; reloads < 2; reloads++) {
      await page.reload();
      await isOpen(page);
      expect(await tabsOf(page).allInnerTexts()).toEqual(titles);
      await activeTab(page, 'PersonReaches').waitFor();
      await page.locator('.graphiql-editor-tool', { hasText: 'userName' }).waitFor();
    }
    await page.close();
  });

  test('text typed in GraphiQL is there after a reload, in its tab', async () => {
    const page = await visit(1400);
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText('query Typed { instance { arn } }');
    await activeTab(page, 'Typed').waitFor();
    await tabsOf(page).nth(1).getByRole('button').first().click();
    await page.waitForFunction(
      () => JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{}').activeTabIndex === 1,
    );
    await page.reload();
    await isOpen(page);
    expect(await tabsOf(page).allInnerTexts()).toEqual(titles.with(0, 'Typed'));
    await page.close();
  });

  test('a link with a query and variables opens them, on a first visit and beside the tabs of another', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const query = 'query Linked($by: TargetBy!) {\n  target(by: $by) { name }\n}';
    for (const accountId of ['111111111111', '222222222222']) {
      const variables = JSON.stringify({ by: { accountId } }, undefined, 2);
      await page.goto(`${url}?${new URLSearchParams({ query, variables }).toString()}`);
      await isOpen(page);
      await activeTab(page, 'Linked').waitFor();
      await page.locator('.graphiql-editor-tool', { hasText: accountId }).waitFor();
      await page.waitForFunction((id) => localStorage.getItem('graphiql:tabState')?.includes(id), accountId);
    }
    expect(await tabsOf(page).allInnerTexts()).toEqual(['Linked', ...titles, 'Linked']);
    await context.close();
  });

  test('a link with a query opens it in a tab of its own, once', async () => {
    const page = await visit(1400);
    await page.waitForFunction(() => localStorage.getItem('graphiql:tabState') !== null);
    const link = `${url}?${new URLSearchParams({ query: 'query Linked { instance { arn } }' }).toString()}`;
    for (let visits = 0; visits < 2; visits++) {
      await page.goto(link);
      await isOpen(page);
      await activeTab(page, 'Linked').waitFor();
      expect(await tabsOf(page).allInnerTexts()).toEqual([...titles, 'Linked']);
      await page.waitForFunction(() => localStorage.getItem('graphiql:tabState')?.includes('Linked'));
    }
    await page.close();
  });
});

function tabsOf(page: Page): Locator {
  return page.locator('.graphiql-tab');
}

function activeTab(page: Page, title: string): Locator {
  return page.locator('.graphiql-tab-active', { hasText: title });
}

/** Editors there, and the tabs where they stay. */
async function isOpen(page: Page): Promise<void> {
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await page.locator('.graphiql-response .view-line').first().waitFor({ state: 'attached' });
}

/** What stands in the place of an answer. */
function hintOf(page: Page): Promise<string> {
  return page.locator('.result-window').evaluate((pane) => getComputedStyle(pane, '::before').content);
}
