import { describe, expect, it } from 'vitest';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { gatewayOn, timeTravel, type TestGateway } from '../gateway/gateway-on-sandbox.ts';

/** A gateway that is told its instance, so that only the lookup itself is counted. */
async function prepared(options: Parameters<typeof startSandbox>[0] = {}) {
  const sandbox = await startSandbox({ throttle: false, emptyPages: false, ...options });
  const { instanceArn, identityStoreId } = sandbox.organization;
  const gateway = await gatewayOn(sandbox, { config: { instanceArn, identityStoreId } });
  return {
    sandbox,
    gateway,
    organization: sandbox.organization,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

const queries = {
  principal: `query ($by: PrincipalBy!) { found: principal(by: $by) { __typename principalId } }`,
  permissionSet: `query ($by: PermissionSetBy!) { found: permissionSet(by: $by) { __typename arn } }`,
  target: `query ($by: TargetBy!) { found: target(by: $by) { __typename targetId } }`,
};
type Root = keyof typeof queries;

async function find(gateway: TestGateway, root: Root, by: object) {
  const { data, errors } = await gateway.ask(queries[root], { by });
  expect(errors).toBeUndefined();
  return data.found;
}

/** The error, where the field is null because of it. */
async function refusal(gateway: TestGateway, root: Root, by: object) {
  const { data, errors } = await gateway.ask(queries[root], { by });
  expect({ data, count: errors?.length }).toEqual({ data: { found: null }, count: 1 });
  expect(errors![0]!.path).toEqual(['found']);
  return errors![0]!;
}

function examples(organization: Organization) {
  const user = organization.users().find(({ email }) => email !== undefined)!;
  const [group] = organization.groups();
  const sets = organization.permissionSets().toSorted((one, other) => (one.arn < other.arn ? -1 : 1));
  const [account] = organization.accounts();
  const [unit] = organization.organizationalUnits();
  return { user, group: group!, sets, account: account!, unit: unit! };
}

describe('a lookup makes the cheapest calls, and none the second time', () => {
  type Examples = ReturnType<typeof examples>;
  const cases: Record<
    string,
    { root: Root; by: (e: Examples) => object; found: (e: Examples) => object; calls: object }
  > = {
    'a user by userName': {
      root: 'principal',
      by: ({ user }) => ({ userName: user.userName }),
      found: ({ user }) => ({ __typename: 'User', principalId: user.userId }),
      calls: { 'identitystore:GetUserId': 1 },
    },
    'a user by email': {
      root: 'principal',
      by: ({ user }) => ({ email: user.email }),
      found: ({ user }) => ({ __typename: 'User', principalId: user.userId }),
      calls: { 'identitystore:GetUserId': 1 },
    },
    'a user by principalId': {
      root: 'principal',
      by: ({ user }) => ({ principalId: user.userId }),
      found: ({ user }) => ({ __typename: 'User', principalId: user.userId }),
      calls: { 'identitystore:DescribeUser': 1 },
    },
    'a group by groupName': {
      root: 'principal',
      by: ({ group }) => ({ groupName: group.displayName }),
      found: ({ group }) => ({ __typename: 'Group', principalId: group.groupId }),
      calls: { 'identitystore:GetGroupId': 1 },
    },
    'a group by principalId, which may be a user’s': {
      root: 'principal',
      by: ({ group }) => ({ principalId: group.groupId }),
      found: ({ group }) => ({ __typename: 'Group', principalId: group.groupId }),
      calls: { 'identitystore:DescribeUser': 1, 'identitystore:DescribeGroup': 1 },
    },
    'a permission set by arn': {
      root: 'permissionSet',
      by: ({ sets }) => ({ arn: sets[0]!.arn }),
      found: ({ sets }) => ({ __typename: 'PermissionSet', arn: sets[0]!.arn }),
      calls: { 'sso-admin:DescribePermissionSet': 1 },
    },
    'a permission set by the ps-… part of its ARN': {
      root: 'permissionSet',
      by: ({ sets }) => ({ arn: sets[0]!.arn.replace(/.*\//, '') }),
      found: ({ sets }) => ({ __typename: 'PermissionSet', arn: sets[0]!.arn }),
      calls: { 'sso-admin:DescribePermissionSet': 1 },
    },
    'a permission set by name, which ends the search': {
      root: 'permissionSet',
      by: ({ sets }) => ({ name: sets[5]!.name }),
      found: ({ sets }) => ({ __typename: 'PermissionSet', arn: sets[5]!.arn }),
      calls: { 'sso-admin:ListPermissionSets': 1, 'sso-admin:DescribePermissionSet': 8 },
    },
    'an account by accountId': {
      root: 'target',
      by: ({ account }) => ({ accountId: account.id }),
      found: ({ account }) => ({ __typename: 'Account', targetId: account.id }),
      calls: { 'organizations:DescribeAccount': 1 },
    },
    'an account by accountName': {
      root: 'target',
      by: ({ account }) => ({ accountName: account.name }),
      found: ({ account }) => ({ __typename: 'Account', targetId: account.id }),
      calls: { 'organizations:ListAccounts': 3 },
    },
    'an OU by ouId': {
      root: 'target',
      by: ({ unit }) => ({ ouId: unit.id }),
      found: ({ unit }) => ({ __typename: 'OrganizationalUnit', targetId: unit.id }),
      calls: { 'organizations:DescribeOrganizationalUnit': 1 },
    },
  };
  it.each(Object.entries(cases))('%s', async (_, { root, by, found, calls }) => {
    await using world = await prepared();
    const example = examples(world.organization);
    expect(await find(world.gateway, root, by(example))).toEqual(found(example));
    expect(world.sandbox.counts()).toEqual(calls);
    world.sandbox.reset();
    expect(await find(world.gateway, root, by(example))).toEqual(found(example));
    expect(world.sandbox.counts()).toEqual({});
  });

  it('the root by its id, by listing the roots', async () => {
    await using world = await prepared();
    const { id, name } = world.organization.root;
    const { data } = await world.gateway.ask(`{ target(by: { ouId: "${id}" }) { name targetId } }`);
    expect(data).toEqual({ target: { name, targetId: id } });
    expect(world.sandbox.counts()).toEqual({ 'organizations:ListRoots': 1 });
  });

  it('of everything at once, when the lists have been read, by no call at all', async () => {
    await using world = await prepared();
    const { user, group, sets, account, unit } = examples(world.organization);
    const list = (name: string) => `${name}(first: 1000) { nodes { id } completeness { complete } }`;
    await world.gateway.ask(`{ ${list('principals')} ${list('targets')} permissionSets { nodes { name } } }`);
    world.sandbox.reset();
    const lookups: [Root, object][] = [
      ['principal', { userName: user.userName }],
      ['principal', { email: user.email }],
      ['principal', { principalId: user.userId }],
      ['principal', { groupName: group.displayName }],
      ['permissionSet', { name: sets[5]!.name }],
      ['permissionSet', { arn: sets[3]!.arn }],
      ['target', { accountName: account.name }],
      ['target', { accountId: account.id }],
      ['target', { ouId: unit.id }],
    ];
    for (const [root, by] of lookups) expect(await find(world.gateway, root, by)).not.toBeNull();
    expect(world.sandbox.counts()).toEqual({});
  });
});

describe('a lookup of something that does not exist is null', () => {
  const unknown: [Root, object][] = [
    ['principal', { principalId: '00000000-0000-4000-8000-000000000000' }],
    ['principal', { userName: 'nobody' }],
    ['principal', { email: 'nobody@example.com' }],
    ['principal', { groupName: 'nobody' }],
    ['permissionSet', { arn: 'ps-0000000000000000' }],
    ['permissionSet', { name: 'Nowhere' }],
    ['target', { accountId: '999999999999' }],
    ['target', { accountName: 'nowhere' }],
    ['target', { ouId: 'ou-zzzz-99999999' }],
    ['target', { ouId: 'r-zzzz' }],
  ];
  it.each(unknown)('%s %o', async (root, by) => {
    await using world = await prepared({ accounts: 5, users: 10, groups: 3, permissionSets: 3 });
    expect(await find(world.gateway, root, by)).toBeNull();
    world.sandbox.reset();
    expect(await find(world.gateway, root, by)).toBeNull();
    expect(world.sandbox.counts()).toEqual({});
  });
});

describe('a key that cannot be asked for is BAD_INPUT, and the error names the argument', () => {
  const bad: [Root, object, string, RegExp][] = [
    ['principal', { principalId: 'alice' }, 'by.principalId', /is no user or group id/],
    ['permissionSet', { arn: 'AdministratorAccess' }, 'by.arn', /give its ARN/],
    [
      'permissionSet',
      { arn: 'arn:aws:sso:::permissionSet/ssoins-0000000000000000/ps-0000000000000000' },
      'by.arn',
      /another instance/,
    ],
    ['target', { accountId: '12345678901' }, 'by.accountId', /"012345678901"/],
    ['target', { accountId: 'ou-zzzz-99999999' }, 'by.accountId', /by\.ouId/],
    ['target', { ouId: '999999999999' }, 'by.ouId', /by\.accountId/],
    ['target', { ouId: 'Engineering' }, 'by.ouId', /is neither/],
    ['principal', { id: 'eW91' }, 'by.id', /no id that the graph has given/],
  ];
  it.each(bad)('%s %o', async (root, by, argument, message) => {
    await using world = await prepared({ accounts: 5, users: 10, groups: 3, permissionSets: 3 });
    const error = await refusal(world.gateway, root, by);
    expect(error.extensions).toMatchObject({ code: 'BAD_INPUT', argument });
    expect(error.message).toMatch(message);
    expect(world.sandbox.counts()).toEqual({});
  });

  it('with no key or with two, the query is refused before anything is read', async () => {
    await using world = await prepared({ accounts: 5 });
    for (const by of [{}, { userName: 'a', email: 'b' }, { userName: null }]) {
      const { errors } = await world.gateway.ask(queries.principal, { by });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    }
    expect(world.sandbox.counts()).toEqual({});
  });
});

describe('a user is found by name and e-mail address without regard to case, as AWS does', () => {
  it.each(['of AWS', 'from the list'])('%s', async (source) => {
    await using world = await prepared();
    const { user, group } = examples(world.organization);
    if (source === 'from the list') await world.gateway.ask('{ principals { totalCount } }');
    const found = { __typename: 'User', principalId: user.userId };
    for (const by of [{ userName: user.userName.toUpperCase() }, { email: user.email!.toUpperCase() }])
      expect(await find(world.gateway, 'principal', by)).toEqual(found);
    // Two groups may differ in case only.
    expect(await find(world.gateway, 'principal', { groupName: group.displayName.toUpperCase() })).toBeNull();
    const operations = Object.keys(world.sandbox.counts());
    expect(operations.includes('identitystore:GetUserId')).toBe(source === 'of AWS');
  });
});

it('a user who was created since the list was read is found once it is older than assignments may be', async () => {
  using travel = timeTravel();
  await using world = await prepared({ accounts: 5 });
  await world.gateway.ask('{ principals { totalCount } }');
  const user = world.organization.createUser({
    userName: 'newcomer',
    displayName: 'New Comer',
    givenName: 'New',
    familyName: 'Comer',
  });
  expect(await find(world.gateway, 'principal', { userName: 'newcomer' })).toBeNull();
  travel.advance(61 * 60_000);
  expect(await find(world.gateway, 'principal', { userName: 'newcomer' })).toMatchObject({
    principalId: user.userId,
  });
  expect(world.sandbox.counts()).toMatchObject({ 'identitystore:GetUserId': 1 });
});

describe('a name that several have is AMBIGUOUS and lists them', () => {
  it('of accounts, with their emails', async () => {
    await using world = await prepared({ accounts: 5 });
    const ids = ['one@example.com', 'two@example.com'].map(
      (email) => world.organization.createAccount({ name: 'twin', email }).id,
    );
    const error = await refusal(world.gateway, 'target', { accountName: 'twin' });
    const candidates = ids
      .map((accountId, n) => ({ accountId, email: `${n === 0 ? 'one' : 'two'}@example.com` }))
      .toSorted((one, other) => (one.accountId < other.accountId ? -1 : 1));
    expect(error.extensions).toMatchObject({ code: 'AMBIGUOUS', argument: 'by.accountName', candidates });
    for (const id of ids) expect(error.message).toContain(id);
  });

  it('of users, whose emails a directory may use twice, with their names', async () => {
    await using plain = await startSandbox({ accounts: 5, users: 10 });
    const [first, second] = plain.organization.users();
    const email = 'shared@example.com';
    await using world = await prepared({ organization: withUsers(plain, { email }) });
    await world.gateway.ask('{ principals { nodes { id } } }');
    const error = await refusal(world.gateway, 'principal', { email });
    expect(error.extensions).toMatchObject({ code: 'AMBIGUOUS', argument: 'by.email' });
    const candidates = error.extensions['candidates'] as { principalId: string; displayName: string }[];
    expect(candidates).toHaveLength(10);
    for (const { userId: principalId, displayName } of [first!, second!])
      expect(candidates).toContainEqual({ principalId, displayName });
  });
});

/** The organization of a sandbox, but for what its list of users says of each. */
function withUsers({ organization }: Sandbox, changes: object): Organization {
  return new Proxy(organization, {
    get(target, name) {
      if (name === 'users') return () => target.users().map((user) => ({ ...user, ...changes }));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('a deleted principal', () => {
  function orphans(organization: Organization) {
    const ofType = (type: 'GROUP' | 'USER', exists: (id: string) => boolean) =>
      organization
        .accounts()
        .flatMap(({ id }) =>
          organization.permissionSetsProvisionedTo(id).flatMap((arn) => organization.assignments(id, arn)),
        )
        .find((row) => row.principalType === type && !exists(row.principalId))!.principalId;
    return {
      User: ofType('USER', (id) => organization.user(id) !== undefined),
      Group: ofType('GROUP', (id) => organization.group(id) !== undefined),
    };
  }

  it.each(['User', 'Group'] as const)(
    'a deleted principal that assignments still name, a %s, is found by its id',
    async (type) => {
      await using world = await prepared();
      const principalId = orphans(world.organization)[type];
      const asked = `query ($principalId: String!) {
      principal(by: { principalId: $principalId }) {
        __typename principalId name deleted assignments { totalCount nodes { principal { principalId } } }
        ... on User { groups { totalCount completeness { complete } } }
        ... on Group { members { totalCount completeness { complete } } }
      }
    }`;
      const { data, errors } = await world.gateway.ask(asked, { principalId });
      expect(errors).toBeUndefined();
      expect(data.principal).toMatchObject({ __typename: type, principalId, name: null, deleted: true });
      // Who is gone is in no group, and has nobody in it.
      const memberships = data.principal.groups ?? data.principal.members;
      expect(memberships).toEqual({ totalCount: 0, completeness: { complete: true } });
      const held = world.organization.assignmentsFor(type === 'User' ? 'USER' : 'GROUP', principalId);
      expect(held.length).toBeGreaterThan(0);
      expect(data.principal.assignments.totalCount).toBe(held.length);
      for (const node of data.principal.assignments.nodes)
        expect(node).toEqual({ principal: { principalId } });
    },
  );

  it('a deleted principal whose assignments AWS does not tell is an error: null would say that nothing names it', async () => {
    await using world = await prepared({ modes: { delegatedAdministrator: true } });
    const principalId = orphans(world.organization).User;
    const error = await refusal(world.gateway, 'principal', { principalId });
    expect(error.extensions).toMatchObject({
      code: 'AWS_ACCESS_DENIED',
      action: 'sso:ListAccountAssignmentsForPrincipal',
    });
    await world.gateway.page({ first: 1000 });
    expect(await find(world.gateway, 'principal', { principalId })).toEqual({
      __typename: 'User',
      principalId,
    });
  });

  it('a deleted principal that nothing names any more is null', async () => {
    await using world = await prepared({ accounts: 5, users: 10 });
    const { organization } = world;
    const { userId: principalId } = organization.createUser({
      userName: 'gone',
      displayName: 'Gone',
      givenName: 'G',
      familyName: 'One',
    });
    organization.deleteUser(principalId);
    expect(await find(world.gateway, 'principal', { principalId })).toBeNull();
  });
});

describe('where a name cannot be asked for', () => {
  it('the list answers it, and a refusal of both is the error of the first', async () => {
    await using world = await prepared({ accounts: 5, users: 10 });
    const [user] = world.organization.users();
    world.sandbox.faults.add({
      operation: 'identitystore:GetUserId',
      fault: { error: 'UnknownOperationException', status: 404 },
    });
    const by = { userName: user!.userName };
    expect(await find(world.gateway, 'principal', by)).toMatchObject({ principalId: user!.userId });
    expect(world.sandbox.counts()).toEqual({
      'identitystore:GetUserId': 1,
      'identitystore:ListUsers': 1,
    });
    await using refused = await prepared({ accounts: 5, users: 10 });
    for (const operation of ['identitystore:GetUserId', 'identitystore:ListUsers'])
      refused.sandbox.faults.add({ operation, fault: { error: 'AccessDeniedException' } });
    const error = await refusal(refused.gateway, 'principal', by);
    expect(error.extensions).toMatchObject({
      code: 'AWS_ACCESS_DENIED',
      action: 'identitystore:GetUserId',
    });
  });

  it('a permission set that cannot be described may be the one asked for: an error, not null', async () => {
    await using world = await prepared({ accounts: 5, permissionSets: 5 });
    const { sets } = examples(world.organization);
    world.sandbox.faults.add({
      operation: 'sso-admin:DescribePermissionSet',
      when: (input) => input['PermissionSetArn'] === sets[1]!.arn,
      fault: { error: 'AccessDeniedException' },
    });
    const error = await refusal(world.gateway, 'permissionSet', { name: 'Nowhere' });
    expect(error.extensions).toMatchObject({ code: 'AWS_ACCESS_DENIED' });
    expect(await find(world.gateway, 'permissionSet', { name: sets[3]!.name })).not.toBeNull();
  });
});
