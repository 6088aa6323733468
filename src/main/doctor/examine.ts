import type { Aws } from '../../aws/aws.ts';
import { CallMeter } from '../../aws/call/meter.ts';
import type { Config } from '../../config/config.ts';
import { GatewayError } from '../../errors.ts';
import { SingleFlight } from '../../reading/single-flight.ts';
import { Instances, type Instance } from '../../reader/instances.ts';
import { tryAccountAccess } from './account-access.ts';
import type { AwsClock } from '../../aws/aws-clock.ts';
import { Calls } from './calls.ts';
import type { Check, Report } from './check.ts';
import { tryIdentityStore } from './identity-store.ts';
import { tryOrganizations } from './organization.ts';
import {
  checkClock,
  checkCredentials,
  checkDirectory,
  checkEndpoint,
  checkInstance,
  checkNetwork,
  checkRegion,
  checkStanding,
  credentialsSource,
} from './setup.ts';
import { trySsoAdmin } from './sso-admin.ts';
import { countStrangers } from './strangers.ts';

/** Tries every API that the gateway uses once, and says what it all means. `onTry` hears of each before its call. */
export async function examine(
  aws: Aws,
  config: Config,
  clock: AwsClock,
  signal: AbortSignal,
  onTry: (action: string) => void,
): Promise<Report> {
  const scope = { signal, deadline: signal, meter: new CallMeter() };
  const calls = new Calls(scope, onTry);
  const identity = await calls.attempt(
    'sts:GetCallerIdentity',
    {},
    (_, options) => aws.sts.getCallerIdentity(options),
    ({ code }) => (code === 'AWS_CREDENTIALS' ? undefined : 'no answer, but only this report asks it'),
  );
  const found = await findInstance(
    new Instances(aws, new SingleFlight(Date.now), Date.now, idsOf(config)),
    calls,
    scope,
  );
  const organization = await tryOrganizations(aws, identity?.accountId, calls);
  const ssoAdmin = await trySsoAdmin(aws, found.instance, organization, calls);
  const instance = found.instance && { ...ssoAdmin.instance, ...found.instance };
  const directory = await tryIdentityStore(aws, instance?.identityStoreId, ssoAdmin.principals, calls);
  const { isListable } = directory;
  const strangers =
    instance && !directory.hasSomebody
      ? await countStrangers(aws, instance, ssoAdmin.pairs, calls)
      : undefined;
  await tryAccountAccess(aws, organization.accountId, calls);
  const clockAheadMs = clock.aheadMs;
  const setup = [
    checkCredentials(credentialsSource(config, process.env), identity, calls.credentialsError),
    checkRegion(aws.region, found.instance?.primaryRegion),
    checkEndpoint(aws.endpoint),
    checkStanding(organization.standing, identity?.accountId, organization.managementAccountId),
    ...checkInstance(found.instance, ssoAdmin.instance, found.error),
    checkDirectory(isListable, strangers, instance?.identityStoreId),
    checkNetwork(calls.errors, calls.checks),
    checkClock(clockAheadMs),
  ].filter((check) => check !== undefined);
  return {
    ok: isAllRight([...setup, ...calls.checks]),
    region: aws.region,
    endpoint: aws.endpoint,
    ...(identity && { accountId: identity.accountId, callerArn: identity.arn }),
    ...(organization.standing && { standing: organization.standing }),
    ...(instance && { instanceArn: instance.instanceArn, identityStoreId: instance.identityStoreId }),
    ...(isListable !== undefined && { isDirectoryListable: isListable }),
    ...(clockAheadMs !== undefined && { clockAheadMs }),
    setup,
    calls: calls.checks,
  };
}

/** When AWS cannot even be asked: no Region, or no such profile. */
export function nothingToExamine({ code, details, message }: GatewayError): Report {
  const argument = details['argument'] === 'region' ? 'Region' : 'Configuration';
  const subject = code === 'AWS_CREDENTIALS' ? 'Credentials' : argument;
  const setup: Check[] = [{ subject, status: 'failed', finding: 'cannot be used', remedy: message }];
  return { ok: false, setup, calls: [] };
}

function isAllRight(checks: readonly Check[]): boolean {
  return checks.every(({ status }) => status !== 'failed');
}

function idsOf({ instanceArn, identityStoreId }: Config) {
  return { ...(instanceArn && { instanceArn }), ...(identityStoreId && { identityStoreId }) };
}

async function findInstance(
  instances: Instances,
  calls: Calls,
  scope: Parameters<Instances['list']>[0],
): Promise<{ readonly instance?: Instance; readonly error?: GatewayError }> {
  await calls.attempt('sso-admin:ListInstances', {}, async () => instances.list(scope));
  // A list that could not be had stands among the calls already.
  if (calls.credentialsError) return {};
  try {
    return { instance: await instances.resolve(undefined, scope, 'instanceArn') };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return calls.errors.has('sso-admin:ListInstances') ? {} : { error };
  }
}
