import { createAccountAccess, type AccountAccess } from './account-access.ts';
import { createBudget, defaultSsoAdminTps, unlimited } from './budget/budget.ts';
import { systemClock } from './budget/clock.ts';
import type { Lane } from './budget/turns.ts';
import { createCaller, type PacingOptions } from './call/call.ts';
import { connect, type ConnectionOptions } from './connection/clients.ts';
import { forecastSeconds } from './forecast.ts';
import { createIdentityStore, type IdentityStore } from './identity-store.ts';
import { createOrganizations, type Organizations } from './organizations.ts';
import { createSsoAdmin, type SsoAdmin } from './sso-admin.ts';
import { createSts, type Sts } from './sts.ts';
import { Traffic } from './call/traffic.ts';

/** AWS as the rest of the gateway sees it. */
export interface Aws {
  readonly ssoAdmin: SsoAdmin;
  readonly identityStore: IdentityStore;
  readonly organizations: Organizations;
  readonly accountAccess: AccountAccess;
  readonly sts: Sts;
  /** Tells one place to read from another: `aws/eu-west-1`, or the URLs that stand in for it. */
  readonly endpoint: string;
  readonly region: string;
  /**
   * How long so many calls would take if they began now. An operation reads like `sso-admin:ListInstances`; the lane
   * is interactive unless said otherwise.
   */
  forecastSeconds(callsByOperation: ReadonlyMap<string, number>, lane?: Lane): number;
  /** Begins anew with empty buckets: another process has drawn on AWS's until now. */
  emptyBuckets(): void;
  /** Closes the connections. Calls still under way are for their signals to end. */
  close(): void;
}

export interface AwsOptions extends ConnectionOptions, PacingOptions {
  /** Our share of the 20 calls a second that all tools of an organization have. @default 15 */
  readonly ssoAdminTps?: number;
  /** The most of these that the background lane takes; of other limits it takes the same part. @default a third */
  readonly backgroundTps?: number;
}

export async function createAws(options: AwsOptions = {}): Promise<Aws> {
  const { ssoAdminTps = defaultSsoAdminTps, backgroundTps = ssoAdminTps / 3, clock = systemClock } = options;
  const { ssoAdmin, identityStore, organizations, accountAccess, sts, region, endpoint } =
    await connect(options);
  const budget =
    options.unlimited === true ? unlimited : createBudget(ssoAdminTps, clock, backgroundTps / ssoAdminTps);
  const traffic = new Traffic();
  const call = createCaller(budget, traffic, options);
  options.opened?.({ region, traffic, budget });
  return {
    ssoAdmin: createSsoAdmin(ssoAdmin, call),
    identityStore: createIdentityStore(identityStore, call),
    organizations: createOrganizations(organizations, call),
    accountAccess: createAccountAccess(accountAccess, call),
    sts: createSts(sts, call),
    endpoint,
    region,
    forecastSeconds: (callsByOperation, lane = 'interactive') =>
      forecastSeconds(budget, callsByOperation, lane, traffic.latencySeconds),
    emptyBuckets: () => budget.empty(),
    close() {
      for (const client of [ssoAdmin, identityStore, organizations, accountAccess, sts]) client.destroy();
    },
  };
}
