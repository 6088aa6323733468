import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { small } from './faults.ts';
import { countableSandbox, gatewayOn, type Answer, type TestGateway } from './gateway-on-sandbox.ts';

const row =
  'principal { principalType principalId name } permissionSet { arn name } target { targetId name }';
const completeness =
  'completeness { complete asOf failures { operation accountId permissionSetArn principalId code message asOf } }';

const assignmentsQuery = `query ($asOf: DateTime, $filter: AssignmentFilter, $first: Int, $after: String, $maxAge: Duration) {
  assignments(asOf: $asOf, filter: $filter, first: $first, after: $after, maxAge: $maxAge) {
    nodes { ${row} }
    pageInfo { hasNextPage endCursor }
    totalCount
    ${completeness}
  }
}`;

const peopleQuery = `query ($asOf: DateTime, $filter: AssignmentFilter, $user: PrincipalFilter, $first: Int = 1000) {
  effectiveAccess(asOf: $asOf, filter: $filter, user: $user, first: $first) {
    nodes { user { principalId name } via { principalId } grant { ... on Assignment { target { targetId } permissionSet { arn } } } }
    ${completeness}
  }
}`;

const entitlementsQuery = `query ($asOf: DateTime, $first: Int = 1000) {
  entitlements(asOf: $asOf, first: $first) {
    nodes { entitlementId principal { principalId } }
    totalCount
    ${completeness}
  }
}`;

/** The answer's list, without what it cost. */
async function listOf(gateway: TestGateway, query: string, variables: object) {
  const { data, errors, aws } = await gateway.ask(query, variables);
  expect(errors).toBeUndefined();
  const [list] = Object.values(data as Record<string, any>);
  return { ...list, calls: aws.calls };
}

/** A moment that nothing else has: reads begin in other milliseconds. */
async function moment(): Promise<string> {
  const at = Date.now();
  while (Date.now() === at) await new Promise(setImmediate);
  return new Date(at).toISOString();
}

/** Everything, read anew. */
async function readAll(gateway: TestGateway): Promise<void> {
  const fresh = (query: string) =>
    query
      .replace('asOf: $asOf', 'maxAge: "PT0S"')
      .replace(/\$asOf: DateTime, |, \$maxAge: Duration/g, '')
      .replace(', maxAge: $maxAge', '');
  await listOf(gateway, fresh(assignmentsQuery), { first: 1000 });
  await listOf(gateway, fresh(peopleQuery), {});
  await listOf(gateway, fresh(entitlementsQuery), {});
}

const everything = { first: 1000 };

function newAssignment({ organization }: Sandbox) {
  const account = organization
    .accounts()
    .find(({ id }) => organization.permissionSetsProvisionedTo(id).length > 0)!;
  const [permissionSetArn] = organization.permissionSetsProvisionedTo(account.id) as [string];
  const held = new Set(
    organization.assignments(account.id, permissionSetArn).map(({ principalId }) => principalId),
  );
  const { userId } = organization.users().find((user) => !held.has(user.userId))!;
  return { accountId: account.id, permissionSetArn, principalType: 'USER', principalId: userId } as const;
}

function errorOf({ errors }: Answer): string {
  expect(errors).toHaveLength(1);
  expect(errors![0]!.extensions.code).toBe('BAD_INPUT');
  return errors![0]!.message;
}

test('assignments, people and entitlements are told as they were at a moment, with the names of then, and without a call', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  await readAll(gateway);
  const then = await moment();
  const [assignments, people, entitlements] = [
    await listOf(gateway, assignmentsQuery, everything),
    await listOf(gateway, peopleQuery, {}),
    await listOf(gateway, entitlementsQuery, {}),
  ];

  // It is read once more before anything changes: what both reads tell was so in between.
  await readAll(gateway);
  // Somebody comes, somebody goes, an account goes with all that is in it, a set and a user get other names.
  organization.createAssignment(newAssignment(sandbox));
  const gone = assignments.nodes.find(({ principal }: any) => principal.principalType === 'USER');
  organization.deleteUser(gone.principal.principalId);
  const group = organization.groups()[0]!;
  const outsider = organization
    .users()
    .find(
      ({ userId }) =>
        !organization.membershipsOfUser(userId).some(({ groupId }) => groupId === group.groupId),
    )!;
  organization.createMembership(group.groupId, outsider.userId);
  const left = assignments.nodes.find(({ target }: any) => target.targetId !== gone.target.targetId);
  organization.closeAccount(left.target.targetId);
  organization.updateGroup(group.groupId, { displayName: 'Renamed' });
  await readAll(gateway);
  await readAll(gateway);
  const now = await listOf(gateway, assignmentsQuery, everything);
  expect(now.nodes).not.toEqual(assignments.nodes);

  for (const [query, args, before] of [
    [assignmentsQuery, everything, assignments],
    [peopleQuery, {}, people],
    [entitlementsQuery, {}, entitlements],
  ] as const) {
    const {
      calls,
      completeness: told,
      nodes,
      totalCount,
    } = await listOf(gateway, query, { ...args, asOf: then });
    expect(told).toMatchObject({ complete: true, failures: [] });
    expect({ nodes, totalCount }).toEqual({ nodes: before.nodes, totalCount: before.totalCount });
    expect(calls).toBe(0);
  }
});

test('things that had not been read by a moment are named, and those that their next read told otherwise are in doubt', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const added = newAssignment(sandbox);
  const filter = { target: { ids: [added.accountId] }, permissionSet: { ids: [added.permissionSetArn] } };
  const early = { first: 1000, filter: { not: filter } };
  // All but one pair is read before the moment, and that one later.
  await listOf(gateway, assignmentsQuery, early);
  const then = await moment();
  await listOf(gateway, assignmentsQuery, { first: 1000, maxAge: 'PT0S' });
  const { accountId, permissionSetArn, principalId } = added;
  const unread = await listOf(gateway, assignmentsQuery, { asOf: then, ...everything });
  expect(unread.completeness).toMatchObject({
    complete: false,
    failures: [
      {
        operation: 'sso-admin:ListAccountAssignments',
        accountId,
        permissionSetArn,
        code: 'INCOMPLETE',
        asOf: null,
      },
    ],
  });
  expect(unread.completeness.failures[0].message).toContain(`at ${then} is not known`);
  expect(unread.totalCount).toBe(null);

  const between = await moment();
  organization.createAssignment(added);
  await listOf(gateway, assignmentsQuery, { first: 1000, maxAge: 'PT0S' });
  const doubted = await listOf(gateway, assignmentsQuery, { asOf: between, filter });
  expect(doubted.nodes.map(({ principal }: any) => principal.principalId)).not.toContain(principalId);
  expect(doubted.completeness).toMatchObject({
    complete: false,
    failures: [{ accountId, permissionSetArn, asOf: expect.any(String) }],
  });
  expect(doubted.completeness.failures[0].message).toContain(
    `at ${between} cannot be told: it changed between`,
  );
  const after = await moment();
  const certain = await listOf(gateway, assignmentsQuery, { asOf: after, filter });
  expect(certain.nodes.map(({ principal }: any) => principal.principalId)).toContain(principalId);
  expect(certain.completeness.complete).toBe(true);
});

test('pages as of a moment go on at their cursor, which is of no use as of another', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  await readAll(gateway);
  const [then, other] = [await moment(), await moment()];
  const { nodes } = await listOf(gateway, assignmentsQuery, { asOf: then, ...everything });
  const walked = [];
  for (
    let after: string | undefined, page;
    page?.pageInfo.hasNextPage !== false;
    after = page.pageInfo.endCursor
  ) {
    page = await listOf(gateway, assignmentsQuery, { asOf: then, first: 7, ...(after && { after }) });
    walked.push(...page.nodes);
    const elsewhere = { first: 7, after: page.pageInfo.endCursor };
    for (const args of [elsewhere, { ...elsewhere, asOf: other }])
      expect((await gateway.ask(assignmentsQuery, args)).errors?.[0]?.extensions.code).toBe('INVALID_CURSOR');
  }
  expect(walked).toEqual(nodes);
});

test('a moment of which nothing can be told is bad input, and the error says what to do', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const ask = async (args: object) => errorOf(await gateway.ask(assignmentsQuery, args));
  const start = await moment();
  expect(await ask({ asOf: start })).toBe('asOf: nothing has been read so far: leave it out');
  await readAll(gateway);
  expect(await ask({ asOf: start })).toMatch(
    /^asOf: nothing had been read by then: give a moment from .* on$/,
  );
  const future = new Date(Date.now() + 60_000).toISOString();
  expect(await ask({ asOf: future })).toMatch(/^asOf: give a moment that has passed/);
  expect(await ask({ asOf: '2001-01-01T00:00:00Z' })).toMatch(
    /^asOf: changes are kept since .* \(--history\)/,
  );
  expect(await ask({ asOf: await moment(), maxAge: 'PT1H' })).toMatch(/^maxAge: leave it out with asOf/);

  await using none = await gatewayOn(sandbox, { config: { historyMs: 0 } });
  expect(errorOf(await none.ask(assignmentsQuery, { asOf: start }))).toMatch(
    /^asOf: this gateway keeps no history: start it with --history/,
  );
});

test('a name and a membership that changed between the reads around a moment are told as before, and open to doubt', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  await readAll(gateway);
  await readAll(gateway);
  const then = await moment();
  const { nodes } = await listOf(gateway, assignmentsQuery, everything);
  const { principal } = nodes.find((one: any) => one.principal.principalType === 'USER');
  const filter = { principal: { name: { eq: principal.name } } };
  const before = await listOf(gateway, assignmentsQuery, { filter, ...everything });
  const people = await listOf(gateway, peopleQuery, {});
  const [group] = organization
    .groups()
    .filter(({ groupId }) => organization.membershipsOfGroup(groupId).length > 0);
  const user = organization.user(principal.principalId)!;
  organization.updateUser(user.userId, { ...user, userName: 'somebody-else' });
  for (const { membershipId } of organization.membershipsOfGroup(group!.groupId))
    organization.deleteMembership(membershipId);
  await readAll(gateway);

  const named = await listOf(gateway, assignmentsQuery, { asOf: then, filter, ...everything });
  expect(named.nodes).toEqual(before.nodes);
  expect(named.completeness).toMatchObject({
    complete: false,
    failures: [{ principalId: principal.principalId, message: expect.stringContaining('cannot be told') }],
  });
  const entering = await listOf(gateway, peopleQuery, { asOf: then });
  expect(entering.nodes).toEqual(people.nodes);
  expect(entering.completeness.failures).toMatchObject([
    { operation: 'identitystore:ListGroupMemberships', principalId: group!.groupId },
  ]);
});
