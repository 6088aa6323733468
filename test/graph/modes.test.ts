import { describe, expect, it } from 'vitest';
import type { Modes } from '../../src/sandbox/operations/call.ts';
import { completenessFields, countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';

const small = { accounts: 20, permissionSets: 5, users: 30, groups: 6 };

/** A part of everything, which AWS's plain answers fill whole. */
const graph = `query ($userName: String!, $groupName: String!, $arn: String!, $accountId: String!, $ouId: String!) {
  people: principals { nodes { principalId name } totalCount completeness { ${completenessFields} } }
  orphans: principals(filter: { deleted: true }) { nodes { principalId } completeness { ${completenessFields} } }
  sets: permissionSets { nodes { arn name tags { key value } } totalCount completeness { ${completenessFields} } }
  places: targets { nodes { targetId name } totalCount completeness { ${completenessFields} } }
  user: principal(by: { userName: $userName }) {
    name
    ... on User {
      enabled
      groups { nodes { principalId name } }
      assignments(includeInherited: true) { nodes { id } completeness { ${completenessFields} } }
    }
  }
  group: principal(by: { groupName: $groupName }) {
    name
    ... on Group { members { nodes { principalId name } } assignments { nodes { id } } }
  }
  set: permissionSet(by: { arn: $arn }) { name inlinePolicy managedPolicies { arn } accounts { nodes { targetId name } } }
  account: target(by: { accountId: $accountId }) {
    name
    ... on Account { state parent { name } permissionSets { nodes { arn name } } }
  }
  unit: target(by: { ouId: $ouId }) {
    name
    ... on OrganizationalUnit {
      parent { name } children { targetId name } accounts(recursive: true) { nodes { targetId } totalCount }
    }
  }
}`;

/** The same organization, plain and in a mode, asked the same cold. */
async function ask(modes: Modes) {
  await using sandbox = await countableSandbox({ ...small, modes });
  const { organization } = sandbox;
  const user = organization.users().find(({ userId }) => organization.membershipsOfUser(userId).length > 1)!;
  const account = organization.accounts().find(({ parentId }) => parentId.startsWith('ou-'))!;
  organization.createAssignment({
    accountId: organization.managementAccountId,
    permissionSetArn: organization.permissionSets()[0]!.arn,
    principalType: 'USER',
    principalId: user.userId,
  });
  const variables = {
    userName: user.userName,
    groupName: organization.groups()[0]!.displayName,
    arn: organization.permissionSets()[0]!.arn,
    accountId: account.id,
    ouId: organization.ancestors(account.id)[1]!,
  };
  await using gateway = await gatewayOn(sandbox);
  const { data, errors } = await gateway.ask(graph, variables);
  return { data: timeless(data), errors, organization, user };
}

/** Without the moments of reading, which differ from run to run. */
function timeless(data: unknown): any {
  return JSON.parse(JSON.stringify(data, (name, value) => (name === 'asOf' ? undefined : value)));
}

const plain = await ask({});

it('the plain organization answers all of it, completely', () => {
  expect(plain.errors).toBeUndefined();
  expect(JSON.stringify(plain.data)).not.toContain('"complete":false');
  expect(plain.data.orphans.nodes.length).toBeGreaterThan(0);
});

describe('all of the graph is answered as by the plain organization', () => {
  it.each<keyof Modes>(['pathsAbsent', 'statusAbsent', 'arnsAbsent', 'replicaRegion'])(
    'in the mode %s',
    async (mode) => {
      const { data, errors } = await ask({ [mode]: true });
      expect({ data, errors }).toEqual({ data: plain.data, errors: undefined });
    },
  );

  it('by services of which some are old and some new', async () => {
    const { data, errors } = await ask({ pathsAbsent: true, statusAbsent: true, arnsAbsent: true });
    expect({ data, errors }).toEqual({ data: plain.data, errors: undefined });
  });
});

describe('where the directory cannot be listed', () => {
  it('only the list of everybody fails, and says what to ask instead', async () => {
    const { data, errors } = await ask({ directoryCannotBeListed: true });
    expect(errors).toMatchObject([
      {
        path: ['people'],
        message: expect.stringMatching(/give filter\.ids, or look one up by its name/),
        extensions: { code: 'AWS_UNAVAILABLE' },
      },
    ]);
    expect(data).toEqual({ ...plain.data, people: null });
  });

  it('principals are found by their ids', async () => {
    await using sandbox = await countableSandbox({ ...small, modes: { directoryCannotBeListed: true } });
    const { organization } = sandbox;
    const users = organization.users().slice(0, 3);
    const ids = [...users.map(({ userId }) => userId), '00000000-0000-4000-8000-000000000000'];
    await using gateway = await gatewayOn(sandbox);
    const { data, errors } = await gateway.ask(
      `query ($ids: [String!]) {
        principals(filter: { ids: $ids }) { nodes { principalId name } totalCount completeness { complete } }
      }`,
      { ids },
    );
    expect(errors).toBeUndefined();
    const nodes = users
      .map(({ userId, userName }) => ({ principalId: userId, name: userName }))
      .toSorted((one, other) => (one.principalId < other.principalId ? -1 : 1));
    expect(data.principals).toEqual({ nodes, totalCount: 3, completeness: { complete: true } });
  });
});

it('where a delegated administrator asks, what the management account keeps to itself is named', async () => {
  const { data, errors, organization } = await ask({ delegatedAdministrator: true });
  expect(errors).toBeUndefined();
  const { managementAccountId } = organization;
  const closed = organization.permissionSetsProvisionedTo(managementAccountId);
  expect(closed.length).toBeGreaterThan(0);
  for (const { completeness } of [data.user.assignments, data.orphans]) {
    expect(completeness.complete).toBe(false);
    expect(completeness.failures).toHaveLength(closed.length);
    for (const failure of completeness.failures)
      expect(failure).toMatchObject({ accountId: managementAccountId, code: 'AWS_ACCESS_DENIED' });
  }
  // What is not about the management account is whole: the rest of the rows, and everything else.
  const elsewhere = plain.data.user.assignments.nodes.filter(
    ({ id }: { id: string }) => !Buffer.from(id, 'base64url').includes(managementAccountId),
  );
  expect(data.user.assignments.nodes).toEqual(elsewhere);
  const { user, orphans: _orphans, ...rest } = data;
  const { user: plainUser, orphans: _plain, ...plainRest } = plain.data;
  expect(user).toEqual({ ...plainUser, assignments: user.assignments });
  expect(rest).toEqual(plainRest);
});

it('where permission sets are not enabled, people and places are answered and the rest says so', async () => {
  const { data, errors } = await ask({ permissionSetsDisabled: true });
  const { people, places, unit, group, user, account } = plain.data;
  expect(data).toEqual({
    people,
    places,
    unit,
    group: { ...group, assignments: null },
    user: { ...user, assignments: null },
    account: { ...account, permissionSets: null },
    set: null,
    sets: null,
    orphans: null,
  });
  expect(new Set(errors!.map(({ extensions }) => extensions.code))).toEqual(
    new Set(['PERMISSION_SETS_UNAVAILABLE']),
  );
});

it('where the key of the instance is closed, the organization is answered and the rest names kms:Decrypt', async () => {
  const { data, errors } = await ask({ kmsDenied: true });
  const { places, unit, account } = plain.data;
  expect(data).toMatchObject({
    places,
    unit,
    account: { ...account, permissionSets: null },
    people: null,
    sets: null,
    user: null,
    group: null,
    set: null,
    // Nobody can tell who is deleted: an empty list that says it is not complete.
    orphans: { nodes: [], completeness: { complete: false } },
  });
  expect(errors!.map(({ path }) => path!.join('.')).toSorted()).toEqual([
    'account.permissionSets',
    'group',
    'people',
    'set',
    'sets',
    'user',
  ]);
  for (const { message, extensions } of errors!) {
    expect(extensions.code).toBe('AWS_ACCESS_DENIED');
    expect(message).toContain('kms:Decrypt');
  }
});

it('where the identity store keeps out the network of the gateway, the rest is answered and this is named', async () => {
  const { data, errors } = await ask({ networkRestricted: true });
  const { places, unit, account, sets, set } = plain.data;
  expect(data).toMatchObject({
    places,
    unit,
    account,
    sets,
    set,
    people: null,
    user: null,
    group: null,
    orphans: { nodes: [], completeness: { complete: false } },
  });
  expect(errors!.map(({ path }) => path!.join('.')).toSorted()).toEqual(['group', 'people', 'user']);
  for (const { message, extensions } of errors!) {
    expect(extensions.code).toBe('AWS_ACCESS_DENIED');
    expect(message).toContain('call from a network that the identity store lets in');
  }
});
