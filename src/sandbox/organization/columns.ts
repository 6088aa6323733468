/**
 * The building blocks that hold millions of rows without an object for each: whole numbers in typed arrays.
 * Reading what was never written gives 0.
 */
export class Column {
  #values = new Uint32Array(1024);

  get(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const larger = new Uint32Array(Math.max(index + 1, 2 * this.#values.length));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[index] = value;
  }
}

/** Numbers texts in the order they first come, from 0. */
export class Ordinals {
  readonly #ordinals = new Map<string, number>();
  readonly #keys: string[] = [];

  get size(): number {
    return this.#keys.length;
  }

  find(key: string): number | undefined {
    return this.#ordinals.get(key);
  }

  /** The text's number, a new one when it is new. */
  of(key: string): number {
    const known = this.#ordinals.get(key);
    if (known !== undefined) return known;
    this.#ordinals.set(key, this.#keys.length);
    return this.#keys.push(key) - 1;
  }

  key(ordinal: number): string {
    const key = this.#keys[ordinal];
    if (key === undefined)
      throw new RangeError(`expected an ordinal below ${this.size}, but got: ${ordinal}`);
    return key;
  }
}

/** One list of items for each owner, newest first. An item is in one list at most. All are whole numbers. */
export class Lists {
  /** An owner's first item and an item's next one, each plus one: 0 is the end. */
  readonly #first = new Column();
  readonly #next = new Column();

  add(owner: number, item: number): void {
    this.#next.set(item, this.#first.get(owner));
    this.#first.set(owner, item + 1);
  }

  remove(owner: number, item: number): void {
    const after = this.#next.get(item);
    if (this.#first.get(owner) === item + 1) return this.#first.set(owner, after);
    for (const other of this.of(owner))
      if (this.#next.get(other) === item + 1) return this.#next.set(other, after);
  }

  isEmpty(owner: number): boolean {
    return this.#first.get(owner) === 0;
  }

  /** The owner's items, none when there is no owner. */
  of(owner: number | undefined): number[] {
    const items: number[] = [];
    if (owner === undefined) return items;
    for (let link = this.#first.get(owner); link !== 0; link = this.#next.get(link - 1)) items.push(link - 1);
    return items;
  }

  /** The owner's first item that fits, without making the list. */
  find(owner: number, fits: (item: number) => boolean): number | undefined {
    for (let link = this.#first.get(owner); link !== 0; link = this.#next.get(link - 1))
      if (fits(link - 1)) return link - 1;
    return undefined;
  }
}
