import { hash } from 'node:crypto';

/**
 * The most rows that one list may have: several times AWS's quota, as some can be raised. Where there is none, the
 * quota of what its rows name.
 */
const mostRows: ReadonlyMap<string, number> = new Map([
  // One of the organization, and one of the account.
  ['sso-admin:ListInstances', 1_000],
  // 3,500 permission sets an instance.
  ['sso-admin:ListPermissionSets', 20_000],
  // 500 permission sets an account.
  ['sso-admin:ListPermissionSetsProvisionedToAccount', 5_000],
  // 7,000 accounts an instance, and 50,000 an organization.
  ['sso-admin:ListAccountsForProvisionedPermissionSet', 200_000],
  // 100 groups a pair of account and permission set, and 200,000 users a directory.
  ['sso-admin:ListAccountAssignments', 500_000],
  // 500 permission sets in each of 7,000 accounts: more than anybody was given.
  ['sso-admin:ListAccountAssignmentsForPrincipal', 1_000_000],
  // 25 policies a permission set.
  ['sso-admin:ListManagedPoliciesInPermissionSet', 500],
  ['sso-admin:ListCustomerManagedPolicyReferencesInPermissionSet', 500],
  // 50 tags a resource.
  ['sso-admin:ListTagsForResource', 500],
  // 200,000 users and 100,000 groups a directory.
  ['identitystore:ListUsers', 1_000_000],
  ['identitystore:ListGroups', 500_000],
  ['identitystore:ListGroupMemberships', 1_000_000],
  ['identitystore:ListGroupMembershipsForMember', 500_000],
  // One root, 2,000 units and 50,000 accounts an organization.
  ['organizations:ListRoots', 100],
  ['organizations:ListParents', 100],
  ['organizations:ListOrganizationalUnitsForParent', 20_000],
  ['organizations:ListAccounts', 200_000],
  ['organizations:ListAccountsForParent', 200_000],
  ['organizations:ListChildren', 200_000],
  ['organizations:ListDelegatedAdministrators', 200_000],
  // One for each Identity Center instance.
  ['account-access:ListApplications', 1_000],
  // 20 groups a role and 5,000 roles an account; of a principal, as many as of assignments.
  ['account-access:ListEntitlements', 500_000],
  // Of one person: the accounts of the organization, and the permission sets of an account.
  ['sso:ListAccounts', 200_000],
  ['sso:ListAccountRoles', 5_000],
]);
/** So many empty pages may follow each other: AWS gives some where it looks through much and finds little. */
const mostEmptyPages = 100;
/** Pages are at least so full, on average, after the first few: AWS is asked for as many rows as it gives. */
const leastFull = 0.25;

/**
 * Follows one list through its pages, and tells when it can no longer be one of AWS's. A list whose token is new each
 * time would go on for ever, and each of its pages is a call that somebody else waits for.
 */
export class ListBounds {
  readonly #mostRows: number;
  readonly #mostPages: number;
  readonly #tokens = new Set<string>();
  readonly #seen = new Set<string>();
  #rows = 0;
  #pages = 0;
  #emptyPages = 0;

  /** Throws for a list whose bound nobody has thought of. */
  constructor(operation: string, pageSize: number) {
    const rows = mostRows.get(operation);
    if (rows === undefined) throw new RangeError(`no bound is set for the rows of ${operation}`);
    this.#mostRows = rows;
    this.#mostPages = mostEmptyPages + Math.ceil(rows / pageSize / leastFull);
  }

  /** What is wrong with a page that is not the last, or undefined. `token` leads to the next one. */
  problemOf(rows: readonly unknown[], token: string): string | undefined {
    if (!isNew(token, this.#tokens)) return 'its NextToken leads back to a page already read';
    this.#rows += rows.length;
    this.#pages += 1;
    this.#emptyPages = rows.length === 0 ? this.#emptyPages + 1 : 0;
    if (this.#emptyPages > mostEmptyPages) return `its NextToken goes on after ${mostEmptyPages} empty pages`;
    if (this.#rows > this.#mostRows || this.#pages > this.#mostPages)
      return `its NextToken goes on after ${this.#rows} rows on ${this.#pages} pages, more than AWS's quotas allow`;
    // Refused when all of its rows were there before; a page may repeat some of them.
    const news = rows.filter((row) => isNew(JSON.stringify(row), this.#seen));
    if (rows.length > 0 && news.length === 0)
      return 'its NextToken goes on after rows that were all there before';
    return undefined;
  }
}

/** Keeps digests, as there may be a million rows. */
function isNew(text: string, seen: Set<string>): boolean {
  const before = seen.size;
  return seen.add(hash('sha1', text, 'base64')).size > before;
}
