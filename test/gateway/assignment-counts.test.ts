import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { settings } from '../properties.ts';
import { readEverything, type Fact } from './brute-force.ts';
import { about, denied, small } from './faults.ts';
import { countableSandbox, gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';
import { holds } from './naive-filter.ts';
import { filters } from './random-filter.ts';
import { makeStrange } from './strange-organization.ts';
import { eventsOf, overSse } from './sweeping.ts';

const groups = ['ACCOUNT', 'PERMISSION_SET', 'ORGANIZATIONAL_UNIT', 'PRINCIPAL_TYPE'] as const;
type Group = (typeof groups)[number];

const query = `query ($groupBy: [CountGroup!]!, $filter: AssignmentFilter, $people: Boolean = true) {
  assignmentCounts(groupBy: $groupBy, filter: $filter) {
    counts {
      account { targetId } permissionSet { arn } organizationalUnit { targetId } principalType
      assignments people @include(if: $people)
    }
    completeness { complete failures { operation code principalId } unmatched { path value } }
  }
}`;

async function ask(gateway: TestGateway, variables: object) {
  const { data, errors, aws } = await gateway.ask(query, variables);
  expect(errors).toBeUndefined();
  const { counts, completeness } = data.assignmentCounts;
  return { counts: counts.map(toCount), completeness, aws };
}

function toCount({ account, permissionSet, organizationalUnit, principalType, assignments, people }: any) {
  const key = [account?.targetId, organizationalUnit?.targetId, permissionSet?.arn, principalType];
  return { key: key.map((part) => part ?? null), assignments, people };
}

/** Counted by going through everything that there is. */
function naive(facts: readonly Fact[], groupBy: readonly Group[], organization: Organization) {
  const keyOf = ({ accountId, parents, arn, type }: Fact) => {
    const parts = {
      ACCOUNT: accountId,
      ORGANIZATIONAL_UNIT: parents[0],
      PERMISSION_SET: arn,
      PRINCIPAL_TYPE: type,
    };
    const order = ['ACCOUNT', 'ORGANIZATIONAL_UNIT', 'PERMISSION_SET', 'PRINCIPAL_TYPE'] as const;
    return order.map((group) => (groupBy.includes(group) ? (parts[group] ?? null) : null));
  };
  const peopleOf = ({ type, principalId }: Fact) =>
    type === 'USER'
      ? [principalId]
      : organization.group(principalId)
        ? organization.membershipsOfGroup(principalId).map(({ userId }) => userId)
        : [];
  const cells = Map.groupBy(facts, (fact) => JSON.stringify(keyOf(fact)));
  if (groupBy.length === 0 && facts.length === 0) cells.set(JSON.stringify([null, null, null, null]), []);
  return [...cells]
    .map(([key, some]) => ({
      key: JSON.parse(key),
      assignments: some.length,
      people: new Set(some.flatMap(peopleOf)).size,
    }))
    .toSorted((one, other) => (one.key.join(' ') < other.key.join(' ') ? -1 : 1));
}

async function expectEqual(gateway: TestGateway, question: object, wanted: object): Promise<void> {
  const { counts, completeness } = await ask(gateway, question);
  // The question stands in both, so that a failure shows it.
  expect({ question, counts, failures: completeness.failures }).toEqual({
    question,
    counts: wanted,
    failures: [],
  });
}

const organizations = fc.record({
  seed: fc.nat(),
  accounts: fc.integer({ min: 1, max: 25 }),
  permissionSets: fc.integer({ min: 0, max: 8 }),
  users: fc.nat(40),
  groups: fc.nat(12),
  modes: fc.record({ pathsAbsent: fc.boolean(), directoryCannotBeListed: fc.boolean() }),
});
const questions = fc.record({
  filter: fc.oneof({ weight: 3, arbitrary: filters }, { weight: 1, arbitrary: fc.constant(() => ({})) }),
  groupBy: fc.subarray([...groups]),
  isCold: fc.boolean(),
});

const property = fc.asyncProperty(
  organizations,
  fc.array(questions, { minLength: 4, maxLength: 6 }),
  async (options, asked) => {
    await using sandbox = await startSandbox({ throttle: false, ...options });
    const { organization } = sandbox;
    makeStrange(organization);
    const facts = await readEverything(sandbox);
    await using warm = await gatewayOn(sandbox);
    for (const { filter, groupBy, isCold } of asked) {
      const settled = filter({ organization, facts });
      await using cold = isCold ? await gatewayOn(sandbox) : undefined;
      const wanted = facts.filter((fact) => holds(settled, fact));
      await expectEqual(cold ?? warm, { groupBy, filter: settled }, naive(wanted, groupBy, organization));
    }
  },
);

test('the counts of random organizations are what counting every assignment and every member gives', async () => {
  await expect(fc.assert(property, settings(15))).resolves.toBeUndefined();
}, 600_000);

test('counts without people read no memberships, cost what the total costs, and nothing when it is known', async () => {
  await using sandbox = await countableSandbox(small);
  await using one = await gatewayOn(sandbox);
  const total = await one.ask('{ assignments(first: 1) { totalCount } }');
  await using other = await gatewayOn(sandbox);
  const variables = { groupBy: ['ACCOUNT', 'PERMISSION_SET'], people: false };
  const { counts, aws } = await ask(other, variables);
  expect(aws.byOperation).toEqual(total.aws.byOperation);
  expect(counts.reduce((sum: number, count: any) => sum + count.assignments, 0)).toBe(
    total.data.assignments.totalCount,
  );
  expect((await ask(other, variables)).aws.calls).toBe(0);
  const withPeople = await ask(other, { groupBy: ['ACCOUNT'] });
  expect(Object.keys(withPeople.aws.byOperation)).toEqual(['identitystore:ListGroupMemberships']);
  expect((await ask(other, { groupBy: ['PERMISSION_SET'] })).aws.calls).toBe(0);
});

test('a count with a group whose members cannot be read has no number of people, and others have theirs', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const facts = await readEverything(sandbox);
  const hidden = facts.find(({ type }) => type === 'GROUP')!.principalId;
  sandbox.faults.add({
    operation: 'identitystore:ListGroupMemberships',
    when: ({ GroupId }) => GroupId === hidden,
    fault: denied,
  });
  await using gateway = await gatewayOn(sandbox);
  const groupBy = ['ACCOUNT', 'PERMISSION_SET'] as const;
  const { counts, completeness } = await ask(gateway, { groupBy });
  const isHidden = (fact: Fact) => fact.principalId === hidden;
  const wanted = naive(facts, groupBy, organization).map((count) => ({
    ...count,
    people: facts.some(
      (fact) => isHidden(fact) && fact.accountId === count.key[0] && fact.arn === count.key[2],
    )
      ? null
      : count.people,
  }));
  expect(counts).toEqual(wanted);
  expect(completeness).toMatchObject({ complete: false, failures: [{ principalId: hidden }] });
});

test('counts that rest on a pair that could not be read say so', async () => {
  await using sandbox = await countableSandbox(small);
  const [fact] = await readEverything(sandbox);
  const { accountId, arn } = fact!;
  sandbox.faults.add({
    operation: 'sso-admin:ListAccountAssignments',
    ...about(accountId, arn),
    fault: denied,
  });
  await using gateway = await gatewayOn(sandbox);
  const { counts, completeness } = await ask(gateway, { groupBy: ['ACCOUNT', 'PERMISSION_SET'] });
  expect(completeness.complete).toBe(false);
  expect(counts.length).toBeGreaterThan(0);
  expect(counts.some(({ key }: any) => key[0] === accountId && key[2] === arn)).toBe(false);
});

test('reading memberships for people counts towards the calls that a request may make', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 2 } });
  await eventsOf(overSse(gateway));
  await ask(gateway, { groupBy: [], people: false });
  const { errors, aws } = await gateway.ask(query, { groupBy: [] });
  expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY', measure: 'calls' } }]);
  expect(aws.calls).toBe(0);
});

test('a filter that names nothing that exists is told with its counts', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const filter = { permissionSet: { name: { eq: 'Nowhere' } } };
  const { counts, completeness } = await ask(gateway, { groupBy: ['ACCOUNT'], filter });
  expect(counts).toEqual([]);
  expect(completeness.unmatched).toEqual([{ path: 'filter.permissionSet.name.eq', value: 'Nowhere' }]);
});

test('withEmpty adds what is provisioned and held by nobody, where counts are by account and permission set', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const unused = organization.createPermissionSet({ name: 'HeldByNobody' });
  const [one, other] = organization.accounts();
  for (const account of [one!, other!]) organization.provisionPermissionSet(unused.arn, account.id);
  await using gateway = await gatewayOn(sandbox);
  const empty = `query ($groupBy: [CountGroup!]!, $filter: AssignmentFilter) {
    assignmentCounts(groupBy: $groupBy, filter: $filter, withEmpty: true) {
      counts { account { targetId } permissionSet { arn } assignments people }
    }
  }`;
  const countsOf = async (filter: object) => {
    const { data } = await gateway.ask(empty, { groupBy: ['ACCOUNT', 'PERMISSION_SET'], filter });
    const none = data.assignmentCounts.counts.filter(({ assignments }: any) => assignments === 0);
    return none.map(({ account, permissionSet, people }: any) => [
      account.targetId,
      permissionSet.arn,
      people,
    ]);
  };
  const both = [one!.id, other!.id].toSorted().map((id) => [id, unused.arn, 0]);
  expect(await countsOf({})).toEqual(both);
  expect(await countsOf({ target: { ids: [one!.id] } })).toEqual([[one!.id, unused.arn, 0]]);
  expect(await countsOf({ permissionSet: { name: { eq: 'HeldByNobody' } } })).toEqual(both);
  expect(await countsOf({ principal: { type: 'USER' } })).toEqual([]);
  const { errors } = await gateway.ask(empty, { groupBy: ['ACCOUNT'] });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', argument: 'withEmpty' } }]);
});
