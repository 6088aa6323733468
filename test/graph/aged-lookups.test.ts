import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { gatewayOn, timeTravel } from '../gateway/gateway-on-sandbox.ts';

/** A gateway that is told its instance, so that only the lookup itself is counted. */
async function prepared() {
  const sandbox = await startSandbox({ throttle: false, emptyPages: false, accounts: 5, users: 12 });
  const { organization } = sandbox;
  const { instanceArn, identityStoreId } = organization;
  const gateway = await gatewayOn(sandbox, { config: { instanceArn, identityStoreId } });
  const ask = async (query: string) => {
    sandbox.reset();
    const { data, errors } = await gateway.ask(query);
    expect(errors).toBeUndefined();
    return { data, calls: sandbox.counts() };
  };
  return {
    organization,
    ask,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

interface Case {
  readonly query: (organization: Organization, maxAge: string) => string;
  readonly calls: object;
}

const memberships = 'identitystore:ListGroupMemberships';

const cases: Readonly<Record<string, Case>> = {
  'principal by principalId': {
    query: (of, maxAge) =>
      `{ principal(by: { principalId: "${of.users()[0]!.userId}" }${maxAge}) { name readAt } }`,
    calls: { 'identitystore:DescribeUser': 1 },
  },
  'principal by userName': {
    query: (of, maxAge) =>
      `{ principal(by: { userName: "${of.users()[0]!.userName}" }${maxAge}) { name readAt } }`,
    calls: { 'identitystore:GetUserId': 1, 'identitystore:DescribeUser': 1 },
  },
  'permissionSet by arn, with what it attaches': {
    query: (of, maxAge) =>
      `{ permissionSet(by: { arn: "${of.permissionSets()[0]!.arn}" }${maxAge}) { name readAt inlinePolicy tags { key } } }`,
    calls: {
      'sso-admin:DescribePermissionSet': 1,
      'sso-admin:GetInlinePolicyForPermissionSet': 1,
      'sso-admin:ListTagsForResource': 1,
    },
  },
  'target by accountId': {
    query: (of, maxAge) =>
      `{ target(by: { accountId: "${of.accounts()[0]!.id}" }${maxAge}) { name readAt } }`,
    calls: { 'organizations:DescribeAccount': 1 },
  },
  'target by ouId': {
    query: (of, maxAge) =>
      `{ target(by: { ouId: "${of.organizationalUnits()[0]!.id}" }${maxAge}) { name readAt } }`,
    calls: { 'organizations:DescribeOrganizationalUnit': 1 },
  },
  'the members of a group': {
    query: (of, maxAge) =>
      `{ principal(by: { principalId: "${of.groups()[0]!.groupId}" }) { ... on Group { members(first: 1000${maxAge}) { nodes { principalId } completeness { asOf } } } } }`,
    calls: { 'identitystore:DescribeUser': 1, 'identitystore:DescribeGroup': 1, [memberships]: 1 },
  },
  'the groups of a user': {
    query: (of, maxAge) =>
      `{ principal(by: { principalId: "${of.users()[0]!.userId}" }) { ... on User { groups(first: 1000${maxAge}) { nodes { principalId } completeness { asOf } } } } }`,
    calls: { 'identitystore:DescribeUser': 1, [`${memberships}ForMember`]: 1 },
  },
};
/** The lookup that a list stands in; its own maxAge does not speak of that. */
const around = ['identitystore:DescribeUser', 'identitystore:DescribeGroup'];

it.each(Object.entries(cases))(
  '%s is read again where what is known is older than maxAge, and only then',
  async (name, { query, calls }) => {
    using travel = timeTravel();
    await using world = await prepared();
    const { organization, ask } = world;
    const first = await ask(query(organization, ''));
    expect(first.calls).toEqual(calls);
    travel.advance(10 * 60_000);
    for (const maxAge of ['', ', maxAge: "PT11M"']) {
      const young = await ask(query(organization, maxAge));
      expect(young).toEqual({ data: first.data, calls: {} });
    }
    const again = await ask(query(organization, ', maxAge: "PT9M"'));
    const isList = name.startsWith('the ');
    const own = Object.entries(calls).filter(([operation]) => !isList || !around.includes(operation));
    expect(again.calls).toEqual(Object.fromEntries(own));
    expect(momentIn(again.data) - momentIn(first.data)).toBeGreaterThanOrEqual(10 * 60_000);
  },
);

/** Of `readAt` or `asOf`, in epoch milliseconds. */
function momentIn(data: object): number {
  const [, moment] = /"(?:readAt|asOf)":"([^"]+)"/.exec(JSON.stringify(data)) ?? [];
  return Date.parse(moment ?? '');
}

it('PT0S tells of changes since, whatever was known', async () => {
  using travel = timeTravel();
  await using world = await prepared();
  const { organization, ask } = world;
  const user = organization.users().find(({ email }) => email !== undefined)!;
  const [set] = organization.permissionSets();
  const query = (maxAge: string) => `{
    principal(by: { principalId: "${user.userId}" }${maxAge}) { ... on User { displayName } }
    permissionSet(by: { arn: "${set!.arn}" }${maxAge}) { description }
  }`;
  await ask(query(''));
  organization.updateUser(user.userId, { ...user, displayName: 'Somebody Else' });
  organization.updatePermissionSet(set!.arn, { description: 'another' });
  travel.advance(1);
  expect((await ask(query(''))).data).not.toMatchObject({ principal: { displayName: 'Somebody Else' } });
  expect((await ask(query(', maxAge: "PT0S"'))).data).toEqual({
    principal: { displayName: 'Somebody Else' },
    permissionSet: { description: 'another' },
  });
});

it('the accounts of an OU are listed again by PT0S', async () => {
  using travel = timeTravel();
  await using world = await prepared();
  const { organization, ask } = world;
  const query = (maxAge: string) =>
    `{ target(by: { ouId: "${organization.root.id}" }) { ... on OrganizationalUnit { accounts(first: 1000, recursive: true${maxAge}) { totalCount } } } }`;
  const { data } = await ask(query(''));
  organization.createAccount({ name: 'brand new', email: 'new@accounts.example' });
  travel.advance(1);
  expect((await ask(query(''))).data).toEqual(data);
  expect((await ask(query(', maxAge: "PT0S"'))).data.target.accounts.totalCount).toBe(
    data.target.accounts.totalCount + 1,
  );
});

it('readAt makes no call of its own beside a name, and none is made again for it', async () => {
  await using world = await prepared();
  const nodes = 'nodes { principal { name readAt } permissionSet { name readAt } target { name readAt } }';
  const plain = await world.ask(`{ assignments(first: 1000) { ${nodes.replaceAll(' readAt', '')} } }`);
  expect(Object.keys(plain.calls).length).toBeGreaterThan(0);
  const { data, calls } = await world.ask(`{ assignments(first: 1000) { ${nodes} } }`);
  expect(calls).toEqual({});
  const things = data.assignments.nodes.flatMap((node: any) => Object.values(node));
  const ages = things.filter(({ name }: any) => name !== null).map(({ readAt }: any) => Date.parse(readAt));
  expect(Math.min(...ages)).toBeGreaterThan(Date.now() - 60_000);
});
