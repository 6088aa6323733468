import type { StoredChange } from '../../store/store.ts';
import { wholeExtent } from '../../mirror/state/changes.ts';
import { redatingBy } from '../history/set-back.ts';

/** Two reads that differ: something changed between them. */
export interface Interval {
  /** When the last read began that told it as it was before, and the first that told something else. */
  readonly since: number;
  readonly readAt: number;
}

/** How a fact was before it changed. */
export interface Later extends Interval {
  /** JSON; undefined where it was not there. */
  readonly before: string | undefined;
}

/** Many changes are of the same two reads, and of the same facts: each is in memory once. */
interface Kept {
  readonly fact: string;
  readonly before: string | undefined;
  readonly between: Interval;
}

const none: readonly Kept[] = [];

/**
 * Of so many changes of one extent it is remembered which were the first. Most extents have few: what is pushed to an array
 * makes room there for many more.
 */
const many = 16;

/**
 * All changes that are kept, by extent. They may come in any order, and again, but that the clock was set back comes after
 * what it had dated before.
 */
export class ChangesByExtent {
  readonly #byExtent = new Map<string, Kept[]>();
  readonly #facts = new Map<string, string>();
  /** Those of all changes, each once where changes with the same came one after the other. */
  #intervals: { since: number; readAt: number }[] = [];

  add(change: StoredChange): void {
    const redated = redatingBy(change);
    if (redated) return this.#redate(redated);
    const { extent, fact, before, since, readAt } = change;
    let between = this.#intervals.at(-1);
    if (between?.since !== since || between.readAt !== readAt)
      this.#intervals.push((between = { since, readAt }));
    // Of who was assigned no more matters than that they were: the names would take most of the memory.
    const isMember = extent.startsWith('pair/') && before !== undefined && fact !== wholeExtent;
    const kept = { fact: this.#once(fact), before: isMember ? 'true' : before, between };
    const known = this.#byExtent.get(extent);
    if (known && known.length >= many) known.push(kept);
    else this.#byExtent.set(extent, known ? known.concat(kept) : [kept]);
  }

  of(extent: string): readonly Kept[] {
    return this.#byExtent.get(extent) ?? none;
  }

  /** Extents that changed. */
  extents(): Iterable<string> {
    return this.#byExtent.keys();
  }

  /** Forgets what was seen before a moment. */
  forget(before: number): void {
    this.#facts.clear();
    this.#intervals = this.#intervals.filter(({ readAt }) => readAt >= before);
    for (const [extent, changes] of this.#byExtent) {
      const rest = changes.filter(({ between }) => between.readAt >= before);
      if (rest.length === 0) this.#byExtent.delete(extent);
      else if (rest.length < changes.length) this.#byExtent.set(extent, rest);
    }
  }

  /** All at once, however many changes have them: whoever looks in between must not see a part of it. */
  #redate(redated: (between: Interval) => Interval): void {
    for (const between of this.#intervals) Object.assign(between, redated(between));
  }

  #once(fact: string): string {
    const known = this.#facts.get(fact);
    if (known !== undefined) return known;
    this.#facts.set(fact, fact);
    return fact;
  }
}

const nothing: ReadonlyMap<string, Later> = new Map();

/** What was seen after a moment: the first change of each fact, which tells how it was then. */
export class LaterChanges {
  readonly #all: ChangesByExtent;
  readonly #moment: number;
  readonly #remembered = new Map<
    string,
    { readonly of: number; readonly first: ReadonlyMap<string, Later> }
  >();

  constructor(all: ChangesByExtent, moment: number) {
    this.#all = all;
    this.#moment = moment;
  }

  /** Of an extent, by fact. */
  of(extent: string): ReadonlyMap<string, Later> {
    const changes = this.#all.of(extent);
    if (changes.length < many) return this.#firstOf(changes);
    const known = this.#remembered.get(extent);
    if (known?.of === changes.length) return known.first;
    const first = this.#firstOf(changes);
    this.#remembered.set(extent, { of: changes.length, first });
    return first;
  }

  /** Was a change of an extent seen after a read of something else, and by the moment? */
  hasChangedSince(extent: string, readAt: number): boolean {
    return this.#all
      .of(extent)
      .some(({ between }) => between.readAt > readAt && between.readAt <= this.#moment);
  }

  /** Extents that changed, then or ever. */
  extents(): Iterable<string> {
    return this.#all.extents();
  }

  #firstOf(changes: readonly Kept[]): ReadonlyMap<string, Later> {
    let first: Map<string, Later> | undefined;
    for (const { fact, before, between } of changes) {
      const { since, readAt } = between;
      if (readAt <= this.#moment) continue;
      first ??= new Map();
      const known = first.get(fact);
      if (!known || known.readAt > readAt) first.set(fact, { before, since, readAt });
    }
    return first ?? nothing;
  }
}
