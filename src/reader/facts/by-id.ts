import { isListingRefused } from '../../aws/call/errors.ts';
import type { Known } from '../../mirror/rows.ts';
import { wasLately } from '../../reading/lately.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { run, wait, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import { costOf, type Cost } from '../plan/cost.ts';
import { ListTooLong } from '../../reading/single-flight.ts';
import type { Extent, Reading } from '../reads.ts';
import { isTimeUp, type ReadScope } from '../../reading/scope.ts';
import { isListWorth, LookupForecast } from './lookup-forecast.ts';
import { sideBySide } from '../../reading/side-by-side.ts';

/** One kind of thing that AWS describes by id, and mostly also lists whole. */
export interface LookupKind<Id, Facts> {
  /** What AWS calls the two ways, such as `identitystore:DescribeUser`. */
  readonly operations: { readonly one: string; readonly list?: string };
  readonly keyOf: (id: Id) => string;
  /**
   * Whether these facts leave their question open, however young they are: then they are looked up again.
   * @default never
   */
  readonly isOpen?: (facts: Facts) => boolean;
  known(ids: readonly Id[]): Map<string, Known<Facts>>;
  /** The same of one. */
  knownOne(id: Id): Known<Facts> | undefined;
  one(id: Id): Extent;
  readonly bulk?: BulkList<Id>;
}

/** A list that was read whole. */
export interface ReadList {
  readonly readAt: number;
  /** It was begun after the ids were asked for. */
  readonly isSince: boolean;
  /** Nothing but the question names these ids: they may be nobody's. */
  readonly areGiven: boolean;
}

/** Those whom a list does not have. */
export interface Lacking<Id> {
  /** Ids to describe one by one: that the list lacks them proves nothing. */
  readonly ask: readonly Id[];
  /** Ids of which nothing can be said, because of the doubt. All others do not exist. */
  readonly doubted?: readonly Id[];
  readonly doubt?: Outcome;
  /** They are too many for what may have come since: the list is to be read again. @default false */
  readonly isListOld?: boolean;
}

export interface BulkList<Id> {
  /** The whole list, abandoned when it is longer than `maxPages`. */
  list(maxPages: number): Extent;
  /** Decides about ids that are missing from the list when it was read whole. @default each is described */
  lacking?(ids: readonly Id[], list: ReadList): Lacking<Id>;
  /** Of given ids, by key, those that are nobody's by a list as young as `notBefore`. @default none */
  strangers?(ids: readonly Id[], notBefore: number): ReadonlySet<string>;
  /** Of these, how many are expected to be described after the list, as it lacks them. @default none */
  foreseenLacking?(ids: readonly Id[]): number;
  /**
   * Read longer than it was worth, it is read on while it tells one of those who are wanted in so many pages, where it
   * has told of more than a few. @default 2
   */
  readonly pagesForOne?: number;
  /** Pages of it that were read by who gave up, and that serve whoever can use what was read since. @default none */
  pagesRead?(notBefore: number): number;
  /** How many facts the list had when it was last read. */
  size(): number | undefined;
  readonly pageSize: number;
  /** Facts to expect of a list that was never read. */
  readonly guessedSize: number;
}

export type Found<Facts> = Outcome & {
  readonly facts: Known<Facts> | undefined;
  /** Why they are missing or old, when the deadline came before the read. */
  readonly late?: Error;
};

/** A list that a directory refuses is not asked for again in this time. */
const rememberRefusalMs = 24 * 3_600_000;

/** Of so few it may be chance that a list tells of them so soon. */
const few = 10;
const pagesForOneOfFew = 2;

/**
 * Finds facts by id for the fewest calls: from the mirror, else by describing each or by listing all, whichever is
 * cheaper. Descriptions are added up over time, so that many small lookups end in one list: never more than twice the
 * calls of the better way, where the list's length is known. One that turns out longer than it was worth is left there,
 * and goes on when as many pages again would be worth it.
 */
export class Lookup<Id, Facts> {
  readonly #kind: LookupKind<Id, Facts>;
  readonly #reads: Reading;
  readonly #now: () => number;
  #described = 0;
  /** Descriptions that somebody waits for already: whoever asks for the same shares them, and they cost nothing more. */
  readonly #underWay = new Set<string>();
  #atLeastPages = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;

  constructor(kind: LookupKind<Id, Facts>, reads: Reading, now: () => number) {
    this.#kind = kind;
    this.#reads = reads;
    this.#now = now;
  }

  /** What is known of one that is young enough; undefined when it has to be looked up. */
  fresh(id: Id, notBefore: number): Known<Facts> | undefined {
    const known = this.#kind.knownOne(id);
    const isFresh = known && known.readAt !== null && known.readAt >= notBefore;
    return isFresh && !this.#kind.isOpen?.(known) ? known : undefined;
  }

  /**
   * What is known of each id, by `keyOf`, read again where it is older than `notBefore`: at once, where none is.
   * `areGiven`: nothing but the question names these ids, so that they may be nobody's.
   */
  find(
    ids: readonly Id[],
    notBefore: number,
    scope: ReadScope,
    areGiven = false,
  ): Awaitable<Map<string, Found<Facts>>> {
    const wanted = new Map(ids.map((id) => [this.#kind.keyOf(id), id]));
    return run(this.#findInTime(wanted, notBefore, scope, areGiven));
  }

  *#findInTime(
    wanted: ReadonlyMap<string, Id>,
    notBefore: number,
    scope: ReadScope,
    areGiven: boolean,
  ): Coroutine<Map<string, Found<Facts>>> {
    try {
      return yield* this.#find(wanted, notBefore, scope, areGiven);
    } catch (error) {
      if (scope.takesPart !== true || !isTimeUp(scope, error) || !(error instanceof Error)) throw error;
      const found = this.#found(wanted, new Map());
      for (const [key, { facts, readAt }] of found)
        if (readAt === undefined || readAt < notBefore) found.set(key, { facts, readAt, late: error });
      return found;
    }
  }

  /** What lookups one after the other would cost from now on. Makes no call. */
  forecast(): LookupForecast<Id> {
    const { bulk, keyOf, operations } = this.#kind;
    return new LookupForecast({
      operations,
      keyOf,
      stale: (ids, notBefore) => this.#staleOf(new Map(ids.map((id) => [keyOf(id), id])), notBefore),
      pages: (notBefore) => (bulk ? this.#pagesOf(bulk, notBefore) : Number.POSITIVE_INFINITY),
      isListed: (notBefore) => (bulk?.list(1).readAt() ?? Number.NEGATIVE_INFINITY) >= notBefore,
      lacking: (ids) => bulk?.foreseenLacking?.(ids) ?? 0,
      described: this.#described,
    });
  }

  /** The calls that finding so many of whom nothing is known would take now. */
  costOfMany(count: number, notBefore: number): Cost {
    const { bulk, operations } = this.#kind;
    const pages = bulk && count > 0 ? this.#pagesOf(bulk, notBefore) : Number.POSITIVE_INFINITY;
    return operations.list !== undefined && isListWorth(pages, count, this.#described)
      ? costOf(operations.list, pages)
      : costOf(operations.one, count);
  }

  *#find(
    wanted: ReadonlyMap<string, Id>,
    notBefore: number,
    scope: ReadScope,
    areGiven: boolean,
  ): Coroutine<Map<string, Found<Facts>>> {
    const { keyOf } = this.#kind;
    const outcomes = new Map<string, Outcome>();
    const { bulk } = this.#kind;
    const askedAt = this.#now();
    let stale = this.#staleOf(wanted, notBefore);
    if (areGiven && bulk?.strangers && stale.length > 0) {
      const strangers = bulk.strangers(stale, notBefore);
      stale = stale.filter((id) => !strangers.has(keyOf(id)));
    }
    const isOurs = (id: Id) => !this.#underWay.has(keyOf(id));
    const pages = bulk && stale.length > 0 ? this.#pagesOf(bulk, notBefore) : Number.POSITIVE_INFINITY;
    // There is no wait from here to the count of descriptions, so that a lookup at the same time sees it.
    const count = stale.filter(isOurs).length;
    const lookups = Math.ceil(count / (scope.share ?? 1));
    const worthCalls = lookups + this.#described;
    const isWorth = isListWorth(pages, lookups, this.#described);
    for (let from = notBefore; bulk && isWorth; from = askedAt) {
      const listed = yield* this.#readListOn(bulk, wanted, worthCalls, from, scope);
      if (listed?.failure) for (const id of stale) outcomes.set(keyOf(id), listed);
      else stale = this.#staleOf(wanted, notBefore);
      if (listed?.readAt === undefined || listed.failure || !bulk.lacking || stale.length === 0) break;
      // An older list may lack what was made since.
      const list = { readAt: listed.readAt, isSince: listed.readAt >= askedAt, areGiven };
      const { ask, doubted = [], doubt, isListOld = false } = bulk.lacking(stale, list);
      if (isListOld) continue;
      if (doubt && doubted.length > 0) scope.unsettled?.();
      if (doubt) for (const id of doubted) outcomes.set(keyOf(id), doubt);
      stale = [...ask];
      break;
    }
    const undecided = stale.filter((id) => !outcomes.has(keyOf(id)));
    const ours = undecided.filter(isOurs).map(keyOf);
    this.#described += ours.length;
    for (const key of ours) this.#underWay.add(key);
    try {
      const describe = (id: Id) => this.#reads.ensure(this.#kind.one(id), notBefore, scope);
      const read = sideBySide(undecided, describe, scope);
      for (const [n, outcome] of (yield* wait(read)).entries()) {
        const id = undecided[n];
        if (id !== undefined) outcomes.set(keyOf(id), outcome);
      }
    } finally {
      for (const key of ours) this.#underWay.delete(key);
    }
    return this.#found(wanted, outcomes);
  }

  #found(wanted: ReadonlyMap<string, Id>, outcomes: ReadonlyMap<string, Outcome>) {
    const known = this.#kind.known([...wanted.values()]);
    const found = new Map<string, Found<Facts>>();
    for (const key of wanted.keys()) {
      const row = known.get(key);
      const facts = row && row.readAt !== null ? row : undefined;
      const outcome = outcomes.get(key);
      const readAt = facts?.readAt ?? undefined;
      if (!outcome?.failure) found.set(key, { facts, readAt });
      else {
        const { asOf: _, ...failure } = outcome.failure;
        found.set(key, {
          ...outcome,
          facts,
          readAt,
          failure: { ...failure, ...(readAt && { asOf: readAt }) },
        });
      }
    }
    return found;
  }

  #staleOf(wanted: ReadonlyMap<string, Id>, notBefore: number): Id[] {
    const known = this.#kind.known([...wanted.values()]);
    const isStale = (key: string) => {
      const facts = known.get(key);
      if (facts && this.#kind.isOpen?.(facts)) return true;
      return (facts?.readAt ?? Number.NEGATIVE_INFINITY) < notBefore;
    };
    return [...wanted].filter(([key]) => isStale(key)).map(([, id]) => id);
  }

  /** Calls that what is left of the list is expected to take; more than anything while the directory refuses it. */
  #pagesOf(bulk: BulkList<Id>, notBefore: number): number {
    if (wasLately(this.#refusedAt, rememberRefusalMs, this.#now())) return Number.POSITIVE_INFINITY;
    const size = bulk.size() ?? bulk.guessedSize;
    const pages = Math.max(Math.ceil(size / bulk.pageSize), this.#atLeastPages);
    return Math.max(1, pages - (bulk.pagesRead?.(notBefore) ?? 0));
  }

  /**
   * Reads a list that turns out longer than it was worth on for as long as it tells enough of those who are wanted: what
   * is left of it then takes a few times the calls of describing who is left, and serves whoever asks next. Nobody knows
   * before whether somebody does; of some questions alike, the first pays for the list rather than all for descriptions.
   */
  *#readListOn(
    bulk: BulkList<Id>,
    wanted: ReadonlyMap<string, Id>,
    worthCalls: number,
    notBefore: number,
    scope: ReadScope,
  ): Coroutine<Outcome | undefined> {
    const count = () => this.#staleOf(wanted, notBefore).length;
    const pagesRead = () => bulk.pagesRead?.(notBefore) ?? 0;
    const [countBefore, pagesBefore] = [count(), pagesRead()];
    const outcome = yield* this.#readList(bulk, worthCalls, notBefore, scope);
    if (outcome || wasLately(this.#refusedAt, rememberRefusalMs, this.#now())) return outcome;
    const left = count();
    const told = countBefore - left;
    const pagesForOne = told > few ? (bulk.pagesForOne ?? pagesForOneOfFew) : pagesForOneOfFew;
    const tellsEnough = told * pagesForOne >= pagesRead() - pagesBefore && left > 0;
    return tellsEnough ? yield* this.#readList(bulk, pagesForOne * left, notBefore, scope) : undefined;
  }

  /** The list's outcome; undefined when the list could not be had but descriptions can. */
  *#readList(
    bulk: BulkList<Id>,
    worthCalls: number,
    notBefore: number,
    scope: ReadScope,
  ): Coroutine<Outcome | undefined> {
    try {
      const outcome = yield* wait(this.#reads.ensure(bulk.list(worthCalls), notBefore, scope));
      if (isListingRefused(outcome.error) || outcome.error?.code === 'AWS_ACCESS_DENIED') {
        this.#refusedAt = this.#now();
        return undefined;
      }
      this.#described = 0;
      this.#atLeastPages = 0;
      return outcome;
    } catch (error) {
      if (!(error instanceof ListTooLong)) throw error;
      const pages = Math.max(error.pages, bulk.pagesRead?.(notBefore) ?? 0);
      this.#atLeastPages = Math.max(this.#atLeastPages, 2 * pages);
      return undefined;
    }
  }
}
