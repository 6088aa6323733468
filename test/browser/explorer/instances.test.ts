import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { type Proxy } from '../../faults/proxy.ts';
import { twoInstances } from '../../faults/two-instances.ts';
import { countableSandbox, gatewayOn, type TestGateway } from '../../gateway/gateway-on-sandbox.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { violationsOf } from './axe.ts';
import { screenshots } from './on-sandbox.ts';
import { soon, visit } from './visit.ts';

describe.skipIf(chromiumPath === undefined)(
  'several instances on the page (skipped without Chromium)',
  () => {
    let sandboxes: readonly [Sandbox, Sandbox];
    let proxy: Proxy;
    let gateway: TestGateway;
    let browser: Browser;

    beforeAll(async () => {
      await mkdir(screenshots, { recursive: true });
      const size = { accounts: 6, users: 12 };
      sandboxes = [
        await countableSandbox(size),
        await countableSandbox({ ...size, seed: 2, modes: { noAccountAccess: true } }),
      ];
      sandboxes[1].organization.setInstance({ name: 'the-other-one' });
      proxy = await twoInstances(...sandboxes);
      gateway = await gatewayOn({ ...sandboxes[0], url: proxy.url });
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      for (const one of [gateway, proxy, ...(sandboxes ?? [])]) await one?.[Symbol.asyncDispose]();
    });

    const selector = (page: Page) => page.getByRole('combobox', { name: 'Instance of Identity Center' });
    const idOf = ({ organization }: Sandbox) => organization.instanceArn.split('/').at(-1)!;
    const userNames = (page: Page) => page.locator('tbody td:nth-child(2)').allInnerTexts();
    const usersOf = ({ organization }: Sandbox) => organization.users().map(({ userName }) => userName);

    test.each([390, 1280])(
      'at %i pixels the one that is chosen by keyboard is shown from then on, wherever one goes',
      async (width) => {
        const { page, complaints } = await visit(browser, new URL('/people', gateway.url), {
          viewport: { width, height: 844 },
        });
        await expect
          .poll(async () => (await userNames(page)).toSorted(), soon)
          .toEqual(usersOf(sandboxes[0]).toSorted());
        await selector(page).focus();
        await page.keyboard.press('ArrowDown');
        await expect.poll(() => new URL(page.url()).search, soon).toBe(`?instance=${idOf(sandboxes[1])}`);
        await page.screenshot({ path: `${screenshots}/instances-${width}-light.png` });
        expect(await violationsOf(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        await page.getByRole('link', { name: /people$/ }).click();
        const others = usersOf(sandboxes[1]).toSorted();
        await expect.poll(async () => (await userNames(page)).toSorted(), soon).toEqual(others);
        await page.getByRole('row').nth(1).getByRole('link').first().click();
        await page.getByRole('heading', { name: /can enter$/ }).waitFor();
        expect(new URL(page.url()).searchParams.get('instance')).toBe(idOf(sandboxes[1]));
        // The address alone brings back the instance, too.
        const again = await visit(browser, page.url());
        const title = await page.getByRole('heading', { level: 1 }).innerText();
        await again.page.getByRole('heading', { level: 1, name: title }).waitFor();
        expect(await selector(again.page).inputValue()).toBe(idOf(sandboxes[1]));
        expect(complaints).toEqual([]);
        await Promise.all([page.context().close(), again.page.context().close()]);
      },
    );

    test('the search, the file and the question that is handed on are of the instance that is shown', async () => {
      const address = new URL(`/people?instance=${idOf(sandboxes[1])}`, gateway.url);
      const { page } = await visit(browser, address);
      const [user] = sandboxes[1].organization.users();
      await expect
        .poll(async () => (await userNames(page)).toSorted(), soon)
        .toEqual(usersOf(sandboxes[1]).toSorted());
      const link = await page.getByRole('link', { name: 'As GraphQL' }).getAttribute('href');
      const variables = new URL(link!, gateway.url).searchParams.get('variables');
      expect(JSON.parse(variables!)).toEqual({ instanceArn: sandboxes[1].organization.instanceArn });
      await page.keyboard.press('/');
      await page.keyboard.type(user!.userName);
      await page.getByRole('option', { name: user!.userName }).click();
      await page.getByRole('heading', { name: `What ${user!.displayName} can enter` }).waitFor();
      const saving = page.waitForRequest(/\/files\/people/);
      await page.getByRole('button', { name: 'CSV' }).click();
      expect((await saving).postDataJSON()).toMatchObject({
        instanceArn: sandboxes[1].organization.instanceArn,
      });
      await page.context().close();
    });

    test('an address of an instance that is not there says so, and shows nothing of another', async () => {
      const { page } = await visit(browser, new URL('/people?instance=ssoins-0000000000000000', gateway.url));
      await page.getByText('This instance of Identity Center is not here').waitFor();
      expect(await page.getByRole('table').count()).toBe(0);
      expect(await violationsOf(page)).toEqual([]);
      await selector(page).selectOption(idOf(sandboxes[1]));
      await page.getByRole('heading', { name: 'Who can enter what?' }).waitFor();
      expect(new URL(page.url()).search).toBe(`?instance=${idOf(sandboxes[1])}`);
      await page.context().close();
    });
  },
);
