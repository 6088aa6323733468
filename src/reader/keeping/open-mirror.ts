import { setImmediate } from 'node:timers/promises';
import { encodeInParts } from '../../mirror/encoding.ts';
import type { Extent, ExtentKey, FactsByKind, Kind } from '../../mirror/keys.ts';
import { Mirror } from '../../mirror/mirror.ts';
import type { Applied } from '../../mirror/state/apply.ts';
import type { Journal } from '../../store/journal.ts';
import type { OpenStore } from '../../store/open-store.ts';
import { RecentChanges, type ChangeLog } from '../../store/recent-changes.ts';
import { RoleLost, type Scope, type StoredChange } from '../../store/store.ts';
import { History } from '../history/history.ts';
import { setBackKept } from '../history/set-back.ts';
import { inTurns } from './background-turns.ts';
import { NegativeExtents } from './negative-extents.ts';
import { toStored, toStoredChange } from './stored-form.ts';
import { recallLists, TakingOver } from './taking-over.ts';

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
    const stored = historyMs > 0 ? changes.map(toStoredChange) : [];
    negatives.heed(key);
    for (const watcher of watchers) watcher.heed(key, readAt, stored);
    return { kept, changes: stored, dropped };
  };
  const takingOver = new TakingOver(mirror, tell);
  const journal = await store?.journal(scope, {
    onExtents: async (extents, waiting) => {
      const untold = await inTurns(takingOver.take(extents, waiting));
      // Until everything is loaded, what will tell of a thing may be still to come.
      if (takingOver.isLoaded) negatives.letGo();
      return historyMs > 0 ? untold : [];
    },
    everything: () => mirror.extents().map((extent) => toStored(extent)),
    onDiscard: (keys) => {
      mirror.forget(keys);
      for (const watcher of watchers) watcher.forget();
    },
  });
  takingOver.isLoaded = true;
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
