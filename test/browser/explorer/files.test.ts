import { buffer } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchFile } from '../../gateway/fetch-file.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { type Gateway, gatewayOn } from './gateway.ts';
import { visit } from './visit.ts';

interface Ids {
  readonly user: string;
  readonly group: string;
  readonly account: string;
  readonly set: string;
  readonly ou: string;
}

const on = ({ account }: Ids) => ({ filter: { target: { ids: [account] } } });
const through = ({ set }: Ids) => ({ filter: { permissionSet: { ids: [set] } } });
const only = ({ set }: Ids) => ({ filter: { ids: [set] } });
const everything = () => ({});

/** Each view, and the file that it means. */
const views: readonly [path: string, list: string, args: (ids: Ids) => object][] = [
  ['/people', 'users', everything],
  ['/people/{user}', 'people', ({ user }) => ({ user: { ids: [user] } })],
  ['/groups', 'groups', everything],
  [
    '/groups/{group}',
    'assignments',
    ({ group }) => ({ filter: { principal: { ids: [group], type: 'GROUP' } } }),
  ],
  ['/groups/{group}?tab=members', 'members', ({ group }) => ({ groupIds: [group] })],
  ['/accounts', 'accounts', everything],
  ['/accounts/{account}', 'people', on],
  ['/accounts/{account}?tab=assigned', 'assignments', on],
  ['/accounts/{account}?tab=provisioned', 'provisioned', ({ account }) => ({ accountId: account })],
  ['/permission-sets', 'permission-sets', everything],
  ['/permission-sets/{set}', 'policies', only],
  ['/permission-sets/{set}?tab=people', 'people', through],
  ['/permission-sets/{set}?tab=assigned', 'assignments', through],
  ['/permission-sets/{set}?tab=where', 'provisioned', only],
  ['/ous', 'ous', everything],
  ['/ous/{ou}', 'accounts-of-ou', ({ ou }) => ({ ouId: ou })],
  ['/ous/{ou}?tab=held', 'assignments', ({ ou }) => ({ filter: { target: { ids: [ou], recursive: true } } })],
  ['/everything', 'assignments', everything],
  ['/everything?show=people', 'people', everything],
  ['/matrix', 'counts', everything],
  ['/findings', 'findings', everything],
  ['/findings/PERMISSION_SET_USED_NOWHERE', 'findings', () => ({ types: ['PERMISSION_SET_USED_NOWHERE'] })],
];

describe.skipIf(chromiumPath === undefined)('the files of the page (skipped without Chromium)', () => {
  let gateway: Gateway;
  let browser: Browser;
  let ids: Ids;

  beforeAll(async () => {
    gateway = await gatewayOn({ accounts: 20, users: 40 });
    browser = await launchChromium();
    const { organization } = gateway.sandbox;
    ids = {
      user: organization.users()[0]!.userId,
      group: organization.groups()[0]!.groupId,
      account: organization.accounts()[0]!.id,
      set: organization.permissionSets()[0]!.arn.split('/').at(-1)!,
      ou: organization.organizationalUnits()[0]!.id,
    };
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  test.each(views)(
    'the view at %s offers its list, %s, as CSV and as a workbook, with the bytes that the gateway writes',
    async (path, list, args) => {
      const place = path.replace(/\{(\w+)\}/, (_, name: keyof Ids) => ids[name]);
      const { page, complaints } = await visit(browser, new URL(place, gateway.url));
      const csv = await saved(page, 'CSV');
      const written = await fetchFile({ url: gateway.url.href }, `${list}.csv`, { ...args(ids), bom: true });
      expect(csv.bytes.toString()).toBe(written.text);
      expect([csv.name, written.complete]).toEqual([/"(.*)"/.exec(written.name!)![1], 'true']);
      expect(Number(written.rows)).toBeGreaterThan(0);
      const workbook = await saved(page, 'XLSX');
      expect(workbook.name).toBe(csv.name.replace(/csv$/, 'xlsx'));
      expect(workbook.bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});

async function saved(page: Page, label: string): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: label, exact: true }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: await buffer(await download.createReadStream()) };
}
