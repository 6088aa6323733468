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
];

/** The token buckets that stand for AWS's limits. `ssoAdminTps` is our share of what all tools have. */
export function createBudget(ssoAdminTps: number, clock: Clock): Budget {
  const ssoAdmin = new TokenBucket(ssoAdminRate(ssoAdminTps), clock);
  const buckets = new Map<string, TokenBucket>();
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

function ssoAdminRate(perSecond: number): Rate {
  // Under 2, a timer that fires late would lose its token for good.
  return { perSecond, burst: Math.min(5, Math.max(2, regionalLimit - perSecond)) };
}
