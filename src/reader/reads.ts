import { isListingRefused } from '../aws/errors.ts';
import { AwsError } from '../errors.ts';
import { ClockWatch } from './clock-watch.ts';
import { wasLately } from '../reading/lately.ts';
import type { Outcome, Subject } from '../reading/completeness.ts';
import type { Flight, SingleFlight } from '../reading/single-flight.ts';
import type { ReadScope } from '../reading/scope.ts';

/** What one call chain to AWS reads whole, and how its facts come into the mirror. */
export interface Extent {
  /** Unique within the instance, for example `provisioned/account/123456789012`. */
  readonly key: string;
  readonly about: Subject;
  /** Longer than so many pages it is not worth reading: then `ensure` throws ListTooLong. @default any length is */
  readonly maxPages?: number;
  /** When the last complete read began, if there was one: its facts are in the mirror. */
  readAt(): Promise<number | undefined>;
  /** Reads from AWS and commits facts and coverage together; throws AwsError when AWS does not answer. */
  read(flight: Flight): Promise<void>;
  /** What is known against what was read; undefined while nothing is. @default nothing ever is */
  doubt?(): Promise<AwsError | undefined>;
}

/** A refusal is not asked for again so soon: each query of a dashboard would spend the same calls on it. */
const rememberRefusalMs = 5 * 60_000;
/** With bad credentials every read fails alike; a moment's memory keeps one query from failing a thousand times. */
const rememberCredentialsMs = 5_000;
/** What AWS has nothing of may be made any moment; meanwhile a client that asks for it in a loop makes no calls. */
const rememberNotFoundMs = 60_000;
/** Errors kept at a time, the latest: each holds what AWS answered, and a client may ask for any number of ids. */
const maxErrors = 10_000;

/** Makes extents fresh enough: from the mirror, else from AWS, each read at most once however many ask. */
export class Reads {
  /** How many reads have brought facts home. */
  done = 0;
  readonly #flights: SingleFlight;
  readonly #now: () => number;
  readonly #clockWatch: ClockWatch;
  readonly #errors = new Map<
    string,
    { readonly error: AwsError; readonly at: number; readonly forMs: number }
  >();
  readonly #refusedOperations = new Map<string, number>();
  #badCredentials: { readonly error: AwsError; readonly at: number } | undefined;

  constructor(flights: SingleFlight, now: () => number, clockWatch = new ClockWatch(now, async () => {})) {
    this.#flights = flights;
    this.#now = now;
    this.#clockWatch = clockWatch;
  }

  /** `notBefore`: the earliest start of a read, in epoch milliseconds, that will do. */
  async ensure(extent: Extent, notBefore: number, scope: ReadScope): Promise<Outcome> {
    await this.#clockWatch.heed();
    const known = await extent.readAt();
    if (known !== undefined && known >= notBefore) return told(extent, known);
    const remembered = this.#remembered(extent.key, notBefore);
    if (remembered) return failed(extent, remembered, known);
    try {
      for (;;) {
        const read = (flight: Flight) => this.#readUnlessThere(extent, notBefore, flight);
        const { readAt, wasThere } = await this.#flights.run(
          extent.key,
          notBefore,
          scope,
          read,
          extent.maxPages,
        );
        // Whoever began the flight may have been content with older facts.
        if (readAt <= this.#now() && (!wasThere || readAt >= notBefore)) return await told(extent, readAt);
        await this.#clockWatch.heed();
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return failed(extent, error, known);
    }
  }

  /** Was the operation refused lately? Then it is not worth planning with until that time, in epoch milliseconds. */
  refusalOf(operation: string, notBefore: number): { readonly untilMs: number } | undefined {
    const at = this.#refusedOperations.get(operation);
    if (at === undefined || at < notBefore || !wasLately(at, rememberRefusalMs, this.#now()))
      return undefined;
    return { untilMs: at + rememberRefusalMs };
  }

  /** A read of the same extent may have landed between the look at the mirror and this take-off. */
  async #readUnlessThere(
    extent: Extent,
    notBefore: number,
    flight: Flight,
  ): Promise<{ readonly readAt: number; readonly wasThere: boolean }> {
    const known = await extent.readAt();
    if (known !== undefined && known >= notBefore) return { readAt: known, wasThere: true };
    return { readAt: await this.#read(extent, flight), wasThere: false };
  }

  /** Remembers an error also when those who waited for the read have run out of time meanwhile. */
  async #read(extent: Extent, flight: Flight): Promise<number> {
    try {
      await extent.read(flight);
    } catch (error) {
      if (error instanceof AwsError) this.#remember(extent.key, error);
      throw error;
    } finally {
      // Some pages of a list that failed may be kept.
      this.#clockWatch.saw(Math.max(flight.startedAt, this.#now()));
    }
    this.#errors.delete(extent.key);
    this.done++;
    return flight.startedAt;
  }

  #remember(key: string, error: AwsError): void {
    if (error.code === 'AWS_CREDENTIALS') this.#badCredentials = { error, at: this.#now() };
    const isRefused = error.code === 'AWS_ACCESS_DENIED' || isListingRefused(error);
    if (isRefused) this.#refusedOperations.set(error.operation, this.#now());
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

/** The facts of an extent, or the error: for what cannot be answered in part. */
export function orThrow(outcome: Outcome): Outcome {
  if (outcome.error && outcome.readAt === undefined) throw outcome.error;
  return outcome;
}

async function told(extent: Extent, readAt: number): Promise<Outcome> {
  const doubt = await extent.doubt?.();
  return doubt ? failed(extent, doubt, readAt) : { readAt };
}

function failed(extent: Extent, error: AwsError, known: number | undefined): Outcome {
  const { operation, code, message } = error;
  const failure = { operation, code, message, ...extent.about, ...(known !== undefined && { asOf: known }) };
  return { readAt: known, failure, error };
}
