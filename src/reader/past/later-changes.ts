import { wholeExtent } from '../../mirror/state/changes.ts';
import type { StoredChange } from '../../store/store.ts';

/** How a fact was before a change that was seen later. */
export interface Later {
  /** JSON; undefined where it was not there. */
  readonly before: string | undefined;
  /** When the last read began that told it so, and the first that told something else, in epoch milliseconds. */
  readonly since: number;
  readonly readAt: number;
}

const nothing: ReadonlyMap<string, Later> = new Map();

/** What was seen after a moment: the first change of each fact, which tells how it was then. They may come in any order, and again. */
export class LaterChanges {
  readonly #moment: number;
  readonly #byExtent = new Map<string, Map<string, Later>>();

  constructor(moment: number) {
    this.#moment = moment;
  }

  add({ extent, fact, before, since, readAt }: StoredChange): void {
    if (readAt <= this.#moment) return;
    const facts = this.#byExtent.get(extent) ?? new Map<string, Later>();
    if (facts.size === 0) this.#byExtent.set(extent, facts);
    const known = facts.get(fact);
    if (known && known.readAt <= readAt) return;
    // Of who was assigned no more matters than that they were: the names would take most of the memory.
    const isMember = extent.startsWith('pair/') && before !== undefined && fact !== wholeExtent;
    facts.set(fact, { before: isMember ? 'true' : before, since, readAt });
  }

  /** Of an extent, by fact. */
  of(extent: string): ReadonlyMap<string, Later> {
    return this.#byExtent.get(extent) ?? nothing;
  }

  /** Extents that changed later. */
  extents(): Iterable<string> {
    return this.#byExtent.keys();
  }
}
