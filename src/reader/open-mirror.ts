import { setImmediate } from 'node:timers/promises';
import type { Applied } from '../mirror/state/apply.ts';
import { decode, decodeInParts, encode, encodeInParts, isOfWords } from '../mirror/encoding.ts';
import {
  isOfPrincipals,
  parseKey,
  type Extent,
  type ExtentKey,
  type FactsByKind,
  type Kind,
} from '../mirror/keys.ts';
import { Mirror } from '../mirror/mirror.ts';
import type { ListChange } from '../mirror/state/recall.ts';
import type { OpenStore } from '../store/open-store.ts';
import type { Journal } from '../store/journal.ts';
import { RecentChanges, type ChangeLog } from '../store/recent-changes.ts';
import { History } from './history/history.ts';
import { NegativeExtents } from './negative-extents.ts';
import {
  RoleLost,
  StoreError,
  type KeptExtent,
  type Scope,
  type StoredChange,
  type StoredExtent,
} from '../store/store.ts';
import { textsOf } from '../store/words.ts';
import { clock, redatingBy, setBackKept } from './history/set-back.ts';

/** The mirror of one instance, and how what is read comes into it. */
export interface OpenMirror {
  readonly mirror: Mirror;
  /**
   * Applies what a read told that began at `readAt`, and has it kept where it outlives the process. Throws a RoleLost
   * where another gateway reads by now: what is not kept must not be known either.
   */
  readonly keep: <K extends Kind>(key: ExtentKey<K>, readAt: number, facts: FactsByKind[K]) => void;
  /** The same of every user, or of every group: very many take their turns, and are there at once afterwards. */
  readonly keepList: (
    key: ExtentKey<'principals'>,
    readAt: number,
    facts: FactsByKind['principals'],
  ) => Promise<void>;
  /** The same of what follows from other extents, which every gateway finds by itself. */
  readonly derive: OpenMirror['keep'];
  /** How the store knows it, where there is one. */
  readonly journal: Journal | undefined;
  /** What changed between one read and the next. */
  readonly history: History;
  /** The same as it is kept. */
  readonly log: ChangeLog;
  /** Tells of whatever comes home, and of what is forgotten. */
  readonly watch: (watcher: Watcher) => void;
  /** What was read in the future, by a clock that was set back since, is dated by what was read before. */
  readonly heedClock: () => void;
}

export interface Watcher {
  heed(key: ExtentKey, readAt: number, changes: readonly StoredChange[]): void;
  /** Some of what came home was not kept, and says nothing any more; or it was dated by a clock that was set back. */
  forget(): void;
  /** Changes that were seen before a moment are kept no longer. */
  forgetBefore(moment: number): void;
}

/** What another gateway dates so little ahead of this one's clock was not read in the future. */
const sharedAheadMs = 1_000;

/** Of what does not exist, so many extents are kept: more than a question names, and a few megabytes. */
const mostNegative = 10_000;

export interface MirrorOptions {
  /** How long changes are kept, 0 for not at all. @default as long as the store keeps them */
  readonly historyMs?: number | undefined;
  /** As of `History`. */
  readonly confirmedNow?: (() => number | undefined) | undefined;
  /** How many extents are kept that only say that something does not exist. */
  readonly negative?: number | undefined;
}

/** A mirror with everything that the store has of it. */
export async function openMirror(
  store: OpenStore | undefined,
  scope: Scope,
  now: () => number,
  { historyMs = Number.POSITIVE_INFINITY, confirmedNow, negative = mostNegative }: MirrorOptions = {},
): Promise<OpenMirror> {
  const aheadMs = store?.isShared ? sharedAheadMs : 0;
  const mirror = new Mirror();
  const negatives = new NegativeExtents(mirror, negative);
  const watchers: Watcher[] = [];
  const tell = ({ key, readAt }: Omit<Extent, 'facts'>, { kept, changes, dropped }: Applied) => {
    const stored = historyMs > 0 ? changes.map(toStore) : [];
    negatives.heed(key);
    for (const watcher of watchers) watcher.heed(key, readAt, stored);
    return { kept, changes: stored, dropped };
  };
  let isLoaded = false;
  /** Each extent is applied at once, but while everything is loaded: then nobody looks at the mirror yet. */
  const takeOver = function* (
    extents: readonly KeptExtent[],
    waiting: () => ReadonlySet<string>,
    untold: StoredChange[],
  ): Generator<void> {
    for (const kept of extents) {
      yield;
      const { readAt, knownSince, words } = kept;
      const key = parseKey(kept.key);
      if (words && isPair(key) && waiting().size === 0) {
        const read = { key, readAt, knownSince };
        tell(read, mirror.applyPair(read, words));
        continue;
      }
      const list = isOfPrincipals(key) && {
        key,
        readAt,
        knownSince,
        facts: yield* decodeInParts(kept.facts),
      };
      if (list && !isLoaded) {
        tell(list, yield* mirror.applyInParts(list));
        continue;
      }
      const ahead = list && (yield* mirror.lookAhead(list));
      const extent = list || { key, readAt, knownSince, facts: factsOf(key, kept) };
      // What waits here was told against what was known here. Whoever has read the same meanwhile did not know of it.
      const keys = waiting();
      const isOurs = (change: StoredChange) => key.kind === 'pair' || keys.has(change.extent);
      if (keys.size > 0) untold.push(...mirror.changesSinceLate(extent).map(toStore).filter(isOurs));
      const applied = list && ahead ? mirror.applyAhead(list, ahead) : mirror.apply(extent);
      const { changes } = tell(extent, applied);
      untold.push(...changes.filter((change) => keys.has(change.extent)));
    }
  };
  const journal = await store?.journal(scope, {
    onExtents: async (extents, waiting) => {
      const untold: StoredChange[] = [];
      await inTurns(takeOver(extents, waiting, untold));
      // Until everything is loaded, what will tell of a thing may be still to come.
      if (isLoaded) negatives.letGo();
      return historyMs > 0 ? untold : [];
    },
    everything: () => mirror.extents().map((extent) => toStored(extent)),
    onDiscard: (keys) => {
      mirror.forget(keys);
      for (const watcher of watchers) watcher.forget();
    },
  });
  isLoaded = true;
  const recent = new RecentChanges();
  const log = journal ?? recent;
  const history = new History(log, historyMs, now, confirmedNow);
  const forgetOld = () => {
    const before = history.forgetOld();
    if (before !== undefined) for (const watcher of watchers) watcher.forgetBefore(before);
  };
  const heedClock = () => {
    const moment = now() + aheadMs;
    const told = mirror.setBack(moment);
    if (!told) return;
    const { dropped, redated } = told;
    const changes = historyMs > 0 ? [setBackKept({ moment, ...told })] : [];
    if (!journal) recent.append(changes);
    else if (journal.mayCommit) {
      // Another gateway on this store may have read some of it again by now.
      const late = dropped.map((one) => ({ ...one, readAfter: moment }));
      journal.append({ extents: [], changes, dropped: late });
      journal.append({ extents: redated.map((extent) => toStored(extent)), changes: [], dropped: [] });
    }
    for (const watcher of watchers) watcher.forget();
  };
  heedClock();
  await inTurns(mirror.prepare());
  if (journal && !mirror.standing().isComplete) await recallLists(mirror, journal);
  const note = (extent: Extent, applied: Applied, text?: string) => {
    const { kept, changes, dropped } = tell(extent, applied);
    forgetOld();
    const letGo = negatives.letGo();
    if (!journal) return recent.append(changes);
    if (!journal.mayCommit) return;
    // While the store cannot be used, what waits for it is bounded: the rest is let go of when it is loaded again.
    const gone = journal.isUsable ? [...dropped, ...letGo] : dropped;
    const stored = kept.map((one) => toStored(one, one.facts === extent.facts ? text : undefined));
    journal.append({ extents: stored, changes, dropped: gone });
  };
  const derive: OpenMirror['keep'] = (key, readAt, facts) => {
    const extent = { key, readAt, heardAt: now(), facts };
    note(extent, mirror.apply(extent));
  };
  const checkRole = () => {
    if (journal?.mayCommit === false) throw new RoleLost('another gateway reads from AWS by now');
  };
  const tooMany = negatives.letGo();
  if (journal?.mayCommit && tooMany.length > 0)
    journal.append({ extents: [], changes: [], dropped: tooMany });
  // Whoever waits for it asks in a turn of their own.
  await setImmediate();
  return {
    mirror,
    history,
    log,
    watch: (watcher) => watchers.push(watcher),
    journal,
    heedClock,
    derive,
    keep(key, readAt, facts) {
      checkRole();
      derive(key, readAt, facts);
    },
    async keepList(key, readAt, facts) {
      const extent = { key, readAt, facts };
      const ahead = await inTurns(mirror.lookAhead(extent));
      const text = journal && (await inTurns(encodeInParts(facts)));
      checkRole();
      note(extent, mirror.applyAhead(extent, ahead), text);
      // Whoever waits for it goes on in a turn of their own.
      await setImmediate();
    },
  };
}

/** How long work on very much goes on before others have their turn, such as who asks whether the gateway is alive. */
const turnMs = 10;

async function inTurns<Result>(work: Generator<void, Result>): Promise<Result> {
  let begunAt = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - begunAt < turnMs) continue;
    await setImmediate();
    begunAt = performance.now();
  }
}

function isPair(key: ExtentKey): key is ExtentKey<'pair'> {
  return key.kind === 'pair';
}

function factsOf(key: ExtentKey, { facts, words }: KeptExtent): Extent['facts'] {
  return words && isOfWords(key) ? textsOf(words) : decode(key, facts);
}

/** How the keys of lists begin, and what tells that the clock was set back. */
const ofLists = ['accounts', 'permission-sets', 'users', 'groups', 'provisioned/', clock];

/** What was not read yet of something that a list had newly is no first sight, though a process has ended between. */
async function recallLists(mirror: Mirror, log: Journal): Promise<void> {
  try {
    let told: ListChange[] = [];
    for (let [at, isLast] = [0, false]; !isLast;) {
      const slice = await log.changesSince(at, ofLists);
      for (const change of slice.changes) {
        const redated = redatingBy(change);
        if (redated) told = told.map(redated);
        else told.push(toListChange(change));
      }
      ({ last: at, isLast } = slice);
      if (!isLast) await setImmediate();
    }
    mirror.recall(told);
  } catch (error) {
    // The store tells of it itself.
    if (!(error instanceof StoreError)) throw error;
  }
}

function toListChange({ extent, fact: id, before, since, readAt }: StoredChange): ListChange {
  return { key: parseKey(extent), id, isAdded: before === undefined, since, readAt };
}

function toStored({ key, readAt, knownSince, facts }: Extent, text = encode(key, facts)): StoredExtent {
  return {
    key: key.text,
    readAt,
    facts: text,
    ...(knownSince !== undefined && { knownSince }),
  };
}

function toStore({ id, before, after, ...change }: Applied['changes'][number]): StoredChange {
  const json = (fact: unknown) => (fact === undefined ? undefined : JSON.stringify(fact));
  return { ...change, fact: id, before: json(before), after: json(after) };
}
