import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Fact } from '../gateway/brute-force.ts';
import { gatewayOn, type TestGateway } from '../gateway/gateway-on-sandbox.ts';
import { expectList, inOrder, type ListQuery, type Paging } from './list-of.ts';
import { settings } from '../properties.ts';
import { organizations } from './organizations.ts';
import { readWorld, type Account, type Unit, type World } from './world.ts';

const kinds = ['USER', 'GROUP', 'PERMISSION_SET', 'ACCOUNT', 'UNIT'] as const;
const questions = fc.record({
  kind: fc.constantFrom(...kinds),
  /** Which one of its kind. */
  nth: fc.nat(999),
  paging: fc.record({
    first: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 1000 })),
    withTotalCount: fc.boolean(),
  }),
  /** A gateway that has read nothing yet. */
  isCold: fc.boolean(),
});

const property = fc.asyncProperty(
  organizations,
  fc.array(questions, { minLength: 5, maxLength: 7 }),
  async ({ shape, ...options }, asked) => {
    await using sandbox = await startSandbox({ throttle: false, ...options });
    shape(sandbox.organization);
    const world = await readWorld(sandbox);
    await using warm = await gatewayOn(sandbox);
    for (const { kind, nth, paging, isCold } of asked) {
      await using cold = isCold ? await gatewayOn(sandbox) : undefined;
      for (const check of checksOf(world, kind, nth)) await check(cold ?? warm, paging);
    }
  },
);

it('the lists within the nodes of random organizations are what the SDK reads', async () => {
  await expect(fc.assert(property, settings(13))).resolves.toBeUndefined();
}, 600_000);

type Check = (gateway: TestGateway, paging: Paging) => Promise<void>;

/** Everything that can be asked of one node. */
function checksOf(world: World, kind: (typeof kinds)[number], nth: number): Check[] {
  const pick = <T>(items: readonly T[]) => items[nth % items.length];
  switch (kind) {
    case 'USER': {
      const user = pick(world.principals.filter(({ type }) => type === 'USER'));
      return user ? userChecks(world, user.id) : [];
    }
    case 'GROUP': {
      const group = pick(world.principals.filter(({ type }) => type === 'GROUP'));
      return group ? groupChecks(world, group.id) : [];
    }
    case 'PERMISSION_SET': {
      const set = pick(world.permissionSets);
      return set ? permissionSetChecks(world, set.arn) : [];
    }
    case 'ACCOUNT': {
      const account = pick(world.accounts);
      return account ? accountChecks(world, account) : [];
    }
    case 'UNIT': {
      const unit = pick(world.units);
      return unit ? unitChecks(world, unit) : [];
    }
    default:
      return kind satisfies never;
  }
}

/** A list of one node, which is itself looked up by an id of AWS. */
function listOf(root: string, on: string, id: string, list: ListQuery): ListQuery {
  const [field = '', key = ''] = root.split('.');
  return {
    ...list,
    declare: `$id: String! ${list.declare ?? ''}`,
    within: `${field}(by: { ${key}: $id }) { ... on ${on} { $list } }`,
    variables: { ...list.variables, id },
  };
}

function check(list: ListQuery, wanted: readonly object[]): Check {
  return (gateway, paging) => {
    // Pages of one are tried where they do not make hundreds of queries.
    const first = Math.max(paging.first, Math.ceil(wanted.length / 12));
    return expectList(gateway, list, { ...paging, first }, wanted);
  };
}

const assignmentNode = 'principal { principalType principalId } permissionSet { arn } target { targetId }';

function assignmentRows(facts: readonly Fact[]): object[] {
  const key = ({ accountId, arn, type, principalId }: Fact) => [accountId, arn, type, principalId].join(' ');
  return inOrder(facts, key).map(({ accountId, arn, type, principalId }) => ({
    principal: { principalType: type, principalId },
    permissionSet: { arn },
    target: { targetId: accountId },
  }));
}

function userChecks(world: World, userId: string): Check[] {
  const of = (list: ListQuery) => listOf('principal.principalId', 'User', userId, list);
  const groupIds = world.memberships.filter((row) => row.userId === userId).map(({ groupId }) => groupId);
  const groups = inOrder(groupIds, (id) => id).map((principalId) => ({
    principalId,
    name: nameOf(world, principalId),
  }));
  const direct = world.assignments.filter(({ principalId }) => principalId === userId);
  const inherited = world.assignments.filter(({ principalId }) => groupIds.includes(principalId));
  return [
    check(of({ field: 'groups', node: 'principalId name' }), groups),
    check(of({ field: 'assignments', node: assignmentNode }), assignmentRows(direct)),
    check(
      of({ field: 'assignments', args: 'includeInherited: true', node: assignmentNode }),
      assignmentRows([...direct, ...inherited]),
    ),
  ];
}

function groupChecks(world: World, groupId: string): Check[] {
  const of = (list: ListQuery) => listOf('principal.principalId', 'Group', groupId, list);
  const userIds = world.memberships.filter((row) => row.groupId === groupId).map(({ userId }) => userId);
  const members = inOrder(userIds, (id) => id).map((principalId) => ({
    principalId,
    userName: nameOf(world, principalId),
  }));
  const held = world.assignments.filter(({ principalId }) => principalId === groupId);
  return [
    check(of({ field: 'members', node: 'principalId userName' }), members),
    check(of({ field: 'assignments', node: assignmentNode }), assignmentRows(held)),
  ];
}

function permissionSetChecks(world: World, arn: string): Check[] {
  const of = (list: ListQuery) => listOf('permissionSet.arn', 'PermissionSet', arn, list);
  const accountsIn = (isLatest?: boolean) =>
    inOrder(
      world.provisioned.filter(
        (row) => row.arn === arn && (isLatest === undefined || row.isLatest === isLatest),
      ),
      ({ accountId }) => accountId,
    ).map(({ accountId }) => ({ targetId: accountId, name: accountOf(world, accountId)?.name ?? null }));
  const accounts = (status: string | null) =>
    of({
      field: 'accounts',
      declare: '$status: ProvisioningStatus',
      args: 'provisioningStatus: $status',
      node: 'targetId name',
      variables: { status },
    });
  const held = world.assignments.filter((fact) => fact.arn === arn);
  return [
    check(accounts(null), accountsIn()),
    check(accounts('LATEST_PERMISSION_SET_PROVISIONED'), accountsIn(true)),
    check(accounts('LATEST_PERMISSION_SET_NOT_PROVISIONED'), accountsIn(false)),
    check(of({ field: 'assignments', node: assignmentNode }), assignmentRows(held)),
  ];
}

function accountChecks(world: World, account: Account): Check[] {
  const of = (list: ListQuery) => listOf('target.accountId', 'Account', account.id, list);
  const arns = world.provisioned.filter((row) => row.accountId === account.id).map(({ arn }) => arn);
  const permissionSets = inOrder(arns, (arn) => arn).map((arn) => ({
    arn,
    name: world.permissionSets.find((set) => set.arn === arn)?.name,
  }));
  const held = world.assignments.filter(({ accountId }) => accountId === account.id);
  return [
    check(of({ field: 'permissionSets', node: 'arn name' }), permissionSets),
    check(of({ field: 'assignments', node: assignmentNode }), assignmentRows(held)),
    async (gateway) => {
      const asked = `query ($id: String!) {
        target(by: { accountId: $id }) { targetId name ... on Account { state parent { targetId name } } }
      }`;
      const { data, errors } = await gateway.ask(asked, { id: account.id });
      const { id, name, state, parentId } = account;
      const parent = { targetId: parentId, name: unitOf(world, parentId)?.name };
      expect({ errors, data }).toEqual({ data: { target: { targetId: id, name, state, parent } } });
    },
  ];
}

function unitChecks(world: World, unit: Unit): Check[] {
  const of = (list: ListQuery) => listOf('target.ouId', 'OrganizationalUnit', unit.id, list);
  const below = new Set([unit.id]);
  // Parents come before their children.
  for (const { id, parentId } of world.units) if (parentId && below.has(parentId)) below.add(id);
  const accountsIn = (isHere: (parentId: string) => boolean) =>
    inOrder(
      world.accounts.filter(({ parentId }) => isHere(parentId)),
      ({ id }) => id,
    ).map(({ id, name }) => ({ targetId: id, name }));
  const heldIn = (isHere: (parentId: string) => boolean) =>
    assignmentRows(
      world.assignments.filter(({ accountId }) => isHere(accountOf(world, accountId)?.parentId ?? '')),
    );
  return [
    ...[true, false].flatMap((recursive) => {
      const isHere = (parentId: string) => (recursive ? below.has(parentId) : parentId === unit.id);
      const args = `recursive: ${recursive}`;
      return [
        check(of({ field: 'accounts', args, node: 'targetId name' }), accountsIn(isHere)),
        check(of({ field: 'assignments', args, node: assignmentNode }), heldIn(isHere)),
      ];
    }),
    async (gateway) => {
      const asked = `query ($id: String!) { target(by: { ouId: $id }) {
        targetId name ... on OrganizationalUnit { parent { targetId name } children { targetId name } }
      } }`;
      const { data, errors } = await gateway.ask(asked, { id: unit.id });
      const above = unit.parentId === undefined ? undefined : unitOf(world, unit.parentId);
      const children = world.units.filter(({ parentId }) => parentId === unit.id);
      expect({ errors, data }).toEqual({
        data: {
          target: {
            ...shown(unit),
            parent: above ? shown(above) : null,
            children: inOrder(children, ({ id }) => id).map(shown),
          },
        },
      });
    },
  ];
}

function shown({ id, name }: Unit) {
  return { targetId: id, name };
}

function nameOf({ principals }: World, id: string) {
  return principals.find((principal) => principal.id === id)?.name;
}

function accountOf({ accounts }: World, id: string) {
  return accounts.find((account) => account.id === id);
}

function unitOf({ units }: World, id: string) {
  return units.find((unit) => unit.id === id);
}
