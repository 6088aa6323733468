import type { Clock } from './clock.ts';
import { TokenBucket, type Rate } from './token-bucket.ts';

/** The token buckets that stand for AWS's limits. */
export interface Budget {
  /** The bucket that an operation such as `sso-admin:ListInstances` draws on; none where calls are free. */
  bucketOf(operation: string): TokenBucket | undefined;
  /** All buckets by name: of a service, or of the first of their operations. */
  readonly buckets: ReadonlyMap<string, TokenBucket>;
  /** Empties all buckets, as where another process has drawn on AWS's until now. */
  empty(): void;
}

export const unlimited: Budget = { bucketOf: () => undefined, buckets: new Map(), empty() {} };

/**
 * AWS's own limit for all of sso-admin together, and for each identitystore operation, in calls a second.
 * A burst on top of our rate stays within it, so that no second asks for more.
 */
const regionalLimit = 20;

/** What we take of it; the rest is for other tools. */
export const defaultSsoAdminTps = 15;

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

/** Of AWS's own 20 calls a second for all of account-access together, which are not sso-admin's. */
const accountAccessRate: Rate = ssoAdminRate(defaultSsoAdminTps);

/** AWS allows hundreds a second; we ask once in a while. */
const stsRate: Rate = { perSecond: 5, burst: 5 };

/** `ssoAdminTps` is our share of what all tools have, `backgroundShare` the background lane's of any bucket. */
export function createBudget(ssoAdminTps: number, clock: Clock, backgroundShare?: number): Budget {
  const bucket = (rate: Rate) => new TokenBucket(rate, clock, backgroundShare);
  const ssoAdmin = bucket(ssoAdminRate(ssoAdminTps));
  const accountAccess = bucket(accountAccessRate);
  const sts = bucket(stsRate);
  const buckets = new Map([
    ['sso-admin', ssoAdmin],
    ['account-access', accountAccess],
    ['sts', sts],
  ]);
  const byOperation = new Map([['sts:GetCallerIdentity', sts]]);
  for (const [rate, operations] of organizationsRates) {
    const shared = bucket(rate);
    for (const operation of operations) byOperation.set(`organizations:${operation}`, shared);
    buckets.set(`organizations:${operations[0]}`, shared);
  }
  let startsEmpty = false;
  return {
    buckets,
    empty() {
      startsEmpty = true;
      for (const one of buckets.values()) one.empty();
    },
    bucketOf(operation) {
      if (operation.startsWith('sso-admin:')) return ssoAdmin;
      if (operation.startsWith('account-access:')) return accountAccess;
      const known = byOperation.get(operation);
      if (known !== undefined) return known;
      if (!operation.startsWith('identitystore:')) throw new Error(`${operation} has no budget`);
      const own = bucket(identityStoreRate);
      if (startsEmpty) own.empty();
      byOperation.set(operation, own);
      buckets.set(operation, own);
      return own;
    },
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
  const buckets = new Map([
    ['sso', portal],
    ['sso-oidc:RegisterClient', registration],
    ['sso-oidc', token],
  ]);
  return {
    buckets,
    empty() {
      for (const one of buckets.values()) one.empty();
    },
    bucketOf(operation) {
      // STS has limits of its own, far above the portal's, and is asked once a sign-in.
      if (operation.startsWith('sso:') || operation.startsWith('sts:')) return portal;
      return operation === 'sso-oidc:RegisterClient' ? registration : token;
    },
  };
}

function ssoAdminRate(perSecond: number): Rate {
  // Under 2, a timer that fires late would lose its token for good.
  return { perSecond, burst: Math.min(5, Math.max(2, regionalLimit - perSecond)) };
}
