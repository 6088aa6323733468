import type { Aws } from '../aws/aws.ts';
import type { OpenStore } from '../store/open-store.ts';
import type { Cursors } from '../reading/cursor.ts';
import type { InstanceIds } from './extents/source.ts';
import { Facts } from './facts/facts.ts';
import { chain, type Awaitable } from '../reading/coroutine.ts';
import { SingleFlight } from '../reading/single-flight.ts';
import { Instances, type Instance } from './instances.ts';
import type { MaxAges } from '../reading/paging.ts';
import { openMirror, type OpenMirror } from './keeping/open-mirror.ts';
import { here, type ReadingPlace, type Wanted } from './reading-place.ts';
import type { Scope } from '../store/store.ts';
import { factsAsOf, pagerAsOf } from './past/past-facts.ts';
import { Pasts } from './past/pasts.ts';
import { Reads } from './reads.ts';
import type { ReadScope } from '../reading/scope.ts';
import { type CoverageReport, InstanceReader } from './instance-reader.ts';

export interface ReaderOptions {
  readonly aws: Aws;
  /** The same AWS in another Region: permission sets and assignments are told in an instance's primary Region only. */
  readonly awsIn: (region: string) => Promise<Aws>;
  /** Where what was read outlives the process. @default nowhere */
  readonly store?: OpenStore | undefined;
  readonly cursors: Cursors;
  readonly maxAges: MaxAges;
  /** How long changes are kept, in milliseconds; 0: not at all. @default as long as the store keeps them */
  readonly historyMs?: number | undefined;
  /** The time by a clock that nobody here sets: before it tells one, no change is forgotten. @default as `now` */
  readonly confirmedNow?: (() => number | undefined) | undefined;
  /** An instance given by configuration; with both ids it is never looked up. */
  readonly instance?: Partial<InstanceIds>;
  /** Whether a question's plan is remembered while nothing has changed. @default true */
  readonly remembersPlans?: boolean;
  /** Where is read from AWS. @default here */
  readonly place?: ReadingPlace | undefined;
  /**
   * Up to when, in epoch milliseconds, what other gateways have read is known, while that cannot be asked; undefined
   * while it can. @default it can
   */
  readonly followedTo?: (() => number | undefined) | undefined;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** What another gateway has read here. */
export interface Asked extends Wanted {
  /** The earliest start of a read, in epoch milliseconds, that will do. */
  readonly notBefore: number;
  /** As whoever asks for a list has it. @default any length is worth it */
  readonly maxPages?: number | undefined;
}

/** Answers questions: reads what is missing from AWS, keeps it in the mirror, and says how complete the answer is. */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #now: () => number;
  readonly #instances: Instances;
  readonly #singleFlights: SingleFlight[] = [];
  readonly #readers = new Map<string, Awaitable<InstanceReader>>();
  readonly #mirrors = new Map<string, Promise<OpenMirror>>();
  /** Those of them that are there. */
  readonly #open: InstanceReader[] = [];

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#instances = new Instances(
      options.aws,
      this.#newSingleFlight(),
      this.#now,
      options.instance ?? {},
      options.place,
    );
  }

  /** Every instance that AWS lists for these credentials in this Region. */
  async instances(scope: ReadScope): Promise<InstanceReader[]> {
    const instances = await this.#instances.list(scope);
    const readers = await Promise.all(instances.map(async (instance) => this.#readerOf(instance)));
    for (const reader of readers) reader.heedClock();
    return readers;
  }

  /**
   * The instance of that ARN, else the configured one, else the only one: at once, where it was asked about before.
   * `argument` names it in errors.
   */
  instance(
    instanceArn: string | null | undefined,
    scope: ReadScope,
    argument = 'instanceArn',
  ): Awaitable<InstanceReader> {
    const found = this.#instances.resolve(instanceArn, scope, argument);
    const reader = chain(found, (instance) => this.#readerOf(instance));
    return chain(reader, (opened) => {
      opened.heedClock();
      return opened;
    });
  }

  /** As the option says. */
  get followedTo(): number | undefined {
    return this.#options.followedTo?.();
  }

  /** Loads what the store has of an instance, before somebody asks about it. */
  async load(scope: Scope): Promise<void> {
    await this.#mirrorOf(scope);
  }

  /** Reads what another gateway asks for, unless it is known: answers when an extent was read, or facts of instances. */
  async readFor({ instanceArn, key, notBefore, maxPages }: Asked, scope: ReadScope): Promise<unknown> {
    if (instanceArn === '') return this.#instances.readFor(key, scope);
    return (await this.instance(instanceArn, scope)).readFor(key, notBefore, maxPages, scope);
  }

  /** Of every instance that was asked about. Makes no call. */
  coverage(): CoverageReport[] {
    return this.#open.map((reader) => reader.coverage());
  }

  /** What answers rest on that need no read. */
  readonly basis = {
    /** Goes up with each change that an answer could show. */
    version: (): number => {
      let version = this.#instances.listedAt + (this.followedTo ?? 0);
      for (const reader of this.#open) {
        reader.heedClock();
        version += reader.basis.version();
      }
      return version;
    },
    /** Until when nothing gets too old that is young enough at `now`, where facts may have these ages. */
    goodUntil: (agesMs: readonly number[], now: number): number =>
      Math.min(...this.#open.flatMap((reader) => agesMs.map((ageMs) => reader.basis.goodUntil(ageMs, now)))),
  };

  /** Stops every read under way. */
  close(): void {
    const reason = new Error('The gateway is closing');
    for (const flights of this.#singleFlights) flights.close(reason);
  }

  #newSingleFlight(): SingleFlight {
    const flights = new SingleFlight(this.#now);
    this.#singleFlights.push(flights);
    return flights;
  }

  #readerOf(instance: Instance): Awaitable<InstanceReader> {
    const known = this.#readers.get(instance.instanceArn);
    if (known) return known;
    const { instanceArn } = instance;
    const reader = this.#createReader(instance);
    this.#readers.set(instanceArn, reader);
    reader.then(
      (opened) => this.#readers.set(instanceArn, opened),
      () => this.#readers.delete(instanceArn),
    );
    return reader;
  }

  #awsOf({ primaryRegion }: Instance): Aws | Promise<Aws> {
    const { aws, awsIn } = this.#options;
    return primaryRegion === undefined || primaryRegion === aws.region ? aws : awsIn(primaryRegion);
  }

  #mirrorOf(scope: Scope): Promise<OpenMirror> {
    const key = `${scope.endpoint} ${scope.instanceArn}`;
    const known = this.#mirrors.get(key);
    if (known) return known;
    const { store, historyMs, confirmedNow } = this.#options;
    const mirror = openMirror(store, scope, this.#now, { historyMs, confirmedNow });
    this.#mirrors.set(key, mirror);
    mirror.catch(() => this.#mirrors.delete(key));
    return mirror;
  }

  async #createReader(instance: Instance): Promise<InstanceReader> {
    const { cursors, maxAges, remembersPlans = true, place = here } = this.#options;
    const aws = await this.#awsOf(instance);
    const stored = { endpoint: aws.endpoint, instanceArn: instance.instanceArn };
    const opened = await this.#mirrorOf(stored);
    // A single flight of its own: an extent's key is unique within its instance only.
    const { instanceArn } = instance;
    const reads = new Reads(this.#newSingleFlight(), this.#now, opened.heedClock, (key, flight, read) =>
      place.read({ instanceArn, key: key.text }, flight, read),
    );
    const facts = new Facts(aws, opened, instance, reads, this.#now, { remembersPlans });
    // Other gateways have the log, too, and walks go on at any of them.
    const log = this.#options.store?.isShared ? opened.journal : undefined;
    const placed = log ? cursors.placedIn(() => log.place) : cursors;
    const pager = { instanceArn, cursors: placed, maxAges, now: this.#now };
    const describe = (scope: ReadScope) => this.#instances.describe(instance, scope);
    const pasts: Pasts<InstanceReader> = new Pasts(opened.mirror, opened.log, (past) => {
      const then = factsAsOf(past, facts);
      return new InstanceReader(instance, then, pagerAsOf(past, pager), describe, pasts, log);
    });
    opened.watch(pasts);
    const reader = new InstanceReader(instance, facts, pager, describe, pasts, log);
    this.#open.push(reader);
    return reader;
  }
}
