import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import { createPortalBudget, unlimited } from './budget/budget.ts';
import { systemClock } from './budget/clock.ts';
import { createCaller, type CallOptions, type PacingOptions } from './call/call.ts';
import { readConfigFiles } from './connection/config-files.ts';
import { configuredEndpoints, placeOf } from './connection/endpoints.ts';
import { regionOf, transport } from './connection/transport.ts';
import { asItCameIn, wholeAnswer } from './connection/whole-answer.ts';
import { withoutSecrets } from './connection/without-secrets.ts';
import { createOidc, type Oidc } from './oidc.ts';
import { createPortal, type Portal, type RoleCredentialsFacts } from './portal.ts';
import { createSts, type CallerIdentityFacts } from './sts.ts';
import { Traffic } from './call/traffic.ts';

/** AWS from a person's side: signing in, and what the person may take. */
export interface PortalAws {
  readonly oidc: Oidc;
  readonly portal: Portal;
  /** Whose credentials these are. Needs no permission. */
  callerIdentity(credentials: RoleCredentialsFacts, options: CallOptions): Promise<CallerIdentityFacts>;
  readonly region: string;
  /** Tells one place to sign in at from another: `aws/eu-west-1`, or the URLs that stand in for it. */
  readonly endpoint: string;
  /** Closes the connections. Calls still under way are for their signals to end. */
  close(): void;
}

export interface PortalAwsOptions extends PacingOptions {
  /** The Region of the access portal. */
  readonly region: string;
  /** One URL for both services. @default AWS_ENDPOINT_URL and its per-service forms, or the profile's */
  readonly endpoint?: string;
  /** Whose settings of endpoints count; no credentials are taken from it. @default AWS_PROFILE */
  readonly profile?: string;
}

export async function createPortalAws(options: PortalAwsOptions): Promise<PortalAws> {
  const { region, endpoint, profile = process.env['AWS_PROFILE'] } = options;
  const endpoints =
    endpoint === undefined
      ? configuredEndpoints(await readConfigFiles(process.env), profile, process.env)
      : () => endpoint;
  const place = new Set([placeOf(endpoints('sso'), region), placeOf(endpoints('sso_oidc'), region)]);

  const where = { region, ...(profile && { profile }) };
  const portal = new SSOClient({ ...where, ...transport('sso', endpoints) });
  const oidc = new SSOOIDCClient({ ...where, ...transport('sso_oidc', endpoints) });
  portal.middlewareStack.add(withoutSecrets, { step: 'initialize', priority: 'high' });
  oidc.middlewareStack.add(withoutSecrets, { step: 'initialize', priority: 'high' });
  portal.middlewareStack.add(wholeAnswer('json'), asItCameIn);
  oidc.middlewareStack.add(wholeAnswer('json'), asItCameIn);
  await regionOf(oidc);

  const budget = options.unlimited === true ? unlimited : createPortalBudget(options.clock ?? systemClock);
  const traffic = new Traffic();
  const call = createCaller(budget, traffic, options);
  options.opened?.({ region, traffic, budget });
  return {
    oidc: createOidc(oidc, call, await urlOf(oidc, endpoints('sso_oidc'))),
    portal: createPortal(portal, call),
    async callerIdentity({ accessKeyId, secretAccessKey, sessionToken }, asked) {
      const credentials = { accessKeyId, secretAccessKey, sessionToken };
      const sts = new STSClient({ ...where, credentials, ...transport('sts', endpoints) });
      sts.middlewareStack.add(wholeAnswer('xml'), asItCameIn);
      try {
        return await createSts(sts, call).getCallerIdentity(asked);
      } finally {
        sts.destroy();
      }
    },
    region,
    endpoint: [...place].join(' '),
    close() {
      portal.destroy();
      oidc.destroy();
    },
  };
}

/** Where the client calls: a browser goes to the same place. */
async function urlOf({ config }: SSOOIDCClient, Endpoint: string | undefined): Promise<URL> {
  const [Region, UseFIPS, UseDualStack] = await Promise.all([
    config.region(),
    config.useFipsEndpoint(),
    config.useDualstackEndpoint(),
  ]);
  return config.endpointProvider({ Region, UseFIPS, UseDualStack, Endpoint }).url;
}
