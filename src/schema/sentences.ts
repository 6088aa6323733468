/** What several descriptions say, each time in full: a description is read alone. */
export const nodeId =
  'Opaque and stable: made of the instance and the natural key, never a database row number. For node(id:) and nodes(ids:).';

/** For a field that asks AWS. */
export const unread = 'Null with an error when it could not be read from AWS.';

/** For a name; stands after a semicolon. */
export const lastName = 'of what a change is about, its last known name instead.';

export const orderOfAssignments =
  'Ordered by account id, permission set ARN, principal type and principal id.';

export const orderOfEffectiveAccess =
  'Ordered by account id, grant (assignments by permission set ARN, principal type and principal id, then entitlements by role ARN and entitlement id) and user id.';

export const orderOfEntitlements = 'Ordered by account id, role ARN and entitlement id.';

export const readsIdentityCenter =
  'Needs the gateway to have AWS credentials of the management account or of a delegated administrator.';

export const readsPortal =
  'Needs a person who is signed in to Identity Center; otherwise null with the error LOGIN_REQUIRED.';

export const whatIsTold =
  'Told by the reads that were made anyway: no call is made for it, and --refresh makes it dense.';
