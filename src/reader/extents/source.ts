import type { Aws } from '../../aws/aws.ts';
import type { CallOptions } from '../../aws/call.ts';
import { AwsError, GatewayError } from '../../errors.ts';
import type { ReadStamp } from '../../mirror/coverage.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Subject } from '../completeness.ts';
import type { Flight } from '../flights.ts';
import type { Extent } from '../reads.ts';

export interface InstanceIds {
  readonly instanceArn: string;
  readonly identityStoreId: string;
}

/** Where the extents of one instance are read from, and where their facts go. */
export interface Source {
  readonly aws: Aws;
  readonly mirror: Mirror;
  readonly instance: InstanceIds;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Set by the first answer from the identity store: from then on "not found" is about the principal asked for. */
  storeIsKnown: boolean;
}

/** A list turned out longer than whoever began it was ready to pay for. What it gave so far is in the mirror. */
export class ListTooLong extends Error {
  readonly pages: number;

  constructor(pages: number) {
    super(`The list has more than ${pages} pages`);
    this.pages = pages;
  }
}

/** An extent whose coverage stands in the mirror under its own name. */
export function covered(
  { mirror }: Source,
  extent: string,
  about: Subject,
  read: (flight: Flight, stamp: ReadStamp) => Promise<void>,
  maxPages?: number,
): Extent {
  return {
    key: maxPages === undefined ? extent : `${extent}?maxPages=${maxPages}`,
    about,
    readAt: async () => (await mirror.coverage.readAt([extent])).get(extent),
    read: (flight) => read(flight, { extent, readAt: flight.startedAt }),
  };
}

export function options({ signal, meter, turns }: Flight): CallOptions {
  return { signal, meter, turns };
}

/** All pages as one list. `onPage` sees each as it comes; a list longer than `maxPages` is abandoned. */
export async function collect<T>(
  pages: AsyncIterable<readonly T[]>,
  maxPages = Number.POSITIVE_INFINITY,
  onPage?: (page: readonly T[]) => Promise<void>,
): Promise<T[]> {
  const all: T[] = [];
  let count = 0;
  for await (const page of pages) {
    if (count++ >= maxPages) throw new ListTooLong(maxPages);
    all.push(...page);
    await onPage?.(page);
  }
  return all;
}

/** What `otherwise` gives when AWS does not find what `read` asks for. */
export async function ifNotFound<T>(read: () => Promise<T>, otherwise: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NOT_FOUND') throw error;
    return otherwise();
  }
}

/**
 * sso-admin does not say what it did not find. An account or permission set that is gone holds nothing;
 * an instance that is not there must not look like an organization in which nobody holds anything.
 */
export async function unlessGone<T>(source: Source, flight: Flight, list: () => Promise<T[]>): Promise<T[]> {
  return ifNotFound(
    () => ifEnabled(source, flight, list),
    async () => {
      await source.aws.ssoAdmin.describeInstance(source.instance.instanceArn, options(flight));
      return [];
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
