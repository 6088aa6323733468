/** The query that lists all of what a finding counts, page by page, as clients ask for it. */
const walk = `pageInfo { hasNextPage endCursor }
    totalCount
    completeness {
      complete asOf failuresOmitted
      failures { operation accountId permissionSetArn principalId code message asOf }
      unmatched { path value suggestions }
    }`;

export const disabledUsers = `query DisabledUsersWithAccess($after: String, $instanceArn: String) {
  principals(filter: { type: USER, enabled: false }, holdsAccess: true, first: 100, after: $after, instanceArn: $instanceArn) {
    nodes { id principalId name ... on User { displayName email } }
    ${walk}
  }
}`;

export const deletedPrincipals = `query DeletedPrincipalsWithAssignments($after: String, $instanceArn: String) {
  principals(filter: { deleted: true }, first: 100, after: $after, instanceArn: $instanceArn) {
    nodes { id principalType principalId assignments(first: 10) { nodes { target { targetId name } permissionSet { name } } } }
    ${walk}
  }
}`;

export const outdatedSets = `query PermissionSetsNotUpToDate($after: String, $instanceArn: String) {
  permissionSets(provisioningStatus: LATEST_PERMISSION_SET_NOT_PROVISIONED, first: 100, after: $after, instanceArn: $instanceArn) {
    nodes { id arn name accounts(provisioningStatus: LATEST_PERMISSION_SET_NOT_PROVISIONED, first: 100) { nodes { targetId name } } }
    ${walk}
  }
}`;

export const assignmentsToUsers = `query AssignmentsToUsers($after: String, $instanceArn: String) {
  assignments(filter: { principal: { type: USER } }, first: 1000, after: $after, instanceArn: $instanceArn) {
    nodes { id principal { principalId name } permissionSet { arn name } target { targetId name } }
    ${walk}
  }
}`;

export const assignmentsOnClosed = `query AssignmentsOnClosedAccounts($after: String, $instanceArn: String) {
  assignments(filter: { target: { states: ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"] } }, first: 1000, after: $after, instanceArn: $instanceArn) {
    nodes { id principal { principalType principalId name } permissionSet { arn name } target { targetId name } }
    ${walk}
  }
}`;

export const entitlementsOnClosed = `query EntitlementsOnClosedAccounts($after: String, $instanceArn: String) {
  entitlements(target: { states: ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"] }, first: 1000, after: $after, instanceArn: $instanceArn) {
    nodes { id principal { principalType principalId name } roleName target { targetId name } }
    ${walk}
  }
}`;

export const unusedSets = `query PermissionSetsAssignedToNobody($after: String, $instanceArn: String) {
  permissionSets(assigned: false, first: 100, after: $after, instanceArn: $instanceArn) {
    nodes { id arn name createdAt }
    ${walk}
  }
}`;

export const accountsWithoutPeople = `query AccountsThatNobodyCanEnter($after: String, $instanceArn: String) {
  targets(filter: { type: AWS_ACCOUNT, states: ["ACTIVE"] }, entered: false, first: 1000, after: $after, instanceArn: $instanceArn) {
    nodes { id targetId name }
    ${walk}
  }
}`;
