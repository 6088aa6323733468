/**
 * Repeatable random numbers (sfc32). Each part of an organization draws from a stream of its own,
 * so that, for one seed, more users do not change the accounts.
 */
export class Random {
  #a: number;
  #b: number;
  #c = 0x9e3779b9;
  #counter = 1;

  constructor(seed: number, stream: string) {
    this.#a = Math.floor(seed / 2 ** 32) | 0;
    this.#b = seed | 0;
    for (const char of stream) this.#c = Math.imul(this.#c ^ char.charCodeAt(0), 0x01000193);
    for (let round = 0; round < 15; round++) this.uint32();
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** At least 0, less than 1. */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A whole number at least 0 and less than `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('cannot pick from an empty list');
    // The index is in range, and T itself may include undefined.
    return list[this.below(list.length)] as T;
  }

  /**
   * Up to `count` different members. With `skew` 1 all are equally likely;
   * the higher it is, the more the front of the list is preferred.
   */
  sample<T>(list: readonly T[], count: number, skew = 1): T[] {
    const wanted = Math.min(count, list.length);
    if (wanted <= 0) return [];
    const indices = new Set<number>();
    for (let tries = 0; indices.size < wanted && tries < 3 * wanted; tries++)
      indices.add(Math.floor(this.fraction() ** skew * list.length));
    // Where nearly all are wanted, drawing the last ones would take for ever.
    for (let index = 0; indices.size < wanted; index++) indices.add(index);
    // Every index is in range, and T itself may include undefined.
    return Array.from(indices, (index) => list[index] as T);
  }

  shuffled<T>(list: readonly T[]): T[] {
    const keyed = list.map((item) => ({ item, order: this.uint32() }));
    return keyed.sort((one, other) => one.order - other.order).map(({ item }) => item);
  }

  /** `length` characters of `alphabet`. */
  text(length: number, alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'): string {
    let text = '';
    for (let index = 0; index < length; index++) text += alphabet.charAt(this.below(alphabet.length));
    return text;
  }

  hex(length: number): string {
    let hex = '';
    while (hex.length < length) hex += this.uint32().toString(16).padStart(8, '0');
    return hex.slice(0, length);
  }

  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
