import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { about, denied } from '../../gateway/faults.ts';
import { gatewayOn } from '../../gateway/gateway-on-sandbox.ts';
import { chromiumPath } from '../chromium.ts';
import { violationsOf } from './axe.ts';
import { screenshots, viewOnSandbox } from './on-sandbox.ts';
import { visit } from './visit.ts';

describe.skipIf(chromiumPath === undefined)('the matrix on the page (skipped without Chromium)', () => {
  const here = viewOnSandbox('/matrix', (organization) => {
    const unused = organization.createPermissionSet({ name: 'HeldByNobody' });
    organization.provisionPermissionSet(unused.arn, organization.managementAccountId);
  });

  const grid = (page: Page) => page.locator('.matrix');
  const told = (page: Page) => page.locator('.matrix [aria-live]').innerText();

  /** Everything in sight was read, and its cells are known. */
  const ready = (page: Page) => page.locator('.matrix[aria-busy="false"]').waitFor();

  /** Goes through the row of an account by keyboard, and answers what each cell says. */
  async function readRow(page: Page, name: string, columns: number): Promise<Record<string, string>> {
    await grid(page).focus();
    await page.keyboard.press('Control+Home');
    while (!(await told(page)).includes(` on ${name}: `)) await page.keyboard.press('ArrowDown');
    const cells: Record<string, string> = {};
    for (let n = 0; n < columns; n++) {
      const [, set = '', , number = ''] = /^(.*?) on (.*?): (.*)$/.exec(await told(page)) ?? [];
      cells[set] = number;
      await page.keyboard.press('ArrowRight');
    }
    return cells;
  }

  test('each cell of an account tells how many people it lets in, what nobody holds, and what is not there', async () => {
    const { organization } = here.sandbox;
    const account = organization.account(organization.managementAccountId)!;
    const { page, complaints } = await visit(here.browser, here.url);
    await ready(page);
    const sets = organization.permissionSets();
    const cells = await readRow(page, account.name, sets.length);
    const wanted = sets.map(({ arn, name }) => {
      const people = new Set(
        organization
          .assignments(account.id, arn)
          .flatMap(({ principalType, principalId }) =>
            principalType === 'USER'
              ? [principalId]
              : organization.membershipsOfGroup(principalId).map(({ userId }) => userId),
          ),
      ).size;
      const isThere = organization.permissionSetsProvisionedTo(account.id).includes(arn);
      const words = people === 1 ? '1 person' : `${people} people`;
      return [name, people > 0 ? words : isThere ? 'provisioned, and held by nobody' : 'not provisioned'];
    });
    expect(cells).toEqual(Object.fromEntries(wanted));
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the card of a cell names who is behind it, and Enter leads to all of them', async () => {
    const { page } = await visit(here.browser, here.url);
    await ready(page);
    await grid(page).focus();
    await page.keyboard.press('Control+Home');
    const card = page.locator('.card');
    await card.locator('li').first().waitFor();
    expect(await card.locator('li').count()).toBe(10);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/everything\?/);
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('show')).toBe('people');
    expect(searchParams.get('ou')).toBe(here.sandbox.organization.root.id);
    await page.context().close();
  });

  test('an OU that is closed has no accounts below it, and the address brings that back', async () => {
    const { page } = await visit(here.browser, here.url);
    await ready(page);
    await page.getByRole('button', { name: 'Accounts of Infrastructure' }).click();
    await page.getByRole('link', { name: 'deployment' }).waitFor({ state: 'detached' });
    const again = await visit(here.browser, page.url());
    await ready(again.page);
    expect(await again.page.getByRole('link', { name: 'deployment', exact: true }).count()).toBe(0);
    expect(
      await again.page
        .getByRole('button', { name: 'Accounts of Infrastructure' })
        .getAttribute('aria-expanded'),
    ).toBe('false');
    await Promise.all([page.context().close(), again.page.context().close()]);
  });

  test('a cell that could not be read is not passed off as nobody', async () => {
    const { organization } = here.sandbox;
    const account = organization.account(organization.managementAccountId)!;
    const [arn] = organization.permissionSetsProvisionedTo(account.id);
    const operation = 'sso-admin:ListAccountAssignments';
    here.sandbox.faults.add({ operation, ...about(account.id, arn!), fault: denied });
    await using other = await gatewayOn(here.sandbox);
    const { page } = await visit(here.browser, new URL('/matrix', other.url));
    await ready(page);
    const cells = await readRow(page, account.name, organization.permissionSets().length);
    expect(cells[organization.permissionSet(arn!)!.name]).toBe('not read');
    expect(await page.getByRole('contentinfo').innerText()).toContain('Incomplete');
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
        await ready(page);
        await page.screenshot({ path: `${screenshots}/matrix-${width}-${colorScheme}.png` });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await violationsOf(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    },
  );
});
