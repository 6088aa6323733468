/** Numbers by their places, in as much memory as they need: of very many things there is no object for each. */
export class Column {
  #values: Float64Array | Int32Array | Uint8Array;
  #length = 0;

  /** `Values`: which numbers it can have. */
  constructor(Values: typeof Float64Array | typeof Int32Array | typeof Uint8Array) {
    this.#values = new Values(64);
  }

  get length(): number {
    return this.#length;
  }

  at(place: number): number {
    return this.#values[place] ?? 0;
  }

  set(place: number, value: number): void {
    this.#values[place] = value;
  }

  push(value: number): void {
    this.insert(this.#length, value);
  }

  /** What stands there, and behind, makes room. */
  insert(place: number, value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    if (place < this.#length) this.#values.copyWithin(place + 1, place, this.#length);
    this.#values[place] = value;
    this.#length++;
  }

  /** The first place whose number is not below, where they are in such an order. */
  placeOf(isBelow: (value: number) => boolean): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBelow(this.at(middle))) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts what stands behind a place in the order of numbers. */
  sortFrom(place: number): void {
    this.#values.subarray(place, this.#length).sort();
  }

  #grow(): void {
    const before = this.#values;
    const Values = before.constructor as new (length: number) => typeof before; // of the same kind
    this.#values = new Values(Math.ceil(before.length * 1.5));
    this.#values.set(before);
  }
}

/** Texts by number: however many things have the same, it is in memory once. */
export class Texts {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  /** Undefined where no thing has it. */
  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  at(number: number): string {
    return this.#texts[number] ?? '';
  }
}
