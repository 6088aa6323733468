import type { Applied } from '../mirror/state/apply.ts';
import { decode, encode } from '../mirror/encoding.ts';
import { parseKey, type Extent, type ExtentKey, type FactsByKind, type Kind } from '../mirror/keys.ts';
import { Mirror } from '../mirror/mirror.ts';
import type { OpenStore } from '../store/open-store.ts';
import { RecentChanges } from '../store/recent-changes.ts';
import { History } from './history/history.ts';
import type { Scope, StoredChange, StoredExtent } from '../store/store.ts';

/** The mirror of one instance, and how what is read comes into it. */
export interface OpenMirror {
  readonly mirror: Mirror;
  /** Applies what a read told that began at `readAt`, and has it kept where it outlives the process. */
  readonly keep: <K extends Kind>(key: ExtentKey<K>, readAt: number, facts: FactsByKind[K]) => void;
  /** What changed between one read and the next. */
  readonly history: History;
  /** What was read in the future, by a clock that was set back since, counts as never read. */
  readonly heedClock: () => void;
}

/** A mirror with everything that the store has of it. `historyMs`: how long changes are kept, 0 for not at all. */
export async function openMirror(
  store: OpenStore | undefined,
  scope: Scope,
  now: () => number,
  historyMs = Number.POSITIVE_INFINITY,
): Promise<OpenMirror> {
  const mirror = new Mirror();
  const journal = await store?.journal(scope, {
    onExtents: (extents) => {
      for (const { key: text, readAt, knownSince, facts } of extents) {
        const key = parseKey(text);
        mirror.apply({ key, readAt, knownSince, facts: decode(key, facts) });
      }
    },
    everything: () => mirror.extents().map(toStored),
  });
  const recent = new RecentChanges();
  const history = new History(journal ?? recent, historyMs, now);
  const toKeep = (changes: Applied['changes']) => (historyMs > 0 ? changes.map(toStore) : []);
  history.forgetOld();
  const heedClock = () => {
    const dropped = mirror.forgetAfter(now());
    if (dropped.length > 0) journal?.append({ extents: [], changes: [], dropped });
  };
  heedClock();
  mirror.principals.prepare();
  return {
    mirror,
    history,
    heedClock,
    keep(key, readAt, facts) {
      const { kept, changes, dropped } = mirror.apply({ key, readAt, heardAt: now(), facts });
      if (changes.length > 0) history.forgetOld();
      if (!journal) return recent.append(toKeep(changes));
      journal.append({ extents: kept.map(toStored), changes: toKeep(changes), dropped });
    },
  };
}

function toStored({ key, readAt, knownSince, facts }: Extent): StoredExtent {
  return {
    key: key.text,
    readAt,
    facts: encode(key, facts),
    ...(knownSince !== undefined && { knownSince }),
  };
}

function toStore({ id, before, after, ...change }: Applied['changes'][number]): StoredChange {
  const json = (fact: unknown) => (fact === undefined ? undefined : JSON.stringify(fact));
  return { ...change, fact: id, before: json(before), after: json(after) };
}
