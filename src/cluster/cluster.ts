import type { Database } from '../postgres/database.ts';
import { listen, type Listener } from '../postgres/listener.ts';
import type { Reader } from '../reader/reader.ts';
import type { ReadingPlace, Wanted } from '../reader/reading-place.ts';
import type { Flight } from '../reading/single-flight.ts';
import { DemandTable } from '../store/postgres/demands.ts';
import type { Committing, SharedStore } from '../store/postgres/open.ts';
import { RoleTable } from '../store/postgres/role.ts';
import { channel } from '../store/postgres/schema.ts';
import { RoleLost } from '../store/store.ts';
import { Asking } from './asking.ts';
import { DatabaseClock } from './clock.ts';
import { ReadingRole, type Term } from './role.ts';
import { Serving } from './serving.ts';

/** What a replica brings along. */
export interface Replica {
  readonly reader: Reader;
  readonly store: SharedStore;
  /** Forgets what AWS would allow: until now another replica has drawn on it. */
  emptyBuckets(): void;
  /** Why the database cannot be used, at the start: once. */
  unreachable(error: unknown): void;
  /** An error that no client may see, for the log. */
  unexpected(error: unknown): void;
}

/** How often it is looked for what hints tell of, where they come; where they do not come, each time. */
const lookMs = 250;
const looksForHints = 4;
const looksForLost = 40;

/**
 * One of several gateways on a database. One of them holds the reading role of an endpoint and makes every call to AWS;
 * the others have it read what they need, and wait until the log has it.
 */
export class Cluster implements ReadingPlace, Committing, AsyncDisposable {
  readonly #database: Database;
  readonly #endpoint: string;
  readonly #replica = crypto.randomUUID();
  readonly #clock = new DatabaseClock();
  readonly #demands: DemandTable;
  readonly #table: RoleTable;
  readonly #role: ReadingRole;
  readonly #asking: Asking;
  readonly #closing = new AbortController();
  /** Aborts when this replica reads by itself. */
  #standingBy = new AbortController();
  readonly #begun = new Set<(term: Term) => void>();
  #self: Replica | undefined;
  #serving: Serving | undefined;
  #listener: Listener | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #isThere = false;
  #thereAt: number | undefined;
  #isLoaded = false;

  constructor(database: Database, endpoint: string) {
    this.#database = database;
    this.#endpoint = endpoint;
    this.#demands = new DemandTable(database, endpoint);
    this.#asking = new Asking(this.#demands, this.#replica);
    this.#table = new RoleTable(database, endpoint, this.#replica);
    this.#role = new ReadingRole(this.#table, this.#clock, {
      begun: (term, isNext) => this.#begin(term, isNext),
      taken: () => this.#self?.store.discard(),
      looked: (isThere) => this.#looked(isThere),
    });
  }

  /** The clock that all replicas share, in epoch milliseconds. */
  get now(): () => number {
    return this.#clock.now;
  }

  /** Whether everything is in memory that the store had when this replica began. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Whether this replica reads for all at present. */
  get isReading(): boolean {
    return this.#role.term !== undefined;
  }

  /** While the database cannot be asked: when it last could, in epoch milliseconds. */
  get followedTo(): number | undefined {
    return this.#isThere ? undefined : this.#thereAt;
  }

  fence() {
    const { term } = this.#role;
    return term && { endpoint: this.#endpoint, fence: term.fence };
  }

  lost(): void {
    this.#role.lose();
    void this.#role.look();
  }

  /** Throws where a call to AWS is another replica's to make. */
  readonly mayCall = (): void => {
    if (!this.#role.term) throw new RoleLost('another gateway reads from AWS by now');
  };

  /** Loads what the store has, and then takes part: in the background, as the database may be away. */
  begin(self: Replica): void {
    this.#self = self;
    this.#listener = listen(this.#database, channel, (hint) => this.#heed(hint));
    let ticks = 0;
    this.#ticker = setInterval(() => {
      ticks++;
      if (!this.#listener?.isHearing || ticks % looksForHints === 0) this.#lookForAll();
      if (ticks % looksForLost === 0 && this.#role.term) void this.#table.forgetLost().catch(() => {});
    }, lookMs).unref();
    void this.#load(self).catch((error: unknown) => self.unexpected(error));
  }

  async read<T>(wanted: Wanted, flight: Flight, read: (flight: Flight) => Promise<T>): Promise<T> {
    for (;;) {
      const { term } = this.#role;
      if (!term) {
        const standingBy = this.#standingBy.signal;
        const asked = { ...flight, signal: AbortSignal.any([flight.signal, standingBy]) };
        try {
          const arrived = (place: number) => this.#arrived(wanted, place, asked.signal);
          // The cast: what the other one's `read` of the same has answered.
          return (await this.#asking.read(wanted, asked, arrived)) as T;
        } catch (error) {
          flight.signal.throwIfAborted();
          if (!standingBy.aborted) throw error;
          // From now on this replica reads.
          continue;
        }
      }
      const signal = AbortSignal.any([flight.signal, term.signal]);
      try {
        const value = await read({ ...flight, signal });
        const journal = this.#self?.store.journalOf(wanted.instanceArn);
        // Nobody is told what would be lost with this replica.
        if (journal) await journal.reaches(journal.place, signal);
        return value;
      } catch (error) {
        flight.signal.throwIfAborted();
        if (!term.signal.aborted && !(error instanceof RoleLost)) throw error;
        // The term was over before the read: it is the next one's.
      }
    }
  }

  /** Works in each term of this replica, with a signal that aborts with the term, until the other signal aborts. */
  async whileReading(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<Term | undefined>();
      const stop = () => resolve(undefined);
      signal.addEventListener('abort', stop);
      this.#begun.add(resolve);
      if (this.#role.term) resolve(this.#role.term);
      const term = await promise;
      this.#begun.delete(resolve);
      signal.removeEventListener('abort', stop);
      if (term) await work(AbortSignal.any([signal, term.signal]));
    }
  }

  /** Gives the reading role to another replica, and goes on answering: a program that is asked to end does this first. */
  handOver(): Promise<void> {
    return this.#role.giveUp();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#ticker);
    await this.#role.close();
    await this.#listener?.[Symbol.asyncDispose]();
  }

  async #load(self: Replica): Promise<void> {
    const { reader, store } = self;
    let isTold = false;
    while (!this.#closing.signal.aborted) {
      // The first look also tells the time.
      await store.open().then(
        () => this.#role.look(),
        (error: unknown) => {
          // Once: it is tried again and again.
          if (!isTold) self.unreachable(error);
          isTold = true;
          this.#looked(false);
        },
      );
      if (this.#isThere && (await this.#hasLoaded(reader, store))) break;
      await new Promise((resolve) => setTimeout(resolve, lookMs).unref());
    }
    if (this.#closing.signal.aborted) return;
    this.#isLoaded = true;
    this.#role.stand();
  }

  async #hasLoaded(reader: Reader, store: SharedStore): Promise<boolean> {
    const instances = await store.instances(this.#endpoint).catch(() => undefined);
    if (!instances) return false;
    const { length } = await Promise.all(
      instances.map((instanceArn) => reader.load({ endpoint: this.#endpoint, instanceArn })),
    );
    return length === 0 || store.state().isUsable;
  }

  #begin(term: Term, isNext: boolean): void {
    const self = this.#self;
    if (!self) return;
    if (!isNext) self.store.discard();
    self.emptyBuckets();
    // What was asked of others is read here now.
    this.#standingBy.abort(new Error('This gateway reads from AWS by now'));
    this.#standingBy = new AbortController();
    const { reader, store } = self;
    this.#serving = new Serving(
      this.#demands,
      this.#replica,
      {
        read: (asked, scope) => reader.readFor(asked, scope),
        async kept(instanceArn, signal) {
          const journal = store.journalOf(instanceArn);
          const place = journal?.place ?? 0;
          await journal?.reaches(place, signal);
          return place;
        },
        unexpected: (error) => self.unexpected(error),
      },
      term,
    );
    void this.#serving.look();
    store.look();
    for (const begun of this.#begun) begun(term);
  }

  /** What another has read is known here. */
  async #arrived({ instanceArn }: Wanted, place: number, signal: AbortSignal): Promise<void> {
    const journal = this.#self?.store.journalOf(instanceArn);
    if (!journal || place === 0) return;
    journal.look();
    await journal.reaches(place, signal);
  }

  #heed(hint: string): void {
    if (hint.startsWith('log ')) this.#self?.store.look();
    else if (hint === 'demand') void this.#serveNow();
    else if (hint === `answer ${this.#replica}`) void this.#asking.look();
    else if (hint === 'role') void this.#role.look();
  }

  #lookForAll(): void {
    void this.#serveNow();
    void this.#asking.look();
    if (!this.#listener?.isHearing && this.#isThere) this.#self?.store.look();
  }

  #serveNow(): Promise<void> | undefined {
    return this.#role.term ? this.#serving?.look() : undefined;
  }

  #looked(isThere: boolean): void {
    const isBack = isThere && !this.#isThere;
    this.#isThere = isThere;
    if (isThere) this.#thereAt = this.now();
    if (isBack) this.#self?.store.look();
  }
}
