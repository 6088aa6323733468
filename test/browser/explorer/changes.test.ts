import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { periodOf } from '../../../src/explorer/changes/period.ts';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { type Gateway, gatewayOn } from './gateway.ts';
import { violationsOf } from './axe.ts';
import { soon, visit } from './visit.ts';

const screenshots = 'test/output/explorer';
const markup = '<img src=x onerror="globalThis.ran=1">';

test('a period is a word or two days, the last of which is within, and what is no day is as if it were not there', () => {
  const now = new Date('2026-11-28T12:00').getTime();
  const local = (text: string) => new Date(text).toISOString();
  expect(periodOf('', '', '', now)).toMatchObject({ from: '2026-11-21', to: '2026-11-28', until: null });
  expect(periodOf('', '', 'quarter', now)).toMatchObject({
    words: 'in the last quarter',
    from: '2026-08-28',
  });
  expect(periodOf('2026-11-01', '2026-11-03', 'week', now)).toMatchObject({
    since: local('2026-11-01T00:00'),
    until: local('2026-11-04T00:00'),
    words: 'from 2026-11-01 to 2026-11-03',
  });
  // Today is not over.
  expect(periodOf('2026-11-01', '2026-11-28', '', now).until).toBeNull();
  expect(periodOf('2026-13-01', '', '', now)).toEqual(periodOf('', '', '', now));
  expect(periodOf('<b>', 'x', 'ever', now)).toEqual(periodOf('', '', '', now));
});

describe.skipIf(chromiumPath === undefined)('changes on the page (skipped without Chromium)', () => {
  let gateway: Gateway;
  let browser: Browser;
  let ids: { user: string; group: string; account: string; set: string };

  /** Reads everything anew. */
  async function read(): Promise<void> {
    const response = await fetch(new URL('/graphql', gateway.url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        query: `{
          assignments(first: 1000, maxAge: "PT0S") { nodes { principal { name } permissionSet { name } target { name } } }
          effectiveAccess(first: 1000, maxAge: "PT0S") { nodes { user { userName } } }
        }`,
      }),
    });
    expect((await response.json()) as object).not.toHaveProperty('errors');
  }

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    gateway = await gatewayOn({ accounts: 6, users: 12 });
    const { organization } = gateway.sandbox;
    const mallory = { userName: 'mallory', givenName: 'Mallory', familyName: 'Quist' };
    const user = organization.createUser({ ...mallory, displayName: 'Mallory Quist' });
    const group = organization.createGroup({ displayName: markup });
    organization.createMembership(group.groupId, user.userId);
    const account = organization.accounts()[0]!;
    const set = organization.createPermissionSet({ name: 'Canary' });
    const row = { accountId: account.id, permissionSetArn: set.arn };
    const ofGroup = { ...row, principalType: 'GROUP', principalId: group.groupId } as const;
    const ofUser = { ...row, principalType: 'USER', principalId: user.userId } as const;
    organization.createAssignment(ofGroup);
    await read();
    organization.createAssignment(ofUser);
    await read();
    organization.deleteAssignment(ofGroup);
    organization.updateUser(user.userId, { ...mallory, displayName: 'Mallory Renamed' });
    await read();
    ids = {
      user: user.userId,
      group: group.groupId,
      account: account.id,
      set: set.arn.split('/').at(-1)!,
    };
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  });

  test.each([
    [390, 'dark'],
    [1280, 'light'],
    [2560, 'dark'],
  ] as const)(
    'at %i pixels, %s, what changed is told like a diff, with the reads that date it',
    async (width, colorScheme) => {
      const { page, complaints } = await visit(browser, new URL('/changes', gateway.url), {
        viewport: { width, height: 900 },
        colorScheme,
      });
      await page.getByRole('heading', { level: 1, name: 'What changed in the last week' }).waitFor();
      const added = page.getByRole('row', { name: /added Mallory Renamed Canary on/ });
      await added.waitFor(soon);
      await page.getByRole('row', { name: /removed .*onerror.* Canary on/ }).waitFor();
      await page
        .getByRole('row', { name: /changed Mallory Renamed displayName: Mallory Quist → Mallory Renamed/ })
        .waitFor();
      expect(await added.locator('[title^="Not seen by the read of"]').textContent()).toMatch(
        /\d{4}-\d\d-\d\d \d\d:\d\d – \d\d:\d\d/,
      );
      expect(await page.getByRole('img').getAttribute('aria-label')).toMatch(/changes in 8 days, most on/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
      expect(await violationsOf(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.screenshot({ path: `${screenshots}/changes-${width}-${colorScheme}.png` });
      await page.context().close();
    },
  );

  test('a person, a group, an account and a permission set each have what changed about them', async () => {
    for (const [path, sentence, line] of [
      [`/people/${ids.user}`, 'What changed for Mallory Renamed', /added Mallory Renamed Canary on/],
      [`/groups/${ids.group}`, `What changed of ${markup}`, /removed .*onerror.* Canary on/],
      [`/accounts/${ids.account}`, 'What changed in ', /added Mallory Renamed Canary on/],
      [`/permission-sets/${ids.set}`, 'What changed of Canary', /added Mallory Renamed Canary on/],
    ] as const) {
      const { page } = await visit(browser, new URL(path, gateway.url));
      await page.getByLabel('Parts of this view').getByRole('link', { name: 'Changes' }).click();
      await page.getByRole('heading', { level: 1, name: sentence }).waitFor(soon);
      await page.getByRole('row', { name: line }).waitFor(soon);
      expect(new URL(page.url()).searchParams.get('tab')).toBe('changes');
      await page.context().close();
    }
  });

  test('two days that somebody chose are in the address, and the address brings them back', async () => {
    const { page } = await visit(browser, new URL('/changes', gateway.url));
    await page.getByLabel('To').waitFor(soon);
    await page.getByLabel('To').fill('2026-01-31');
    await page.getByLabel('From').fill('2026-01-01');
    await page
      .getByRole('heading', { level: 1, name: 'What changed from 2026-01-01 to 2026-01-31' })
      .waitFor(soon);
    // What was there in January nobody had read by then.
    await page.getByText('No change is known').waitFor(soon);
    await page.reload();
    await page
      .getByRole('heading', { level: 1, name: 'What changed from 2026-01-01 to 2026-01-31' })
      .waitFor(soon);
    await page.getByRole('button', { name: 'Day', exact: true }).click();
    await page.getByRole('row', { name: /added Mallory Renamed Canary on/ }).waitFor(soon);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ last: 'day' });
    await page.context().close();
  });

  test('changes are grouped by person or by account when asked to', async () => {
    const { page } = await visit(browser, new URL('/changes', gateway.url));
    await page.getByLabel('Grouped by').selectOption('person or thing');
    await page.getByRole('rowheader', { name: /^Mallory Renamed/ }).waitFor(soon);
    await page.getByLabel('Grouped by').selectOption('account');
    await page.getByRole('rowheader', { name: /^No account/ }).waitFor(soon);
    expect(new URL(page.url()).searchParams.get('by')).toBe('account');
    await page.context().close();
  });
});
