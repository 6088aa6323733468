import { AwsError } from '../../errors.ts';
import type { ExtentKey, Kind } from '../../mirror/keys.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { failed, type Extent, type Reading } from '../reads.ts';
import type { PastMirror, Told } from './past-mirror.ts';

const holdingsOperation = 'sso-admin:ListAccountAssignmentsForPrincipal';
const accountsOfOperation = 'sso-admin:ListAccountsForProvisionedPermissionSet';

/**
 * Makes extents known as they were at a moment: instead of AWS, history is asked, which answers at once. What had not
 * been read by then fails, and what cannot be told, as its next read differed, has a failure beside its facts.
 */
export class PastReads implements Reading {
  readonly #past: PastMirror;

  constructor(past: PastMirror) {
    this.#past = past;
  }

  ensure(extent: Extent): Outcome {
    return this.atOnce(extent);
  }

  atOnce(extent: Extent): Outcome {
    const { key } = extent;
    const told = this.#past.bring(key);
    if (told.readAt !== undefined && !told.doubt) return { readAt: told.readAt };
    return failed(extent, this.#error(key, told), told.readAt);
  }

  /** What only questions read, and never the same again, leads nowhere. */
  refusalOf(operation: string): ReturnType<Reading['refusalOf']> {
    const isTold =
      operation === accountsOfOperation ? this.#past.areSetsTold : operation !== holdingsOperation;
    if (isTold) return undefined;
    const message = `What ${operation} would tell is not kept in history`;
    return {
      untilMs: this.#past.moment,
      error: new AwsError('INCOMPLETE', operation, message),
    };
  }

  #error(key: ExtentKey, { doubt }: Told): AwsError {
    const [operation, what] = sayingOf(key);
    const then = text(this.#past.moment);
    const message = doubt
      ? `${what} at ${then} cannot be told: it changed between the reads of ${text(doubt.since)} and ${text(doubt.readAt)}`
      : `${what} at ${then} is not known: that had not been read by then`;
    return new AwsError('INCOMPLETE', operation, message);
  }
}

type Saying = readonly [operation: string, what: string];

const sayings: Readonly<Record<Exclude<Kind, 'list' | 'page' | 'principal' | 'principals'>, Saying>> = {
  account: ['organizations:DescribeAccount', 'What the account was like'],
  accounts: ['organizations:ListAccounts', 'Which accounts there were'],
  accountsOfSet: [accountsOfOperation, 'Where the permission set was provisioned'],
  children: ['organizations:ListOrganizationalUnitsForParent', 'Which OUs there were'],
  entitlements: ['account-access:ListEntitlements', 'Which entitlements there were'],
  pair: ['sso-admin:ListAccountAssignments', 'Who was assigned'],
  permissionSet: ['sso-admin:DescribePermissionSet', 'What the permission set was like'],
  permissionSets: ['sso-admin:ListPermissionSets', 'Which permission sets there were'],
  provisionedToAccount: ['sso-admin:ListPermissionSetsProvisionedToAccount', 'What was provisioned'],
  tree: ['organizations:ListOrganizationalUnitsForParent', 'Where accounts were'],
  unit: ['organizations:DescribeOrganizationalUnit', 'What the OU was like'],
  units: ['organizations:ListOrganizationalUnitsForParent', 'Which OUs there were'],
};

const listSayings: readonly (readonly [RegExp, ...Saying])[] = [
  [/^memberships\/group\//, 'identitystore:ListGroupMemberships', 'Who was in the group'],
  [/^memberships\//, 'identitystore:ListGroupMembershipsForMember', "Which the user's groups were"],
  [/^detail\//, 'sso-admin:DescribePermissionSet', 'What the permission set was like'],
  [/^account-access-/, 'account-access:ListApplications', 'Which applications of account access there were'],
  [/^principal\//, holdingsOperation, 'What the principal held'],
];

function sayingOf({ kind, text: key, parts }: ExtentKey): Saying {
  const isUser = parts[0] === 'USER';
  if (kind === 'principal')
    return isUser
      ? ['identitystore:DescribeUser', 'What the user was like']
      : ['identitystore:DescribeGroup', 'What the group was like'];
  if (kind === 'principals')
    return isUser
      ? ['identitystore:ListUsers', 'Which users there were']
      : ['identitystore:ListGroups', 'Which groups there were'];
  if (kind !== 'list' && kind !== 'page') return sayings[kind];
  const [, ...saying] = listSayings.find(([pattern]) => pattern.test(key)) ?? unnamed;
  return saying;
}

const unnamed = [/^/, 'history', 'What was asked'] as const;

function text(moment: number): string {
  return new Date(moment).toISOString();
}
