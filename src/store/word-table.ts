const space = 0x20;

/** Longer texts are not looked at. */
const longestText = 1 << 16;

/**
 * Words by number, each found by its bytes: millions are looked at, of which few are new, and no string is made for the
 * others.
 */
export class WordTable {
  readonly #encoder = new TextEncoder();
  /** The text that is looked at, and a space behind it. */
  readonly #text = new Uint8Array(longestText + 1);
  /** For each place two entries: the hash of its word, and the number of the word plus one, or 0 where it is free. */
  #places = new Uint32Array(1 << 13);
  /** By number, where the bytes of the word begin; they end where those of the next one begin. */
  #starts = new Uint32Array(1 << 12);
  #bytes = new Uint8Array(1 << 16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * Adds to `numbers` of how many words, with a space between them, the text consists, and the number of each; to
   * `added` those that are new. False, and nothing else, where the text is very long or not of ASCII alone.
   */
  number(text: string, numbers: number[], added: string[]): boolean {
    if (text.length > longestText) return false;
    const { read, written } = this.#encoder.encodeInto(text, this.#text);
    if (read !== text.length || written !== text.length) return false;
    this.#text[written] = space;
    const count = numbers.push(0) - 1;
    let from = 0;
    let hash = 0;
    for (let to = 0; to <= written; to++) {
      const byte = this.#text[to] ?? space;
      if (byte !== space) {
        hash = Math.imul(hash ^ byte, 0x01_00_01_93);
        continue;
      }
      const size = this.#size;
      const number = this.#intern(from, to, (hash ^ (hash >>> 15)) >>> 0);
      if (number === size) added.push(ownText(text.slice(from, to)));
      numbers.push(number);
      from = to + 1;
      hash = 0;
    }
    numbers[count] = numbers.length - count - 1;
    return true;
  }

  #intern(from: number, to: number, hash: number): number {
    const places = this.#places;
    const mask = places.length / 2 - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const number = (places[2 * place + 1] ?? 0) - 1;
      if (number < 0) return this.#add(from, to, hash);
      if (places[2 * place] === hash && this.#isWord(number, from, to)) return number;
    }
  }

  #isWord(number: number, from: number, to: number): boolean {
    const [text, bytes] = [this.#text, this.#bytes];
    const start = this.#starts[number] ?? 0;
    if ((this.#starts[number + 1] ?? 0) - start !== to - from) return false;
    for (let n = from; n < to; n++) if (text[n] !== bytes[start + n - from]) return false;
    return true;
  }

  #add(from: number, to: number, hash: number): number {
    const number = this.#size++;
    const start = this.#starts[number] ?? 0;
    const end = start + to - from;
    if (this.#size === this.#starts.length)
      this.#starts = new Uint32Array(this.#starts.buffer.transfer(2 * this.#starts.byteLength));
    while (end > this.#bytes.length)
      this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(2 * this.#bytes.length));
    this.#bytes.set(this.#text.subarray(from, to), start);
    this.#starts[number + 1] = end;
    // A third of the places stays free, at least: else it takes long to find one.
    if (3 * this.#size > this.#places.length) this.#spread();
    put(this.#places, hash, number);
    return number;
  }

  #spread(): void {
    const places = this.#places;
    this.#places = new Uint32Array(2 * places.length);
    for (let n = 0; n < places.length; n += 2) {
      const number = (places[n + 1] ?? 0) - 1;
      if (number >= 0) put(this.#places, places[n] ?? 0, number);
    }
  }
}

/** There is a free place. */
function put(places: Uint32Array, hash: number, number: number): void {
  const mask = places.length / 2 - 1;
  let place = hash & mask;
  while (places[2 * place + 1] !== 0) place = (place + 1) & mask;
  places[2 * place] = hash;
  places[2 * place + 1] = number + 1;
}

/** A part of a text would keep the whole of it alive. */
function ownText(part: string): string {
  return [part.slice(0, 1), part.slice(1)].join('');
}
