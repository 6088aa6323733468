import fc from 'fast-check';
import {
  OrganizationError,
  type Assignment,
  type Organization,
} from '../../../src/sandbox/organization/types.ts';

/** What somebody does to an organization between two questions. */
export type Change = (organization: Organization) => void;

type Pick = <T>(list: readonly T[]) => T | undefined;

/** Whom the pick-th numbers pick; a list without members leaves the change undone. */
type ChangeBy = (organization: Organization, pick: Pick) => void;

/** Assignments come and go: nothing else that a filter asks for changes. */
export const assigning = {
  assign(organization, pick) {
    const row = anyRow(organization, pick);
    if (row) organization.createAssignment(row);
  },
  unassign(organization, pick) {
    const row = pick(rowsOf(organization));
    if (row) organization.deleteAssignment(row);
  },
  /** The permission set leaves the account. */
  unassignPair(organization, pick) {
    const row = pick(rowsOf(organization));
    if (!row) return;
    for (const one of organization.assignments(row.accountId, row.permissionSetArn).slice())
      organization.deleteAssignment(one);
  },
  /** The permission set comes to an account that did not have it, or changes its rows. */
  move(organization, pick) {
    assigning.unassign(organization, pick);
    assigning.assign(organization, pick);
  },
} satisfies Record<string, ChangeBy>;

const moving = {
  createAccount(organization, pick) {
    const { id } = organization.createAccount({
      name: 'Kelvin',
      email: `${organization.revision}@new.example`,
    });
    const row = anyRow(organization, pick);
    if (row) organization.createAssignment({ ...row, accountId: id });
  },
  closeAccount(organization, pick) {
    const account = pick(organization.accounts());
    if (account && account.id !== organization.managementAccountId && account.state === 'ACTIVE')
      organization.closeAccount(account.id);
  },
  moveAccount(organization, pick) {
    const account = pick(organization.accounts());
    const parent = pick([organization.root, ...organization.organizationalUnits()]);
    if (account && parent && parent.id !== account.parentId)
      organization.moveAccount(account.id, account.parentId, parent.id);
  },
  createPermissionSet(organization, pick) {
    const { arn } = organization.createPermissionSet({ name: `New${organization.revision}` });
    const row = anyRow(organization, pick);
    if (row) organization.createAssignment({ ...row, permissionSetArn: arn });
  },
  deletePermissionSet(organization, pick) {
    const permissionSet = pick(organization.permissionSets());
    const rows = rowsOf(organization).filter((row) => row.permissionSetArn === permissionSet?.arn);
    for (const row of rows) organization.deleteAssignment(row);
    if (permissionSet) organization.deletePermissionSet(permissionSet.arn);
  },
} satisfies Record<string, ChangeBy>;

const people = {
  deleteUser(organization, pick) {
    const user = pick(organization.users());
    if (user) organization.deleteUser(user.userId);
  },
  deleteGroup(organization, pick) {
    const group = pick(organization.groups());
    if (group) organization.deleteGroup(group.groupId);
  },
  createUser(organization, pick) {
    const { revision } = organization;
    const { userId } = organization.createUser({
      userName: `new-${revision}`,
      displayName: 'New',
      givenName: 'N',
      familyName: 'W',
      status: revision % 2 === 0 ? 'ENABLED' : 'DISABLED',
    });
    const row = anyRow(organization, pick);
    if (row) organization.createAssignment({ ...row, principalType: 'USER', principalId: userId });
  },
  join(organization, pick) {
    const group = pick(organization.groups());
    const user = pick(organization.users());
    if (group && user) organization.createMembership(group.groupId, user.userId);
  },
  leave(organization, pick) {
    const group = pick(organization.groups());
    const membership = group && pick(organization.membershipsOfGroup(group.groupId));
    if (membership) organization.deleteMembership(membership.membershipId);
  },
} satisfies Record<string, ChangeBy>;

/** Of assignments and accounts: what `maxAge` and the default age of assignments bound, not the age of names. */
export const changesOfAssignments = changesOf({ ...assigning, ...moving });
export const changesOfRows = changesOf(assigning);
export const anyChanges = changesOf({ ...assigning, ...moving, ...people });

function changesOf(kinds: Record<string, ChangeBy>): fc.Arbitrary<Change> {
  const numbers = fc.array(fc.nat(9_999), { minLength: 4, maxLength: 4 });
  return fc.tuple(fc.constantFrom(...Object.keys(kinds)), numbers).map(([name, drawn]) => {
    const apply: Change = (organization) => {
      let used = 0;
      const pick: Pick = (list) => list[(drawn[used++ % drawn.length] ?? 0) % list.length];
      try {
        kinds[name]?.(organization, pick);
      } catch (error) {
        // Such as a membership that there is already.
        if (!(error instanceof OrganizationError)) throw error;
      }
    };
    return Object.assign(apply, { [fc.toStringMethod]: () => `${name}(${drawn.join()})` });
  });
}

function anyRow(organization: Organization, pick: Pick): Assignment | undefined {
  const account = pick(organization.accounts());
  const permissionSet = pick(organization.permissionSets());
  const principal = pick([
    ...organization.users().map(({ userId }) => ({ principalType: 'USER' as const, principalId: userId })),
    ...organization
      .groups()
      .map(({ groupId }) => ({ principalType: 'GROUP' as const, principalId: groupId })),
  ]);
  if (!account || !permissionSet || !principal) return undefined;
  return { accountId: account.id, permissionSetArn: permissionSet.arn, ...principal };
}

function rowsOf(organization: Organization): Assignment[] {
  return organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSetsProvisionedTo(id).flatMap((arn) => organization.assignments(id, arn)),
    );
}
