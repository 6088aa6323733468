import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { GatewayError } from '../errors.ts';
import { credentialProcess } from '../portal/credentials-text.ts';
import { defaultTokenFile, readToken } from '../server/token-file.ts';
import { openPortal } from './open-portal.ts';
import { StartupError } from './startup-error.ts';

interface Role {
  readonly accountId: string;
  readonly roleName: string;
  readonly startUrl: string | undefined;
  readonly region: string | undefined;
}

/** SDKs wait a minute for the process at most; whoever waits for nothing should be told before. */
const timeoutMs = 50_000;

/** Prints what an AWS profile's `credential_process` has to: one line of JSON, and nothing else. */
export async function run(config: Config): Promise<number> {
  const line =
    config.gatewayUrl === undefined ? await alone(config) : await through(config.gatewayUrl, config);
  process.stdout.write(`${line}\n`);
  return 0;
}

function roleIn({ accountId, roleName, startUrl, ssoRegion: region }: Config): Role {
  const missing = [accountId === undefined && '--account', roleName === undefined && '--role'].filter(
    Boolean,
  );
  if (accountId === undefined || roleName === undefined)
    throw new StartupError(missing.map((flag) => `${String(flag)}: is needed`));
  return { accountId, roleName, startUrl, region };
}

/** With the sign-in that the token cache has. */
async function alone(config: Config): Promise<string> {
  const role = roleIn(config);
  const portal = openPortal(config, {}, randomBytes(32), { info() {}, error() {} });
  const signal = AbortSignal.timeout(timeoutMs);
  const meter = { record() {}, throttled() {}, waiting: (wait: Promise<void>) => wait };
  try {
    const person = { viewerId: 'local', isLocal: true };
    const scope = { signal, deadline: signal, listDeadline: signal, meter };
    return credentialProcess(await portal.roleCredentials(person, role, scope), role.accountId);
  } finally {
    await portal.close();
  }
}

const query = `mutation CredentialProcess($input: RoleCredentialsInput!) {
  roleCredentials(input: $input) { credentialProcess }
}`;

interface Answer {
  readonly data?: { readonly roleCredentials: { readonly credentialProcess: string } } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: GatewayError['code'] };
  }[];
}

/** With the sign-in that a running gateway has. */
async function through(url: string, config: Config): Promise<string> {
  const input = roleIn(config);
  const token = await tokenOf(config);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables: { input } }),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new StartupError(`no gateway answers at ${url}`, { cause: error });
  });
  // Checked by its use: what is not from a gateway has neither data nor errors.
  const { data, errors } = (await response.json().catch(() => ({}))) as Answer;
  if (data?.roleCredentials) return data.roleCredentials.credentialProcess;
  const error = errors?.[0];
  if (!error)
    throw new StartupError(`${url} is no gateway: it answered ${response.status} with something else`);
  throw new GatewayError(error.extensions?.code ?? 'INTERNAL', error.message);
}

/** A gateway with --auth none needs no token, and may have left none. */
async function tokenOf({ tokenFile }: Config): Promise<string | undefined> {
  if (tokenFile !== undefined) return readToken(tokenFile);
  return readToken(defaultTokenFile(process.env)).catch(() => undefined);
}
