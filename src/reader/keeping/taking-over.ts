import { setImmediate } from 'node:timers/promises';
import { decodeInParts } from '../../mirror/encoding.ts';
import { isOfPrincipals, parseKey, type Extent, type ExtentKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Applied } from '../../mirror/state/apply.ts';
import type { ListChange } from '../../mirror/state/recall.ts';
import type { Journal } from '../../store/journal.ts';
import { StoreError, type KeptExtent, type StoredChange } from '../../store/store.ts';
import { clock, redatingBy } from '../history/set-back.ts';
import { factsOf, toStoredChange } from './stored-form.ts';

/** Makes the changes of what was applied known, and answers them as they are kept. */
type Tell = (
  extent: Omit<Extent, 'facts'>,
  applied: Applied,
) => { readonly changes: readonly StoredChange[] };

/** Brings home what a store has: everything when it is opened, and later what others keep there. */
export class TakingOver {
  readonly #mirror: Mirror;
  readonly #tell: Tell;
  /** Everything was taken over. Before that nobody looks at the mirror. */
  isLoaded = false;

  constructor(mirror: Mirror, tell: Tell) {
    this.#mirror = mirror;
    this.#tell = tell;
  }

  /**
   * Applies extents, each at once, and answers the changes between those and what waits here, of which others knew
   * nothing. `waiting`: keys of what does at the moment.
   */
  *take(
    extents: readonly KeptExtent[],
    waiting: () => ReadonlySet<string>,
  ): Generator<void, readonly StoredChange[]> {
    const untold: StoredChange[] = [];
    for (const kept of extents) {
      yield;
      const { readAt, knownSince, words } = kept;
      const key = parseKey(kept.key);
      if (words && isPair(key) && waiting().size === 0) {
        const read = { key, readAt, knownSince };
        this.#tell(read, this.#mirror.applyPair(read, words));
      } else if (isOfPrincipals(key)) {
        const facts = yield* decodeInParts(kept.facts);
        yield* this.#takeList({ key, readAt, knownSince, facts }, waiting, untold);
      } else this.#takeOne({ key, readAt, knownSince, facts: factsOf(key, kept) }, waiting(), untold);
    }
    return untold;
  }

  *#takeList(
    list: Extent<'principals'>,
    waiting: () => ReadonlySet<string>,
    untold: StoredChange[],
  ): Generator<void> {
    if (!this.isLoaded) {
      this.#tell(list, yield* this.#mirror.applyInParts(list));
      return;
    }
    const ahead = yield* this.#mirror.lookAhead(list);
    this.#takeOne(list, waiting(), untold, () => this.#mirror.applyAhead(list, ahead));
  }

  #takeOne(
    extent: Extent,
    waiting: ReadonlySet<string>,
    untold: StoredChange[],
    apply = () => this.#mirror.apply(extent),
  ): void {
    // What waits here was told against what was known here. Whoever has read the same meanwhile did not know of it.
    const isOurs = (change: StoredChange) => extent.key.kind === 'pair' || waiting.has(change.extent);
    if (waiting.size > 0)
      untold.push(...this.#mirror.changesSinceLate(extent).map(toStoredChange).filter(isOurs));
    const { changes } = this.#tell(extent, apply());
    untold.push(...changes.filter((change) => waiting.has(change.extent)));
  }
}

function isPair(key: ExtentKey): key is ExtentKey<'pair'> {
  return key.kind === 'pair';
}

/** How the keys of lists begin, and what tells that the clock was set back. */
const ofLists = ['accounts', 'permission-sets', 'users', 'groups', 'provisioned/', clock];

/** What was not read yet of something that a list had newly is no first sight, though a process has ended between. */
export async function recallLists(mirror: Mirror, log: Journal): Promise<void> {
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
