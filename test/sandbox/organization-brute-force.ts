import { expect } from 'vitest';
import type { Assignment, Organization } from '../../src/sandbox/organization/types.ts';

/** Every row, read the slow way: one (account, permission set) pair after the other. */
export function allRows(organization: Organization): Assignment[] {
  return organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSets().flatMap(({ arn }) => organization.assignments(id, arn)),
    );
}

function keyOf({ accountId, permissionSetArn, principalType, principalId }: Assignment): string {
  return [accountId, permissionSetArn, principalType, principalId].join(' ');
}

export function keysOf(rows: readonly Assignment[]): string[] {
  return rows.map(keyOf).toSorted();
}

/** All rows, after asserting that every index, asked from its own side, says the same as they do. */
export function rowsInAgreement(organization: Organization): Assignment[] {
  const rows = allRows(organization);
  expect(new Set(keysOf(rows)).size).toBe(rows.length);
  expectTree(organization);
  expectProvisioning(organization, rows);
  expectMemberships(organization);
  expectPrincipals(organization, rows);
  return rows;
}

function expectTree(organization: Organization): void {
  const { root } = organization;
  const units = organization.organizationalUnits();
  expect(organization.hasParent(root.id)).toBe(true);
  const parentIds = [root.id, ...units.map(({ id }) => id)];
  for (const parentId of parentIds) {
    const children = organization.accounts().filter((account) => account.parentId === parentId);
    expect(ids(organization.accountsOf(parentId))).toEqual(ids(children));
    const childUnits = units.filter((unit) => unit.parentId === parentId);
    expect(ids(organization.organizationalUnitsOf(parentId))).toEqual(ids(childUnits));
  }
  for (const child of [...organization.accounts(), ...units]) {
    const ancestors = organization.ancestors(child.id);
    expect(ancestors[0]).toBe(root.id);
    expect(ancestors.at(-1)).toBe(child.parentId);
    expect(organization.ancestors(child.parentId)).toEqual(ancestors.slice(0, -1));
    expect(organization.account(child.id) ?? organization.organizationalUnit(child.id)).toBe(child);
  }
}

function expectProvisioning(organization: Organization, rows: readonly Assignment[]): void {
  for (const { id } of organization.accounts()) {
    const arns = rows
      .filter(({ accountId }) => accountId === id)
      .map(({ permissionSetArn }) => permissionSetArn);
    expect(organization.permissionSetsProvisionedTo(id).toSorted()).toEqual(distinct(arns));
    expectSplit((status) => organization.permissionSetsProvisionedTo(id, status));
  }
  for (const { arn } of organization.permissionSets()) {
    const accountIds = rows.filter((row) => row.permissionSetArn === arn).map(({ accountId }) => accountId);
    expect(organization.accountsProvisionedWith(arn).toSorted()).toEqual(distinct(accountIds));
    expectSplit((status) => organization.accountsProvisionedWith(arn, status));
  }
}

/** What is in one provisioning status and what is in the other make up the whole. */
function expectSplit(
  read: (...status: Parameters<Organization['accountsProvisionedWith']>[1][]) => readonly string[],
) {
  const latest = read('LATEST_PERMISSION_SET_PROVISIONED');
  const outdated = read('LATEST_PERMISSION_SET_NOT_PROVISIONED');
  expect([...latest, ...outdated].toSorted()).toEqual(read().toSorted());
}

function expectMemberships(organization: Organization): void {
  const ofGroups = organization.groups().flatMap(({ groupId }) => organization.membershipsOfGroup(groupId));
  const ofUsers = organization.users().flatMap(({ userId }) => organization.membershipsOfUser(userId));
  const byId = (memberships: typeof ofGroups) =>
    memberships.toSorted((one, other) => (one.membershipId < other.membershipId ? -1 : 1));
  expect(byId(ofGroups)).toEqual(byId(ofUsers));
  expect(distinct(ofGroups.map(({ groupId, userId }) => `${groupId} ${userId}`))).toHaveLength(
    ofGroups.length,
  );
  for (const membership of ofGroups)
    expect(organization.membership(membership.membershipId)).toEqual(membership);
}

function expectPrincipals(organization: Organization, rows: readonly Assignment[]): void {
  const principals = new Map(rows.map((row) => [row.principalId, row.principalType]));
  for (const { userId } of organization.users()) principals.set(userId, 'USER');
  for (const { groupId } of organization.groups()) principals.set(groupId, 'GROUP');
  for (const [principalId, type] of principals) {
    const holders = new Set([principalId]);
    if (type === 'USER')
      for (const { groupId } of organization.membershipsOfUser(principalId)) holders.add(groupId);
    const expected = rows.filter((row) => holders.has(row.principalId));
    expect(keysOf(organization.assignmentsFor(type, principalId))).toEqual(keysOf(expected));
    const other = type === 'USER' ? 'GROUP' : 'USER';
    expect(organization.assignmentsFor(other, principalId)).toEqual([]);
    const accountId = organization.managementAccountId;
    const there = expected.filter((row) => row.accountId === accountId);
    expect(keysOf(organization.assignmentsFor(type, principalId, accountId))).toEqual(keysOf(there));
  }
}

function ids(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id).toSorted();
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}
