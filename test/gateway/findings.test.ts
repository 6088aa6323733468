import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { findingTypes } from '../../src/resolvers/findings/kinds.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { schema } from '../../src/schema/index.ts';
import { settings } from '../properties.ts';
import { allKeys, countableSandbox, gatewayOn, type TestGateway, timeTravel } from './gateway-on-sandbox.ts';
import { denied, small } from './faults.ts';
import { makeStrange } from './strange-organization.ts';

const query = `query ($types: [String!], $maxAge: Duration) {
  findings(types: $types, maxAge: $maxAge) {
    type severity title count query
    sample { __typename id }
    completeness { complete failures { operation code message } }
  }
}`;

async function ask(
  gateway: TestGateway,
  variables: object = {},
): Promise<{ findings: any[]; calls: number }> {
  const { data, errors, aws } = await gateway.ask(query, variables);
  expect(errors).toBeUndefined();
  return { findings: data.findings, calls: aws.calls };
}

/** Ids of what a finding's own query lists, page after page. */
async function listed(gateway: TestGateway, document: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { data, errors }: any = await gateway.ask(document, { after });
    expect(errors).toBeUndefined();
    const [page]: any[] = Object.values(data);
    expect(page.completeness).toMatchObject({ complete: true, failures: [] });
    ids.push(...page.nodes.map(({ id }: any) => id));
    if (!page.pageInfo.hasNextPage) {
      expect(page.totalCount).toBe(ids.length);
      return ids;
    }
    after = page.pageInfo.endCursor;
  }
}

/** By going through all that the organization itself has. */
function naive(organization: Organization): Record<string, number> {
  const rows = allKeys(organization).map((key) => {
    const [accountId = '', arn = '', type = '', principalId = ''] = key.split(' ');
    return { accountId, arn, type, principalId };
  });
  const entitlements = organization.accountAccess.entitlements();
  const grants = [...rows, ...entitlements.map((one) => ({ ...one, type: one.principalType, arn: '' }))];
  const membersOf = ({ type, principalId }: { readonly type: string; readonly principalId: string }) =>
    type === 'USER'
      ? [principalId]
      : organization.group(principalId)
        ? organization.membershipsOfGroup(principalId).map(({ userId }) => userId)
        : [];
  const holders = new Set(grants.flatMap(membersOf));
  const entered = new Set(
    grants.filter((grant) => membersOf(grant).length > 0).map(({ accountId }) => accountId),
  );
  const isOpen = (id: string) => organization.account(id)?.state === 'ACTIVE';
  const isGone = ({ type, principalId }: (typeof rows)[number]) =>
    !(type === 'USER' ? organization.user(principalId) : organization.group(principalId));
  const status = 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
  const countOf = <T>(all: readonly T[], holds: (one: T) => boolean) => all.filter(holds).length;
  return {
    DISABLED_USER_HOLDS_ACCESS: countOf(
      organization.users(),
      (user) => user.status === 'DISABLED' && holders.has(user.userId),
    ),
    DELETED_PRINCIPAL_HOLDS_ACCESS: new Set(
      rows.filter(isGone).map(({ type, principalId }) => `${type} ${principalId}`),
    ).size,
    PERMISSION_SET_NOT_UP_TO_DATE: countOf(
      organization.permissionSets(),
      ({ arn }) => organization.accountsProvisionedWith(arn, status).length > 0,
    ),
    ASSIGNMENT_NAMES_USER: countOf(rows, ({ type }) => type === 'USER'),
    ASSIGNMENT_ON_CLOSED_ACCOUNT: countOf(rows, ({ accountId }) => !isOpen(accountId)),
    ENTITLEMENT_ON_CLOSED_ACCOUNT: countOf(entitlements, ({ accountId }) => !isOpen(accountId)),
    PERMISSION_SET_USED_NOWHERE: countOf(
      organization.permissionSets(),
      ({ arn }) => !rows.some((row) => row.arn === arn),
    ),
    ACCOUNT_THAT_NOBODY_CAN_ENTER: countOf(
      organization.accounts(),
      ({ id }) => isOpen(id) && !entered.has(id),
    ),
  };
}

/** Adds what a generated organization has too little of. */
function addWhatIsFound(organization: Organization): void {
  makeStrange(organization);
  organization.createAccount({ name: 'empty', email: 'empty@x.example' });
  const onlyAGroup = organization.createAccount({ name: 'only a group', email: 'group@x.example' });
  const used = organization.createPermissionSet({ name: 'Provisioned and held by nobody' });
  organization.createPermissionSet({ name: 'Nowhere' });
  organization.provisionPermissionSet(used.arn, onlyAGroup.id);
  const group = organization.createGroup({ displayName: 'nobody is in it' });
  const [set] = organization.permissionSets();
  const names = { displayName: 'D', givenName: 'D', familyName: 'D' };
  const disabled = ['direct', 'in a group', 'holds nothing'].map((userName) =>
    organization.createUser({ userName, ...names, status: 'DISABLED' }),
  );
  if (!set) return;
  const pair = { accountId: onlyAGroup.id, permissionSetArn: set.arn };
  organization.createAssignment({ ...pair, principalType: 'GROUP', principalId: group.groupId });
  const held = organization.createGroup({ displayName: 'somebody is in it' });
  organization.createMembership(held.groupId, disabled[1]!.userId);
  const [account] = organization.accounts();
  const other = { accountId: account!.id, permissionSetArn: set.arn };
  organization.createAssignment({ ...other, principalType: 'GROUP', principalId: held.groupId });
  organization.createAssignment({ ...other, principalType: 'USER', principalId: disabled[0]!.userId });
  organization.updatePermissionSet(set.arn, { description: 'changed' });
}

async function expectEqual(gateway: TestGateway, organization: Organization): Promise<void> {
  const { findings } = await ask(gateway);
  const counts = Object.fromEntries(findings.map(({ type, count }) => [type, count]));
  expect(counts).toEqual(naive(organization));
  for (const { type, count, query: document, sample, completeness } of findings) {
    expect({ type, completeness }).toEqual({ type, completeness: { complete: true, failures: [] } });
    const ids = await listed(gateway, document);
    expect({ type, ids: new Set(ids).size }).toEqual({ type, ids: count });
    expect({ type, sample: sample.map(({ id }: any) => id) }).toEqual({ type, sample: ids.slice(0, 10) });
  }
}

const organizations = fc.record({
  seed: fc.nat(),
  accounts: fc.integer({ min: 1, max: 20 }),
  permissionSets: fc.integer({ min: 1, max: 8 }),
  users: fc.nat(40),
  groups: fc.nat(12),
  modes: fc.record({ pathsAbsent: fc.boolean() }),
});

const property = fc.asyncProperty(organizations, async (options) => {
  await using sandbox = await startSandbox({ throttle: false, ...options });
  addWhatIsFound(sandbox.organization);
  await using gateway = await gatewayOn(sandbox);
  await expectEqual(gateway, sandbox.organization);
});

test('each finding of random organizations counts, and its query lists, what going through everything gives', async () => {
  await expect(fc.assert(property, settings(12))).resolves.toBeUndefined();
}, 600_000);

test('findings on the sandbox of the demo are what going through everything gives, and make no call again', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  await expectEqual(gateway, sandbox.organization);
  expect((await ask(gateway)).calls).toBe(0);
});

test('the query of each finding is valid, and there is one for each type', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { findings } = await ask(gateway);
  expect(findings.map(({ type }) => type)).toEqual(findingTypes);
  for (const finding of findings) expect(validate(schema, parse(finding.query))).toEqual([]);
});

test('an unknown type of finding is bad input that names the place and the types that there are', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { data, errors, aws } = await gateway.ask(query, { types: ['ASSIGNMENT_NAMES_USER', 'MADE_UP'] });
  expect(data).toEqual({ findings: null });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', argument: 'types[1]' } }]);
  expect(errors![0]!.message).toContain('"MADE_UP"');
  for (const type of findingTypes) expect(errors![0]!.message).toContain(type);
  expect(aws.calls).toBe(0);
});

test('only the findings that are asked for are looked for, each once', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const types = ['PERMISSION_SET_USED_NOWHERE', 'PERMISSION_SET_USED_NOWHERE'];
  const { findings } = await ask(gateway, { types });
  expect(findings).toHaveLength(1);
  expect(sandbox.counts()['identitystore:ListUsers']).toBeUndefined();
  expect((await ask(gateway, { types: [] })).findings).toEqual([]);
});

test('a read that fails makes incomplete what rests on it, and nothing else', async () => {
  await using sandbox = await countableSandbox(small);
  addWhatIsFound(sandbox.organization);
  const wanted = naive(sandbox.organization);
  sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const { findings } = await ask(gateway);
  const [hidden, ...others] = findings;
  expect(hidden).toMatchObject({
    type: 'DISABLED_USER_HOLDS_ACCESS',
    title: expect.stringMatching(/^Not known/),
    completeness: {
      complete: false,
      failures: [{ operation: 'identitystore:ListUsers', code: 'AWS_ACCESS_DENIED' }],
    },
  });
  for (const { type, count, completeness } of others)
    expect({ type, count, completeness }).toEqual({
      type,
      count: wanted[type],
      completeness: { complete: true, failures: [] },
    });
});

test('an account is not said to let nobody in while a grant that could not be read might let somebody in', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  addWhatIsFound(organization);
  sandbox.faults.add({ operation: 'identitystore:ListGroupMemberships', fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const { findings } = await ask(gateway, { types: ['ACCOUNT_THAT_NOBODY_CAN_ENTER'] });
  const [{ count, completeness, title }] = findings;
  // The one account that no grant is about is certain.
  expect(count).toBeLessThan(naive(organization)['ACCOUNT_THAT_NOBODY_CAN_ENTER']!);
  expect(count).toBeGreaterThan(0);
  expect(title).toMatch(/^At least/);
  expect(completeness.complete).toBe(false);
});

const knownQuery = `query ($maxAge: Duration) {
  findings(onlyKnown: true, maxAge: $maxAge) { type count completeness { complete failures { code } } }
}`;

async function known(gateway: TestGateway, maxAge: string | null = null): Promise<any[]> {
  const { data, errors, aws } = await gateway.ask(knownQuery, { maxAge });
  expect([errors, aws.calls]).toEqual([undefined, 0]);
  return data.findings;
}

test('findings of what is known make no call, and say that nothing is known where nothing was read', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  await gateway.ask('{ instance { arn } }');
  const before = sandbox.counts();
  for (const { count, completeness } of await known(gateway)) {
    expect(count).toBe(0);
    expect(completeness).toMatchObject({ complete: false, failures: [{ code: 'QUERY_TOO_COSTLY' }] });
  }
  expect(sandbox.counts()).toEqual(before);
});

test('findings of what is known are all of them once everything was read, and what is missing is said of each', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  await gateway.ask('{ assignments(first: 1) { totalCount } }');
  const before = sandbox.counts();
  const partly = new Map((await known(gateway)).map((one) => [one.type, one]));
  const wanted = naive(sandbox.organization);
  expect(partly.get('ASSIGNMENT_NAMES_USER')).toMatchObject({
    count: wanted.ASSIGNMENT_NAMES_USER,
    completeness: { complete: true },
  });
  expect(partly.get('DISABLED_USER_HOLDS_ACCESS').completeness.complete).toBe(false);
  expect(sandbox.counts()).toEqual(before);
  await ask(gateway);
  const whole = await known(gateway);
  expect(Object.fromEntries(whole.map(({ type, count }) => [type, count]))).toEqual(wanted);
  expect(whole.every(({ completeness }) => completeness.complete)).toBe(true);
});

test('findings of what is known heed how old facts may be', async () => {
  using clock = timeTravel();
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  await ask(gateway);
  clock.advance(2 * 24 * 60 * 60_000);
  // Which instance it is, is looked up again.
  await gateway.ask('{ instance { arn } }');
  const isWhole = (found: any[]) => found.every(({ completeness }) => completeness.complete);
  expect(isWhole(await known(gateway))).toBe(false);
  expect(isWhole(await known(gateway, 'P365D'))).toBe(true);
});
