/** Some words of a list, by their numbers in it: from one of the numbers up to the one before the other. */
export interface NumberedWords {
  /** More may be added at its end, and none goes. */
  readonly all: readonly string[];
  readonly numbers: Uint32Array;
  readonly from: number;
  readonly to: number;
}

/** Entries by id, each made when its id is first met. They iterate in the byte order of their ids. */
export class Dictionary<Entry extends { readonly id: string }> {
  readonly #byId = new Map<string, Entry>();
  readonly #create: (id: string) => Entry;
  #inOrder: Entry[] = [];
  #added: Entry[] = [];
  #hasGaps = false;
  #deleted = 0;
  /** Entries by the numbers of their ids in a list, as they were when so many were deleted. */
  readonly #numbered = new WeakMap<
    readonly string[],
    { readonly deleted: number; readonly entries: Entry[] }
  >();

  constructor(create: (id: string) => Entry) {
    this.#create = create;
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  intern(id: string): Entry {
    const known = this.#byId.get(id);
    if (known) return known;
    const entry = this.#create(id);
    this.add(entry);
    return entry;
  }

  /** An entry that is not in the dictionary, for an id that is not. */
  make(id: string): Entry {
    return this.#create(id);
  }

  /** Adds an entry that was made, unless its id was met meanwhile. */
  add(entry: Entry): void {
    // By its own text: the one that was given may be a part of a longer one, which it would keep alive.
    if (this.#byId.has(entry.id)) return;
    this.#byId.set(entry.id, entry);
    this.#added.push(entry);
  }

  /** The entries of some words of a list: each word is looked up once, and found by its number from then on. */
  internAll({ all, numbers, from, to }: NumberedWords): Entry[] {
    const entries = this.#entriesOf(all);
    const found: Entry[] = [];
    for (let n = from; n < to; n++) {
      const number = numbers[n] ?? 0;
      found.push((entries[number] ??= this.intern(all[number] ?? '')));
    }
    // It stays: one that has grown has room for more, a copy has not.
    return found.slice();
  }

  #entriesOf(all: readonly string[]): Entry[] {
    const known = this.#numbered.get(all);
    if (known?.deleted === this.#deleted) return known.entries;
    const entries: Entry[] = [];
    this.#numbered.set(all, { deleted: this.#deleted, entries });
    return entries;
  }

  delete(entry: Entry): void {
    if (this.#byId.get(entry.id) !== entry) return;
    this.#deleted++;
    this.#byId.delete(entry.id);
    this.#hasGaps = true;
  }

  clear(): void {
    this.#deleted += this.#byId.size;
    this.#byId.clear();
    this.#inOrder = [];
    this.#added = [];
  }

  values(): Iterable<Entry> {
    return this.#byId.values();
  }

  inOrder(): readonly Entry[] {
    if (this.#hasGaps) {
      const isHeld = (entry: Entry) => this.#byId.get(entry.id) === entry;
      this.#inOrder = this.#inOrder.filter(isHeld);
      this.#added = this.#added.filter(isHeld);
      this.#hasGaps = false;
    }
    if (this.#added.length > 0) {
      // Of an array that is in order but for its end, sorting takes little more than a look at each.
      this.#inOrder = [...this.#inOrder, ...this.#added].sort(byOwnId);
      this.#added = [];
    }
    return this.#inOrder;
  }
}

/** The index of the first entry whose id is not below. */
export function indexFrom(entries: readonly { readonly id: string }[], id: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.id ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of entries of one dictionary, no two of which have the same id. */
function byOwnId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}

export function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}
