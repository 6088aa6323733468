import { createClient as createSseClient } from 'graphql-sse';
import { describe, expect, it } from 'vitest';
import type { AssignmentFilterInput } from '../../src/reader/filter/input.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { denied, everything, small } from './faults.ts';
import { allKeys, countableSandbox, gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';
import { generatedTelling } from './lying-organization.ts';

interface Unmatched {
  readonly path: string;
  readonly value: string;
  readonly suggestions: readonly string[];
}

const query = `query ($filter: AssignmentFilter, $first: Int, $all: Boolean!, $told: Boolean!) {
  assignments(filter: $filter, first: $first) {
    nodes { id }
    totalCount @include(if: $all)
    completeness { complete unmatched @include(if: $told) { path value suggestions } }
  }
}`;

async function ask(gateway: TestGateway, filter: AssignmentFilterInput, { all = true, told = true } = {}) {
  const { data, errors, aws } = await gateway.ask(query, { filter, first: 5, all, told });
  expect(errors).toBeUndefined();
  return { ...data.assignments, unmatched: data.assignments.completeness.unmatched as Unmatched[], aws };
}

async function world(options: Parameters<typeof countableSandbox>[0] = small) {
  const sandbox = await countableSandbox(options);
  const gateway = await gatewayOn(sandbox);
  return {
    sandbox,
    gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

/** Without its third letter. */
function mistyped(name: string): string {
  return name.slice(0, 2) + name.slice(3);
}

const nobody = '00000000-0000-4000-8000-000000000000';

describe('a value of a filter that nothing answers to is told, with what is close', () => {
  it('names of users, groups, permission sets and accounts, by eq and in, where they stand', async () => {
    await using at = await world();
    const { users, groups, permissionSets, accounts } = namesIn(at.sandbox);
    const cases: [AssignmentFilterInput, string, string][] = [
      [
        { principal: { type: 'USER', name: { eq: mistyped(users[0]!) } } },
        'filter.principal.name.eq',
        users[0]!,
      ],
      [
        { principal: { name: { in: [groups[0]!, mistyped(groups[1]!)] } } },
        'filter.principal.name.in',
        groups[1]!,
      ],
      [
        { permissionSet: { name: { eq: mistyped(permissionSets[0]!) } } },
        'filter.permissionSet.name.eq',
        permissionSets[0]!,
      ],
      [{ target: { name: { in: [mistyped(accounts[0]!)] } } }, 'filter.target.name.in', accounts[0]!],
    ];
    for (const [filter, path, close] of cases) {
      const answer = await ask(at.gateway, filter);
      expect(answer.completeness.complete).toBe(true);
      expect(answer.unmatched).toEqual([{ path, value: mistyped(close), suggestions: expect.any(Array) }]);
      expect(answer.unmatched[0]!.suggestions[0]).toBe(close);
    }
  });

  it('under and, or and not alike, each once, in the order of the filter', async () => {
    await using at = await world();
    const name = (text: string) => ({ principal: { type: 'USER' as const, name: { eq: text } } });
    const filter = {
      not: name('nobody 3'),
      and: [{}, { or: [name('nobody 1'), { not: name('nobody 2') }] }],
      or: [{}, { permissionSet: { name: { in: ['nothing', 'nothing'] } } }],
    };
    await at.gateway.ask('{ principals { totalCount } permissionSets { nodes { name } } }');
    const { unmatched } = await ask(at.gateway, filter);
    expect(unmatched.map(({ path, value }: Unmatched) => `${path} = ${value}`)).toEqual([
      'filter.and[1].or[0].principal.name.eq = nobody 1',
      'filter.and[1].or[1].not.principal.name.eq = nobody 2',
      'filter.or[1].permissionSet.name.in = nothing',
      'filter.not.principal.name.eq = nobody 3',
    ]);
  });

  it('a name in another case answers where case is ignored, and is the first suggestion where it is not', async () => {
    await using at = await world();
    const { permissionSets } = namesIn(at.sandbox);
    const eq = permissionSets[0]!.toUpperCase();
    expect((await ask(at.gateway, { permissionSet: { name: { eq, ignoreCase: true } } })).unmatched).toEqual(
      [],
    );
    expect((await ask(at.gateway, { permissionSet: { name: { eq } } })).unmatched).toMatchObject([
      { value: eq, suggestions: [permissionSets[0]] },
    ]);
  });

  it('a group’s name answers nobody who asks for users, and the other way round', async () => {
    await using at = await world();
    const { groups } = namesIn(at.sandbox);
    const filter = (type: 'USER' | 'GROUP') => ({ principal: { type, name: { eq: groups[0]! } } });
    expect((await ask(at.gateway, filter('GROUP'))).unmatched).toEqual([]);
    expect((await ask(at.gateway, filter('USER'))).unmatched).toMatchObject([{ value: groups[0] }]);
  });

  it('ids of accounts, permission sets and principals', async () => {
    await using at = await world();
    const { organization } = at.sandbox;
    const accountId = organization.accounts()[0]!.id;
    const other = `${accountId.slice(0, -1)}${(Number(accountId.at(-1)) + 1) % 10}`;
    const ps = organization.permissionSets()[0]!.arn.split('/').at(-1)!;
    const otherPs = `${ps.slice(0, -1)}${ps.endsWith('0') ? '1' : '0'}`;
    // The organization was listed before, so that there is something to suggest, and it is known who there is.
    await at.gateway.ask(
      '{ targets { totalCount } permissionSets { totalCount } principals { totalCount } }',
    );
    expect((await ask(at.gateway, { target: { ids: [accountId, other] } })).unmatched).toEqual([
      { path: 'filter.target.ids', value: other, suggestions: [accountId] },
    ]);
    expect((await ask(at.gateway, { permissionSet: { ids: [otherPs, ps] } })).unmatched).toEqual([
      { path: 'filter.permissionSet.ids', value: otherPs, suggestions: [ps] },
    ]);
    expect((await ask(at.gateway, { principal: { ids: [nobody] } })).unmatched).toEqual([
      { path: 'filter.principal.ids', value: nobody, suggestions: [] },
    ]);
  });

  it('an account and a permission set that AWS does not find, without any list', async () => {
    await using at = await world();
    const target = { ids: ['000000000000'] };
    expect((await ask(at.gateway, { target })).unmatched).toMatchObject([{ value: '000000000000' }]);
    const permissionSet = { ids: ['ps-0000000000000000'] };
    expect((await ask(at.gateway, { permissionSet })).unmatched).toMatchObject([
      { value: 'ps-0000000000000000' },
    ]);
    expect(Object.keys(at.sandbox.counts())).not.toContain('organizations:ListAccounts');
  });

  it('e-mail addresses, and managed policies and tags that no permission set carries', async () => {
    await using at = await world();
    const { organization } = at.sandbox;
    const email = organization.users().find((user) => user.email)!.email!;
    const [{ arn }] = [organization.createPermissionSet({ name: 'Tagged' })];
    organization.policies.attachManaged(arn, 'arn:aws:iam::aws:policy/ViewOnlyAccess');
    organization.tags.tag(arn, [{ key: 'team', value: 'platform' }]);
    const carrying = (permissionSet: object) => ({ permissionSet });
    const cases: [AssignmentFilterInput, string, string, string][] = [
      [{ principal: { email: { in: [email, `x${email}`] } } }, 'principal.email.in', `x${email}`, email],
      [
        carrying({ managedPolicies: ['ViewOnlyAccess', 'ViewOnlyAcess'] }),
        'permissionSet.managedPolicies',
        'ViewOnlyAcess',
        'ViewOnlyAccess',
      ],
      [carrying({ tags: [{ key: 'taem' }] }), 'permissionSet.tags[0].key', 'taem', 'team'],
      [
        carrying({ tags: [{ key: 'team' }, { key: 'team', value: 'plattform' }] }),
        'permissionSet.tags[1]',
        'team=plattform',
        'team=platform',
      ],
    ];
    // Every permission set was asked for what it carries, also those that are provisioned nowhere.
    await at.gateway.ask(
      '{ permissionSets(filter: { managedPolicies: ["none"] }) { totalCount } tagged: permissionSets(filter: { tags: [{ key: "none" }] }) { totalCount } }',
    );
    for (const [filter, path, value, close] of cases) {
      const { unmatched } = await ask(at.gateway, filter);
      expect(unmatched).toEqual([{ path: `filter.${path}`, value, suggestions: expect.any(Array) }]);
      expect(unmatched[0]!.suggestions[0]).toBe(close);
    }
  });

  it('a hundred at most', async () => {
    await using at = await world();
    const texts = Array.from({ length: 150 }, (_, n) => `nobody ${n}`);
    const { unmatched } = await ask(at.gateway, { principal: { name: { in: texts } } });
    expect(unmatched.map(({ value }: Unmatched) => value)).toEqual(texts.slice(0, 100));
  });

  it('in a sweep, once it has read what proves it', async () => {
    await using at = await world();
    const events = createSseClient({ url: at.gateway.url, retryAttempts: 0 }).iterate({
      query: `subscription {
        assignmentSweep(filter: { principal: { name: { eq: "nobody" } } }) {
          progress { done } completeness { complete unmatched { path value suggestions } }
        }
      }`,
    });
    const [last] = (await Array.fromAsync(events)).slice(-1) as any[];
    expect(last.data.assignmentSweep).toEqual({
      progress: { done: true },
      completeness: {
        complete: true,
        unmatched: [{ path: 'filter.principal.name.eq', value: 'nobody', suggestions: [] }],
      },
    });
  });

  it('in lists with filters', async () => {
    await using at = await world();
    const { data } = await at.gateway.ask(`{
      principals(filter: { name: { eq: "nobody" } }) { ...told }
      byId: principals(filter: { ids: ["${nobody}"] }) { ...told }
      permissionSets(filter: { name: { in: ["nothing"] }, ids: ["ps-0000000000000000"] }) { ...more }
      targets(filter: { name: { eq: "nowhere" } }) { ...there }
      account: targets(filter: { ids: ["000000000000", "ou-none-00000000"] }) { ...there }
    }
    fragment told on PrincipalConnection { nodes { id } completeness { unmatched { path value } } }
    fragment more on PermissionSetConnection { nodes { id name } completeness { unmatched { path value } } }
    fragment there on TargetConnection { nodes { id } completeness { unmatched { path value } } }`);
    const told = Object.entries(data).map(([name, { completeness }]: [string, any]) => [
      name,
      completeness.unmatched,
    ]);
    expect(Object.fromEntries(told)).toEqual({
      principals: [{ path: 'filter.name.eq', value: 'nobody' }],
      byId: [{ path: 'filter.ids', value: nobody }],
      permissionSets: [{ path: 'filter.ids', value: 'ps-0000000000000000' }],
      targets: [{ path: 'filter.name.eq', value: 'nowhere' }],
      account: [
        { path: 'filter.ids', value: '000000000000' },
        { path: 'filter.ids', value: 'ou-none-00000000' },
      ],
    });
  });
});

describe('a value that was not disproved is not told', () => {
  it('of principals who are there and hold nothing, or are gone and still hold something', async () => {
    await using at = await world();
    const { organization } = at.sandbox;
    const all = allKeys(organization).map((key) => key.split(' ')[3]!);
    const idle = organization.users().find(({ userId }) => !all.includes(userId))!;
    const orphan = all.find((id) => !organization.user(id) && !organization.group(id))!;
    const [set] = [organization.createPermissionSet({ name: 'Unused' })];
    await at.gateway.page(everything);
    for (const filter of [
      { principal: { ids: [idle.userId, orphan] } },
      { principal: { name: { eq: idle.userName } } },
      { permissionSet: { name: { eq: set.name }, ids: [set.arn] } },
    ])
      expect((await ask(at.gateway, filter)).unmatched).toEqual([]);
  });

  it('where no read of the answer could prove it', async () => {
    await using at = await world();
    const { accountId } = { accountId: at.sandbox.organization.accounts()[1]!.id };
    // An account's own pairs do not tell who else holds something, nor which OUs there are.
    const filter = { principal: { ids: [nobody] }, target: { ids: [accountId] } };
    expect((await ask(at.gateway, filter)).unmatched).toEqual([]);
    expect((await ask(at.gateway, { target: { ids: ['ou-none-00000000'] } })).unmatched).toEqual([]);
  });

  it('by a list that is known to be short, or that could not be read', async () => {
    const { truth, organization } = generatedTelling({ ...small, users: 60 }, (all) => ({
      users: () => all.users().slice(0, 20),
    }));
    await using at = await world({ organization });
    const missing = truth.users().at(-1)!.userName;
    await at.gateway.page({ ...everything, filter: { principal: { deleted: true } } });
    const filter = { principal: { type: 'USER' as const, name: { eq: missing } } };
    expect((await ask(at.gateway, filter)).unmatched).toEqual([]);
    at.sandbox.faults.add({ operation: 'identitystore:ListGroups', fault: denied });
    await using fresh = await gatewayOn(at.sandbox);
    expect((await ask(fresh, { principal: { name: { eq: 'nobody' } } })).unmatched).toEqual([]);
  });
});

it('to tell makes no call, cold or warm', async () => {
  await using sandbox = await countableSandbox(small);
  const { users } = namesIn(sandbox);
  const filters: AssignmentFilterInput[] = [
    { principal: { name: { eq: mistyped(users[0]!) } } },
    { principal: { ids: [nobody] } },
    { permissionSet: { name: { eq: 'nothing' } } },
    { permissionSet: { ids: ['ps-0000000000000000'] } },
    { target: { name: { eq: 'nowhere' } } },
    { target: { ids: ['000000000000', 'ou-none-00000000'] } },
    { not: { principal: { name: { eq: 'nobody' } } } },
  ];
  for (const filter of filters)
    for (const all of [true, false]) {
      const costs = [];
      for (const told of [true, false]) {
        await using at = await world();
        const [cold, warm] = [
          await ask(at.gateway, filter, { all, told }),
          await ask(at.gateway, filter, { all, told }),
        ];
        costs.push([cold.aws.byOperation, warm.aws.byOperation]);
      }
      expect({ filter, cost: costs[0] }).toEqual({ filter, cost: costs[1] });
    }
});

function namesIn({ organization }: Sandbox) {
  return {
    users: organization.users().map(({ userName }) => userName),
    groups: organization.groups().map(({ displayName }) => displayName),
    permissionSets: organization.permissionSets().map(({ name }) => name),
    accounts: organization.accounts().map(({ name }) => name),
  };
}
