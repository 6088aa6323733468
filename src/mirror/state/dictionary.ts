/** Entries by id, each made when its id is first met. They iterate in the byte order of their ids. */
export class Dictionary<Entry extends { readonly id: string }> {
  readonly #byId = new Map<string, Entry>();
  readonly #create: (id: string) => Entry;
  #inOrder: Entry[] = [];
  #added: Entry[] = [];
  #hasGaps = false;

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
    // Its own text: the one that was given may be a part of a longer one, which it would keep alive.
    this.#byId.set(entry.id, entry);
    this.#added.push(entry);
    return entry;
  }

  delete(entry: Entry): void {
    if (this.#byId.get(entry.id) !== entry) return;
    this.#byId.delete(entry.id);
    this.#hasGaps = true;
  }

  clear(): void {
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
      this.#inOrder = [...this.#inOrder, ...this.#added].sort(byId);
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

export function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}
