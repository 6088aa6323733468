/** A token bucket: `burst` calls at once, and `perSecond` after that. */
interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Throttle {
  /** Takes one call's token; false when the bucket is empty. */
  admits(service: string, operation: string): boolean;
}

/** AWS's published rates for one caller of Organizations. Two operations of one bucket share its tokens. */
const organizationsRates = new Map<string, Rate & { readonly bucket?: string }>([
  ['DescribeAccount', { perSecond: 20, burst: 30 }],
  ['ListAccounts', { perSecond: 8, burst: 12 }],
  ['ListChildren', { perSecond: 6, burst: 10 }],
  // One row of the published table names these three; we take them to share it.
  ['ListParents', { perSecond: 5, burst: 8, bucket: 'tree' }],
  ['ListAccountsForParent', { perSecond: 5, burst: 8, bucket: 'tree' }],
  ['ListOrganizationalUnitsForParent', { perSecond: 5, burst: 8, bucket: 'tree' }],
  ['ListDelegatedAdministrators', { perSecond: 5, burst: 8 }],
  ['ListRoots', { perSecond: 1, burst: 2 }],
  ['DescribeOrganization', { perSecond: 1, burst: 2 }],
  ['DescribeOrganizationalUnit', { perSecond: 2, burst: 2 }],
  ['ListTagsForResource', { perSecond: 10, burst: 15 }],
  ['ListDelegatedServicesForAccount', { perSecond: 1, burst: 3 }],
]);

/** For the operations that our copy of the table leaves out, most of which are writes: a guess. */
const otherOrganizationsRate: Rate = { perSecond: 5, burst: 8 };

/** `ssoAdminTps`: all operations of sso-admin draw on this one bucket. `now` in milliseconds. */
export function createThrottle(ssoAdminTps: number, now: () => number): Throttle {
  const buckets = new Map<string, Bucket>();

  function bucketFor(service: string, operation: string): readonly [string, Rate] {
    if (service === 'sso-admin')
      return [service, { perSecond: ssoAdminTps, burst: Math.max(1, ssoAdminTps) }];
    if (service === 'identitystore') return [`${service}:${operation}`, { perSecond: 20, burst: 20 }];
    if (service === 'account-access') return [service, { perSecond: 20, burst: 20 }];
    // All that is published of the portal is that it throttles; people have measured about this.
    if (service === 'sso') return [service, { perSecond: 20, burst: 20 }];
    if (service === 'sso-oidc') return oidcBucket(operation);
    if (service === 'sts') return [service, { perSecond: 600, burst: 600 }];
    const published = organizationsRates.get(operation);
    return [`${service}:${published?.bucket ?? operation}`, published ?? otherOrganizationsRate];
  }

  return {
    admits(service, operation) {
      const [key, rate] = bucketFor(service, operation);
      let bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, (bucket = new Bucket(rate, now)));
      return bucket.take();
    },
  };
}

/** AWS counts registrations by address, and the other calls by client; here the one client is the whole world. */
function oidcBucket(operation: string): readonly [string, Rate] {
  if (operation === 'RegisterClient') return ['sso-oidc:RegisterClient', { perSecond: 20, burst: 20 }];
  return ['sso-oidc', { perSecond: 80, burst: 80 }];
}

class Bucket {
  readonly #rate: Rate;
  readonly #now: () => number;
  #tokens: number;
  #filledAt: number;

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
    this.#tokens = rate.burst;
    this.#filledAt = now();
  }

  take(): boolean {
    const now = this.#now();
    const refill = ((now - this.#filledAt) / 1000) * this.#rate.perSecond;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + refill);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
