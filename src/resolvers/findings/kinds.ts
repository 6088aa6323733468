import type {
  AssignmentNode,
  EntitlementNode,
  PermissionSetNode,
  PrincipalNode,
  TargetNode,
} from '../../reader/nodes.ts';
import type { InstanceReader } from '../../reader/instance-reader.ts';
import type { ListQuery, Page } from '../../reading/listing.ts';
import type { ReadScope } from '../../reading/scope.ts';
import * as documents from './documents.ts';

export type Severity = 'HIGH' | 'MEDIUM' | 'LOW';

export type FoundNode = AssignmentNode | EntitlementNode | PermissionSetNode | PrincipalNode | TargetNode;

/** A page of what is found, with the node of each. */
type Found = Pick<Page<unknown>, 'completeness' | 'found'> & { readonly nodes: readonly FoundNode[] };

interface Kind {
  readonly severity: Severity;
  /** What is said of one, and of several. */
  readonly one: string;
  readonly several: string;
  /** What the page's `list` lists, as clients ask for it. */
  readonly query: string;
  /** What is said to be missing where nothing could be told. */
  readonly operation: string;
  readonly list: (reader: InstanceReader, query: ListQuery, scope: ReadScope) => Promise<Found>;
}

/** States of accounts that are closed, or about to be. */
export const closedStates = ['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'];
const closed = { states: closedStates };

/** Every finding, the gravest first. docs/findings.md defines each; a test holds the two equal. */
export const kinds = {
  DISABLED_USER_HOLDS_ACCESS: {
    severity: 'HIGH',
    one: 'disabled user holds access',
    several: 'disabled users hold access',
    query: documents.disabledUsers,
    operation: 'identitystore:ListUsers',
    list: async (reader, query, scope) => {
      const filter = { type: 'USER', enabled: false } as const;
      const page = await reader.listPrincipals(filter, { ...query, holdsAccess: true }, scope);
      return foundIn(page, ({ principalType, principalId }) => ({
        ...at(reader, page),
        principalType,
        principalId,
      }));
    },
  },
  DELETED_PRINCIPAL_HOLDS_ACCESS: {
    severity: 'MEDIUM',
    one: 'deleted user or group is still named by assignments',
    several: 'deleted users and groups are still named by assignments',
    query: documents.deletedPrincipals,
    operation: 'sso-admin:ListAccountAssignments',
    list: async (reader, query, scope) => {
      const page = await reader.listPrincipals({ deleted: true }, query, scope);
      return foundIn(page, ({ principalType, principalId }) => ({
        ...at(reader, page),
        principalType,
        principalId,
      }));
    },
  },
  PERMISSION_SET_NOT_UP_TO_DATE: {
    severity: 'MEDIUM',
    one: 'permission set is not up to date in every account',
    several: 'permission sets are not up to date in every account',
    query: documents.outdatedSets,
    operation: 'sso-admin:ListPermissionSets',
    list: async (reader, query, scope) => {
      const status = { provisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' } as const;
      const page = await reader.listPermissionSets({}, { ...query, ...status }, scope);
      return foundIn(page, (arn) => ({ ...at(reader, page), arn }));
    },
  },
  ASSIGNMENT_NAMES_USER: {
    severity: 'MEDIUM',
    one: 'assignment names a user and not a group',
    several: 'assignments name a user and not a group',
    query: documents.assignmentsToUsers,
    operation: 'sso-admin:ListAccountAssignments',
    list: async (reader, query, scope) => {
      const page = await reader.assignments({ ...query, filter: { principal: { type: 'USER' } } }, scope);
      return foundIn(page, (row) => ({ ...at(reader, page), ...row }));
    },
  },
  ASSIGNMENT_ON_CLOSED_ACCOUNT: {
    severity: 'LOW',
    one: 'assignment is on a closed account',
    several: 'assignments are on closed accounts',
    query: documents.assignmentsOnClosed,
    operation: 'sso-admin:ListAccountAssignments',
    list: async (reader, query, scope) => {
      const page = await reader.assignments({ ...query, filter: { target: closed } }, scope);
      return foundIn(page, (row) => ({ ...at(reader, page), ...row }));
    },
  },
  ENTITLEMENT_ON_CLOSED_ACCOUNT: {
    severity: 'LOW',
    one: 'entitlement is on a closed account',
    several: 'entitlements are on closed accounts',
    query: documents.entitlementsOnClosed,
    operation: 'account-access:ListEntitlements',
    list: async (reader, query, scope) => {
      const page = await reader.entitlements({ ...query, target: closed }, scope);
      return foundIn(page, (row) => ({ ...at(reader, page), ...row }));
    },
  },
  PERMISSION_SET_USED_NOWHERE: {
    severity: 'LOW',
    one: 'permission set is assigned to nobody',
    several: 'permission sets are assigned to nobody',
    query: documents.unusedSets,
    operation: 'sso-admin:ListPermissionSets',
    list: async (reader, query, scope) => {
      const page = await reader.listPermissionSets({}, { ...query, assigned: false }, scope);
      return foundIn(page, (arn) => ({ ...at(reader, page), arn }));
    },
  },
  ACCOUNT_THAT_NOBODY_CAN_ENTER: {
    severity: 'LOW',
    one: 'active account lets nobody in',
    several: 'active accounts let nobody in',
    query: documents.accountsWithoutPeople,
    operation: 'organizations:ListAccounts',
    list: async (reader, query, scope) => {
      const filter = { type: 'AWS_ACCOUNT', states: ['ACTIVE'] } as const;
      const page = await reader.listTargets(filter, { ...query, entered: false }, scope);
      return foundIn(page, ({ targetId }) => ({ ...at(reader, page), targetId }));
    },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingType = keyof typeof kinds;
export const findingTypes = Object.keys(kinds) as FindingType[]; // it has these members, and no others
export type { Kind };

function foundIn<Row>(page: Page<Row>, toNode: (row: Row) => FoundNode): Found {
  return { found: page.found, completeness: page.completeness, nodes: page.rows.map(toNode) };
}

function at(reader: InstanceReader, { freshness }: Pick<Page<unknown>, 'freshness'>) {
  return { reader, freshness };
}
