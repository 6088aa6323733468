import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { GatewayError } from '../errors.ts';
import { ambientCredentials, assertProfileExists } from './credentials.ts';

export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where and as whom to call. */
export interface ConnectionOptions {
  /** Identity Center's Region. @default what the SDK finds: AWS_REGION, the profile's, the instance's */
  readonly region?: string;
  /** @default AWS_PROFILE */
  readonly profile?: string;
  /** One URL for all services. @default what the SDK finds: AWS_ENDPOINT_URL and its per-service forms */
  readonly endpoint?: string;
  /** @default the SDK's own chain */
  readonly credentials?: StaticCredentials;
}

export interface Connection {
  readonly ssoAdmin: SSOAdminClient;
  readonly identityStore: IdentitystoreClient;
  readonly organizations: OrganizationsClient;
  readonly region: string;
  /** `aws/eu-west-1`, or the URLs that stand in for it. */
  readonly endpoint: string;
}

/** A budget lets fewer calls than this run at once; without one, connections stay reasonable. */
const maxSockets = 32;
const connectionTimeoutMs = 5_000;

/** Makes one client for each service. No call is made: wrong credentials show on the first one. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { region, endpoint, credentials } = options;
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
  const urls =
    endpoint === undefined ? await Promise.all(Object.values(clients).map(configuredEndpoint)) : [endpoint];
  const places = new Set(urls.map((url) => placeOf(url, found)));
  return { ...clients, region: found, endpoint: [...places].join(' ') };
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

/** The URL that the environment or the profile sets for one service, if any. */
async function configuredEndpoint(client: {
  readonly config: { readonly serviceConfiguredEndpoint?: (() => Promise<string | undefined>) | undefined };
}): Promise<string | undefined> {
  return client.config.serviceConfiguredEndpoint?.();
}

function placeOf(url: string | undefined, region: string): string {
  if (url === undefined) return `aws/${region}`;
  if (!URL.canParse(url)) {
    const message = `"${url}" is not a URL: check AWS_ENDPOINT_URL and its forms for single services.`;
    throw new GatewayError('BAD_INPUT', message, { argument: 'endpoint' });
  }
  // Without user and password, and the same for every spelling: this is compared and shown.
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
