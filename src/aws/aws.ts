import { createBudget } from './budget/budget.ts';
import { createCaller, type PacingOptions } from './call.ts';
import { connect, type ConnectionOptions } from './connection/clients.ts';
import { createIdentityStore, type IdentityStore } from './identity-store.ts';
import { createOrganizations, type Organizations } from './organizations.ts';
import { createSsoAdmin, type SsoAdmin } from './sso-admin.ts';
import { createSts, type Sts } from './sts.ts';

/** AWS as the rest of the gateway sees it. */
export interface Aws {
  readonly ssoAdmin: SsoAdmin;
  readonly identityStore: IdentityStore;
  readonly organizations: Organizations;
  readonly sts: Sts;
  /** Tells one place to read from another: `aws/eu-west-1`, or the URLs that stand in for it. */
  readonly endpoint: string;
  readonly region: string;
  /** Closes the connections. Calls still under way are for their signals to end. */
  close(): void;
}

export interface AwsOptions extends ConnectionOptions, PacingOptions {
  /** Our share of the 20 calls a second that all tools of an organization have. @default 15 */
  readonly ssoAdminTps?: number;
}

export async function createAws(options: AwsOptions = {}): Promise<Aws> {
  const { ssoAdminTps = 15 } = options;
  const { ssoAdmin, identityStore, organizations, sts, region, endpoint } = await connect(options);
  const call = createCaller((clock) => createBudget(ssoAdminTps, clock), options);
  return {
    ssoAdmin: createSsoAdmin(ssoAdmin, call),
    identityStore: createIdentityStore(identityStore, call),
    organizations: createOrganizations(organizations, call),
    sts: createSts(sts, call),
    endpoint,
    region,
    close() {
      for (const client of [ssoAdmin, identityStore, organizations, sts]) client.destroy();
    },
  };
}
