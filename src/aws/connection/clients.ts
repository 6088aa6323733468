import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { AccountAccessClient } from './account-access-client.ts';
import { readConfigFiles } from './config-files.ts';
import { ambientCredentials, assertProfileExists } from './credentials.ts';
import { configuredEndpoints, placeOf } from './endpoints.ts';
import { regionOf, transport } from './transport.ts';
import { asItCameIn, wholeAnswer } from './whole-answer.ts';

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
  /** One URL for all services. @default AWS_ENDPOINT_URL and its per-service forms, or the profile's */
  readonly endpoint?: string;
  /** @default the SDK's own chain */
  readonly credentials?: StaticCredentials;
}

export interface Connection {
  readonly ssoAdmin: SSOAdminClient;
  readonly identityStore: IdentitystoreClient;
  readonly organizations: OrganizationsClient;
  readonly accountAccess: AccountAccessClient;
  readonly sts: STSClient;
  readonly region: string;
  /** `aws/eu-west-1`, or the URLs that stand in for it. */
  readonly endpoint: string;
}

/** Makes one client for each service. No call is made: wrong credentials show on the first one. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { region, endpoint, credentials } = options;
  const profile = options.profile ?? process.env['AWS_PROFILE'];
  const files = await readConfigFiles(process.env);
  if (credentials === undefined && profile) assertProfileExists(profile, files);

  const endpoints =
    endpoint === undefined ? configuredEndpoints(files, profile, process.env) : () => endpoint;
  const identity = {
    ...(region === undefined ? {} : { region }),
    ...(profile ? { profile } : {}),
    credentials: credentials ?? ambientCredentials(profile),
  };
  const clients = {
    ssoAdmin: new SSOAdminClient({ ...identity, ...transport('sso_admin', endpoints) }),
    identityStore: new IdentitystoreClient({ ...identity, ...transport('identitystore', endpoints) }),
    // The SDK signs for and calls the one Region of the partition that Organizations lives in.
    organizations: new OrganizationsClient({ ...identity, ...transport('organizations', endpoints) }),
    sts: new STSClient({ ...identity, ...transport('sts', endpoints) }),
  };
  clients.ssoAdmin.middlewareStack.add(wholeAnswer('json'), asItCameIn);
  clients.identityStore.middlewareStack.add(wholeAnswer('json'), asItCameIn);
  clients.organizations.middlewareStack.add(wholeAnswer('json'), asItCameIn);
  clients.sts.middlewareStack.add(wholeAnswer('xml'), asItCameIn);
  const found = await regionOf(clients.ssoAdmin);
  // STS says who asks, not what the answer is, and so is no part of the place.
  const services = ['sso_admin', 'identitystore', 'organizations', 'account_access'] as const;
  const places = new Set(services.map((service) => placeOf(endpoints(service), found)));
  const accountAccess = new AccountAccessClient({
    ...transport('account_access', endpoints),
    region: found,
    credentials: identity.credentials,
    useFipsEndpoint: await clients.ssoAdmin.config.useFipsEndpoint(),
  });
  return { ...clients, accountAccess, region: found, endpoint: [...places].join(' ') };
}
