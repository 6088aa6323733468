import { expect, it } from 'vitest';
import type { AvailableRole } from '../../src/portal/portal.ts';
import type { Page } from '../../src/reading/listing.ts';
import { anybody, asker } from '../reading/read-scope.ts';
import { alice, local, portalOnSandbox } from './portal-on-sandbox.ts';

type Gateway = Awaited<ReturnType<typeof portalOnSandbox>>;

/** What the assignments give, read apart from the portal. */
function expected({ sandbox: { organization }, user }: Gateway): string[] {
  const userId = organization.userByName(user)?.userId ?? '';
  const rows = organization
    .assignmentsFor('USER', userId)
    .map((row) => `${row.accountId} ${organization.permissionSet(row.permissionSetArn)?.name}`);
  return [...new Set(rows)].toSorted();
}

const textOf = ({ account, roleName }: AvailableRole) => `${account.accountId} ${roleName}`;

async function walk(gateway: Gateway, first: number, restMs = 0): Promise<{ rows: string[]; pages: number }> {
  const rows: string[] = [];
  let pages = 0;
  for (let after: string | undefined; ;) {
    const page: Page<AvailableRole> = await gateway.portal.availableRoles(
      local,
      {},
      { first, after },
      anybody,
    );
    rows.push(...page.rows.map(textOf));
    pages += 1;
    expect(page.completeness.complete).toBe(true);
    expect(page.rows.length).toBeLessThanOrEqual(first);
    if (!page.hasNextPage) return { rows, pages };
    after = page.endCursor;
    await gateway.pass(restMs);
  }
}

it.each([1, 7, 1_000])('lists each role once, in order, in pages of %i', async (first) => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const { rows } = await walk(gateway, first);
  expect(rows).toEqual(expected(gateway));
  expect(rows.length).toBeGreaterThan(20);
});

it('reads each account once in a walk, however long that takes', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const accounts = new Set(expected(gateway).map((row) => row.split(' ')[0])).size;
  gateway.sandbox.reset();
  await walk(gateway, 5, 60_000);
  expect(gateway.sandbox.counts()).toEqual({ 'sso:ListAccounts': 1, 'sso:ListAccountRoles': accounts });
});

it('reads for a page only the accounts that it needs', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  gateway.sandbox.reset();
  const page = await gateway.portal.availableRoles(local, {}, { first: 3 }, anybody);
  expect(page.rows).toHaveLength(3);
  expect(page.rows[0]?.account.name).toBeTypeOf('string');
  expect(gateway.sandbox.counts()['sso:ListAccountRoles']).toBeLessThanOrEqual(4);
});

it('tells of an account that cannot be read, and goes on', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const all = expected(gateway);
  const broken = all[0]?.split(' ')[0] ?? '';
  gateway.sandbox.faults.add({
    operation: 'sso:ListAccountRoles',
    when: ({ accountId }) => accountId === broken,
    fault: { error: 'InternalServerException', status: 500 },
  });
  const page = await gateway.portal.availableRoles(local, {}, { first: 1_000 }, anybody);
  expect(page.rows.map(textOf)).toEqual(all.filter((row) => !row.startsWith(broken)));
  expect(page.completeness).toMatchObject({
    complete: false,
    failures: [{ operation: 'sso:ListAccountRoles', code: 'AWS_UNAVAILABLE', accountId: broken }],
  });
});

it('waits a throttle out, and never takes it for a sign-in that has ended', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  gateway.sandbox.faults.add({
    operation: 'sso:ListAccountRoles',
    times: 3,
    fault: { error: 'TooManyRequestsException', status: 429 },
  });
  expect((await walk(gateway, 1_000)).rows).toEqual(expected(gateway));
  expect(await gateway.portal.session(local, {})).toMatchObject({ state: 'SIGNED_IN' });
});

it('reads only the accounts that are named, and their names only when they are wanted', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const all = expected(gateway);
  const accountId = all.at(-1)?.split(' ')[0] ?? '';
  gateway.sandbox.reset();
  const choice = { accountIds: [accountId, accountId], withAccountNames: false };
  const page = await gateway.portal.availableRoles(local, choice, {}, anybody);
  expect(page.rows.map(textOf)).toEqual(all.filter((row) => row.startsWith(accountId)));
  expect(page.rows[0]?.account.name).toBeUndefined();
  expect(gateway.sandbox.counts()).toEqual({ 'sso:ListAccountRoles': 1 });
  const named = await gateway.portal.availableRoles(local, { accountIds: [accountId] }, {}, anybody);
  expect(named.rows[0]?.account.name).toBeTypeOf('string');
  expect(gateway.sandbox.counts()).toEqual({ 'sso:ListAccountRoles': 1, 'sso:ListAccounts': 1 });
  const wrong = gateway.portal.availableRoles(local, { accountIds: ['12'] }, {}, anybody);
  await expect(wrong).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

it('answers with what it has when the time is up, and goes on from there', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const all = expected(gateway);
  const stuck = all[5]?.split(' ')[0] ?? '';
  const hurried = asker();
  const mend = gateway.sandbox.faults.add({
    operation: 'sso:ListAccountRoles',
    when: ({ accountId }) => {
      if (accountId === stuck) setTimeout(() => hurried.timeOut(), 50);
      return accountId === stuck;
    },
    fault: { hangMs: 500 },
  });
  const page = await gateway.portal.availableRoles(local, {}, { first: 1_000 }, hurried.scope);
  expect(page.hasNextPage).toBe(true);
  mend();
  const rest = await gateway.portal.availableRoles(
    local,
    {},
    { first: 1_000, after: page.endCursor },
    anybody,
  );
  expect([...page.rows, ...rest.rows].map(textOf)).toEqual(all);
});

it('lists accounts in order, in pages, from one reading', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const ids = [...new Set(expected(gateway).map((row) => row.split(' ')[0]))];
  gateway.sandbox.reset();
  const one = await gateway.portal.availableAccounts(local, {}, { first: 4 }, anybody);
  await gateway.pass(60_000);
  const query = { first: 1_000, after: one.endCursor };
  const two = await gateway.portal.availableAccounts(local, {}, query, anybody);
  expect([...one.rows, ...two.rows].map(({ accountId }) => accountId)).toEqual(ids);
  expect(one.hasNextPage).toBe(true);
  expect(two).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(gateway.sandbox.counts()).toEqual({ 'sso:ListAccounts': 1 });
});

it('refuses a cursor of another person, and one of another list', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  await gateway.signIn(alice);
  const { endCursor } = await gateway.portal.availableRoles(local, {}, { first: 1 }, anybody);
  const query = { after: endCursor };
  const code = 'INVALID_CURSOR';
  await expect(gateway.portal.availableRoles(alice, {}, query, anybody)).rejects.toMatchObject({ code });
  await expect(gateway.portal.availableAccounts(local, {}, query, anybody)).rejects.toMatchObject({ code });
});

it('refuses an empty cursor, which would begin again', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const query = { after: '' };
  const code = 'INVALID_CURSOR';
  await expect(gateway.portal.availableRoles(local, {}, query, anybody)).rejects.toMatchObject({ code });
  await expect(gateway.portal.availableAccounts(local, {}, query, anybody)).rejects.toMatchObject({ code });
});

it('is EXPIRED once AWS refuses the token, and says how to sign in', async () => {
  await using gateway = await portalOnSandbox({}, { refresh: false });
  await gateway.signIn();
  await gateway.portal.availableRoles(local, {}, { first: 1 }, anybody);
  gateway.sandbox.faults.add({
    operation: 'sso:ListAccounts',
    fault: { error: 'UnauthorizedException', status: 401 },
  });
  await gateway.pass(20_000);
  await expect(gateway.portal.availableRoles(local, {}, {}, anybody)).rejects.toMatchObject({
    code: 'LOGIN_REQUIRED',
    details: { sessionState: 'EXPIRED', how: expect.stringContaining('mutation { login(') },
  });
  expect(await gateway.portal.session(local, {})).toMatchObject({ state: 'EXPIRED', refreshable: false });
  expect(await gateway.portal.accessToken(local, {})).toBeUndefined();
  expect(await gateway.login()).toMatchObject({ state: 'PENDING' });
});

it('takes another token, when there is one, for the one that AWS refuses', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  gateway.sandbox.faults.add({
    operation: 'sso:ListAccounts',
    times: 1,
    fault: { error: 'UnauthorizedException', status: 401 },
  });
  gateway.sandbox.reset();
  expect((await gateway.portal.availableAccounts(local, {}, {}, anybody)).rows).not.toEqual([]);
  expect(gateway.sandbox.counts()).toEqual({ 'sso:ListAccounts': 2, 'sso-oidc:CreateToken': 1 });
});

it('gives credentials with one call however many ask, until 15 minutes before they end', async () => {
  await using gateway = await portalOnSandbox({}, { tokenTtlMs: 24 * 3_600_000 });
  await gateway.signIn();
  const { organization } = gateway.sandbox;
  const [accountId = '', roleName = ''] =
    expected(gateway)
      .map((row) => row.split(' '))
      .find(([id = '']) => organization.account(id)?.state === 'ACTIVE') ?? [];
  const role = { accountId, roleName };
  gateway.sandbox.reset();
  const ask = () => gateway.portal.roleCredentials(local, role, anybody);
  const [one, ...others] = await Promise.all([ask(), ask(), ask()]);
  expect(others).toEqual([one, one]);
  await gateway.pass((one?.expiresAt ?? 0) - gateway.now() - 15 * 60_000 - 1_000);
  expect(await ask()).toEqual(one);
  expect(gateway.sandbox.counts()).toEqual({ 'sso:GetRoleCredentials': 1 });
  await gateway.pass(2_000);
  expect((await ask()).accessKeyId).not.toBe(one?.accessKeyId);

  await gateway.portal.logout(local, {}, anybody);
  await expect(ask()).rejects.toMatchObject({ code: 'LOGIN_REQUIRED' });
  await gateway.signIn();
  gateway.sandbox.reset();
  await ask();
  expect(gateway.sandbox.counts()).toEqual({ 'sso:GetRoleCredentials': 1 });
});

it('refuses a role that the person does not have, and what is no role', async () => {
  await using gateway = await portalOnSandbox();
  await gateway.signIn();
  const ask = (accountId: string, roleName: string) =>
    gateway.portal.roleCredentials(local, { accountId, roleName }, anybody);
  await expect(ask('999999999999', 'Nobody')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(ask('1', 'Nobody')).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(ask('999999999999', 'a b')).rejects.toMatchObject({ code: 'BAD_INPUT' });
});
