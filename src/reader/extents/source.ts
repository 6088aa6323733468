import type { Aws } from '../../aws/aws.ts';
import type { CallOptions } from '../../aws/call/call.ts';
import { AwsError, GatewayError } from '../../errors.ts';
import type { ExtentKey, FactsByKind, Kind } from '../../mirror/keys.ts';
import { wasLately } from '../../reading/lately.ts';
import type { Subject } from '../../reading/completeness.ts';
import type { Flight } from '../../reading/single-flight.ts';
import type { OpenMirror } from '../keeping/open-mirror.ts';
import type { Extent } from '../reads.ts';
import { requireGone, type Absences, type Witness } from './absence.ts';
import type { LongLists } from './long-lists.ts';
import type { SharedChecks } from './shared-checks.ts';

export interface InstanceIds {
  readonly instanceArn: string;
  readonly identityStoreId: string;
}

/** Where the extents of one instance are read from, and where their facts go. */
export interface Source extends Pick<OpenMirror, 'derive' | 'keep' | 'keepList' | 'mirror'> {
  readonly aws: Aws;
  /** The account that owns it is known once the instance was listed: the management account. */
  readonly instance: InstanceIds & { readonly ownerAccountId?: string };
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Set by the first user or group that the identity store has told of. */
  storeIsKnown: boolean;
  /** When sso-admin last described the instance, in epoch milliseconds. */
  instanceSeenAt: number;
  /** Checks, shared by reads that did not find what they asked for. */
  readonly checks: SharedChecks;
  readonly absences: Absences;
  readonly longLists: LongLists;
  /** Ids of groups that lists of a user's groups have named: a hint, in no store. */
  readonly groupsOfUsers: Set<string>;
}

/** An instance that was there so lately is still there, or has just gone with everything that was assigned through it. */
const rememberInstanceMs = 60_000;

/** An extent whose facts are kept under its own key. */
export function covered<K extends Kind>(
  { mirror, keep }: Source,
  key: ExtentKey<K>,
  about: Subject,
  read: (flight: Flight) => Promise<FactsByKind[K]>,
): Extent & { readonly key: ExtentKey<K> } {
  return {
    key,
    about,
    readAt: () => mirror.coverage.readAt(key),
    read: async (flight) => {
      keep(key, flight.startedAt, await read(flight));
      return flight.startedAt;
    },
  };
}

export function options({ signal, meter, turns }: Flight): CallOptions {
  return { signal, meter, turns };
}

/** All pages as one list. */
export async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** What `otherwise` gives when AWS does not find what `read` asks for. */
export async function ifNotFound<T>(
  read: () => Promise<T>,
  otherwise: (error: AwsError) => T | Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NOT_FOUND') throw error;
    return otherwise(error);
  }
}

/**
 * sso-admin does not say what it did not find. An account or permission set that is gone holds nothing;
 * an instance that is not there must not look like an organization in which nobody holds anything,
 * and neither must an account or permission set of which AWS has just told: `witness` knows.
 */
export async function unlessGone<T>(
  source: Source,
  flight: Flight,
  witness: Witness,
  list: () => Promise<T[]>,
): Promise<T[]> {
  return ifNotFound(
    () => ifEnabled(source, flight, list),
    async ({ operation }) => {
      await requireInstance(source, flight);
      await requireGone(source, flight, operation, witness);
      return [];
    },
  );
}

/** AWS tells about the management account only to that account: allowing the call would not help. */
export async function orKeptBack<T>(
  { instance }: Source,
  accountId: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isDenied = error instanceof AwsError && error.code === 'AWS_ACCESS_DENIED';
    const isOwner = accountId === instance.ownerAccountId;
    if (!isDenied || !isOwner || String(error.details['reason']).startsWith('KMS')) throw error;
    const { code, operation, details, cause } = error;
    const message = `AWS denies ${operation} for account ${accountId}, the management account: it tells what is assigned there to that account alone, not to a delegated administrator. Run the gateway with credentials of that account that allow ${String(details['action'])} to have it, too`;
    throw new AwsError(code, operation, message, { ...details, cause });
  }
}

/** Throws when the instance itself is not there. */
async function requireInstance(source: Source, flight: Flight): Promise<void> {
  await source.checks.run(
    'instance',
    () => wasLately(source.instanceSeenAt, rememberInstanceMs, source.now()),
    async () => {
      await source.aws.ssoAdmin.describeInstance(source.instance.instanceArn, options(flight));
      source.instanceSeenAt = source.now();
    },
  );
}

/** An instance without permission sets finds every question about them invalid; one error says why. */
export async function ifEnabled<T>(
  { aws, instance }: Source,
  flight: Flight,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AwsError) || error.details['awsError'] !== 'ValidationException') throw error;
    const described = await aws.ssoAdmin
      .describeInstance(instance.instanceArn, options(flight))
      .catch(() => undefined);
    if (described?.permissionSetsEnabled !== false) throw error;
    throw new GatewayError(
      'PERMISSION_SETS_UNAVAILABLE',
      `Permission sets are not enabled for ${instance.instanceArn}, so that nobody is assigned to an account through it`,
      { cause: error, instanceArn: instance.instanceArn },
    );
  }
}
