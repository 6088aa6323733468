import { expect, test } from 'vitest';
import { small } from './faults.ts';
import { countableSandbox, gatewayOn } from './gateway-on-sandbox.ts';
import { eventsOf, overSse } from './sweeping.ts';

const everything = '{ assignments { totalCount } }';

test('a request that is planned to make more calls than it may is refused before the first, with the figure', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 10 } });
  await gateway.ask('{ instance { arn } }');
  const before = sandbox.counts();
  const { data, errors } = await gateway.ask(everything);
  expect(data).toEqual({ assignments: null });
  expect(errors).toMatchObject([
    {
      path: ['assignments'],
      message: expect.stringContaining('assignmentSweep'),
      extensions: { code: 'QUERY_TOO_COSTLY', measure: 'calls', limit: 10, value: expect.any(Number) },
    },
  ]);
  expect(errors![0]!.extensions['value']).toBeGreaterThan(10);
  expect(sandbox.counts()).toEqual(before);
});

test('a refusal tells how long the calls would take at the present rate', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 10 }, aws: { unlimited: false } });
  const { errors } = await gateway.ask(everything);
  const { value, seconds, callsPerSecond } = errors![0]!.extensions;
  expect(callsPerSecond).toBeCloseTo(value / seconds, 6);
  expect(seconds).toBeGreaterThan(0);
  expect(errors![0]!.message).toMatch(/planned to make [\d,.]+ calls to AWS, [\d,.]+ s at [\d,.]+ a second/);
});

test('lists of one request count together, by whatever name they are asked', async () => {
  await using sandbox = await countableSandbox(small);
  const [one, other] = sandbox.organization.accounts().map(({ id }) => id);
  const filter = (id?: string) => `filter: { target: { ids: ["${id}"] } }`;
  const calls = async (id?: string) => {
    await using gateway = await gatewayOn(sandbox);
    return (await gateway.ask(`{ explainAssignments(${filter(id)}) { calls } }`)).data.explainAssignments
      .calls;
  };
  const [first, second] = [
    `a: assignments(${filter(one)}) { totalCount }`,
    `b: assignments(${filter(other)}) { totalCount }`,
  ];
  const most = Math.max(await calls(one), await calls(other));
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: most } });
  const { errors } = await gateway.ask(`{ ${first} ${second} }`);
  expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY', limit: most } }]);
  for (const alone of [first, second]) expect((await gateway.ask(`{ ${alone} }`)).errors).toBeUndefined();
  // What was read costs nothing any more.
  expect((await gateway.ask(`{ ${first} ${second} }`)).errors).toBeUndefined();
});

test('a sweep may make as many calls as it takes, and what it has read is answered by every request', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 1 } });
  expect((await gateway.ask(everything)).errors).toMatchObject([
    { extensions: { code: 'QUERY_TOO_COSTLY' } },
  ]);
  const events = await eventsOf(overSse(gateway));
  const rows = events.flatMap(({ assignments }) => assignments).length;
  const { data, errors } = await gateway.ask(everything);
  expect([data.assignments.totalCount, errors]).toEqual([rows, undefined]);
});

test('with 0 a request may make as many calls as it takes', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 0 } });
  expect((await gateway.ask(everything)).errors).toBeUndefined();
});

const withinRows = [
  [
    'the members of each group',
    '{ list: principals(first: 100, filter: { type: GROUP }) { nodes { ... on Group { members { totalCount } } } } }',
    'members',
  ],
  [
    'the policies of each permission set',
    '{ list: permissionSets(first: 100) { nodes { managedPolicies { arn } } } }',
    'managedPolicies',
  ],
  [
    'the accounts of each permission set',
    '{ list: permissionSets(first: 100) { nodes { accounts { totalCount } } } }',
    'accounts',
  ],
  [
    'what is provisioned to each account',
    '{ list: targets(first: 100, filter: { type: AWS_ACCOUNT }) { nodes { ... on Account { permissionSets { totalCount } } } } }',
    'permissionSets',
  ],
] as const;

test.each(withinRows)(
  'a request that reads %s makes no more calls than it may, names each field without, and goes on when asked again',
  async (_what, query, field) => {
    const maxCalls = 8;
    await using sandbox = await countableSandbox({ accounts: 20, permissionSets: 20, users: 30, groups: 20 });
    await using gateway = await gatewayOn(sandbox, { config: { maxCalls } });
    await gateway.ask('{ instance { arn } }');
    const answered: number[] = [];
    for (let isWhole = false; !isWhole;) {
      sandbox.reset();
      const { data, errors = [], aws } = await gateway.ask(query);
      expect(aws.calls).toBeLessThanOrEqual(maxCalls);
      const { nodes } = data.list;
      const missing = nodes.flatMap((node: any, n: number) => (node[field] === null ? [n] : []));
      expect(errors.map(({ path }) => path)).toEqual(missing.map((n: number) => ['list', 'nodes', n, field]));
      for (const { message, extensions } of errors) {
        expect(extensions).toMatchObject({
          code: 'QUERY_TOO_COSTLY',
          measure: 'calls',
          limit: maxCalls,
          value: maxCalls + 1,
        });
        expect(message).toMatch(/asked again.*smaller page/);
      }
      answered.push(nodes.length - missing.length);
      isWhole = missing.length === 0;
    }
    expect(answered.length).toBeGreaterThan(2);
    expect(answered).toEqual(answered.toSorted((one, other) => one - other));
  },
);

test('fields of one request that need the same read count once', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 2 } });
  await gateway.ask('{ instance { arn } }');
  const { arn } = sandbox.organization.permissionSets()[0]!;
  const policies = ['a', 'b', 'c'].map((name) => `${name}: managedPolicies { arn }`).join(' ');
  const { errors, aws } = await gateway.ask(`{ permissionSet(by: { arn: "${arn}" }) { ${policies} } }`);
  expect(errors).toBeUndefined();
  expect(aws.calls).toBe(2);
});

test('names of the rows of a sweep are looked up, however many calls that takes', async () => {
  await using sandbox = await countableSandbox({ ...small, modes: { directoryCannotBeListed: true } });
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 1 } });
  const events = await eventsOf(overSse(gateway, {}, 'names: principal { name }'));
  const rows = events.flatMap(({ assignments }) => assignments) as readonly any[];
  expect(rows.length).toBe(sandbox.organization.assignmentCount());
  expect(rows.filter(({ names }) => names.name !== null).length).toBeGreaterThan(10);
});
