import { Accounts } from './queries/accounts.ts';
import { Ages } from './queries/ages.ts';
import { apply, applyAhead, applyInParts, applyPair, type Applied } from './state/apply.ts';
import { Assignments } from './queries/assignments.ts';
import { Coverage } from './queries/coverage.ts';
import { Entitlements } from './queries/entitlements.ts';
import { pairKey, parseKey, type Extent, type ExtentKey, type Kind } from './keys.ts';
import { Lists } from './queries/lists.ts';
import { Pairs } from './queries/pairs.ts';
import { PermissionSets } from './queries/permission-sets.ts';
import { Principals } from './queries/principals.ts';
import { changesBetween, isHistory, type Change } from './state/changes.ts';
import type { NumberedWords } from './state/dictionary.ts';
import { dateGoneBy } from './state/lacked.ts';
import { letGo } from './state/let-go.ts';
import { Moments } from './state/moments.ts';
import { isNegative } from './queries/negative.ts';
import { changesSinceLate, changesSinceLateList } from './state/provisioning.ts';
import { lookAhead, type ListAhead } from './state/principals.ts';
import { recall, type ListChange } from './state/recall.ts';
import { clear, emptyState, never, type Pair, type State } from './state/state.ts';
import { standingOf, type StandingOfAll } from './queries/standing.ts';
import { summaryOf } from './state/summary.ts';
import { Units } from './queries/units.ts';

/** What became of what a clock had dated later than it tells by now. */
export interface ClockSetBack {
  /** The latest date that it gave, */
  readonly latest: number;
  /** and the latest that is not later than what it tells now. */
  readonly lastGood: number | undefined;
  /** As what was dated later is known no more. */
  readonly dropped: Applied['dropped'];
  /** What of it is known by another date. */
  readonly redated: readonly Extent[];
}

/**
 * The facts of one instance at one endpoint, and what of it was read when: the state that the latest reads of all
 * extents add up to. It is asked and changed without waiting for anything.
 */
export class Mirror {
  readonly #state: State = emptyState();
  #version = 0;
  readonly #moments = new Moments();
  /** The latest date of all: when the latest read began, or the clock was set back to. */
  #newest = never;
  readonly coverage = new Coverage(this.#state);
  readonly accounts = new Accounts(this.#state);
  readonly permissionSets = new PermissionSets(this.#state);
  readonly principals = new Principals(this.#state);
  readonly pairs = new Pairs(this.#state);
  readonly assignments = new Assignments(this.#state);
  readonly entitlements = new Entitlements(this.#state);
  readonly units = new Units(this.#state);
  readonly lists = new Lists(this.#state);
  readonly ages = new Ages(this.#state);

  /** Goes up with each change that an answer could show. */
  get version(): number {
    return this.#version;
  }

  /**
   * Finds out what the first questions about everything would have to wait for, in short steps: at the start nobody waits
   * yet.
   */
  *prepare(): Generator<void> {
    yield* this.principals.prepare();
    for (const account of this.#state.accounts.values()) {
      summaryOf(account);
      yield;
    }
  }

  /** How much of the whole organization was read. */
  standing(): StandingOfAll {
    return standingOf(this.#state);
  }

  /**
   * Until when nothing becomes too old that is young enough at `now`, where facts may be so old; what is too old by then
   * stays so.
   */
  goodUntil(ageMs: number, now: number): number {
    return this.#moments.nextFrom(now - ageMs) + ageMs;
  }

  /**
   * Names the time between two reads in which a moment lies: whatever moment of it is compared with the age of a fact,
   * the outcome is the same while the version is. Undefined where it is not told, as in the second of a read.
   */
  gapOf(moment: number): number | undefined {
    return this.#moments.gapOf(moment);
  }

  /** Everything that is kept, in no order. */
  *extents(): Generator<Extent> {
    for (const key of this.keys()) {
      const extent = this.get(key);
      if (extent) yield extent;
    }
    for (const account of this.#state.accounts.values())
      for (const pair of account.pairs.values()) {
        const extent = extentOf(pair);
        if (extent) yield extent;
      }
  }

  /** Of everything that is kept but the pairs, which are very many. */
  *keys(): Generator<ExtentKey> {
    for (const text of this.#state.extents.keys()) yield parseKey(text);
  }

  /** An extent as it was told last. */
  get(key: ExtentKey): Extent | undefined {
    if (key.kind === 'pair') {
      const [accountId = '', arn = ''] = key.parts;
      const pair = this.#state.accounts.get(accountId)?.pairs.get(arn);
      return pair && extentOf(pair);
    }
    const held = this.#state.extents.get(key.text);
    // The cast: an extent of a key has facts of its kind.
    return held && { ...held, key, facts: held.facts as Extent['facts'] };
  }

  /**
   * The clock was set back to this moment: what it had dated later was read by then, nobody knows when, and after what has
   * an earlier date. It is dated right after that, in its order, and not later than it was read. What was read for the
   * first time then is forgotten, as is everything where nothing has an earlier date, or no time is left between: what it
   * took the place of is gone, too. Undefined where nothing is dated later.
   */
  setBack(now: number): ClockSetBack | undefined {
    if (this.#newest <= now) return undefined;
    const latest = this.#newest;
    const all = [...this.extents()].toSorted((one, other) => one.readAt - other.readAt);
    // What was read before may have been read again since.
    const lastGood = all
      .flatMap(({ readAt, knownSince = readAt }) => [readAt, knownSince])
      .filter((at) => at <= now)
      .reduce((latest, at) => Math.max(latest, at), this.#moments.setBack(now) ?? never);
    const late = new Set(all.map(({ readAt }) => readAt).filter((readAt) => readAt > now));
    const hasTime = lastGood > never && lastGood + late.size <= now;
    const dates = new Map([...late].map((readAt, n) => [readAt, lastGood + n + 1]));
    const isForgotten = ({ readAt, knownSince = readAt }: Extent) =>
      readAt > now && !(hasTime && knownSince <= now);
    const dropped = all.filter(({ readAt }) => readAt > now);
    const redated = new Map(
      dropped
        .filter((extent) => !isForgotten(extent))
        .map((extent) => [extent, { ...extent, readAt: dates.get(extent.readAt) ?? extent.readAt }]),
    );
    this.#replaceBy(
      all.filter((extent) => !isForgotten(extent)).map((extent) => redated.get(extent) ?? extent),
    );
    dateGoneBy(this.#state, now);
    this.#newest = now;
    return {
      latest,
      lastGood: lastGood > never ? lastGood : undefined,
      dropped: dropped.map(({ key, readAt }) => ({ key: key.text, readAt })),
      redated: [...redated.values()],
    };
  }

  /** Forgets extents as if they had never been told. What they took the place of is gone, too. */
  forget(keys: ReadonlySet<string>): void {
    this.#replaceBy([...this.extents()].filter(({ key }) => !keys.has(key.text)));
  }

  /** Is all that is told, by this or anything else, that what the extent is about does not exist? */
  isNegative(key: ExtentKey): boolean {
    return isNegative(this.#state, key);
  }

  /** Forgets such an extent: nothing else rests on it. Answers when its read began; undefined where there was none. */
  letGo(key: ExtentKey): number | undefined {
    const readAt = letGo(this.#state, key);
    if (readAt !== undefined) this.#version++;
    return readAt;
  }

  /** How many things, and extents besides pairs, are in memory. */
  sizes(): Readonly<Record<'accounts' | 'extents' | 'permissionSets' | 'principals' | 'units', number>> {
    const { accounts, extents, principals, sets, units } = this.#state;
    return {
      accounts: accounts.size,
      extents: extents.size,
      permissionSets: sets.size,
      principals: principals.size,
      units: units.size,
    };
  }

  #replaceBy(extents: readonly Extent[]): void {
    clear(this.#state);
    this.#newest = never;
    for (const extent of extents) this.apply(extent);
    this.#version++;
  }

  /**
   * Of an extent that somebody else has read and kept meanwhile, and that comes later than a read that tells otherwise:
   * what changed from it to that. They told against what they knew, and this read against what was known here.
   */
  changesSinceLate(extent: Extent): readonly Change[] {
    const { key, readAt: since, facts } = extent;
    // The cast: the facts of a pair.
    if (key.kind === 'pair') return changesSinceLate(this.#state, extent as Extent<'pair'>);
    const held = this.#state.extents.get(key.text);
    const isLate = held && held.readAt > since && isHistory(key);
    return [
      ...(isLate ? changesBetween(key.text, key.kind, { readAt: since, facts }, held) : []),
      ...this.#changesOfPairsSince(extent),
    ];
  }

  #changesOfPairsSince({ key: { kind, parts }, readAt, facts }: Extent): readonly Change[] {
    const [id = ''] = parts;
    const { accounts, sets } = this.#state;
    // The casts: the facts of these lists.
    if (kind === 'provisionedToAccount') {
      const arns = new Set(facts as readonly string[]);
      const pairs = accounts.get(id)?.pairs.values() ?? [];
      return changesSinceLateList(this.#state, pairs, ({ set }) => arns.has(set.id), readAt);
    }
    if (kind !== 'accountsOfSet') return [];
    const ids = new Set(facts as readonly string[]);
    const pairs = sets.get(id)?.pairs.values() ?? [];
    return changesSinceLateList(this.#state, pairs, ({ account }) => ids.has(account.id), readAt);
  }

  /** What lists were told to have and to lack newly, in the order in which it was told; of those that are kept. */
  recall(changes: Iterable<ListChange>): void {
    for (const change of changes) recall(this.#state, change);
  }

  apply<K extends Kind>(extent: Extent<K>): Applied {
    return this.#note(extent, apply(this.#state, extent));
  }

  /**
   * Finds out what takes long of a list of very many, in parts, between which others may have their turn, and even tell
   * the mirror something else. It changes nothing: the list is then applied at once.
   */
  lookAhead(extent: Extent<'principals'>): Generator<void, ListAhead> {
    return lookAhead(this.#state, extent);
  }

  /** Of a list that was looked into. */
  applyAhead(extent: Extent<'principals'>, ahead: ListAhead): Applied {
    return this.#note(extent, applyAhead(this.#state, extent, ahead));
  }

  /** The same in parts, between which others may have their turn: of a mirror that nobody asks before all are done. */
  *applyInParts(extent: Extent<'principals'>): Generator<void, Applied> {
    return this.#note(extent, yield* applyInParts(this.#state, extent));
  }

  /** Of a pair whose members are told by numbers, as a store tells them that has very many. */
  applyPair(read: Omit<Extent<'pair'>, 'facts'>, members: NumberedWords): Applied {
    return this.#note(read, applyPair(this.#state, read, members));
  }

  #note({ readAt }: Pick<Extent, 'readAt'>, applied: Applied): Applied {
    this.#newest = Math.max(this.#newest, readAt);
    this.#moments.add(readAt);
    // Even an extent that came too late may tell what was gone when it was read.
    if (applied.kept.length + applied.dropped.length > 0) this.#version++;
    return applied;
  }
}

function extentOf({ account, set, readAt, knownSince, members }: Pair): Extent | undefined {
  if (readAt === undefined) return undefined;
  return { key: pairKey(account.id, set.id), readAt, knownSince, facts: members.map(({ id }) => id) };
}
