import type { AccountTree } from './account-tree.ts';
import type { AssignmentIndex } from './assignment-index.ts';
import type { IdentityStore } from './identity-store.ts';
import type { PermissionSetStore } from './permission-set-store.ts';
import {
  type Account,
  type Assignment,
  type Group,
  type Membership,
  type Organization,
  type OrganizationalUnit,
  OrganizationError,
  type PermissionSet,
  type PrincipalType,
  type ProvisioningStatus,
  type User,
} from './types.ts';

/** What does not change while the organization lives. */
interface OrganizationProfile {
  readonly partition: string;
  readonly region: string;
  readonly organizationId: string;
  readonly rootName: string;
  readonly managementAccountId: string;
  readonly instanceArn: string;
  readonly instanceName: string;
  readonly instanceCreatedAt: number;
}

export interface OrganizationParts {
  readonly profile: OrganizationProfile;
  readonly tree: AccountTree;
  readonly permissionSetStore: PermissionSetStore;
  readonly assignmentIndex: AssignmentIndex;
  readonly identityStore: IdentityStore;
  /** The creation time of the rows that writes add, in epoch seconds. */
  readonly clock: () => number;
}

/** The parts as one organization: it checks what concerns two of them, and counts the writes. */
export class InMemoryOrganization implements Organization {
  readonly partition: string;
  readonly region: string;
  readonly organizationId: string;
  readonly root: Organization['root'];
  readonly managementAccountId: string;
  readonly instanceArn: string;
  readonly instanceName: string;
  readonly instanceCreatedAt: number;
  readonly identityStoreId: string;
  readonly #tree: AccountTree;
  readonly #permissionSets: PermissionSetStore;
  readonly #assignments: AssignmentIndex;
  readonly #identities: IdentityStore;
  readonly #clock: () => number;
  #revision = 0;

  constructor({
    profile,
    tree,
    permissionSetStore,
    assignmentIndex,
    identityStore,
    clock,
  }: OrganizationParts) {
    this.partition = profile.partition;
    this.region = profile.region;
    this.organizationId = profile.organizationId;
    this.root = { id: tree.rootId, name: profile.rootName };
    this.managementAccountId = profile.managementAccountId;
    this.instanceArn = profile.instanceArn;
    this.instanceName = profile.instanceName;
    this.instanceCreatedAt = profile.instanceCreatedAt;
    this.identityStoreId = identityStore.id;
    this.#tree = tree;
    this.#permissionSets = permissionSetStore;
    this.#assignments = assignmentIndex;
    this.#identities = identityStore;
    this.#clock = clock;
  }

  get revision(): number {
    return this.#revision;
  }

  accounts(): readonly Account[] {
    return this.#tree.accounts();
  }

  account(accountId: string): Account | undefined {
    return this.#tree.account(accountId);
  }

  accountsOf(parentId: string): readonly Account[] {
    return this.#tree.accountsOf(parentId);
  }

  organizationalUnits(): readonly OrganizationalUnit[] {
    return this.#tree.units();
  }

  organizationalUnit(ouId: string): OrganizationalUnit | undefined {
    return this.#tree.unit(ouId);
  }

  organizationalUnitsOf(parentId: string): readonly OrganizationalUnit[] {
    return this.#tree.unitsOf(parentId);
  }

  hasParent(parentId: string): boolean {
    return this.#tree.hasParent(parentId);
  }

  ancestors(childId: string): readonly string[] {
    return this.#tree.ancestors(childId);
  }

  permissionSets(): readonly PermissionSet[] {
    return this.#permissionSets.permissionSets();
  }

  permissionSet(arn: string): PermissionSet | undefined {
    return this.#permissionSets.permissionSet(arn);
  }

  permissionSetsProvisionedTo(accountId: string, status?: ProvisioningStatus): readonly string[] {
    return this.#assignments.permissionSetsOf(accountId, status);
  }

  accountsProvisionedWith(permissionSetArn: string, status?: ProvisioningStatus): readonly string[] {
    return this.#assignments.accountsOf(permissionSetArn, status);
  }

  assignments(accountId: string, permissionSetArn: string): readonly Assignment[] {
    return this.#assignments.ofPair(accountId, permissionSetArn);
  }

  assignmentsFor(type: PrincipalType, principalId: string, accountId?: string): readonly Assignment[] {
    const own = this.#assignments.ofPrincipal(type, principalId, accountId);
    if (type === 'GROUP') return own;
    const inherited = this.#identities
      .groupIdsOf(principalId)
      .flatMap((groupId) => this.#assignments.ofPrincipal('GROUP', groupId, accountId));
    return [...own, ...inherited];
  }

  assignmentCount(): number {
    return this.#assignments.count;
  }

  users(): readonly User[] {
    return this.#identities.users();
  }

  user(userId: string): User | undefined {
    return this.#identities.user(userId);
  }

  userByName(userName: string): User | undefined {
    return this.#identities.userByName(userName);
  }

  userByEmail(email: string): User | undefined {
    return this.#identities.userByEmail(email);
  }

  groups(): readonly Group[] {
    return this.#identities.groups();
  }

  group(groupId: string): Group | undefined {
    return this.#identities.group(groupId);
  }

  groupByName(displayName: string): Group | undefined {
    return this.#identities.groupByName(displayName);
  }

  membershipsOfGroup(groupId: string): readonly Membership[] {
    return this.#identities.membershipsOfGroup(groupId);
  }

  membershipsOfUser(userId: string): readonly Membership[] {
    return this.#identities.membershipsOfUser(userId);
  }

  membership(membershipId: string): Membership | undefined {
    return this.#identities.membership(membershipId);
  }

  createAccount({ name, email }: { name: string; email: string }): Account {
    const parentId = this.#tree.rootId;
    const joinedAt = this.#clock();
    return this.#written(
      this.#tree.addAccount({ name, email, parentId, state: 'ACTIVE', joinedMethod: 'CREATED', joinedAt }),
    );
  }

  moveAccount(accountId: string, sourceParentId: string, destinationParentId: string): void {
    this.#written(this.#tree.moveAccount(accountId, sourceParentId, destinationParentId));
  }

  closeAccount(accountId: string): void {
    if (accountId === this.managementAccountId)
      throw new OrganizationError('INVALID', 'ACCOUNT', 'The management account cannot be closed');
    this.#written(this.#tree.closeAccount(accountId));
  }

  createOrganizationalUnit(parentId: string, name: string): OrganizationalUnit {
    return this.#written(this.#tree.addUnit(parentId, name));
  }

  createPermissionSet(input: Parameters<Organization['createPermissionSet']>[0]): PermissionSet {
    const createdAt = this.#clock();
    return this.#written(
      this.#permissionSets.addPermissionSet({ sessionDuration: 'PT1H', ...input, createdAt }),
    );
  }

  createAssignment(assignment: Assignment): void {
    this.#requireTarget(assignment);
    const { principalType, principalId } = assignment;
    if (!(principalType === 'USER' ? this.user(principalId) : this.group(principalId)))
      throw new OrganizationError(
        'NOT_FOUND',
        principalType,
        `${principalType} ${principalId} does not exist`,
      );
    if (this.#assignments.add(assignment)) this.#revision += 1;
  }

  deleteAssignment(assignment: Assignment): void {
    this.#requireTarget(assignment);
    if (!this.#assignments.delete(assignment))
      throw new OrganizationError('NOT_FOUND', 'ASSIGNMENT', 'There is no such assignment');
    this.#revision += 1;
  }

  createUser(input: Parameters<Organization['createUser']>[0]): User {
    const createdAt = this.#clock();
    return this.#written(this.#identities.addUser({ status: 'ENABLED', ...input, createdAt }));
  }

  deleteUser(userId: string): void {
    this.#written(this.#identities.deleteUser(userId));
  }

  createGroup(input: { displayName: string; description?: string }): Group {
    return this.#written(this.#identities.addGroup({ ...input, createdAt: this.#clock() }));
  }

  deleteGroup(groupId: string): void {
    this.#written(this.#identities.deleteGroup(groupId));
  }

  createMembership(groupId: string, userId: string): Membership {
    const row = this.#written(this.#identities.addMembership(groupId, userId, this.#clock()));
    return this.#identities.membershipAt(row);
  }

  deleteMembership(membershipId: string): void {
    this.#written(this.#identities.deleteMembership(membershipId));
  }

  #requireTarget({ accountId, permissionSetArn }: Assignment): void {
    if (!this.account(accountId))
      throw new OrganizationError('NOT_FOUND', 'ACCOUNT', `Account ${accountId} does not exist`);
    if (!this.permissionSet(permissionSetArn))
      throw new OrganizationError('NOT_FOUND', 'PERMISSION_SET', `${permissionSetArn} does not exist`);
  }

  /** Counts a write that went through: its argument is made first, and may throw. */
  #written<Result>(result: Result): Result {
    this.#revision += 1;
    return result;
  }
}
