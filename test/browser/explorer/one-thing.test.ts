import { mkdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Organization } from '../../../src/sandbox/organization/types.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { violationsOf } from './axe.ts';
import { type CanaryGateway, type CanaryIds, gatewayWithCanaries, image, script } from './canaries.ts';
import { soon, visit } from './visit.ts';

const screenshots = 'test/output/explorer';
const somebody = { displayName: 'Before', givenName: 'Be', familyName: 'Fore', email: 'be@fore.example' };

/** An OU with one in it that has one in it with an account. */
function nestedIn(organization: Organization) {
  const above = organization.createOrganizationalUnit(organization.root.id, 'Above');
  const inner = organization.createOrganizationalUnit(above.id, 'Inner');
  const innermost = organization.createOrganizationalUnit(inner.id, 'Innermost');
  const account = organization.createAccount({ name: 'nested', email: 'nested@accounts.example' });
  organization.moveAccount(account.id, organization.root.id, innermost.id);
  return { targetId: above.id, path: 'Inner / Innermost' };
}

describe.skipIf(chromiumPath === undefined)('the views of one thing (skipped without Chromium)', () => {
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

  async function open(path: string, title: string | RegExp): Promise<Page> {
    const { page } = await visit(browser, new URL(path, gateway.url));
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    return page;
  }

  test('a disabled person has in red what they still hold, and why is drawn with its group', async () => {
    const page = await open(`/people/${ids.user}`, /can enter/);
    await page.getByText('Disabled, and still holds 2 ways into 1 account.').waitFor();
    expect(await page.locator('main tbody').innerText()).toContain('directly');
    await page
      .getByRole('row', { name: /through/ })
      .getByRole('button', { name: /^Why Canary/ })
      .click();
    const path = page.getByRole('dialog').locator('svg');
    const age = expect.stringMatching(/^read (?:just now|\d+ (?:s|min) ago)$/);
    const words = async () => (await path.locator('text').allTextContents()).filter((text) => text !== '');
    // Each thing, and what leads from one to the next, has its own age.
    await expect
      .poll(words, soon)
      .toEqual([
        'Person',
        `${image.slice(0, 24)}…`,
        age,
        'is a member of',
        age,
        'Group',
        `${script.slice(0, 24)}…`,
        age,
        'holds',
        age,
        'Permission set',
        'Canary',
        age,
        'on',
        age,
        expect.stringMatching(/^Account in /),
        expect.any(String),
        expect.stringMatching(new RegExp(`^${ids.account} · read `)),
      ]);
    // The address brings the drawing back; Esc takes it away.
    await page.reload();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => new URL(page.url()).searchParams.has('why'), soon).toBe(false);
    await page.context().close();
  });

  test('people who are assigned an account are called by their display names, and marked when they are disabled', async () => {
    const page = await open(`/accounts/${ids.account}?tab=assigned`, /^What is assigned on /);
    const row = page.getByRole('row', { name: /mallory|<img/ });
    await row.getByText(image).waitFor();
    expect(await row.locator('.mark').allInnerTexts()).toEqual(['disabled']);
    // Their name for signing in finds them, too.
    await page.getByRole('searchbox').fill('mallory');
    await expect.poll(() => page.locator('tbody').innerText(), soon).toContain(image);
    await page.context().close();
  });

  test('accounts below an OU stand below the OU that they are in, without the path down to it', async () => {
    const { organization } = gateway.sandbox;
    const { targetId, path } = nestedIn(organization);
    const page = await open(`/ous/${targetId}`, /^Which accounts are in /);
    const lines = page.locator('tr.group');
    await expect
      .poll(() => lines.allInnerTexts(), soon)
      .toContainEqual(expect.stringMatching(`^${path} · 1 account$`));
    for (const line of await lines.allInnerTexts()) expect(line).not.toContain('Above');
    await page.context().close();
  });

  test.each(['csv', 'xlsx'] as const)(
    'all ways of a person are saved as %s, with the bytes that the gateway writes',
    async (format) => {
      const page = await open(`/people/${ids.user}`, /can enter/);
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: format.toUpperCase(), exact: true }).click();
      const saved = await buffer(await (await downloading).createReadStream());
      const response = await fetch(new URL(`/files/people.${format}`, gateway.url), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ user: { ids: [ids.user] }, ...(format === 'csv' && { bom: true }) }),
      });
      const written = Buffer.from(await response.arrayBuffer());
      expect(saved.length).toBeGreaterThan(100);
      // A workbook has the moment in it at which it was made.
      const same = format === 'csv' ? written.length : 4;
      expect(saved.subarray(0, same)).toEqual(written.subarray(0, same));
      await page.context().close();
    },
  );

  test.each([
    ['a person', 'users', /^What Renamed can enter$/],
    ['a group', 'groups', /^What Renamed lets its members into$/],
    ['an OU', 'ous', /^Which accounts are in Renamed$/],
  ] as const)('the name of %s is read again with its view', async (_kind, of, title) => {
    const { organization } = gateway.sandbox;
    const [path, rename] = {
      users: () => {
        const user = organization.createUser({ ...somebody, userName: 'before' });
        const renamed = { ...somebody, userName: 'before', displayName: 'Renamed' };
        return [`/people/${user.userId}`, () => organization.updateUser(user.userId, renamed)] as const;
      },
      groups: () => {
        const group = organization.createGroup({ displayName: 'Before' });
        const renamed = { displayName: 'Renamed' };
        return [`/groups/${group.groupId}`, () => organization.updateGroup(group.groupId, renamed)] as const;
      },
      ous: () => {
        const ou = organization.createOrganizationalUnit(organization.root.id, 'Before');
        return [`/ous/${ou.id}`, () => organization.renameOrganizationalUnit(ou.id, 'Renamed')] as const;
      },
    }[of]();
    const page = await open(path, /Before/);
    rename();
    await page.getByRole('button', { name: 'Read again' }).click();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText(), soon).toMatch(title);
    await page.context().close();
  });

  test('a chip and a field narrow the ways of a person, and the address keeps both', async () => {
    const page = await open(`/people/${ids.user}`, /can enter/);
    await page.getByRole('row', { name: /directly/ }).waitFor();
    await page.getByRole('button', { name: 'Directly only' }).click();
    await page.getByRole('row', { name: /through/ }).waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('The filter leaves nothing').waitFor();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      direct: '1',
      filter: 'nothing like it',
    });
    await page.context().close();
  });

  test('an id of a group that is looked for among people leads to the group', async () => {
    const page = await open(`/people/${ids.group}`, `What ${script} lets its members into`);
    expect(new URL(page.url()).pathname).toBe(`/groups/${ids.group}`);
    await page.context().close();
  });

  test('an address of something that does not exist says so, as does one that leads nowhere', async () => {
    for (const [path, words] of [
      ['/people/00000000-0000-4000-8000-000000000000', 'Nobody has the id'],
      ['/groups/00000000-0000-4000-8000-000000000000', 'No group has the id'],
      ['/permission-sets/ps-0000000000000000', 'The instance has no permission set'],
      ['/ous/ou-aaaa-00000000', 'The organization has no OU'],
      ['/nowhere', 'The address may be mistyped'],
    ] as const) {
      const { page } = await visit(browser, new URL(path, gateway.url));
      await page.getByText(words).waitFor();
      expect(new URL(page.url()).pathname).toBe(path.split('?')[0]);
      expect(await violationsOf(page)).toEqual([]);
      await page.context().close();
    }
  });

  test('a read that AWS refuses is told in the bar, with what is missing and why, and "nobody" is not claimed', async () => {
    const undo = gateway.sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      fault: { error: 'AccessDeniedException', message: 'no' },
    });
    try {
      const set = gateway.sandbox.organization.createPermissionSet({ name: 'Refused' });
      gateway.sandbox.organization.provisionPermissionSet(set.arn, ids.account);
      const { page } = await visit(
        browser,
        new URL(`/permission-sets/${set.arn.split('/').at(-1)}?tab=assigned`, gateway.url),
      );
      const bar = page.getByRole('contentinfo');
      await expect
        .poll(() => bar.innerText(), soon)
        .toMatch(/Incomplete: \d+ reads? failed \(AWS_ACCESS_DENIED\)/);
      await bar.getByRole('button', { name: 'show' }).click();
      // Each kind of failure is told once, whatever it is about.
      await bar.getByText('sso-admin:ListAccountAssignments').first().waitFor();
      expect(await bar.locator('ul > li').count()).toBeLessThan(4);
      await page.getByText('Nothing that could be read').waitFor();
      expect(await page.locator('main').innerText()).not.toContain('assigned to nobody');
      await page.screenshot({ path: `${screenshots}/refused.png` });
      await page.context().close();
    } finally {
      undo();
    }
  });
});
