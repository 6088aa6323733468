/** The query that lists all of what a finding counts, page by page, as clients ask for it. */
const walk = 'pageInfo { hasNextPage endCursor } totalCount completeness { complete }';

export const disabledUsers = `query DisabledUsersWithAccess($after: String) {
  principals(filter: { type: USER, enabled: false }, holdsAccess: true, first: 100, after: $after) {
    nodes { id principalId name ... on User { displayName email } }
    ${walk}
  }
}`;

export const deletedPrincipals = `query DeletedPrincipalsWithAssignments($after: String) {
  principals(filter: { deleted: true }, first: 100, after: $after) {
    nodes { id principalType principalId assignments(first: 10) { nodes { target { targetId name } permissionSet { name } } } }
    ${walk}
  }
}`;

export const outdatedSets = `query PermissionSetsNotUpToDate($after: String) {
  permissionSets(provisioningStatus: LATEST_PERMISSION_SET_NOT_PROVISIONED, first: 100, after: $after) {
    nodes { id arn name accounts(provisioningStatus: LATEST_PERMISSION_SET_NOT_PROVISIONED, first: 100) { nodes { targetId name } } }
    ${walk}
  }
}`;

export const assignmentsToUsers = `query AssignmentsToUsers($after: String) {
  assignments(filter: { principal: { type: USER } }, first: 1000, after: $after) {
    nodes { id principal { principalId name } permissionSet { arn name } target { targetId name } }
    ${walk}
  }
}`;

export const assignmentsOnClosed = `query AssignmentsOnClosedAccounts($after: String) {
  assignments(filter: { target: { states: ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"] } }, first: 1000, after: $after) {
    nodes { id principal { principalType principalId name } permissionSet { arn name } target { targetId name } }
    ${walk}
  }
}`;

export const entitlementsOnClosed = `query EntitlementsOnClosedAccounts($after: String) {
  entitlements(target: { states: ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"] }, first: 1000, after: $after) {
    nodes { id principal { principalType principalId name } roleName target { targetId name } }
    ${walk}
  }
}`;

export const unusedSets = `query PermissionSetsAssignedToNobody($after: String) {
  permissionSets(assigned: false, first: 100, after: $after) {
    nodes { id arn name createdAt }
    ${walk}
  }
}`;

export const accountsWithoutPeople = `query AccountsThatNobodyCanEnter($after: String) {
  targets(filter: { type: AWS_ACCOUNT, states: ["ACTIVE"] }, entered: false, first: 1000, after: $after) {
    nodes { id targetId name }
    ${walk}
  }
}`;
