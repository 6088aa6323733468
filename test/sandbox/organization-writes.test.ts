import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateOrganization } from '../../src/sandbox/organization/generate.ts';
import {
  type Assignment,
  type Organization,
  OrganizationError,
  type User,
} from '../../src/sandbox/organization/types.ts';
import { allRows, keysOf, rowsInAgreement } from './organization-brute-force.ts';

function small(): Organization {
  return generateOrganization({ accounts: 6, permissionSets: 4, users: 12, groups: 5, seed: 7 });
}

/** The organization has no such thing to write to. */
class NothingThere extends Error {}

function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new NothingThere();
  return item;
}

function createUser(organization: Organization, userName: string): User {
  return organization.createUser({
    userName,
    displayName: userName,
    givenName: userName,
    familyName: userName,
  });
}

/** A row of somebody new on a pair that has no rows yet. */
function newRow(organization: Organization): Assignment {
  const accountId = first(organization.accounts()).id;
  const { arn } = organization.createPermissionSet({ name: 'New' });
  const { userId } = createUser(organization, 'new');
  return { accountId, permissionSetArn: arn, principalType: 'USER', principalId: userId };
}

const refusal = (kind: OrganizationError['kind'], subject: string) =>
  expect.objectContaining({ kind, subject });

describe('permission sets', () => {
  test('a provisioned pair without rows takes a row, and goes with it', () => {
    const organization = small();
    const row = newRow(organization);
    organization.provisionPermissionSet(row.permissionSetArn, row.accountId);
    expect(organization.accountsProvisionedWith(row.permissionSetArn)).toEqual([row.accountId]);
    organization.createAssignment(row);
    expect(organization.accountsProvisionedWith(row.permissionSetArn)).toEqual([row.accountId]);
    organization.deleteAssignment(row);
    expect(organization.accountsProvisionedWith(row.permissionSetArn)).toEqual([]);
  });

  test('every write that goes through counts once, and one that is refused does not', () => {
    const organization = small();
    const { permissionSetArn: arn, accountId } = newRow(organization);
    const policy = { name: 'Own', path: '/' };
    const boundary = { customerManagedPolicy: policy };
    const managedArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const { policies, tags } = organization;
    const writes = [
      () => policies.attachManaged(arn, managedArn),
      () => policies.detachManaged(arn, managedArn),
      () => policies.attachCustomerManaged(arn, policy),
      () => policies.detachCustomerManaged(arn, policy),
      () => policies.setInline(arn, '{}'),
      () => policies.setBoundary(arn, boundary),
      () => tags.tag(arn, [{ key: 'a', value: 'b' }]),
      () => tags.untag(arn, ['a']),
      () => organization.updatePermissionSet(arn, { description: 'new' }),
      () => organization.provisionPermissionSet(arn, accountId),
      () => organization.provisionPermissionSet(arn),
      () => organization.deletePermissionSet(arn),
    ];
    for (const write of writes) {
      const before = organization.revision;
      write();
      expect(organization.revision).toBe(before + 1);
    }
    const before = organization.revision;
    for (const write of writes) expect(write).toThrow(refusal('NOT_FOUND', expect.any(String)));
    expect(organization.revision).toBe(before);
    expect(policies.of(arn)).toEqual({ managedPolicyArns: [], customerManagedPolicies: [] });
    expect(tags.of(arn)).toEqual([]);
  });

  test('a write to one leaves the accounts of the others as they are', () => {
    const organization = small();
    const outdated = () =>
      organization
        .permissionSets()
        .map(({ arn }) => organization.accountsProvisionedWith(arn, 'LATEST_PERMISSION_SET_NOT_PROVISIONED'));
    const before = outdated();
    const row = newRow(organization);
    organization.createAssignment(row);
    organization.policies.setInline(row.permissionSetArn, '{}');
    expect(outdated()).toEqual([...before, [row.accountId]]);
    organization.tags.tag(row.permissionSetArn, [{ key: 'a', value: 'b' }]);
    organization.provisionPermissionSet(row.permissionSetArn);
    expect(outdated()).toEqual([...before, []]);
  });
});

describe('assignments', () => {
  test('the first row of a pair provisions the permission set, and the last to go takes it away', () => {
    const organization = small();
    const row = newRow(organization);
    organization.createAssignment(row);
    expect(organization.accountsProvisionedWith(row.permissionSetArn)).toEqual([row.accountId]);
    expect(organization.permissionSetsProvisionedTo(row.accountId)).toContain(row.permissionSetArn);
    organization.deleteAssignment(row);
    expect(organization.accountsProvisionedWith(row.permissionSetArn)).toEqual([]);
    expect(organization.permissionSetsProvisionedTo(row.accountId)).not.toContain(row.permissionSetArn);
  });

  test('a row that is there already is left as it is', () => {
    const organization = small();
    const row = newRow(organization);
    organization.createAssignment(row);
    const { revision } = organization;
    organization.createAssignment({ ...row });
    expect(organization.assignments(row.accountId, row.permissionSetArn)).toEqual([row]);
    expect(organization.revision).toBe(revision);
  });

  test('a new row on a pair that drifted brings the latest version', () => {
    const organization = generateOrganization({
      accounts: 60,
      permissionSets: 12,
      users: 200,
      groups: 25,
      seed: 1,
    });
    const outdated = (accountId: string) =>
      organization.permissionSetsProvisionedTo(accountId, 'LATEST_PERMISSION_SET_NOT_PROVISIONED');
    const { id: accountId } = first(organization.accounts().filter(({ id }) => outdated(id).length > 0));
    const permissionSetArn = first(outdated(accountId));
    const { userId } = createUser(organization, 'new');
    organization.createAssignment({
      accountId,
      permissionSetArn,
      principalType: 'USER',
      principalId: userId,
    });
    expect(outdated(accountId)).toEqual([]);
  });

  test('an account, a permission set and a principal must exist', () => {
    const organization = small();
    const row = newRow(organization);
    const create = (change: Partial<Assignment>) => () =>
      organization.createAssignment({ ...row, ...change });
    expect(create({ accountId: '000000000000' })).toThrow(refusal('NOT_FOUND', 'ACCOUNT'));
    expect(create({ permissionSetArn: 'arn' })).toThrow(refusal('NOT_FOUND', 'PERMISSION_SET'));
    expect(create({ principalId: 'nobody' })).toThrow(refusal('NOT_FOUND', 'USER'));
    expect(create({ principalType: 'GROUP' })).toThrow(refusal('NOT_FOUND', 'GROUP'));
  });

  test('a row that is not there cannot be deleted', () => {
    const organization = small();
    const row = newRow(organization);
    expect(() => organization.deleteAssignment(row)).toThrow(refusal('NOT_FOUND', 'ASSIGNMENT'));
    organization.createAssignment(row);
    const asGroup = { ...row, principalType: 'GROUP' } as const;
    expect(() => organization.deleteAssignment(asGroup)).toThrow(refusal('NOT_FOUND', 'ASSIGNMENT'));
  });

  test('a row of a deleted principal can be deleted', () => {
    const organization = small();
    const orphan = first(
      allRows(organization).filter(
        (row) => row.principalType === 'USER' && !organization.user(row.principalId),
      ),
    );
    organization.deleteAssignment(orphan);
    expect(keysOf(allRows(organization))).not.toContain(keysOf([orphan]));
  });
});

describe('users and groups', () => {
  test("a user's rows are the direct ones and those of each group, naming the group", () => {
    const organization = small();
    const direct = newRow(organization);
    organization.createAssignment(direct);
    const { groupId } = organization.createGroup({ displayName: 'new' });
    const inherited: Assignment = { ...direct, principalType: 'GROUP', principalId: groupId };
    organization.createAssignment(inherited);
    expect(organization.assignmentsFor('USER', direct.principalId)).toEqual([direct]);
    const { membershipId } = organization.createMembership(groupId, direct.principalId);
    expect(organization.assignmentsFor('USER', direct.principalId)).toEqual([direct, inherited]);
    expect(organization.assignmentsFor('USER', direct.principalId, 'elsewhere')).toEqual([]);
    organization.deleteMembership(membershipId);
    expect(organization.assignmentsFor('USER', direct.principalId)).toEqual([direct]);
  });

  test('a deleted user leaves the groups and keeps the direct rows', () => {
    const organization = small();
    const direct = newRow(organization);
    organization.createAssignment(direct);
    const { groupId } = first(organization.groups());
    const { membershipId } = organization.createMembership(groupId, direct.principalId);
    organization.deleteUser(direct.principalId);
    expect(organization.user(direct.principalId)).toBeUndefined();
    expect(organization.userByName('new')).toBeUndefined();
    expect(organization.membership(membershipId)).toBeUndefined();
    expect(organization.membershipsOfUser(direct.principalId)).toEqual([]);
    expect(organization.assignmentsFor('USER', direct.principalId)).toEqual([direct]);
  });

  test('a deleted group loses its members and keeps its rows', () => {
    const organization = small();
    const holder = first(
      organization
        .groups()
        .filter(({ groupId }) => organization.membershipsOfGroup(groupId).length > 0)
        .filter(({ groupId }) => organization.assignmentsFor('GROUP', groupId).length > 0),
    );
    const rows = organization.assignmentsFor('GROUP', holder.groupId);
    const { userId } = first(organization.membershipsOfGroup(holder.groupId));
    organization.deleteGroup(holder.groupId);
    expect(organization.groupByName(holder.displayName)).toBeUndefined();
    expect(organization.membershipsOfGroup(holder.groupId)).toEqual([]);
    expect(organization.assignmentsFor('GROUP', holder.groupId)).toEqual(rows);
    const inherited = organization.assignmentsFor('USER', userId).map(({ principalId }) => principalId);
    expect(inherited).not.toContain(holder.groupId);
  });

  test('a name is free again after its holder was deleted', () => {
    const organization = small();
    const { userId } = createUser(organization, 'new');
    organization.deleteUser(userId);
    expect(createUser(organization, 'new').userId).not.toBe(userId);
    const { groupId } = organization.createGroup({ displayName: 'new' });
    organization.deleteGroup(groupId);
    expect(organization.createGroup({ displayName: 'new' }).groupId).not.toBe(groupId);
  });

  test('a membership that is made anew has another id', () => {
    const organization = small();
    const { groupId } = organization.createGroup({ displayName: 'new' });
    const { userId } = first(organization.users());
    const { membershipId } = organization.createMembership(groupId, userId);
    organization.deleteMembership(membershipId);
    expect(organization.createMembership(groupId, userId).membershipId).not.toBe(membershipId);
    expect(organization.membership(membershipId)).toBeUndefined();
  });

  test("a membership id with one character changed is nobody's", () => {
    const organization = small();
    const { membershipId } = first(organization.membershipsOfUser(first(organization.users()).userId));
    for (const [index, character] of membershipId.split('').entries()) {
      const changed = character === 'f' ? '0' : 'f';
      const id = membershipId.slice(0, index) + changed + membershipId.slice(index + 1);
      expect(organization.membership(id)).toBeUndefined();
    }
  });

  test('names, emails and memberships are taken once', () => {
    const organization = small();
    const user = first(organization.users().filter(({ email }) => email !== undefined));
    const group = first(organization.groups());
    const membership = first(organization.membershipsOfUser(user.userId));
    expect(() => organization.createUser(user)).toThrow(refusal('CONFLICT', 'USER_NAME'));
    expect(() => organization.createUser({ ...user, userName: 'other' })).toThrow(
      refusal('CONFLICT', 'EMAIL'),
    );
    expect(() => organization.createGroup(group)).toThrow(refusal('CONFLICT', 'GROUP_NAME'));
    expect(() => organization.createMembership(membership.groupId, user.userId)).toThrow(
      refusal('CONFLICT', 'GROUP_MEMBERSHIP'),
    );
  });

  test('users and groups that do not exist cannot be deleted or joined', () => {
    const organization = small();
    const { userId } = first(organization.users());
    const { groupId } = first(organization.groups());
    expect(() => organization.deleteUser(groupId)).toThrow(refusal('NOT_FOUND', 'USER'));
    expect(() => organization.deleteGroup(userId)).toThrow(refusal('NOT_FOUND', 'GROUP'));
    expect(() => organization.createMembership(userId, userId)).toThrow(refusal('NOT_FOUND', 'GROUP'));
    expect(() => organization.createMembership(groupId, groupId)).toThrow(refusal('NOT_FOUND', 'USER'));
    for (const id of ['', 'no-such-membership', userId])
      expect(() => organization.deleteMembership(id)).toThrow(refusal('NOT_FOUND', 'GROUP_MEMBERSHIP'));
  });
});

describe('accounts, OUs and permission sets', () => {
  test('a new account is active at the root, and moves', () => {
    const organization = small();
    const { id, parentId, state } = organization.createAccount({ name: 'new', email: 'new@example.com' });
    expect({ parentId, state }).toEqual({ parentId: organization.root.id, state: 'ACTIVE' });
    const unit = organization.createOrganizationalUnit(organization.root.id, 'New');
    organization.moveAccount(id, organization.root.id, unit.id);
    expect(organization.ancestors(id)).toEqual([organization.root.id, unit.id]);
    expect(organization.accountsOf(unit.id)).toEqual([organization.account(id)]);
    expect(organization.accountsOf(organization.root.id).map((account) => account.id)).not.toContain(id);
  });

  test('a closed account stays where it is, with its assignments', () => {
    const organization = small();
    const { accountId } = first(
      allRows(organization)
        .filter(({ accountId: id }) => organization.account(id)?.state === 'ACTIVE')
        .filter(({ accountId: id }) => id !== organization.managementAccountId),
    );
    const before = organization.account(accountId);
    const rows = allRows(organization);
    organization.closeAccount(accountId);
    expect(organization.account(accountId)).toEqual({ ...before, state: 'CLOSED' });
    expect(organization.accounts()).toContainEqual({ ...before, state: 'CLOSED' });
    expect(allRows(organization)).toEqual(rows);
    expect(() => organization.closeAccount(accountId)).toThrow(refusal('CONFLICT', 'ACCOUNT'));
  });

  test('the management account cannot be closed', () => {
    const organization = small();
    expect(() => organization.closeAccount(organization.managementAccountId)).toThrow(
      refusal('INVALID', 'ACCOUNT'),
    );
  });

  test('a move names an existing account, where it is, and another place', () => {
    const organization = small();
    const { id, parentId, email } = first(organization.accounts());
    const { id: other } = organization.createOrganizationalUnit(organization.root.id, 'New');
    const move =
      (...move: Parameters<Organization['moveAccount']>) =>
      () =>
        organization.moveAccount(...move);
    expect(move('000000000000', parentId, other)).toThrow(refusal('NOT_FOUND', 'ACCOUNT'));
    expect(move(id, other, other)).toThrow(refusal('NOT_FOUND', 'SOURCE_PARENT'));
    expect(move(id, parentId, 'ou-none')).toThrow(refusal('NOT_FOUND', 'DESTINATION_PARENT'));
    expect(move(id, parentId, parentId)).toThrow(refusal('CONFLICT', 'ACCOUNT'));
    expect(() => organization.createAccount({ name: 'new', email })).toThrow(refusal('CONFLICT', 'ACCOUNT'));
  });

  test('OUs nest five levels deep, with one name once under a parent', () => {
    const organization = small();
    let parentId = organization.root.id;
    for (const name of ['1', '2', '3', '4', '5'])
      parentId = organization.createOrganizationalUnit(parentId, name).id;
    expect(() => organization.createOrganizationalUnit(parentId, '6')).toThrow(
      refusal('INVALID', 'ORGANIZATIONAL_UNIT'),
    );
    expect(() => organization.createOrganizationalUnit(organization.root.id, '1')).toThrow(
      refusal('CONFLICT', 'ORGANIZATIONAL_UNIT'),
    );
    expect(() => organization.createOrganizationalUnit('ou-none', '1')).toThrow(
      refusal('NOT_FOUND', 'PARENT'),
    );
  });

  test('permission set names are taken once', () => {
    const organization = small();
    const { name } = first(organization.permissionSets());
    expect(() => organization.createPermissionSet({ name })).toThrow(refusal('CONFLICT', 'PERMISSION_SET'));
    expect(organization.createPermissionSet({ name: 'New' }).sessionDuration).toBe('PT1H');
  });
});

/** One random write; the numbers choose among what there is. */
type Step = readonly [kind: number, a: number, b: number, c: number];

function apply(organization: Organization, [kind, a, b, c]: Step): void {
  const at = <T>(list: readonly T[], index: number): T => first(list.slice(index % Math.max(1, list.length)));
  const account = () => at(organization.accounts(), a);
  const parentId = (index: number) =>
    at([organization.root.id, ...organization.organizationalUnits().map(({ id }) => id)], index);
  const principal = (): Pick<Assignment, 'principalType' | 'principalId'> =>
    c % 2 === 0
      ? { principalType: 'USER', principalId: at(organization.users(), c).userId }
      : { principalType: 'GROUP', principalId: at(organization.groups(), c).groupId };
  const writes: (() => unknown)[] = [
    () =>
      organization.createAssignment({
        accountId: account().id,
        permissionSetArn: at(organization.permissionSets(), b).arn,
        ...principal(),
      }),
    () => organization.deleteAssignment(at(allRows(organization), a)),
    () =>
      organization.createMembership(at(organization.groups(), a).groupId, at(organization.users(), b).userId),
    () => {
      const { groupId } = at(organization.groups(), a);
      organization.deleteMembership(at(organization.membershipsOfGroup(groupId), b).membershipId);
    },
    () => createUser(organization, `user-${a % 5}`),
    () => organization.deleteUser(at(organization.users(), a).userId),
    () => organization.createGroup({ displayName: `group-${a % 5}` }),
    () => organization.deleteGroup(at(organization.groups(), a).groupId),
    () => organization.createPermissionSet({ name: `set-${a % 5}` }),
    () => organization.createAccount({ name: 'account', email: `account-${a % 5}@example.com` }),
    () => organization.moveAccount(account().id, account().parentId, parentId(b)),
    () => organization.closeAccount(account().id),
    () => organization.createOrganizationalUnit(parentId(a), `ou-${b % 3}`),
  ];
  at(writes, kind)();
}

/** Whether the organization took the write. */
function attempt(organization: Organization, step: Step): boolean {
  try {
    apply(organization, step);
    return true;
  } catch (error) {
    if (error instanceof OrganizationError || error instanceof NothingThere) return false;
    throw error;
  }
}

test('after any writes every index agrees with a brute-force reading, and refused writes change nothing', () => {
  const number = fc.nat({ max: 1000 });
  const steps = fc.array(fc.tuple(number, number, number, number), { minLength: 10, maxLength: 60 });
  fc.assert(
    fc.property(steps, fc.integer(), (chosen, seed) => {
      const organization = generateOrganization({
        accounts: 4,
        permissionSets: 3,
        users: 6,
        groups: 4,
        seed,
      });
      for (const step of chosen) {
        const { revision } = organization;
        const wentThrough = attempt(organization, step);
        expect(wentThrough || organization.revision === revision).toBe(true);
      }
      expect(rowsInAgreement(organization)).toHaveLength(organization.assignmentCount());
    }),
    { numRuns: 100 },
  );
});
