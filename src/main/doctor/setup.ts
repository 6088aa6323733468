import { isUnexplainedRefusal } from '../../aws/call/errors.ts';
import type { InstanceDetails } from '../../aws/sso-admin.ts';
import type { CallerIdentityFacts } from '../../aws/sts.ts';
import type { Config } from '../../config/config.ts';
import type { AwsError, GatewayError } from '../../errors.ts';
import type { Instance } from '../../reader/instances.ts';
import type { Check, Standing } from './check.ts';

/** AWS refuses a signature whose time is further from its own. */
const toleratedSkewMs = 5 * 60_000;

export function checkCredentials(
  source: string,
  identity: CallerIdentityFacts | undefined,
  error: AwsError | undefined,
): Check {
  const subject = 'Credentials';
  if (identity) return { subject, status: 'ok', finding: `${source}: ${identity.arn}` };
  if (error?.code === 'AWS_CREDENTIALS') {
    const isMissing = error.details['awsError'] === 'CredentialsProviderError';
    const finding = `${source}: ${isMissing ? 'none could be had' : 'AWS does not accept them'}`;
    return { subject, status: 'failed', finding, remedy: error.message };
  }
  return { subject, status: 'skipped', finding: `${source}: STS did not tell whose they are` };
}

/** Where the SDK finds credentials, in its order. Of a key no more than its end is told. */
export function credentialsSource({ demo, profile }: Config, env: NodeJS.ProcessEnv): string {
  if (demo) return "the sandbox's";
  if (profile !== undefined) return `profile ${profile}`;
  const { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret } = env;
  if (keyId && secret) return `environment, access key …${keyId.length < 16 ? '' : keyId.slice(-4)}`;
  return 'the default profile, or what this machine or container is given';
}

export function checkRegion(region: string, primaryRegion: string | undefined): Check {
  const subject = 'Region';
  if (primaryRegion === undefined || primaryRegion === region)
    return { subject, status: 'ok', finding: region };
  return {
    subject,
    status: 'failed',
    finding: `${region} is an additional Region of the instance`,
    remedy: `AWS answers for permission sets and assignments in the primary Region only: give --region ${primaryRegion}.`,
  };
}

export function checkEndpoint(endpoint: string): Check | undefined {
  if (endpoint.startsWith('aws/')) return undefined;
  return { subject: 'Endpoint', status: 'ok', finding: `${endpoint}, instead of AWS` };
}

export function checkInstance(
  instance: Instance | undefined,
  details: InstanceDetails | undefined,
  error: GatewayError | undefined,
): Check[] {
  const subject = 'Instance';
  if (!instance)
    return [
      error
        ? { subject, status: 'failed', finding: error.code, remedy: error.message }
        : { subject, status: 'skipped', finding: 'not known' },
    ];
  const { instanceArn, identityStoreId } = instance;
  const status = details?.status ?? instance.status ?? 'ACTIVE';
  const checks: Check[] = [
    status === 'ACTIVE'
      ? { subject, status: 'ok', finding: instanceArn }
      : {
          subject,
          status: 'failed',
          finding: `${instanceArn} is ${status}`,
          remedy: 'Wait until IAM Identity Center says that the instance is ACTIVE.',
        },
    { subject: 'Identity store', status: 'ok', finding: identityStoreId },
  ];
  if (details?.permissionSetsEnabled === false)
    checks.push({
      subject: 'Permission sets',
      status: 'failed',
      finding: 'not enabled for this instance',
      remedy:
        'Without permission sets there are no account assignments to read: enable them for the instance, or give another --instance-arn.',
    });
  return checks;
}

export function checkStanding(
  standing: Standing | undefined,
  accountId: string | undefined,
  managementAccountId: string | undefined,
): Check {
  const subject = 'Account';
  const account = accountId ?? 'not known';
  switch (standing) {
    case 'MANAGEMENT':
      return { subject, status: 'ok', finding: `${account}, the management account` };
    case 'DELEGATED_ADMINISTRATOR':
      return {
        subject,
        status: 'limited',
        finding: `${account}, a delegated administrator: assignments on the management account ${managementAccountId} cannot be read`,
        remedy: `AWS tells what is assigned on the management account ${managementAccountId} to that account alone: with its credentials, nothing is missing. Here every answer that would need it names it in its completeness.`,
      };
    case 'MEMBER':
      return {
        subject,
        status: 'failed',
        finding: `${account}, a member account`,
        remedy: `Run the gateway with credentials of the management account ${managementAccountId}, or register ${account} as a delegated administrator of IAM Identity Center.`,
      };
    case undefined:
      return { subject, status: 'skipped', finding: `${account}; its standing could not be told` };
    default:
      return standing satisfies never;
  }
}

/** `strangers`: so many users and groups whom assignments name were asked for, and the store knew none of them. */
export function checkDirectory(
  isListable: boolean | undefined,
  strangers: number | undefined,
  identityStoreId: string | undefined,
): Check {
  const subject = 'Directory';
  if (strangers !== undefined)
    return {
      subject,
      status: 'limited',
      finding: `knows none of ${strangers} users and groups that assignments name`,
      remedy: `Names are not known here, and nobody can be said to be deleted. Check that ${identityStoreId} is the identity store of this instance (--identity-store-id), that it is in this Region, and that the directory behind it, such as Active Directory, is connected and synchronised.`,
    };
  if (isListable) return { subject, status: 'ok', finding: 'users and groups can be listed' };
  const finding =
    isListable === false
      ? 'cannot be listed, as with Active Directory: names are looked up one by one'
      : 'could not be told whether users and groups can be listed';
  return { subject, status: 'skipped', finding };
}

/** Where every call is denied and AWS does not say why, it may be for the network instead of a permission. */
export function checkNetwork(
  errors: ReadonlyMap<string, AwsError>,
  calls: readonly Check[],
): Check | undefined {
  const ofStore = calls.filter(({ subject }) => subject.startsWith('identitystore:'));
  const denied = [...errors].filter(
    ([operation, error]) => operation.startsWith('identitystore:') && isUnexplainedRefusal(error),
  );
  if (denied.length === 0 || denied.length < ofStore.length) return undefined;
  return {
    subject: 'Network',
    status: 'skipped',
    finding:
      'the identity store denies every call and does not say why: for a permission, or for its network configuration',
  };
}

export function checkClock(aheadMs: number | undefined): Check {
  const subject = 'Clock';
  if (aheadMs === undefined) return { subject, status: 'skipped', finding: 'no answer told the time' };
  const seconds = Math.abs(aheadMs) / 1000;
  const finding =
    seconds < 1
      ? "agrees with AWS's"
      : `${Math.round(seconds)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} AWS's`;
  if (Math.abs(aheadMs) < toleratedSkewMs) return { subject, status: 'ok', finding };
  return {
    subject,
    status: 'failed',
    finding,
    remedy: "Set this machine's clock: AWS refuses signatures that are more than 5 minutes off.",
  };
}
