import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { type Gateway, gatewayOn } from './gateway.ts';
import { soon, visit } from './visit.ts';

function person(userName: string, givenName: string, familyName: string) {
  const displayName = `${givenName} ${familyName}`;
  return { userName, givenName, familyName, displayName, email: `${userName}@elsewhere.example` };
}

describe.skipIf(chromiumPath === undefined)('the search of the page (skipped without Chromium)', () => {
  let gateway: Gateway;
  let browser: Browser;

  beforeAll(async () => {
    gateway = await gatewayOn({ accounts: 6, users: 12 }, ({ organization }) => {
      for (const [userName, givenName, familyName] of [
        ['x1734', 'Zora', 'Quill'],
        ['x1735', 'Zoé', 'Quill'],
        ['zora', 'Anna', 'Berg'],
      ] as const)
        organization.createUser(person(userName, givenName, familyName));
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  test.each([
    ['their display name alone', 'quill zora', ['Zora Quill']],
    ['their display name, with its accents', 'zoé', ['Zoé Quill']],
    ['a name for signing in, or a display name', 'zora', ['Anna Berg', 'Zora Quill']],
    ['their e-mail address', 'x1735@else', ['Zoé Quill']],
  ])('people are found by %s', async (_by, text, names) => {
    const { page } = await visit(browser, gateway.url);
    await page.getByRole('combobox').fill(text);
    const people = page.getByRole('group', { name: 'People' });
    const found = () => people.getByRole('option').locator('.found-name').allInnerTexts();
    await expect.poll(async () => (await found()).toSorted(), soon).toEqual(names);
    await page.context().close();
  });

  test('a display name that nobody has leads to one that is close', async () => {
    const { page } = await visit(browser, gateway.url);
    await page.getByRole('combobox').fill('Zora Qvill');
    const found = page.getByText('There is Zora Quill');
    await expect.poll(() => found.count(), soon).toBe(1);
    await page.context().close();
  });

  test('the list of all who are called so has as many as the search says', async () => {
    for (let n = 0; n < 7; n++) gateway.sandbox.organization.createUser(person(`t${n}`, 'Twin', String(n)));
    const { page } = await visit(browser, new URL('/people', gateway.url));
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.getByText('Twin 6').waitFor(soon);
    await page.keyboard.press('/');
    await page.keyboard.type('twin');
    await page.getByRole('option', { name: 'All 7 people that are called so' }).click();
    await expect.poll(() => page.locator('.filters').innerText(), soon).toContain('7 of 22 people');
    await page.context().close();
  });
});
