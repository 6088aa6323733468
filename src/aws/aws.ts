import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { GatewayError } from '../errors.ts';
import { createBudget, unlimited } from './budget/budget.ts';
import { systemClock, type Clock } from './budget/clock.ts';
import { createCaller } from './call.ts';
import { ambientCredentials, assertProfileExists } from './credentials.ts';
import { createIdentityStore, type IdentityStore } from './identity-store.ts';
import { createOrganizations, type Organizations } from './organizations.ts';
import { createSsoAdmin, type SsoAdmin } from './sso-admin.ts';

/** AWS as the rest of the gateway sees it. */
export interface Aws {
  readonly ssoAdmin: SsoAdmin;
  readonly identityStore: IdentityStore;
  readonly organizations: Organizations;
  /** Tells one place to read from another: `aws/eu-west-1`, or the URLs that stand in for it. */
  readonly endpoint: string;
  readonly region: string;
  /** Closes the connections. Calls still under way are for their signals to end. */
  close(): void;
}

export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AwsOptions {
  /** Identity Center's Region. @default what the SDK finds: AWS_REGION, then the profile's */
  readonly region?: string;
  /** @default AWS_PROFILE */
  readonly profile?: string;
  /** One URL for all services. @default what the SDK finds: AWS_ENDPOINT_URL and its per-service forms */
  readonly endpoint?: string;
  /** @default the SDK's own chain */
  readonly credentials?: StaticCredentials;
  /** Our share of the 20 calls a second that all tools of an organization have. @default 15 */
  readonly ssoAdminTps?: number;
  /** No budget, for an endpoint that costs nothing. @default false */
  readonly unlimited?: boolean;
  /** @default the system's */
  readonly clock?: Clock;
  /** From 0 up to 1; spreads retries. @default Math.random */
  readonly random?: () => number;
  /** @default 15 seconds */
  readonly attemptTimeoutMs?: number;
}

/** More than a second of calls at AWS's slowest; the SDK's default of 50 is for whole applications. */
const maxSockets = 32;
const connectionTimeoutMs = 5_000;

/** Finds out where and as whom to call. It makes no call: wrong credentials show on the first one. */
export async function createAws(options: AwsOptions = {}): Promise<Aws> {
  const {
    region,
    endpoint,
    credentials,
    ssoAdminTps = 15,
    clock = systemClock,
    random = Math.random,
  } = options;
  const profile = options.profile ?? process.env['AWS_PROFILE'];
  if (credentials === undefined && profile) await assertProfileExists(profile, process.env);

  const config = {
    ...(region === undefined ? {} : { region }),
    ...(profile ? { profile } : {}),
    // The SDK refuses an endpoint of ours together with variants of AWS's own, which the environment may ask for.
    ...(endpoint === undefined ? {} : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    credentials: credentials ?? ambientCredentials(profile),
    // Attempts are ours: each takes a token of the budget and shows on the meter. The adaptive mode, which
    // the environment may ask for, would slow calls down on its own.
    maxAttempts: 1,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
      // Calls may queue for a socket without a word on the console; an attempt has a deadline anyway.
      socketAcquisitionWarningTimeout: 60_000,
    },
  };
  const clients = {
    ssoAdmin: new SSOAdminClient(config),
    identityStore: new IdentitystoreClient(config),
    // The SDK signs for and calls the one Region of the partition that Organizations lives in.
    organizations: new OrganizationsClient(config),
  };
  const found = await regionOf(clients.ssoAdmin);
  const places = endpoint === undefined ? await placesOf(Object.values(clients), found) : [endpoint];
  const call = createCaller({
    budget: options.unlimited === true ? unlimited : createBudget(ssoAdminTps, clock),
    clock,
    random,
    ...(options.attemptTimeoutMs === undefined ? {} : { attemptTimeoutMs: options.attemptTimeoutMs }),
  });
  return {
    ssoAdmin: createSsoAdmin(clients.ssoAdmin, call),
    identityStore: createIdentityStore(clients.identityStore, call),
    organizations: createOrganizations(clients.organizations, call),
    endpoint: [...new Set(places)].join(' '),
    region: found,
    close: () => Object.values(clients).forEach((client) => client.destroy()),
  };
}

async function regionOf(client: SSOAdminClient): Promise<string> {
  try {
    return await client.config.region();
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'set AWS_REGION or --region to the Region of IAM Identity Center';
    throw new GatewayError('BAD_INPUT', `${problem}: ${remedy}.`, { argument: 'region', cause });
  }
}

interface Configured {
  readonly config: { readonly serviceConfiguredEndpoint?: (() => Promise<string | undefined>) | undefined };
}

/** One place a service, in the services' order: its configured URL, or AWS itself. */
async function placesOf(clients: readonly Configured[], region: string): Promise<string[]> {
  return Promise.all(
    clients.map(async ({ config }) => (await config.serviceConfiguredEndpoint?.()) ?? `aws/${region}`),
  );
}
