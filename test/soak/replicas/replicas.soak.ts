import { expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { allKeys, keyOf } from '../../gateway/gateway-on-sandbox.ts';
import { pairOf } from '../../portal/one-machine.ts';
import { hasPostgres } from '../../postgres/server.ts';
import { Load, pause } from '../load/load.ts';
import { askAt, passing } from './asking.ts';
import { chaos } from './chaos.ts';
import { ChangingFacts } from './facts.ts';
import { fleet, type Fleet, type Replica } from './fleet.ts';
import { goOnSigningIn } from './sign-ins.ts';
import { goOnSweeping, goOnWalking, type Phase } from './walks.ts';

const viewers = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay'];
const walkers = 6;
const changesOfEachKind = 30;

test.skipIf(!hasPostgres)(
  'three replicas lose nothing, claim nothing untrue and ask AWS no more than one would, whatever happens to them and their database',
  async () => {
    await using sandbox = await startSandbox({
      accounts: 16,
      permissionSets: 6,
      users: 80,
      tps: 100,
      pollIntervalMs: 1_000,
    });
    const facts = new ChangingFacts(sandbox, changesOfEachKind, pairOf(sandbox.organization).role.accountId);
    const flags = { '--aws-tps': '75', '--drain-delay': 'PT1S', '--request-timeout': 'PT20S' };
    const options = { replicas: 3, skewsMs: [0, 90_000, -90_000], viewers, flags };
    await using gateways = await fleet(sandbox, options);
    const token = gateways.tokens['ada']!;
    // From here on every change is one: what is seen for the first time is none.
    const since = await everythingRead(gateways, gateways.replicas[0]!);
    const throttledBefore = throttled();
    let phase: Phase = 'adding';
    const load = new Load();
    for (let n = 0; n < walkers; n++) goOnWalking(load, gateways, facts, token, () => phase);
    goOnSweeping(load, gateways, facts, token);
    for (const [n, viewer] of viewers.entries())
      goOnSigningIn(load, gateways, sandbox, viewer, n % 2 === 0 ? 0 : 1);
    load.goOn('changes', async () => {
      const pace = () => pause(2_000);
      while (!load.isOver && facts.add()) await pace();
      phase = 'resting';
      // What was read before the last one was added has grown old.
      await pause(25_000);
      phase = 'removing';
      while (!load.isOver && facts.remove()) await pace();
    });

    function throttled(): number {
      return sandbox.calls().filter(({ error }) => error === 'ThrottlingException').length;
    }

    try {
      await chaos(load, gateways);
    } finally {
      await load.end();
    }
    while (facts.add());
    while (facts.remove());
    const figures = { ...load.counts, throttled: throttled() - throttledBefore, calls: sandbox.counts() };
    process.stdout.write(`${JSON.stringify(figures, undefined, 1)}\n`);
    const faults = gateways
      .stderr()
      .filter((text) => text.includes('"level":"error"') || text.includes('    at '));

    await everythingRead(gateways, gateways.replicas[0]!, 'PT0S');
    const expected = allKeys(sandbox.organization);
    for (const replica of gateways.replicas) {
      // What one has read, the others know within a second.
      await expect.poll(() => rowsOf(gateways, replica), { timeout: 20_000 }).toEqual(expected);
      const changes = await changesOf(gateways, replica, since);
      const told = (kind: string) => changes.filter((one) => one.kind === kind).map(({ key }) => key);
      expect(told('ADDED').toSorted()).toEqual([...facts.added].toSorted());
      expect(told('REMOVED').toSorted()).toEqual([...facts.removed].toSorted());
    }
    expect(load.problems).toEqual([]);
    expect(faults).toEqual([]);
    expect(figures.throttled).toBe(0);
    expect(load.counts['sign-ins']).toBeGreaterThan(50);
    expect(load.counts['walks']).toBeGreaterThan(100);
  },
  480_000,
);

const page = `query ($after: String, $maxAge: Duration) { assignments(first: 500, after: $after, maxAge: $maxAge) {
  nodes { principal { principalType principalId } permissionSet { arn } target { targetId } }
  pageInfo { hasNextPage endCursor } completeness { complete } } }`;

async function rowsOf({ tokens }: Fleet, { port }: Replica, maxAge = 'PT5M'): Promise<string[]> {
  const keys: string[] = [];
  for (let after: string | undefined; ;) {
    const { data, code } = await askAt(port, tokens['ada']!, page, { after, maxAge });
    if (code !== undefined && passing.includes(code)) continue;
    const { nodes, pageInfo, completeness } = data.assignments;
    expect(completeness.complete).toBe(true);
    keys.push(...nodes.map(keyOf));
    if (!pageInfo.hasNextPage) return keys;
    after = pageInfo.endCursor;
  }
}

/** A moment before which everything was read. */
async function everythingRead(gateways: Fleet, replica: Replica, maxAge?: string): Promise<string> {
  await rowsOf(gateways, replica, maxAge);
  return new Date(Date.now() + replica.skewMs).toISOString();
}

const changesQuery = `query ($since: DateTime!, $after: String) { changes(since: $since, first: 500, after: $after) {
  nodes { kind ... on AssignmentChange { assignment {
    principal { principalType principalId } permissionSet { arn } target { targetId } } } }
  pageInfo { hasNextPage endCursor } } }`;

async function changesOf({ tokens }: Fleet, { port }: Replica, since: string) {
  const { data, code, message } = await askAt(port, tokens['ada']!, changesQuery, { since });
  expect(`${code} ${message}`).toBe('undefined undefined');
  expect(data.changes.pageInfo.hasNextPage).toBe(false);
  return data.changes.nodes
    .filter((node: any) => node.assignment)
    .map((node: any) => ({ kind: node.kind as string, key: keyOf(node.assignment) })) as {
    kind: string;
    key: string;
  }[];
}
