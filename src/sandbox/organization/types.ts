/**
 * What the sandbox knows: one AWS organization with one Identity Center instance and its identity store.
 * The protocol side reads and changes it only through `Organization`; nothing here knows of HTTP, paging or throttling.
 */

export type PrincipalType = 'USER' | 'GROUP';
export type ProvisioningStatus =
  | 'LATEST_PERMISSION_SET_PROVISIONED'
  | 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: AccountState;
  /** The root's or an OU's id. */
  readonly parentId: string;
  readonly joinedMethod: 'INVITED' | 'CREATED';
  /** Epoch seconds, as every time here. */
  readonly joinedAt: number;
}

/** An organizational unit. The root is apart: `Organization.root`. */
export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
}

export interface PermissionSet {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  readonly createdAt: number;
  /** ISO 8601, PT1H to PT12H. */
  readonly sessionDuration: string;
  readonly relayState?: string;
}

export interface User {
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly status: 'ENABLED' | 'DISABLED';
  readonly createdAt: number;
}

export interface Group {
  readonly groupId: string;
  readonly displayName: string;
  readonly description?: string;
  readonly createdAt: number;
}

export interface Membership {
  readonly membershipId: string;
  readonly groupId: string;
  readonly userId: string;
  readonly createdAt: number;
}

export interface Assignment {
  readonly accountId: string;
  readonly permissionSetArn: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

/** A write that names what does not exist, exists already, or is still needed. The protocol side gives it AWS's error name. */
export class OrganizationError extends Error {
  readonly kind: 'NOT_FOUND' | 'CONFLICT' | 'INVALID';
  /** What it is about: ACCOUNT, PARENT, CHILD, PERMISSION_SET, USER, GROUP, GROUP_MEMBERSHIP, ASSIGNMENT, … */
  readonly subject: string;

  constructor(kind: OrganizationError['kind'], subject: string, message: string) {
    super(message);
    this.name = 'OrganizationError';
    this.kind = kind;
    this.subject = subject;
  }
}

export interface Sizes {
  readonly accounts: number;
  readonly permissionSets: number;
  readonly users: number;
  readonly groups: number;
  /** About how many assignments; without it, what the other sizes make believable. */
  readonly assignments?: number;
}

/**
 * Lists come in an order that is stable between writes but is not sorted by id, as AWS promises none.
 * Lists are read-only views: a caller may slice, never keep or change them.
 */
export interface Organization {
  readonly partition: string;
  /** Where the instance lives; in any other Region ListInstances is empty. */
  readonly region: string;
  readonly organizationId: string;
  readonly root: { readonly id: string; readonly name: string };
  readonly managementAccountId: string;
  readonly instanceArn: string;
  readonly instanceName: string;
  readonly instanceCreatedAt: number;
  readonly identityStoreId: string;
  /** Counts up with every write. */
  readonly revision: number;

  accounts(): readonly Account[];
  account(accountId: string): Account | undefined;
  /** Direct children only. The parent must exist (root or OU): see `hasParent`. */
  accountsOf(parentId: string): readonly Account[];
  organizationalUnits(): readonly OrganizationalUnit[];
  organizationalUnit(ouId: string): OrganizationalUnit | undefined;
  organizationalUnitsOf(parentId: string): readonly OrganizationalUnit[];
  /** Is this the root's or an OU's id? */
  hasParent(parentId: string): boolean;
  /** The ids from the root down to the parent of this account or OU, for example ['r-ab12', 'ou-ab12-1', 'ou-ab12-2']. */
  ancestors(childId: string): readonly string[];

  permissionSets(): readonly PermissionSet[];
  permissionSet(arn: string): PermissionSet | undefined;
  /** ARNs provisioned to the account; with a status, only those in that state. */
  permissionSetsProvisionedTo(accountId: string, status?: ProvisioningStatus): readonly string[];
  accountsProvisionedWith(permissionSetArn: string, status?: ProvisioningStatus): readonly string[];

  /** The rows of one (account, permission set) pair, those of deleted principals included. */
  assignments(accountId: string, permissionSetArn: string): readonly Assignment[];
  /** A group's own rows; a user's direct rows and, naming the group, those of every group the user is in. Answers for deleted principals too. */
  assignmentsFor(
    principalType: PrincipalType,
    principalId: string,
    accountId?: string,
  ): readonly Assignment[];
  assignmentCount(): number;

  users(): readonly User[];
  user(userId: string): User | undefined;
  userByName(userName: string): User | undefined;
  userByEmail(email: string): User | undefined;
  groups(): readonly Group[];
  group(groupId: string): Group | undefined;
  groupByName(displayName: string): Group | undefined;
  membershipsOfGroup(groupId: string): readonly Membership[];
  membershipsOfUser(userId: string): readonly Membership[];
  membership(membershipId: string): Membership | undefined;

  createAccount(input: { name: string; email: string }): Account;
  moveAccount(accountId: string, sourceParentId: string, destinationParentId: string): void;
  /** The account stays listed, SUSPENDED. Its assignments stay. */
  closeAccount(accountId: string): void;
  createOrganizationalUnit(parentId: string, name: string): OrganizationalUnit;
  createPermissionSet(input: {
    name: string;
    description?: string;
    sessionDuration?: string;
    relayState?: string;
  }): PermissionSet;
  /** Provisions the permission set to the account when it was not. An existing row is left as it is. */
  createAssignment(assignment: Assignment): void;
  /** When it was the pair's last row, the permission set leaves the account. */
  deleteAssignment(assignment: Assignment): void;
  createUser(input: Omit<User, 'userId' | 'createdAt' | 'status'> & { status?: User['status'] }): User;
  /** Memberships go, assignments stay, as in AWS. */
  deleteUser(userId: string): void;
  createGroup(input: { displayName: string; description?: string }): Group;
  deleteGroup(groupId: string): void;
  createMembership(groupId: string, userId: string): Membership;
  deleteMembership(membershipId: string): void;
}
