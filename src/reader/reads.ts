import { isListingRefused, isServiceMissing } from '../aws/call/errors.ts';
import { AwsError } from '../errors.ts';
import type { ExtentKey } from '../mirror/keys.ts';
import { wasLately } from '../reading/lately.ts';
import type { Outcome, Subject } from '../reading/completeness.ts';
import type { Awaitable } from '../reading/coroutine.ts';
import type { Flight, SingleFlight } from '../reading/single-flight.ts';
import type { ReadScope } from '../reading/scope.ts';

/** What one call chain to AWS reads whole, and how its facts come into the mirror. */
export interface Extent {
  readonly key: ExtentKey;
  readonly about: Subject;
  /** The most pages that the list is worth: beyond them `ensure` throws ListTooLong. @default any length is */
  readonly maxPages?: number;
  /** When the last complete read began, if there was one: its facts are in the mirror. */
  readAt(): number | undefined;
  /**
   * Reads from AWS and brings the facts home, which are as old as it answers: as the flight, or older where it went on
   * with what was begun before. Throws AwsError when AWS does not answer.
   */
  read(flight: Flight): Promise<number>;
  /** What is known against what was read; undefined while nothing is. @default nothing ever is */
  doubt?(): AwsError | undefined;
}

/** A refusal is not asked for again so soon: each query of a dashboard would spend the same calls on it. */
const rememberRefusalMs = 5 * 60_000;
/** With bad credentials every read fails alike; a moment's memory keeps one query from failing a thousand times. */
const rememberCredentialsMs = 5_000;
/** What AWS has nothing of may be made any moment; meanwhile a client that asks for it in a loop makes no calls. */
const rememberNotFoundMs = 60_000;
/** Errors kept at a time, the latest: each holds what AWS answered, and a client may ask for any number of ids. */
const maxErrors = 10_000;

/** How extents become known to a question. */
export interface Reading {
  /**
   * At once, where the extent is fresh or was refused lately. `notBefore`: the earliest start of a read, in epoch
   * milliseconds, that will do.
   */
  ensure(extent: Extent, notBefore: number, scope: ReadScope): Awaitable<Outcome>;
  /** What `ensure` answers without a call; undefined where it would make one. */
  atOnce(extent: Extent, notBefore: number): Outcome | undefined;
  /** Was the operation refused lately? Then it is not worth planning with until that time, in epoch milliseconds. */
  refusalOf(
    operation: string,
    notBefore: number,
  ): { readonly untilMs: number; readonly error: AwsError } | undefined;
}

/** Makes extents fresh enough: from the mirror, else from AWS, each read at most once however many ask. */
export class Reads implements Reading {
  readonly #flights: SingleFlight;
  readonly #place: (key: ExtentKey, flight: Flight, read: Extent['read']) => Promise<number>;
  readonly #now: () => number;
  readonly #heedClock: () => void;
  readonly #errors = new Map<
    string,
    { readonly error: AwsError; readonly at: number; readonly forMs: number }
  >();
  readonly #refusedOperations = new Map<string, { readonly error: AwsError; readonly at: number }>();
  #badCredentials: { readonly error: AwsError; readonly at: number } | undefined;

  /** `place`: where extents are read. @default here */
  constructor(
    flights: SingleFlight,
    now: () => number,
    heedClock: () => void = () => {},
    place: (key: ExtentKey, flight: Flight, read: Extent['read']) => Promise<number> = (_key, flight, read) =>
      read(flight),
  ) {
    this.#flights = flights;
    this.#place = place;
    this.#now = now;
    this.#heedClock = heedClock;
  }

  ensure(extent: Extent, notBefore: number, scope: ReadScope): Awaitable<Outcome> {
    this.#heedClock();
    const known = this.atOnce(extent, notBefore);
    if (known) return heard(known, scope);
    if (scope.onlyKnown) return heard(failed(extent, notKnown(extent), extent.readAt()), scope);
    return this.#join(extent, notBefore, scope);
  }

  atOnce(extent: Extent, notBefore: number): Outcome | undefined {
    const known = extent.readAt();
    if (known !== undefined && known >= notBefore) return told(extent, known);
    const remembered = this.#remembered(extent.key.text, notBefore);
    return remembered && failed(extent, remembered, known);
  }

  async #join(extent: Extent, notBefore: number, scope: ReadScope): Promise<Outcome> {
    scope.allowance?.begin(extent.key.text);
    const known = extent.readAt();
    try {
      const read = async (flight: Flight) => {
        const readAt = await this.#read(extent, flight);
        return { readAt, isNew: readAt === flight.startedAt };
      };
      const { key, maxPages } = extent;
      for (;;) {
        const { readAt, isNew } = await this.#flights.run(key.text, notBefore, scope, read, maxPages);
        // A read dated in the future began before the clock was set back: the loop makes it again.
        if (readAt <= this.#now() && (isNew || readAt >= notBefore))
          return heard(told(extent, readAt), scope);
        this.#heedClock();
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return heard(failed(extent, error, known), scope);
    }
  }

  refusalOf(operation: string, notBefore: number): ReturnType<Reading['refusalOf']> {
    const { at = Number.NEGATIVE_INFINITY, error } = this.#refusedOperations.get(operation) ?? {};
    if (!error || at < notBefore || !wasLately(at, rememberRefusalMs, this.#now())) return undefined;
    return { untilMs: at + rememberRefusalMs, error };
  }

  /** Remembers an error also when those who waited for the read have run out of time meanwhile. */
  async #read(extent: Extent, flight: Flight): Promise<number> {
    let readAt: number;
    try {
      readAt = await this.#place(extent.key, flight, (begun) => extent.read(begun));
    } catch (error) {
      if (error instanceof AwsError) this.#remember(extent.key.text, error);
      throw error;
    }
    this.#errors.delete(extent.key.text);
    return readAt;
  }

  #remember(key: string, error: AwsError): void {
    if (error.code === 'AWS_CREDENTIALS') this.#badCredentials = { error, at: this.#now() };
    const isRefused =
      error.code === 'AWS_ACCESS_DENIED' || isListingRefused(error) || isServiceMissing(error);
    if (isRefused) this.#refusedOperations.set(error.operation, { error, at: this.#now() });
    else if (error.code !== 'NOT_FOUND') return;
    const forMs = isRefused ? rememberRefusalMs : rememberNotFoundMs;
    this.#errors.delete(key);
    this.#errors.set(key, { error, at: this.#now(), forMs });
    const [oldest] = this.#errors.keys();
    if (this.#errors.size > maxErrors && oldest !== undefined) this.#errors.delete(oldest);
  }

  #remembered(key: string, notBefore: number): AwsError | undefined {
    const serves = (at: number, forMs: number) => at >= notBefore && wasLately(at, forMs, this.#now());
    if (this.#badCredentials && serves(this.#badCredentials.at, rememberCredentialsMs))
      return this.#badCredentials.error;
    const known = this.#errors.get(key);
    if (known && serves(known.at, known.forMs)) return known.error;
    this.#errors.delete(key);
    return undefined;
  }
}

function notKnown({ key }: Extent): AwsError {
  return new AwsError(
    'QUERY_TOO_COSTLY',
    key.kind,
    'It is not known, or too old, and what is asked with onlyKnown makes no call to AWS',
  );
}

/** The facts of an extent, or the error: for what cannot be answered in part. */
export function orThrow(outcome: Outcome): Outcome {
  if (outcome.error && outcome.readAt === undefined) throw outcome.error;
  return outcome;
}

/** Whoever asks is told when not all of it is settled. */
function heard(outcome: Outcome, { unsettled }: ReadScope): Outcome {
  if (outcome.failure) unsettled?.();
  return outcome;
}

/** As `ensure`, for who tells of the read elsewhere: when it began. Throws why there is none. */
export async function readFor(
  reads: Pick<Reading, 'ensure'>,
  extent: Extent,
  notBefore: number,
  scope: ReadScope,
): Promise<number> {
  const { error, readAt } = await reads.ensure(withoutDoubt(extent), notBefore, scope);
  if (error || readAt === undefined) throw error ?? new Error(`Nothing was read of ${extent.key.text}`);
  return readAt;
}

/** Doubt is for those to judge who hold the facts against others. */
function withoutDoubt(extent: Extent): Extent {
  const { key, about, maxPages } = extent;
  return {
    key,
    about,
    ...(maxPages !== undefined && { maxPages }),
    readAt: () => extent.readAt(),
    read: (flight) => extent.read(flight),
  };
}

function told(extent: Extent, readAt: number): Outcome {
  const doubt = extent.doubt?.();
  return doubt ? failed(extent, doubt, readAt) : { readAt };
}

export function failed(extent: Extent, error: AwsError, known: number | undefined): Outcome {
  const { operation, code, message } = error;
  const failure = { operation, code, message, ...extent.about, ...(known !== undefined && { asOf: known }) };
  return { readAt: known, failure, error };
}
