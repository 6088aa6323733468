import type { Clock } from './clock.ts';
import { TokenBucket, type Rate } from './token-bucket.ts';

/** Gives the bucket that an operation such as `sso-admin:ListInstances` draws on; none where calls are free. */
export type Budget = (operation: string) => TokenBucket | undefined;

export const unlimited: Budget = () => undefined;

/**
 * AWS's own limit for all of sso-admin together, and for each identitystore operation, in calls a second.
 * A burst on top of our rate stays within it, so that no second asks for more.
 */
const regionalLimit = 20;

/** Four tokens cover the read-ahead of a page; the rest of each second is left to other tools. */
const identityStoreRate: Rate = { perSecond: 16, burst: 4 };

/** AWS's published buckets for one account. Operations on a line share theirs. */
const organizationsRates: readonly (readonly [Rate, readonly string[]])[] = [
  [{ perSecond: 8, burst: 12 }, ['ListAccounts']],
  [{ perSecond: 5, burst: 8 }, ['ListParents', 'ListAccountsForParent', 'ListOrganizationalUnitsForParent']],
  [{ perSecond: 6, burst: 10 }, ['ListChildren']],
  [{ perSecond: 20, burst: 30 }, ['DescribeAccount']],
  [{ perSecond: 2, burst: 2 }, ['DescribeOrganizationalUnit']],
  [{ perSecond: 1, burst: 2 }, ['DescribeOrganization']],
  [{ perSecond: 1, burst: 2 }, ['ListRoots']],
  [{ perSecond: 5, burst: 8 }, ['ListDelegatedAdministrators']],
];

/** AWS allows hundreds a second; we ask once in a while. */
const stsRate: Rate = { perSecond: 5, burst: 5 };

/** The token buckets that stand for AWS's limits. `ssoAdminTps` is our share of what all tools have. */
export function createBudget(ssoAdminTps: number, clock: Clock): Budget {
  const ssoAdmin = new TokenBucket(ssoAdminRate(ssoAdminTps), clock);
  const buckets = new Map([['sts:GetCallerIdentity', new TokenBucket(stsRate, clock)]]);
  for (const [rate, operations] of organizationsRates) {
    const shared = new TokenBucket(rate, clock);
    for (const operation of operations) buckets.set(`organizations:${operation}`, shared);
  }
  return (operation) => {
    if (operation.startsWith('sso-admin:')) return ssoAdmin;
    const known = buckets.get(operation);
    if (known !== undefined) return known;
    if (!operation.startsWith('identitystore:')) throw new Error(`${operation} has no budget`);
    const bucket = new TokenBucket(identityStoreRate, clock);
    buckets.set(operation, bucket);
    return bucket;
  };
}

/** Half of the about 20 calls a second that clients have seen: AWS publishes no limit of the portal. */
const portalRate: Rate = { perSecond: 10, burst: 5 };
/** AWS counts registrations by remote address, 20 a second; all machines behind one address share them. */
const registrationRate: Rate = { perSecond: 5, burst: 5 };
/** Half of the 80 calls a second that AWS allows one registered client. */
const tokenRate: Rate = { perSecond: 40, burst: 40 };

/** The token buckets of a person's side: the portal's operations share one. */
export function createPortalBudget(clock: Clock): Budget {
  const portal = new TokenBucket(portalRate, clock);
  const registration = new TokenBucket(registrationRate, clock);
  const token = new TokenBucket(tokenRate, clock);
  return (operation) => {
    if (operation.startsWith('sso:')) return portal;
    return operation === 'sso-oidc:RegisterClient' ? registration : token;
  };
}

function ssoAdminRate(perSecond: number): Rate {
  // Under 2, a timer that fires late would lose its token for good.
  return { perSecond, burst: Math.min(5, Math.max(2, regionalLimit - perSecond)) };
}
