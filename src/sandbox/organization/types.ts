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

/** A service that an account administers for the organization. */
export interface DelegatedService {
  readonly service: string;
  readonly enabledAt: number;
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

/** A policy of the customer's own, by its name and path in every account that has the permission set. */
export interface CustomerManagedPolicy {
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
}

/** The most that a permission set can allow, whatever its other policies say. */
export type PermissionsBoundary =
  | { readonly managedPolicyArn: string }
  | { readonly customerManagedPolicy: CustomerManagedPolicy };

/** What a permission set allows. */
export interface PermissionSetPolicies {
  readonly managedPolicyArns: readonly string[];
  readonly customerManagedPolicies: readonly CustomerManagedPolicy[];
  /** A JSON document, as it was given. */
  readonly inlinePolicy?: string;
  readonly permissionsBoundary?: PermissionsBoundary;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** How often users and groups were written since they came to be. Most never were, and have none. */
export interface Changes {
  readonly count: number;
  readonly lastAt: number;
}

export interface User {
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  /** The first e-mail's address. */
  readonly email?: string;
  readonly status: 'ENABLED' | 'DISABLED';
  /** What else was given, by AWS's names and as it was given: an e-mail's type, a title, addresses. Nothing here looks at it. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly changes?: Changes;
}

export type UserInput = Omit<User, 'userId' | 'createdAt' | 'changes' | 'status'>;

export interface Group {
  readonly groupId: string;
  readonly displayName: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly changes?: Changes;
}

export type GroupInput = Pick<Group, 'displayName' | 'description'>;

export interface Membership {
  readonly membershipId: string;
  readonly groupId: string;
  readonly userId: string;
  readonly createdAt: number;
}

/** An attribute of people that policies can name (ABAC), and where its value comes from. */
export interface AccessControlAttribute {
  readonly key: string;
  readonly source: readonly string[];
}

/** From where the identity store may be called, by AWS's names and as it was given. */
export interface NetworkConfiguration {
  readonly VpceAccessRequired: boolean;
  readonly ApiRestrictSourceVpcs?: readonly string[];
  readonly ApiAllowSourceIps?: readonly string[];
  readonly ScimAllowSourceIps?: readonly string[];
}

/** What can be changed of the instance itself and of its identity store. */
export interface InstanceSettings {
  readonly name: string;
  /** The customer's key that encrypts it; without one, it is AWS's. */
  readonly kmsKeyArn?: string;
  /** It was asked for permission sets. They are never taken away again. */
  readonly permissionSetsEnabled?: true;
  /** Undefined while attributes are not used at all. */
  readonly accessControlAttributes?: readonly AccessControlAttribute[];
  readonly networkConfiguration?: NetworkConfiguration;
}

export interface Assignment {
  readonly accountId: string;
  readonly permissionSetArn: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

/** Account access manager, set up for the instance. */
export interface AccountAccessApplication {
  readonly arn: string;
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A principal may take an IAM role of an account, without a permission set. */
export interface Entitlement {
  readonly id: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
  readonly roleArn: string;
  /** The role's. */
  readonly accountId: string;
  readonly createdAt: number;
}

/** A write that names what does not exist, exists already, is still needed, or goes beyond a quota. The protocol side gives it AWS's error name. */
export class OrganizationError extends Error {
  readonly kind: 'NOT_FOUND' | 'CONFLICT' | 'INVALID' | 'QUOTA';
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

/** The policies of the permission sets. Every write leaves the accounts that have the set with an older version of it. */
export interface Policies {
  of(permissionSetArn: string): PermissionSetPolicies;
  attachManaged(permissionSetArn: string, policyArn: string): void;
  detachManaged(permissionSetArn: string, policyArn: string): void;
  attachCustomerManaged(permissionSetArn: string, policy: CustomerManagedPolicy): void;
  detachCustomerManaged(permissionSetArn: string, policy: CustomerManagedPolicy): void;
  /** Undefined takes it away. */
  setInline(permissionSetArn: string, document: string | undefined): void;
  /** Undefined takes it away, and there has to be one. */
  setBoundary(permissionSetArn: string, boundary: PermissionsBoundary | undefined): void;
}

/** The tags of what can have some, by ARN or id. */
export interface Tags {
  of(resource: string): readonly Tag[];
  /** A key that is there already takes the new value. */
  tag(resource: string, tags: readonly Tag[]): void;
  untag(resource: string, keys: readonly string[]): void;
}

/** Account access manager's application, of which an instance has one, and its entitlements. */
export interface AccountAccess {
  readonly application: AccountAccessApplication | undefined;
  /** Answers the one that there is, if there is one. */
  createApplication(tags: Readonly<Record<string, string>>): AccountAccessApplication;
  /** Not while it has entitlements. */
  deleteApplication(): void;
  entitlements(): readonly Entitlement[];
  /** Those on the roles of an account, also of deleted principals. */
  entitlementsOf(accountId: string): readonly Entitlement[];
  entitlement(id: string): Entitlement | undefined;
  /** Answers the one that there is for this principal and role, if there is one. */
  createEntitlement(input: Omit<Entitlement, 'id' | 'accountId' | 'createdAt'>): Entitlement;
  /** Does nothing where it is gone. */
  deleteEntitlement(id: string): void;
}

/** Which member accounts administer which services for the organization. */
export interface Delegations {
  /** All that administer any. */
  accountIds(): readonly string[];
  of(accountId: string): readonly DelegatedService[];
  register(accountId: string, service: string): void;
  /** Does nothing where the account does not administer the service. */
  deregister(accountId: string, service: string): void;
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
  /** The account that may administer Identity Center beside the management account, where one is registered. */
  readonly delegatedAdministratorId: string | undefined;
  readonly instanceArn: string;
  readonly instance: InstanceSettings;
  readonly instanceCreatedAt: number;
  readonly identityStoreId: string;
  /** Counts up with every write. */
  readonly revision: number;
  readonly policies: Policies;
  /** Of the instance and its permission sets, by ARN. */
  readonly tags: Tags;
  /** Of the root, the OUs and the accounts, by id. */
  readonly organizationTags: Tags;
  readonly delegations: Delegations;
  readonly accountAccess: AccountAccess;

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
  /** By name or e-mail, AWS finds a user without regard to case. */
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
  /** The account stays listed, CLOSED. Its assignments stay. */
  closeAccount(accountId: string): void;
  createOrganizationalUnit(parentId: string, name: string): OrganizationalUnit;
  renameOrganizationalUnit(ouId: string, name: string): OrganizationalUnit;
  /** With its tags; not while anything is in it. */
  deleteOrganizationalUnit(ouId: string): void;
  createPermissionSet(input: {
    name: string;
    description?: string;
    sessionDuration?: string;
    relayState?: string;
  }): PermissionSet;
  /** Description and session duration stay when they are not given; the relay state goes, as in AWS. */
  updatePermissionSet(
    arn: string,
    input: { description?: string; sessionDuration?: string; relayState?: string },
  ): void;
  /** With its policies and tags; not while anybody is assigned. */
  deletePermissionSet(arn: string): void;
  /** Gives the account the latest version, and the permission set itself where it was not; without an account all that have it. */
  provisionPermissionSet(arn: string, accountId?: string): void;
  /** Provisions the permission set to the account when it was not. An existing row is left as it is. */
  createAssignment(assignment: Assignment): void;
  /** When it was the pair's last row, the permission set leaves the account. */
  deleteAssignment(assignment: Assignment): void;
  createUser(input: UserInput & { status?: User['status'] }): User;
  /** Everything that was given is replaced. */
  updateUser(userId: string, input: UserInput): User;
  /** Memberships go, assignments stay, as in AWS. */
  deleteUser(userId: string): void;
  createGroup(input: GroupInput): Group;
  updateGroup(groupId: string, input: GroupInput): Group;
  deleteGroup(groupId: string): void;
  setInstance(settings: InstanceSettings): void;
  createMembership(groupId: string, userId: string): Membership;
  deleteMembership(membershipId: string): void;
}
