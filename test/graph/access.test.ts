import { describe, expect, it } from 'vitest';
import { denied } from '../gateway/faults.ts';
import { countableSandbox, gatewayOn, timeTravel, type TestGateway } from '../gateway/gateway-on-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Modes } from '../../src/sandbox/operations/call.ts';

const byPrincipal = 'sso-admin:ListAccountAssignmentsForPrincipal';
const memberships = 'identitystore:ListGroupMembershipsForMember';
const provisioned = 'sso-admin:ListPermissionSetsProvisionedToAccount';
const pairs = 'sso-admin:ListAccountAssignments';

const paths = `paths {
  permissionSet { arn }
  via { principalId }
  assignment { principal { principalType principalId } permissionSet { arn } target { targetId } }
}`;
const completeness =
  'completeness { complete asOf failures { operation accountId principalId code asOf } failuresOmitted }';

/** A person in two groups, and two accounts with two permission sets to hold there. */
async function startOffice(modes: Modes = {}) {
  const sandbox = await countableSandbox({
    accounts: 4,
    permissionSets: 2,
    users: 1,
    groups: 1,
    assignments: 0,
    modes,
  });
  const { organization } = sandbox;
  const [reading, writing] = organization
    .permissionSets()
    .map(({ arn }) => arn)
    .toSorted();
  const [here, elsewhere] = organization
    .accounts()
    .map(({ id }) => id)
    .filter((id) => id !== organization.managementAccountId)
    .toSorted();
  const person = { userName: 'ada', displayName: 'Ada', givenName: 'Ada', familyName: 'B' };
  const { userId } = organization.createUser(person);
  const groupIds = ['first', 'second'].map(
    (displayName) => organization.createGroup({ displayName }).groupId,
  );
  for (const groupId of groupIds) organization.createMembership(groupId, userId);
  const [one = '', other = ''] = groupIds.toSorted();
  return {
    sandbox,
    organization,
    here: here!,
    elsewhere: elsewhere!,
    reading: reading!,
    writing: writing!,
    userId,
    groups: [one, other] as const,
    give(principalId: string, permissionSetArn: string, accountId = here!) {
      const principalType = principalId === userId ? ('USER' as const) : ('GROUP' as const);
      organization.createAssignment({ accountId, permissionSetArn, principalType, principalId });
    },
    async [Symbol.asyncDispose]() {
      await sandbox.close();
    },
  };
}

const query = (selection: string) => `query ($user: String!, $target: TargetBy!, $maxAge: Duration) {
  principal(by: { principalId: $user }) { ... on User { access(target: $target, maxAge: $maxAge) { ${selection} } } }
}`;

async function accessOf(
  gateway: TestGateway,
  user: string,
  target: object | string,
  { maxAge, selection = `allowed ${paths} ${completeness}` }: { maxAge?: string; selection?: string } = {},
) {
  const by = typeof target === 'string' ? { accountId: target } : target;
  const { data, errors } = await gateway.ask(query(selection), { user, target: by, maxAge });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.principal.access;
}

/** Paths as text: the permission set and the group it comes through. */
function routes(access: any): [string, string | null][] {
  return access.paths.map((path: any) => [path.permissionSet.arn, path.via?.principalId ?? null]);
}

function allHoldings(userId: string): string {
  return `{ principal(by: { principalId: "${userId}" }) { ... on User { assignments(includeInherited: true) { totalCount } } } }`;
}

/** Calls about access alone. */
function spent(sandbox: Sandbox) {
  const { 'sso-admin:ListInstances': _, 'identitystore:DescribeUser': _user, ...rest } = sandbox.counts();
  return rest;
}

describe('a user', () => {
  it('a user who holds a permission set directly reaches the account by a path without a group', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    await using gateway = await gatewayOn(office.sandbox);
    const access = await accessOf(gateway, office.userId, office.here);
    expect(access).toMatchObject({ allowed: true, completeness: { complete: true, failures: [] } });
    expect(access.paths).toEqual([
      {
        permissionSet: { arn: office.reading },
        via: null,
        assignment: {
          principal: { principalType: 'USER', principalId: office.userId },
          permissionSet: { arn: office.reading },
          target: { targetId: office.here },
        },
      },
    ]);
  });

  it("a user who comes through groups has a path for each, whose assignment is the group's", async () => {
    await using office = await startOffice();
    const [one, other] = office.groups;
    office.give(other, office.writing);
    office.give(one, office.writing);
    await using gateway = await gatewayOn(office.sandbox);
    const access = await accessOf(gateway, office.userId, office.here);
    expect(access.allowed).toBe(true);
    expect(routes(access)).toEqual([
      [office.writing, one],
      [office.writing, other],
    ]);
    expect(access.paths[0].assignment.principal).toEqual({ principalType: 'GROUP', principalId: one });
  });

  it('a user who comes both ways has paths by permission set, the direct one first', async () => {
    await using office = await startOffice();
    const [one, other] = office.groups;
    office.give(one, office.writing);
    office.give(other, office.reading);
    office.give(one, office.reading);
    office.give(office.userId, office.writing);
    office.give(office.userId, office.writing, office.elsewhere);
    await using gateway = await gatewayOn(office.sandbox);
    expect(routes(await accessOf(gateway, office.userId, office.here))).toEqual([
      [office.reading, one],
      [office.reading, other],
      [office.writing, null],
      [office.writing, one],
    ]);
  });

  it('a user who holds nothing there is not allowed, and that is complete', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading, office.elsewhere);
    await using gateway = await gatewayOn(office.sandbox);
    const access = await accessOf(gateway, office.userId, office.here);
    expect(access).toMatchObject({ allowed: false, paths: [], completeness: { complete: true } });
    expect(access.completeness.asOf).not.toBeNull();
  });

  it('a user who is disabled still has the path', async () => {
    await using office = await startOffice();
    const { userId } = office.organization.createUser({
      userName: 'bob',
      displayName: 'Bob',
      givenName: 'Bob',
      familyName: 'B',
      status: 'DISABLED',
    });
    office.organization.createMembership(office.groups[0], userId);
    office.give(office.groups[0], office.reading);
    await using gateway = await gatewayOn(office.sandbox);
    const access = await accessOf(gateway, userId, office.here);
    expect(access.allowed).toBe(true);
    expect(routes(access)).toEqual([[office.reading, office.groups[0]]]);
  });

  it.each(['tells what is left', 'knows nobody of that id'])(
    'a user who was deleted has the paths of assignments that still name them, when AWS %s',
    async (answer) => {
      await using office = await startOffice();
      office.give(office.userId, office.reading);
      office.give(office.groups[0], office.writing);
      office.organization.deleteUser(office.userId);
      if (answer === 'knows nobody of that id')
        office.sandbox.faults.add({
          operation: byPrincipal,
          when: (input) => 'Filter' in input,
          fault: { error: 'ResourceNotFoundException', message: 'USER not found.' },
        });
      await using gateway = await gatewayOn(office.sandbox);
      const access = await accessOf(gateway, office.userId, office.here);
      expect(access).toMatchObject({ allowed: true, completeness: { complete: true } });
      expect(routes(access)).toEqual([[office.reading, null]]);
    },
  );

  it('reaches no account that the organization does not have', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    await using gateway = await gatewayOn(office.sandbox);
    const access = await accessOf(gateway, office.userId, '999999999999');
    expect(access).toMatchObject({ allowed: false, paths: [], completeness: { complete: true } });
  });
});

describe('the account', () => {
  it('may be given by its name or node id as well', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    await using gateway = await gatewayOn(office.sandbox);
    const { data } = await gateway.ask(
      'query ($accountId: String!) { target(by: { accountId: $accountId }) { id name } }',
      { accountId: office.here },
    );
    const { id, name: accountName } = data.target;
    for (const target of [{ id }, { accountName }])
      expect(await accessOf(gateway, office.userId, target)).toMatchObject({ allowed: true });
  });

  it.each([
    ['ouId', 'target.ouId', 'give target.accountId'],
    ['ouAsAccount', 'target.accountId', 'give target.accountId'],
    ['ouNode', 'target.id', 'give target.accountId'],
    ['short', 'target.accountId', 'leading zeros'],
    ['name', 'target.accountName', 'no account is called'],
    ['userNode', 'target.id', 'the id of a Principal'],
  ] as const)('given as %s is refused with an error that names %s', async (kind, argument, fix) => {
    await using office = await startOffice();
    const { id: ouId } = office.organization.organizationalUnits()[0]!;
    await using gateway = await gatewayOn(office.sandbox);
    const { data } = await gateway.ask(
      `query ($ouId: String!, $user: String!) {
        target(by: { ouId: $ouId }) { id } principal(by: { principalId: $user }) { id }
      }`,
      { ouId, user: office.userId },
    );
    const targets = {
      ouId: { ouId },
      ouAsAccount: { accountId: ouId },
      ouNode: { id: data.target.id },
      short: { accountId: '12345678901' },
      name: { accountName: 'no such account' },
      userNode: { id: data.principal.id },
    };
    const answer = await gateway.ask(query('allowed'), { user: office.userId, target: targets[kind] });
    expect(answer.data.principal.access).toBeNull();
    const code = kind === 'name' ? 'NOT_FOUND' : 'BAD_INPUT';
    expect(answer.errors).toMatchObject([{ path: ['principal', 'access'], extensions: { code, argument } }]);
    expect(answer.errors![0]!.message).toContain(fix);
    expect(spent(office.sandbox)[byPrincipal]).toBeUndefined();
  });

  it('an account whose name several have is AMBIGUOUS', async () => {
    await using office = await startOffice();
    const twins = ['a', 'b'].map((email) =>
      office.organization.createAccount({ name: 'twin', email: `${email}@office.example` }),
    );
    await using gateway = await gatewayOn(office.sandbox);
    const { errors } = await gateway.ask(query('allowed'), {
      user: office.userId,
      target: { accountName: 'twin' },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'AMBIGUOUS', argument: 'target.accountName' } }]);
    for (const { id } of twins) expect(errors![0]!.message).toContain(id);
  });
});

describe('calls', () => {
  it('are one for everything but names, and none when it is asked again', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    office.give(office.groups[0], office.writing);
    await using gateway = await gatewayOn(office.sandbox);
    await accessOf(gateway, office.userId, office.here, { selection: 'allowed' });
    expect(spent(office.sandbox)).toEqual({ [byPrincipal]: 1 });
    expect(office.sandbox.calls().at(-1)?.input).toMatchObject({
      PrincipalType: 'USER',
      Filter: { AccountId: office.here },
    });
    office.sandbox.reset();
    const access = await accessOf(gateway, office.userId, office.here);
    expect(access.paths).toHaveLength(2);
    expect(office.sandbox.calls()).toEqual([]);
  });

  it('for names are those of the paths alone', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    office.give(office.groups[0], office.reading);
    office.give(office.groups[1], office.writing, office.elsewhere);
    await using gateway = await gatewayOn(office.sandbox);
    const selection = 'paths { permissionSet { name } via { name } assignment { target { name } } }';
    await accessOf(gateway, office.userId, office.here, { selection });
    expect(spent(office.sandbox)).toEqual({
      [byPrincipal]: 1,
      'sso-admin:DescribePermissionSet': 1,
      'identitystore:DescribeGroup': 1,
      'organizations:DescribeAccount': 1,
    });
  });

  it("are none when everything that the user holds was read, or the user's groups and the account", async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    office.give(office.groups[0], office.writing);
    office.give(office.groups[0], office.writing, office.elsewhere);
    const before = [
      allHoldings(office.userId),
      `{ principal(by: { principalId: "${office.userId}" }) { ... on User { groups { totalCount } } }
         assignments(filter: { target: { ids: ["${office.here}"] } }) { totalCount } }`,
    ];
    for (const first of before) {
      await using gateway = await gatewayOn(office.sandbox);
      await gateway.ask(first);
      office.sandbox.reset();
      expect(routes(await accessOf(gateway, office.userId, office.here))).toEqual([
        [office.reading, null],
        [office.writing, office.groups[0]],
      ]);
      expect(office.sandbox.calls()).toEqual([]);
    }
  });

  it('are made again when what was read is older than maxAge', async () => {
    await using office = await startOffice();
    await using gateway = await gatewayOn(office.sandbox);
    await gateway.ask(allHoldings(office.userId));
    expect(await accessOf(gateway, office.userId, office.here)).toMatchObject({ allowed: false });
    office.give(office.userId, office.reading);
    expect(await accessOf(gateway, office.userId, office.here)).toMatchObject({ allowed: false });
    const fresh = await accessOf(gateway, office.userId, office.here, { maxAge: 'PT0S' });
    expect(fresh).toMatchObject({ allowed: true });
    // Not what was read of all holdings before, which is young enough but older.
    expect(await accessOf(gateway, office.userId, office.here)).toMatchObject({ allowed: true });
  });
});

describe('where AWS does not tell what a user reaches', () => {
  it("the user's groups and the account's pairs do, and the refusal is no failure", async () => {
    await using office = await startOffice({ delegatedAdministrator: true });
    office.give(office.userId, office.reading);
    office.give(office.groups[1], office.reading);
    office.give(office.groups[0], office.writing, office.elsewhere);
    await using gateway = await gatewayOn(office.sandbox);
    const access = await accessOf(gateway, office.userId, office.here);
    expect(access).toMatchObject({ allowed: true, completeness: { complete: true, failures: [] } });
    expect(routes(access)).toEqual([
      [office.reading, null],
      [office.reading, office.groups[1]],
    ]);
    expect(spent(office.sandbox)).toEqual({
      [byPrincipal]: 1,
      [memberships]: 1,
      [provisioned]: 1,
      [pairs]: 1,
    });
  });

  it('the refusal is remembered, and only what is too old is read again', async () => {
    using time = timeTravel();
    await using office = await startOffice({ delegatedAdministrator: true });
    office.give(office.groups[1], office.reading);
    await using gateway = await gatewayOn(office.sandbox);
    await accessOf(gateway, office.userId, office.here);
    office.sandbox.reset();
    expect(await accessOf(gateway, office.userId, office.here)).toMatchObject({ allowed: true });
    expect(office.sandbox.calls()).toEqual([]);
    time.advance(60_000);
    await accessOf(gateway, office.userId, office.here, { maxAge: 'PT1M30S' });
    expect(office.sandbox.calls()).toEqual([]);
    await accessOf(gateway, office.userId, office.here, { maxAge: 'PT30S' });
    expect(spent(office.sandbox)).toEqual({
      [byPrincipal]: 1,
      [memberships]: 1,
      [provisioned]: 1,
      [pairs]: 1,
    });
  });

  it('nobody else is asked about by one call for a while', async () => {
    using time = timeTravel();
    await using office = await startOffice({ delegatedAdministrator: true });
    office.give(office.userId, office.reading, office.elsewhere);
    await using gateway = await gatewayOn(office.sandbox);
    await accessOf(gateway, office.userId, office.here);
    office.sandbox.reset();
    expect(await accessOf(gateway, office.userId, office.elsewhere)).toMatchObject({ allowed: true });
    expect(spent(office.sandbox)).toEqual({ [provisioned]: 1, [pairs]: 1 });
    time.advance(6 * 60_000);
    office.sandbox.reset();
    await accessOf(gateway, office.organization.users()[0]!.userId, office.here);
    expect(spent(office.sandbox)).toMatchObject({ [byPrincipal]: expect.any(Number), [memberships]: 1 });
  });

  it.each([memberships, provisioned, pairs])(
    'access is unknown when %s fails as well, and the failure is told',
    async (operation) => {
      await using office = await startOffice({ delegatedAdministrator: true });
      office.give(office.groups[1], office.reading);
      office.sandbox.faults.add({ operation, fault: denied });
      await using gateway = await gatewayOn(office.sandbox);
      const access = await accessOf(gateway, office.userId, office.here);
      expect(access).toMatchObject({ allowed: null, paths: [], completeness: { complete: false } });
      expect(access.completeness.failures).toMatchObject([{ operation, code: 'AWS_ACCESS_DENIED' }]);
    },
  );

  it('a path that was found is true although not all of the rest can be read', async () => {
    await using office = await startOffice({ delegatedAdministrator: true });
    office.give(office.userId, office.reading);
    office.give(office.groups[1], office.reading);
    office.sandbox.faults.add({ operation: memberships, fault: denied });
    await using gateway = await gatewayOn(office.sandbox);
    const access = await accessOf(gateway, office.userId, office.here);
    expect(access).toMatchObject({ allowed: true, completeness: { complete: false } });
    expect(routes(access)).toEqual([[office.reading, null]]);
  });
});

describe('a read that fails', () => {
  const broken = { error: 'InternalServerException' } as const;

  it('leaves it unknown, and says which', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    office.sandbox.faults.add({ operation: byPrincipal, fault: broken });
    await using gateway = await gatewayOn(office.sandbox);
    const access = await accessOf(gateway, office.userId, office.here);
    expect(access).toMatchObject({ allowed: null, paths: [], completeness: { complete: false, asOf: null } });
    expect(access.completeness.failures).toEqual([
      {
        operation: byPrincipal,
        accountId: office.here,
        principalId: office.userId,
        code: 'AWS_UNAVAILABLE',
        asOf: null,
      },
    ]);
  });

  it('is stood in for by older facts, of whichever way they came, with their age', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    await using gateway = await gatewayOn(office.sandbox);
    await gateway.ask(allHoldings(office.userId));
    office.sandbox.faults.add({ operation: byPrincipal, fault: broken });
    const access = await accessOf(gateway, office.userId, office.here, { maxAge: 'PT0S' });
    expect(access).toMatchObject({ allowed: true, completeness: { complete: false } });
    expect(routes(access)).toEqual([[office.reading, null]]);
    const [failure] = access.completeness.failures;
    expect(failure.asOf).toBe(access.completeness.asOf);
    expect(failure.asOf).not.toBeNull();
  });

  it('of old facts without a path leaves it unknown, too', async () => {
    await using office = await startOffice();
    await using gateway = await gatewayOn(office.sandbox);
    await accessOf(gateway, office.userId, office.here);
    office.sandbox.faults.add({ operation: byPrincipal, fault: broken });
    const access = await accessOf(gateway, office.userId, office.here, { maxAge: 'PT0S' });
    expect(access).toMatchObject({ allowed: null, paths: [], completeness: { complete: false } });
  });

  it('a read for which there was no time left is such a failure', async () => {
    await using office = await startOffice();
    office.give(office.userId, office.reading);
    office.sandbox.faults.add({ operation: byPrincipal, fault: { hangMs: 60_000 } });
    await using gateway = await gatewayOn(office.sandbox, { config: { requestTimeoutMs: 2_000 } });
    const access = await accessOf(gateway, office.userId, office.here);
    expect(access).toMatchObject({ allowed: null, paths: [], completeness: { complete: false } });
    expect(access.completeness.failures).toMatchObject([{ operation: byPrincipal, code: 'TIMEOUT' }]);
  });
});
