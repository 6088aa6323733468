import { randomUUID } from 'node:crypto';
import type { KeptExtent, Slice, Words } from './store.ts';
import { WordTable } from './word-table.ts';

/** Once there are so many, other texts go over as they are. */
const mostWords = 250_000;

/** A slice on its way from one thread to another: a column for each member of its extents. */
export interface ShortSlice extends Omit<Slice, 'extents'> {
  readonly keys: readonly string[];
  readonly readAt: Float64Array;
  readonly knownSince: Float64Array;
  /** Undefined where the words of the text are in `numbers`. */
  readonly facts: readonly (string | undefined)[];
  /** Of each such text: of how many words it consists, and which. */
  readonly numbers: Uint32Array;
  /** Which words the numbers are of: those that were told before with this name, and `added`. */
  readonly table: string;
  readonly added: readonly string[];
}

/**
 * Makes slices shorter that are handed over one after another: very many facts consist of the same few thousand ids.
 * Each word crosses once, and is a number from then on.
 */
export class Shortener {
  /** Another one for each: a thread that ended may have told some before. */
  readonly table = randomUUID();
  /** Made when needed: mostly nothing is new. */
  #words: WordTable | undefined;

  shorten({ extents, version, isLast }: Slice): ShortSlice {
    const numbers: number[] = [];
    const added: string[] = [];
    return {
      version,
      isLast,
      keys: extents.map(({ key }) => key),
      readAt: Float64Array.from(extents, ({ readAt }) => readAt),
      knownSince: Float64Array.from(extents, ({ knownSince }) => knownSince),
      facts: extents.map(({ facts }) => (this.#number(facts, numbers, added) ? undefined : facts)),
      numbers: Uint32Array.from(numbers),
      table: this.table,
      added,
    };
  }

  /** JSON has few words in common with other texts. */
  #number(text: string, numbers: number[], added: string[]): boolean {
    if (text === '' || text.startsWith('[') || text.startsWith('{')) return false;
    const words = (this.#words ??= new WordTable());
    return words.size < mostWords && words.number(text, numbers, added);
  }
}

/** Gives back what was made shorter, slice by slice in the same order. */
export class Lengthener {
  #table: string | undefined;
  #words: string[] = [];

  /** Which words are known here. */
  get table(): string | undefined {
    return this.#table;
  }

  lengthen({ keys, readAt, knownSince, facts, numbers, table, added, ...slice }: ShortSlice): Slice {
    if (table !== this.#table) this.#words = [];
    this.#table = table;
    for (const word of added) this.#words.push(word);
    const all = this.#words;
    let at = 0;
    const extents = keys.map((key, n): KeptExtent => {
      const read = { key, readAt: readAt[n] ?? 0, knownSince: knownSince[n] ?? 0 };
      const text = facts[n];
      if (text !== undefined) return { ...read, facts: text };
      const from = at + 1;
      at = from + (numbers[at] ?? 0);
      return new WordedExtent(read, { all, numbers, from, to: at });
    });
    if (slice.isLast) this.#forget();
    return { ...slice, extents };
  }

  /** Whoever needs the words of what was handed over has them. */
  #forget(): void {
    this.#table = undefined;
    this.#words = [];
  }
}

/** Its text is put together when it is asked for. */
class WordedExtent implements KeptExtent {
  readonly key: string;
  readonly readAt: number;
  readonly knownSince: number;
  readonly words: Words;

  constructor({ key, readAt, knownSince }: Omit<KeptExtent, 'facts'>, words: Words) {
    this.key = key;
    this.readAt = readAt;
    this.knownSince = knownSince;
    this.words = words;
  }

  get facts(): string {
    return textsOf(this.words).join(' ');
  }
}

/** In their order. */
export function textsOf({ all, numbers, from, to }: Words): string[] {
  const texts: string[] = [];
  for (let n = from; n < to; n++) texts.push(all[numbers[n] ?? 0] ?? '');
  return texts;
}
