import { randomBytes } from 'node:crypto';
import { readConfigFiles } from '../../aws/connection/config-files.ts';
import type { Config } from '../../config/config.ts';
import { GatewayError } from '../../errors.ts';
import { credentialProcess } from '../../portal/credentials-text.ts';
import { placeOf, type Words } from '../../portal/place.ts';
import type { PortalChoice } from '../../portal/portal.ts';
import { gatewayClient } from './gateway-client.ts';
import { openPortal } from '../gateway/open-portal.ts';
import { StartupError } from '../startup-error.ts';

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

/** Credentials by the sign-in in the token cache. */
async function alone(config: Config): Promise<string> {
  const role = roleIn(config);
  const portal = openPortal(config, {}, randomBytes(32), { info() {}, error() {} }, { words });
  const signal = AbortSignal.timeout(timeoutMs);
  const meter = { record() {}, throttled() {}, waiting: (wait: Promise<void>) => wait };
  try {
    const person = { viewerId: 'local', isLocal: true };
    const scope = { signal, deadline: signal, listDeadline: signal, meter };
    return credentialProcess(await portal.roleCredentials(person, role, scope), role.accountId);
  } catch (error) {
    throw inTerminal(error);
  } finally {
    await portal.close();
  }
}

const words: Words = {
  startUrl: [
    '--start-url',
    'give the start URL of the access portal, or name its session with --sso-session',
  ],
  region: ['--sso-region', 'give the Region of the access portal'],
};

/** The hint of a gateway names a mutation; this command has none. */
function inTerminal(error: unknown): unknown {
  if (!(error instanceof GatewayError) || error.code !== 'LOGIN_REQUIRED') return error;
  const { startUrl, command } = error.details;
  const message = `There is no sign-in to ${String(startUrl)} that lasts: run "${String(command)}", or sign in with a gateway that has the same --token-cache`;
  return new GatewayError(error.code, message, { cause: error });
}

const query = `mutation CredentialProcess($input: RoleCredentialsInput!) {
  roleCredentials(input: $input) { credentialProcess }
}`;

interface Answer {
  readonly roleCredentials: { readonly credentialProcess: string };
}

/** Where a session of this machine's config file signs in, which the gateway may not have. */
async function sessionIn({ ssoSession, startUrl }: Config): Promise<PortalChoice> {
  if (ssoSession === undefined) return {};
  const place = placeOf({}, { ssoSession, startUrl }, await readConfigFiles(process.env), words);
  return { startUrl: place.startUrl, region: place.region };
}

/** Credentials by the sign-in of a running gateway. */
async function through(url: string, config: Config): Promise<string> {
  const input = { ...roleIn(config), ...(await sessionIn(config)) };
  const gateway = await gatewayClient(url, config);
  try {
    const { roleCredentials } = await gateway.ask<Answer>(query, { input }, AbortSignal.timeout(timeoutMs));
    return roleCredentials.credentialProcess;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new GatewayError(error.code, inFlags(error.message), { cause: error });
  }
}

const flags: Readonly<Record<string, string>> = {
  accountId: '--account',
  roleName: '--role',
  startUrl: '--start-url',
  region: '--sso-region',
};

/** The gateway names arguments of GraphQL, which came from flags. */
function inFlags(message: string): string {
  return message.replace(/^(?:input\.)?(\w+)(?=: )/, (all, argument: string) => flags[argument] ?? all);
}
