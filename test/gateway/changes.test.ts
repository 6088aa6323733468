import { createClient as createSseClient } from 'graphql-sse';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { small } from './faults.ts';
import { countableSandbox, gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';

const subjects = `
  ... on AssignmentChange { assignment { principal { principalId name } permissionSet { arn } target { targetId } } }
  ... on MembershipChange { group { principalId } user { principalId } }
  ... on PrincipalChange { principal { principalId } fields { field before after } }
  ... on PermissionSetChange { permissionSet { arn } fields { field before after } }
  ... on AccountChange { account { targetId } fields { field before after } }`;

const changesQuery = `query ($since: DateTime!, $until: DateTime, $filter: AssignmentFilter, $kinds: [ChangeKind!], $first: Int, $after: String) {
  changes(since: $since, until: $until, filter: $filter, kinds: $kinds, first: $first, after: $after) {
    nodes { __typename id kind lastReadBefore firstReadAfter ${subjects} }
    pageInfo { hasNextPage endCursor }
    totalCount
    completeness { complete asOf failures { operation accountId message } }
  }
}`;

interface Args {
  readonly since: string;
  readonly until?: string;
  readonly filter?: object;
  readonly kinds?: readonly string[];
  readonly first?: number;
  readonly after?: string;
}

async function changesOf(gateway: TestGateway, args: Args) {
  const { data, errors, aws } = await gateway.ask(changesQuery, args);
  expect(errors).toBeUndefined();
  return { ...data.changes, calls: aws.calls };
}

/** Reads everything anew, and answers a moment before and after. */
async function read(gateway: TestGateway): Promise<{ before: string; after: string }> {
  const before = await moment();
  await gateway.walk(
    { first: 1000, maxAge: 'PT0S' },
    'names: principal { name } set: permissionSet { name }',
  );
  return { before, after: await moment() };
}

/** A moment that nothing else has: reads begin in other milliseconds. */
async function moment(): Promise<string> {
  const at = Date.now();
  while (Date.now() === at) await new Promise(setImmediate);
  return new Date(at).toISOString();
}

/** An assignment that there is not yet, of a user, with a set that the account has. */
function newAssignment({ organization }: Sandbox) {
  const account = organization
    .accounts()
    .find(({ id }) => organization.permissionSetsProvisionedTo(id).length > 0)!;
  const [permissionSetArn] = organization.permissionSetsProvisionedTo(account.id) as [string];
  const held = new Set(organization.assignments(account.id, permissionSetArn).map((row) => row.principalId));
  const { userId } = organization.users().find((user) => !held.has(user.userId))!;
  return { accountId: account.id, permissionSetArn, principalType: 'USER', principalId: userId } as const;
}

test('an assignment that is made and taken back is told as added and removed, between the reads that tell, newest first', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const first = await read(gateway);
  const row = newAssignment(sandbox);
  sandbox.organization.createAssignment(row);
  const second = await read(gateway);
  sandbox.organization.deleteAssignment(row);
  const third = await read(gateway);

  const { nodes, calls } = await changesOf(gateway, { since: first.after });
  const assignment = {
    principal: { principalId: row.principalId, name: expect.any(String) },
    permissionSet: { arn: row.permissionSetArn },
    target: { targetId: row.accountId },
  };
  expect(nodes).toMatchObject([
    { __typename: 'AssignmentChange', kind: 'REMOVED', assignment },
    { __typename: 'AssignmentChange', kind: 'ADDED', assignment },
  ]);
  expect(calls).toBe(0);
  const [removed, added] = nodes;
  const isBetween = (time: string, { before, after }: typeof first) => time >= before && time <= after;
  expect(isBetween(added.lastReadBefore, first)).toBe(true);
  expect(isBetween(added.firstReadAfter, second)).toBe(true);
  expect(removed.lastReadBefore).toBe(added.firstReadAfter);
  expect(isBetween(removed.firstReadAfter, third)).toBe(true);

  const window = await changesOf(gateway, { since: first.after, until: second.after });
  expect(window.nodes.map(({ kind }: { kind: string }) => kind)).toEqual(['ADDED']);
  const later = await changesOf(gateway, { since: third.after });
  expect(later.nodes).toEqual([]);
});

test('a first sight is no change, and what was not known when the window began is told', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const start = await moment();
  const { after } = await read(gateway);
  const early = await changesOf(gateway, { since: start });
  expect(early.nodes).toEqual([]);
  expect(early.completeness).toMatchObject({ complete: false });
  expect(early.completeness.failures.map(({ operation }: { operation: string }) => operation)).toContain(
    'organizations:ListAccounts',
  );
  const late = await changesOf(gateway, { since: after });
  // Nobody asked for the members of groups, nor for the names of permission sets that nobody holds.
  expect(late.completeness.failures.map(({ operation }: { operation: string }) => operation)).toEqual([
    'identitystore:ListGroupMemberships',
    'sso-admin:DescribePermissionSet',
  ]);
});

test('a permission set that is assigned in an account for the first time is an added assignment', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const { after } = await read(gateway);
  const account = organization
    .accounts()
    .find(({ id, state }) => state === 'ACTIVE' && organization.permissionSetsProvisionedTo(id).length > 0)!;
  const set = organization.createPermissionSet({ name: 'BreakGlass' });
  const { userId } = organization.users()[0]!;
  organization.createAssignment({
    accountId: account.id,
    permissionSetArn: set.arn,
    principalType: 'USER',
    principalId: userId,
  });
  await read(gateway);
  const { nodes } = await changesOf(gateway, { since: after, filter: { permissionSet: { ids: [set.arn] } } });
  expect(nodes).toHaveLength(2);
  expect(nodes).toContainEqual(
    expect.objectContaining({
      __typename: 'PermissionSetChange',
      kind: 'ADDED',
      permissionSet: { arn: set.arn },
    }),
  );
  expect(
    nodes.filter(({ __typename: type }: { __typename: string }) => type === 'AssignmentChange'),
  ).toMatchObject([
    {
      __typename: 'AssignmentChange',
      kind: 'ADDED',
      assignment: { principal: { principalId: userId }, target: { targetId: account.id } },
    },
  ]);
});

test('a filter takes the changes that touch what it is about, and kinds those of a kind', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { after } = await read(gateway);
  const row = newAssignment(sandbox);
  sandbox.organization.createAssignment(row);
  await read(gateway);
  const count = async (more: Omit<Args, 'since'>) =>
    (await changesOf(gateway, { since: after, ...more })).nodes.length;
  expect(await count({ filter: { target: { ids: [row.accountId] } } })).toBe(1);
  expect(await count({ filter: { principal: { type: 'USER', ids: [row.principalId] } } })).toBe(1);
  expect(await count({ filter: { principal: { type: 'GROUP' } } })).toBe(0);
  expect(await count({ filter: { not: { permissionSet: { ids: [row.permissionSetArn] } } } })).toBe(0);
  expect(await count({ kinds: ['ADDED'] })).toBe(1);
  expect(await count({ kinds: ['REMOVED', 'CHANGED'] })).toBe(0);
});

test('pages of changes go on where they ended', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { after: since } = await read(gateway);
  const rows = Array.from({ length: 5 }, () => {
    const row = newAssignment(sandbox);
    sandbox.organization.createAssignment(row);
    return row;
  });
  await read(gateway);
  const ids: string[] = [];
  for (let page = await changesOf(gateway, { since, first: 2 }); ;) {
    ids.push(...page.nodes.map(({ id }: { id: string }) => id));
    if (!page.pageInfo.hasNextPage) break;
    page = await changesOf(gateway, { since, first: 2, after: page.pageInfo.endCursor });
  }
  expect(new Set(ids).size).toBe(rows.length);
  expect(ids).toHaveLength(rows.length);
});

const namesQuery = `query ($since: DateTime!) {
  changes(since: $since) {
    nodes {
      kind
      ... on AssignmentChange { assignment { principal { name deleted } permissionSet { name } target { name } } }
      ... on PrincipalChange { principal { name } }
      ... on PermissionSetChange { permissionSet { name } }
      ... on AccountChange { account { name } }
      ... on MembershipChange { group { name } user { name } }
    }
  }
}`;

test('removed things show their last known names: a user who was deleted, a permission set that was deleted, an account that left', async () => {
  await using sandbox = await countableSandbox(small);
  // Every name is asked for anew.
  await using gateway = await gatewayOn(sandbox, { config: { maxAgeMs: 0, namesMaxAgeMs: 0 } });
  const { organization } = sandbox;
  const accounts = organization.accounts();
  const account = accounts.find(
    ({ id, state }) =>
      id !== organization.managementAccountId &&
      state === 'ACTIVE' &&
      organization.permissionSetsProvisionedTo(id).length > 0,
  )!;
  const set = organization.createPermissionSet({ name: 'BreakGlass' });
  const user = organization.createUser({
    userName: 'leaver@example.com',
    displayName: 'A Leaver',
    givenName: 'A',
    familyName: 'Leaver',
  });
  const row = {
    accountId: account.id,
    permissionSetArn: set.arn,
    principalType: 'USER',
    principalId: user.userId,
  } as const;
  organization.createAssignment(row);
  const readNames = () =>
    gateway.walk(
      { first: 1000 },
      'names: principal { name } set: permissionSet { name } place: target { name }',
    );
  await readNames();
  const since = await moment();
  organization.deleteAssignment(row);
  await readNames();
  organization.deleteUser(user.userId);
  organization.deletePermissionSet(set.arn);
  // The sandbox closes accounts, but does not let them leave.
  const stayed = accounts.filter(({ id }) => id !== account.id);
  organization.accounts = () => stayed;
  organization.account = (accountId) => stayed.find(({ id }) => id === accountId);
  await readNames();

  const { data, errors } = await gateway.ask(namesQuery, { since });
  expect(errors).toBeUndefined();
  const { nodes } = data.changes;
  expect(nodes).toContainEqual({
    kind: 'REMOVED',
    assignment: {
      principal: { name: 'leaver@example.com', deleted: true },
      permissionSet: { name: 'BreakGlass' },
      target: { name: account.name },
    },
  });
  expect(nodes).toContainEqual({ kind: 'REMOVED', account: { name: account.name } });
});

test('a change that was told before is told with the names of today, and with what else is asked of it', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const first = await read(gateway);
  const row = newAssignment(sandbox);
  organization.createAssignment(row);
  await read(gateway);
  const tell = async (fields: string) => {
    const { data, errors } = await gateway.ask(
      `query ($since: DateTime!) { changes(since: $since, kinds: ADDED) { nodes { ${fields} } } }`,
      { since: first.after },
    );
    expect(errors).toBeUndefined();
    return data.changes.nodes;
  };
  const named = '... on AssignmentChange { assignment { principal { name } } }';
  const user = organization.users().find(({ userId }) => userId === row.principalId)!;
  const called = (name: string) => [{ assignment: { principal: { name } } }];
  expect(await tell(named)).toEqual(called(user.userName));
  expect(await tell(named)).toEqual(called(user.userName));
  organization.updateUser(user.userId, { ...user, userName: 'another@example.com' });
  await read(gateway);
  expect(await tell(named)).toEqual(called('another@example.com'));
  expect(await tell(`kind ${named}`)).toEqual([{ kind: 'ADDED', ...called('another@example.com')[0] }]);
});

test('memberships and a permission set that nobody held show their last known names, and are found by them', async () => {
  await using sandbox = await countableSandbox(small);
  const store = join(mkdtempSync(join(tmpdir(), 'changes-')), 'store.db');
  const config = { maxAgeMs: 0, namesMaxAgeMs: 0, store };
  const { organization } = sandbox;
  const rows = organization.accounts().flatMap(({ id }) =>
    organization
      .permissionSetsProvisionedTo(id)
      .flatMap((arn) => organization.assignments(id, arn))
      .filter(({ principalType }) => principalType === 'GROUP'),
  );
  const { groupId, displayName } = organization
    .groups()
    .find((group) => rows.some(({ principalId }) => principalId === group.groupId))!;
  const set = organization.createPermissionSet({ name: 'Unused' });
  const { userId } = organization.createUser({
    userName: 'leaver@example.com',
    displayName: 'A Leaver',
    givenName: 'A',
    familyName: 'Leaver',
  });
  organization.createMembership(groupId, userId);
  const readAll = (gateway: TestGateway) =>
    gateway.ask(`{
      permissionSets(first: 1000) { nodes { name } }
      principals(first: 1000) { nodes { name } }
      effectiveAccess(first: 1000) { nodes { user { name } } }
    }`);
  let since: string;
  {
    await using gateway = await gatewayOn(sandbox, { config });
    await readAll(gateway);
    since = await moment();
    organization.deleteUser(userId);
    organization.deletePermissionSet(set.arn);
    await readAll(gateway);
  }
  await using gateway = await gatewayOn(sandbox, { config });
  const { data, errors } = await gateway.ask(namesQuery, { since });
  expect(errors).toBeUndefined();
  const { nodes } = data.changes;
  const membership = { kind: 'REMOVED', group: { name: displayName }, user: { name: 'leaver@example.com' } };
  expect(nodes).toContainEqual(membership);
  expect(nodes).toContainEqual({ kind: 'REMOVED', permissionSet: { name: 'Unused' } });
  const of = async (filter: object) => (await changesOf(gateway, { since, filter })).nodes;
  expect(await of({ principal: { name: { eq: 'leaver@example.com' } } })).toContainEqual(
    expect.objectContaining({ __typename: 'MembershipChange', user: { principalId: userId } }),
  );
  expect(await of({ permissionSet: { name: { eq: 'Unused' } } })).toContainEqual(
    expect.objectContaining({ __typename: 'PermissionSetChange', kind: 'REMOVED' }),
  );
});

test('names in a filter of changes are told where nothing answers to them that was ever read, or is gone since', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const { userId } = organization.createUser({
    userName: 'leaver@example.com',
    displayName: 'A Leaver',
    givenName: 'A',
    familyName: 'Leaver',
  });
  const row = { ...newAssignment(sandbox), principalId: userId };
  organization.createAssignment(row);
  const everybody = () => gateway.ask(`{ principals(first: 1000, maxAge: "PT0S") { nodes { name } } }`);
  await everybody();
  const since = (await read(gateway)).after;
  organization.deleteAssignment(row);
  organization.deleteUser(userId);
  await everybody();
  await read(gateway);
  const told = async (principal: object) => {
    const { data, errors } = await gateway.ask(
      `query ($since: DateTime!, $filter: AssignmentFilter) {
        changes(since: $since, filter: $filter) { completeness { unmatched { path value suggestions } } }
      }`,
      { since, filter: { principal } },
    );
    expect(errors).toBeUndefined();
    return data.changes.completeness.unmatched;
  };
  expect(await told({ name: { in: ['leaver@example.com', 'leavers@example.com'] } })).toEqual([
    { path: 'filter.principal.name.in', value: 'leavers@example.com', suggestions: expect.any(Array) },
  ]);
  const nobody = '00000000-0000-0000-0000-000000000000';
  expect(await told({ ids: [userId, nobody] })).toMatchObject([
    { path: 'filter.principal.ids', value: nobody },
  ]);
});

test('changes outlive the process in a store, and another gateway on it tells them, too', async () => {
  await using sandbox = await countableSandbox(small);
  const store = join(mkdtempSync(join(tmpdir(), 'changes-')), 'store.db');
  const row = newAssignment(sandbox);
  let since: string;
  {
    await using gateway = await gatewayOn(sandbox, { config: { store } });
    since = (await read(gateway)).after;
    sandbox.organization.createAssignment(row);
    await read(gateway);
  }
  await using gateway = await gatewayOn(sandbox, { config: { store } });
  const { nodes, calls } = await changesOf(gateway, { since });
  expect(nodes).toMatchObject([
    { kind: 'ADDED', assignment: { principal: { principalId: row.principalId } } },
  ]);
  // Which instance it is.
  expect(calls).toBe(1);
});

test('an assignment tells since when it is held', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const first = await read(gateway);
  const row = newAssignment(sandbox);
  sandbox.organization.createAssignment(row);
  const second = await read(gateway);
  const filter = { target: { ids: [row.accountId] }, permissionSet: { ids: [row.permissionSetArn] } };
  const { data } = await gateway.ask(
    'query ($filter: AssignmentFilter) { assignments(filter: $filter) { nodes { principal { principalId } held { firstSeen lastAbsent lastSeen } } } }',
    { filter },
  );
  for (const { principal, held } of data.assignments.nodes) {
    const isNew = principal.principalId === row.principalId;
    expect(held.lastAbsent === null).toBe(!isNew);
    expect(held.firstSeen > second.before).toBe(isNew);
    expect(held.lastSeen > second.before).toBe(true);
    const firstRead = isNew ? held.lastAbsent : held.firstSeen;
    expect(firstRead > first.before && firstRead < first.after).toBe(true);
  }
});

test('an assignment tells as of a moment since when it was held, though it is gone by now', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const first = await read(gateway);
  const row = newAssignment(sandbox);
  sandbox.organization.createAssignment(row);
  const second = await read(gateway);
  const third = await read(gateway);
  const rest = sandbox.organization.assignments(row.accountId, row.permissionSetArn);
  for (const one of rest) sandbox.organization.deleteAssignment(one);
  await read(gateway);
  const filter = { target: { ids: [row.accountId] }, permissionSet: { ids: [row.permissionSetArn] } };
  const isWithin = (time: string, { before, after }: typeof first) => time > before && time < after;
  // Of what is told of the second of these moments, the next read differed.
  for (const asOf of [second.after, third.after]) {
    const { data, errors } = await gateway.ask(
      `query ($asOf: DateTime, $filter: AssignmentFilter) {
        assignments(asOf: $asOf, filter: $filter) {
          nodes { principal { principalId } held { firstSeen lastAbsent lastSeen } }
        }
      }`,
      { asOf, filter },
    );
    expect(errors).toBeUndefined();
    const { nodes } = data.assignments;
    expect(nodes).toHaveLength(rest.length);
    for (const { principal, held } of nodes) {
      const isNew = principal.principalId === row.principalId;
      expect(isWithin(held.firstSeen, isNew ? second : first)).toBe(true);
      expect(held.lastAbsent !== null && isWithin(held.lastAbsent, first)).toBe(isNew);
      expect(held.lastSeen >= second.before && held.lastSeen <= asOf).toBe(true);
    }
  }
});

test('a subscription tells changes as they are seen, and goes on after a cursor', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  await read(gateway);
  const client = createSseClient({ url: gateway.url, retryAttempts: 0 });
  const query = `subscription ($after: String) { changes(after: $after) { changes { kind ${subjects} } endCursor reset } }`;
  const events = client.iterate<any>({ query });
  const begin = (await events.next()).value.data.changes;
  expect(begin).toMatchObject({ changes: [], reset: false });
  const row = newAssignment(sandbox);
  sandbox.organization.createAssignment(row);
  await read(gateway);
  const told = (await events.next()).value.data.changes;
  expect(told.changes).toMatchObject([
    { kind: 'ADDED', assignment: { principal: { principalId: row.principalId } } },
  ]);
  await events.return?.();

  const again = client.iterate<any>({ query, variables: { after: begin.endCursor } });
  const caughtUp = (await again.next()).value.data.changes;
  expect(caughtUp.changes).toEqual(told.changes);
  await again.return?.();
  const nothing = client.iterate<any>({ query, variables: { after: caughtUp.endCursor } });
  expect((await nothing.next()).value.data.changes).toMatchObject({ changes: [], reset: false });
  await nothing.return?.();
});

test('moments that are none, and windows that end before they begin, are refused by name', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const wrong = await gateway.ask(changesQuery, { since: 'yesterday' });
  expect(wrong.errors?.[0]?.message).toContain('"yesterday" is no moment');
  const backward = await gateway.ask(changesQuery, {
    since: '2026-01-02T00:00:00Z',
    until: '2026-01-01T00:00:00Z',
  });
  expect(backward.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_INPUT', argument: 'until' } });
});

test('with --history 0 no change is kept, and an answer says so', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { historyMs: 0 } });
  const { after: since } = await read(gateway);
  sandbox.organization.createAssignment(newAssignment(sandbox));
  await read(gateway);
  const { nodes, completeness } = await changesOf(gateway, { since });
  expect(nodes).toEqual([]);
  expect(completeness.failures.at(-1).message).toContain('none are kept, see --history');
});
