import { AccountAccessStore, type AccountAccessParts } from './account-access-store.ts';
import type { AccountTree } from './account-tree.ts';
import type { AssignmentIndex } from './assignment-index.ts';
import { DelegationStore, identityCenter } from './delegation-store.ts';
import type { IdentityStore } from './identity-store.ts';
import type { PermissionSetStore } from './permission-set-store.ts';
import { PolicyStore } from './policy-store.ts';
import { TagStore } from './tag-store.ts';
import {
  type Account,
  type Assignment,
  type DelegatedService,
  type Group,
  type GroupInput,
  type InstanceSettings,
  type Membership,
  type Organization,
  type OrganizationalUnit,
  OrganizationError,
  type PermissionSet,
  type PermissionSetPolicies,
  type PrincipalType,
  type ProvisioningStatus,
  type Tag,
  type User,
  type UserInput,
} from './types.ts';

/** AWS's quotas for one resource. */
const maxTags = { identityCenter: 75, organizations: 50 };

/** What the organization starts with. */
interface OrganizationProfile {
  readonly partition: string;
  readonly region: string;
  readonly organizationId: string;
  readonly rootName: string;
  readonly managementAccountId: string;
  readonly delegatedAdministratorId: string | undefined;
  readonly instanceArn: string;
  readonly instanceName: string;
  readonly instanceCreatedAt: number;
}

export interface OrganizationParts {
  readonly profile: OrganizationProfile;
  readonly tree: AccountTree;
  readonly permissionSetStore: PermissionSetStore;
  /** By the ARN of the permission set. */
  readonly policies: ReadonlyMap<string, PermissionSetPolicies>;
  /** By the ARN of the instance or permission set. */
  readonly tags: ReadonlyMap<string, readonly Tag[]>;
  readonly assignmentIndex: AssignmentIndex;
  readonly accountAccess: AccountAccessParts;
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
  readonly instanceCreatedAt: number;
  readonly identityStoreId: string;
  readonly policies: PolicyStore;
  readonly tags: TagStore;
  readonly organizationTags: TagStore;
  readonly delegations: DelegationStore;
  readonly accountAccess: AccountAccessStore;
  readonly #tree: AccountTree;
  readonly #permissionSets: PermissionSetStore;
  readonly #assignments: AssignmentIndex;
  readonly #identities: IdentityStore;
  readonly #clock: () => number;
  #instance: InstanceSettings;
  #revision = 0;

  constructor({ profile, ...parts }: OrganizationParts) {
    this.partition = profile.partition;
    this.region = profile.region;
    this.organizationId = profile.organizationId;
    this.root = { id: parts.tree.rootId, name: profile.rootName };
    this.managementAccountId = profile.managementAccountId;
    this.instanceArn = profile.instanceArn;
    this.#instance = { name: profile.instanceName };
    this.instanceCreatedAt = profile.instanceCreatedAt;
    this.identityStoreId = parts.identityStore.id;
    this.policies = new PolicyStore(parts.policies, (arn) => this.#outdate(arn));
    this.tags = new TagStore(parts.tags, maxTags.identityCenter, (arn) => {
      if (arn !== this.instanceArn) this.#permissionSets.require(arn);
      this.#revision += 1;
    });
    this.organizationTags = new TagStore(new Map(), maxTags.organizations, (id) => {
      if (!this.hasParent(id) && !this.account(id))
        throw new OrganizationError('NOT_FOUND', 'TARGET', `There is no root, unit or account ${id}`);
      this.#revision += 1;
    });
    this.delegations = new DelegationStore(delegationsOf(profile, parts.tree), parts.clock, (accountId) =>
      this.#requireMember(accountId),
    );
    this.accountAccess = new AccountAccessStore(parts.accountAccess, {
      requireAccount: (accountId) => this.#requireAccount(accountId),
      requirePrincipal: (principal) => this.#requirePrincipal(principal),
      clock: parts.clock,
      written: () => (this.#revision += 1),
    });
    this.#tree = parts.tree;
    this.#permissionSets = parts.permissionSetStore;
    this.#assignments = parts.assignmentIndex;
    this.#identities = parts.identityStore;
    this.#clock = parts.clock;
  }

  get delegatedAdministratorId(): string | undefined {
    return this.delegations.administratorOf(identityCenter);
  }

  get instance(): InstanceSettings {
    return this.#instance;
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

  renameOrganizationalUnit(ouId: string, name: string): OrganizationalUnit {
    return this.#written(this.#tree.renameUnit(ouId, name));
  }

  deleteOrganizationalUnit(ouId: string): void {
    this.#written(this.#tree.removeUnit(ouId));
    this.organizationTags.forget(ouId);
  }

  createPermissionSet(input: Parameters<Organization['createPermissionSet']>[0]): PermissionSet {
    const createdAt = this.#clock();
    return this.#written(
      this.#permissionSets.addPermissionSet({ sessionDuration: 'PT1H', ...input, createdAt }),
    );
  }

  updatePermissionSet(arn: string, input: Parameters<Organization['updatePermissionSet']>[1]): void {
    this.#outdate(arn);
    this.#permissionSets.updatePermissionSet(arn, input);
  }

  deletePermissionSet(arn: string): void {
    this.#permissionSets.require(arn);
    if (!this.#assignments.withdraw(arn))
      throw new OrganizationError('CONFLICT', 'PERMISSION_SET', `${arn} is assigned in some account`);
    this.policies.forget(arn);
    this.tags.forget(arn);
    this.#written(this.#permissionSets.removePermissionSet(arn));
  }

  provisionPermissionSet(arn: string, accountId?: string): void {
    if (accountId === undefined) this.#permissionSets.require(arn);
    else this.#requireTarget(accountId, arn);
    const accountIds = accountId === undefined ? this.#assignments.accountsOf(arn) : [accountId];
    for (const id of accountIds) this.#assignments.provision(id, arn);
    this.#revision += 1;
  }

  createAssignment(assignment: Assignment): void {
    this.#requireTarget(assignment.accountId, assignment.permissionSetArn);
    this.#requirePrincipal(assignment);
    if (this.#assignments.add(assignment)) this.#revision += 1;
  }

  deleteAssignment(assignment: Assignment): void {
    this.#requireTarget(assignment.accountId, assignment.permissionSetArn);
    if (!this.#assignments.delete(assignment))
      throw new OrganizationError('NOT_FOUND', 'ASSIGNMENT', 'There is no such assignment');
    this.#revision += 1;
  }

  createUser(input: Parameters<Organization['createUser']>[0]): User {
    const createdAt = this.#clock();
    return this.#written(this.#identities.addUser({ status: 'ENABLED', ...input, createdAt }));
  }

  updateUser(userId: string, input: UserInput): User {
    return this.#written(this.#identities.updateUser(userId, input, this.#clock()));
  }

  deleteUser(userId: string): void {
    this.#written(this.#identities.deleteUser(userId));
  }

  createGroup(input: GroupInput): Group {
    return this.#written(this.#identities.addGroup({ ...input, createdAt: this.#clock() }));
  }

  updateGroup(groupId: string, input: GroupInput): Group {
    return this.#written(this.#identities.updateGroup(groupId, input, this.#clock()));
  }

  deleteGroup(groupId: string): void {
    this.#written(this.#identities.deleteGroup(groupId));
  }

  setInstance(settings: InstanceSettings): void {
    this.#instance = settings;
    this.#revision += 1;
  }

  createMembership(groupId: string, userId: string): Membership {
    const row = this.#written(this.#identities.addMembership(groupId, userId, this.#clock()));
    return this.#identities.membershipAt(row);
  }

  deleteMembership(membershipId: string): void {
    this.#written(this.#identities.deleteMembership(membershipId));
  }

  /** Counts as a write, too. */
  #requireMember(accountId: string): void {
    this.#requireAccount(accountId);
    if (accountId === this.managementAccountId)
      throw new OrganizationError('INVALID', 'DELEGATION', 'The management account is no member account');
    this.#revision += 1;
  }

  #requireAccount(accountId: string): void {
    if (!this.account(accountId))
      throw new OrganizationError('NOT_FOUND', 'ACCOUNT', `Account ${accountId} does not exist`);
  }

  #requirePrincipal({ principalType, principalId }: Pick<Assignment, 'principalType' | 'principalId'>): void {
    if (principalType === 'USER' ? this.user(principalId) : this.group(principalId)) return;
    const message = `${principalType} ${principalId} does not exist`;
    throw new OrganizationError('NOT_FOUND', principalType, message);
  }

  #requireTarget(accountId: string, permissionSetArn: string): void {
    this.#requireAccount(accountId);
    this.#permissionSets.require(permissionSetArn);
  }

  /** The permission set changes, so that what its accounts have of it is not its latest version any more. */
  #outdate(permissionSetArn: string): void {
    this.#permissionSets.require(permissionSetArn);
    for (const accountId of this.#assignments.accountsOf(permissionSetArn))
      this.#assignments.markOutdated(accountId, permissionSetArn);
    this.#revision += 1;
  }

  /** Counts a write that went through: its argument is made first, and may throw. */
  #written<Result>(result: Result): Result {
    this.#revision += 1;
    return result;
  }
}

/** The account that may administer Identity Center could do so since both were there. */
function delegationsOf(
  { delegatedAdministratorId: id, instanceCreatedAt }: OrganizationProfile,
  tree: AccountTree,
): ReadonlyMap<string, readonly DelegatedService[]> {
  const account = id === undefined ? undefined : tree.account(id);
  if (account === undefined) return new Map();
  const enabledAt = Math.max(account.joinedAt, instanceCreatedAt);
  return new Map([[account.id, [{ service: identityCenter, enabledAt }]]]);
}
