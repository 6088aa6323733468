import { describe, expect, test } from 'vitest';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients } from '../sandbox/aws-clients.ts';
import { allKeys, allNames, countableSandbox, gatewayOn, keysOf, pairsOf } from './gateway-on-sandbox.ts';
import {
  eventsOf,
  overSocket,
  overSse,
  overWebSocket,
  rowsOf,
  sweepQuery,
  type SweepResult,
} from './sweeping.ts';

const transports = [
  ['SSE', overSse],
  ['WebSocket', overSocket],
] as const;

describe.each(transports)('over %s', (_, subscribe) => {
  test('every assignment comes once, in order, with its names, and then the end', async () => {
    await using sandbox = await countableSandbox({ accounts: 12 });
    await using gateway = await gatewayOn(sandbox);
    const events = await eventsOf(subscribe(gateway, { batchSize: 25 }, allNames));
    const rows = rowsOf(events);
    expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
    const { rows: paged } = await gateway.walk({ first: 1000 }, allNames);
    expect(rows).toEqual(paged);
    expect(Math.max(...events.map(({ assignments }) => assignments.length))).toBe(25);
    expect(events.at(-1)).toMatchObject({
      progress: { assignments: rows.length, secondsLeft: 0, done: true },
      completeness: { complete: true, failures: [] },
    });
  });

  test('progress only grows, and ends with the calls that were made', async () => {
    await using sandbox = await countableSandbox({ accounts: 30 });
    await using gateway = await gatewayOn(sandbox);
    const events = await eventsOf(subscribe(gateway, { batchSize: 50 }));
    const done = events.map(({ progress }) => progress.callsDone);
    const given = events.map(({ progress }) => progress.assignments);
    expect(done).toEqual(done.toSorted((one, other) => one - other));
    expect(given).toEqual(given.toSorted((one, other) => one - other));
    for (const { progress } of events)
      expect(progress.callsTotal ?? Infinity).toBeGreaterThanOrEqual(progress.callsDone);
    const { callsDone, callsTotal } = events.at(-1)!.progress;
    // Who the instance is was found out before.
    const { 'sso-admin:ListInstances': found = 0, ...counts } = sandbox.counts();
    expect(found).toBe(1);
    expect(callsDone).toBe(Object.values(counts).reduce((sum, count) => sum + count, 0));
    expect(callsTotal).toBe(callsDone);
  });

  test('a client that leaves stops the calls of its sweep, though the connection stays', async () => {
    await using sandbox = await countableSandbox({ accounts: 120, latencyMs: 4 });
    await using gateway = await gatewayOn(sandbox);
    const sweep = subscribe(gateway);
    const first = sweep.next();
    await called(sandbox, 10);
    await sweep.return?.();
    await first;
    expect(await settled(sandbox)).toBeLessThan(pairsOf(sandbox.organization).length / 2);
  });

  test('a gateway that closes says so, and the sweep ends', async () => {
    await using sandbox = await countableSandbox({ accounts: 10 });
    const last = pairsOf(sandbox.organization).at(-1)!;
    sandbox.faults.add({
      operation: 'sso-admin:ListAccountAssignments',
      when: ({ AccountId }) => AccountId === last.accountId,
      fault: { hangMs: 600_000 },
    });
    const gateway = await gatewayOn(sandbox);
    const events = subscribe(gateway);
    const first = await events.next();
    expect(first.value.data.assignmentSweep.assignments.length).toBeGreaterThan(0);
    // The client of WebSockets throws the errors of an operation that ends with them.
    const rest = Array.fromAsync(events).then(
      (results) => results.flatMap(({ errors = [] }) => errors),
      (errors: unknown) => errors,
    );
    await gateway[Symbol.asyncDispose]();
    expect(await rest).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/shutting down/),
        extensions: { code: 'TIMEOUT' },
      }),
    ]);
  });

  test.each([
    [{ batchSize: 0 }, 'BAD_INPUT', /^batchSize: give a number from 1 to 1000, but got 0/],
    [{ batchSize: 1001 }, 'BAD_INPUT', /^batchSize: /],
    [{ filter: { target: { ids: ['12'] } } }, 'BAD_INPUT', /^filter\.target\.ids/],
    [{ after: 'nonsense' }, 'INVALID_CURSOR', /^after: /],
  ])('%j is refused before anything is read', async (variables, code, message) => {
    await using sandbox = await countableSandbox({ accounts: 3 });
    await using gateway = await gatewayOn(sandbox);
    const refusal = await subscribe(gateway, variables)
      .next()
      .then(
        ({ value }) => (value as SweepResult).errors?.[0],
        (error: unknown) => (Array.isArray(error) ? error[0] : error),
      );
    expect(refusal).toMatchObject({ message: expect.stringMatching(message), extensions: { code } });
    expect(sandbox.counts()['sso-admin:ListAccountAssignments']).toBeUndefined();
  });
});

test('one of several subscriptions of a WebSocket that is left stops its calls, and the others go on', async () => {
  await using sandbox = await countableSandbox({ accounts: 120, latencyMs: 4 });
  await using gateway = await gatewayOn(sandbox);
  const client = overWebSocket(gateway);
  const target = { ids: [sandbox.organization.accounts()[0]!.id] };
  const all = client.iterate({ query: sweepQuery() });
  const first = all.next();
  await called(sandbox, 10);
  const one = client.iterate({ query: sweepQuery(), variables: { filter: { target } } });
  await all.return?.();
  await first;
  const events = await eventsOf(one as never);
  expect(keysOf(rowsOf(events))).toEqual(
    allKeys(sandbox.organization, (accountId) => target.ids.includes(accountId)),
  );
  expect(await settled(sandbox)).toBeLessThan(pairsOf(sandbox.organization).length / 2);
});

test('two subscribers of the same sweep cost one reading', async () => {
  await using sandbox = await countableSandbox({ accounts: 30, latencyMs: 1 });
  await using gateway = await gatewayOn(sandbox);
  const [one, other] = await Promise.all(
    transports.map(([, subscribe]) => subscribe(gateway, { batchSize: 100 }, allNames)).map(eventsOf),
  );
  expect(rowsOf(other!)).toEqual(rowsOf(one!));
  const together = sandbox.counts();
  sandbox.reset();
  await using another = await gatewayOn(sandbox);
  await eventsOf(overSse(another, { batchSize: 100 }, allNames));
  expect(together).toEqual(sandbox.counts());
});

test('names come from whole lists, whatever the size of a batch, and only who is gone is asked for by id', async () => {
  await using sandbox = await countableSandbox({ accounts: 60, users: 1500, groups: 250 });
  await using gateway = await gatewayOn(sandbox);
  const rows = rowsOf(await eventsOf(overSse(gateway, { batchSize: 5 }, allNames)));
  expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
  const {
    'identitystore:ListUsers': users,
    'identitystore:ListGroups': groups,
    ...counts
  } = sandbox.counts();
  expect({ users, groups }).toEqual({ users: 15, groups: 3 });
  const described = Object.keys(counts).filter((operation) => operation.includes('Describe'));
  expect(described).toEqual([
    'identitystore:DescribeGroup',
    'identitystore:DescribeUser',
    'sso-admin:DescribePermissionSet',
  ]);
  for (const { input } of sandbox
    .calls()
    .filter(({ operation }) => /^Describe(?:User|Group)$/.test(operation))) {
    const { UserId, GroupId } = input as { UserId?: string; GroupId?: string };
    expect(
      sandbox.organization.user(UserId ?? '') ?? sandbox.organization.group(GroupId ?? ''),
    ).toBeUndefined();
  }
});

test('of a sweep of few, names are described', async () => {
  await using sandbox = await countableSandbox({ accounts: 60, users: 3000, groups: 250 });
  await using gateway = await gatewayOn(sandbox);
  const [{ accountId, permissionSetArn }] = pairsOf(sandbox.organization) as [any];
  const filter = { target: { ids: [accountId] }, permissionSet: { ids: [permissionSetArn] } };
  const rows = rowsOf(await eventsOf(overSse(gateway, { filter }, 'names: principal { name }')));
  expect(rows.length).toBeGreaterThan(0);
  expect(sandbox.counts()['identitystore:ListUsers'] ?? 0).toBe(0);
});

test('only what is selected is looked up', async () => {
  await using sandbox = await countableSandbox({ accounts: 10 });
  await using gateway = await gatewayOn(sandbox);
  await eventsOf(overSse(gateway, {}, '... on Assignment { account: target { name } }'));
  const named = Object.keys(sandbox.counts()).filter((name) => /identitystore|Describe/.test(name));
  expect(named).toEqual([]);
});

test('a part that cannot be read is told with the event that missed it, and the sweep goes on', async () => {
  await using sandbox = await countableSandbox({ accounts: 12 });
  const pairs = pairsOf(sandbox.organization);
  const { accountId, permissionSetArn } = pairs[Math.floor(pairs.length / 2)]!;
  sandbox.faults.add({
    operation: 'sso-admin:ListAccountAssignments',
    when: (input) => input['AccountId'] === accountId && input['PermissionSetArn'] === permissionSetArn,
    fault: { error: 'AccessDeniedException' },
  });
  await using gateway = await gatewayOn(sandbox);
  const events = await eventsOf(overSse(gateway));
  const rest = (account: string, arn: string) => account !== accountId || arn !== permissionSetArn;
  expect(keysOf(rowsOf(events))).toEqual(allKeys(sandbox.organization, rest));
  expect(events.at(-1)!.completeness).toMatchObject({
    complete: false,
    failures: [{ accountId, permissionSetArn, code: 'AWS_ACCESS_DENIED' }],
    failuresOmitted: 0,
  });
});

test('a name that cannot be read is an error of its field, and the sweep goes on', async () => {
  await using sandbox = await countableSandbox({ accounts: 3 });
  sandbox.faults.add({
    operation: 'sso-admin:DescribePermissionSet',
    fault: { error: 'AccessDeniedException' },
  });
  await using gateway = await gatewayOn(sandbox);
  const results = await Array.fromAsync(overSse(gateway, {}, 'set: permissionSet { name }'));
  const rows = results.flatMap(({ data }) => data!.assignmentSweep.assignments);
  expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
  expect(rows.every(({ set }) => set?.name === null)).toBe(true);
  expect(results[0]!.errors![0]!.extensions.code).toBe('AWS_ACCESS_DENIED');
});

test('a sweep that asks for too much is refused once, before anything is read', async () => {
  await using sandbox = await countableSandbox({ accounts: 3 });
  await using gateway = await gatewayOn(sandbox);
  const names = 'principal { assignments(first: 1000) { nodes { target { name } } } }';
  const results = await Array.fromAsync(overSse(gateway, { batchSize: 1000 }, names));
  expect(results.map(({ errors }) => errors?.[0]!.extensions.code)).toEqual(['QUERY_TOO_COSTLY']);
  expect(sandbox.counts()).toEqual({});
});

test('the time of a request does not end a sweep, nor the lookups of its rows', async () => {
  await using sandbox = await countableSandbox({ accounts: 5, latencyMs: 50 });
  await using gateway = await gatewayOn(sandbox, { config: { requestTimeoutMs: 40 } });
  const names = `${allNames} principal { ... on User { groups { nodes { displayName } } } }`;
  const results = await Array.fromAsync(overSse(gateway, { batchSize: 20 }, names));
  expect(results.flatMap(({ errors = [] }) => errors)).toEqual([]);
  const rows = results.flatMap(({ data }) => data!.assignmentSweep.assignments);
  expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
});

/** Resolves once so many pairs were asked for. */
async function called(sandbox: Sandbox, times: number): Promise<void> {
  const operation = 'sso-admin:ListAccountAssignments';
  while ((sandbox.counts()[operation] ?? 0) < times) await new Promise((resolve) => setImmediate(resolve));
}

/** The pairs that were asked for when the gateway asks for no more: other calls come and go meanwhile. */
async function settled(sandbox: Sandbox): Promise<number> {
  const { organizations, ...others } = awsClients(sandbox.url);
  const count = () => sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0;
  let [before, quiet] = [count(), 0];
  while (quiet < 5) {
    await organizations.send(new DescribeOrganizationCommand({}));
    quiet = count() === before ? quiet + 1 : 0;
    before = count();
  }
  for (const client of [organizations, ...Object.values(others)])
    (client as { destroy?(): void }).destroy?.();
  return before;
}
