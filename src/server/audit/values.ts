import { createHmac } from 'node:crypto';

/** So many values of a line are told one by one; a filter may have tens of thousands. */
export const mostValues = 200;
/** Sizes of pages and the like say nothing about anybody. */
export const telling = 5;
/** 128 bits, in hexadecimal. */
const hashLength = 32;

/** So many hashes are kept, of values up to that length: dashboards ask about the same all day. */
const mostKept = 10_000;
const longestKept = 200;

/** Tells whether two values are the same, and, to who has the key, whether one is a value that they have in mind. */
export class KeyedHashes {
  readonly #key: string;
  readonly #kept = new Map<string, string>();

  constructor(key: string) {
    this.#key = key;
  }

  of(value: string): string {
    const known = this.#kept.get(value);
    if (known !== undefined) return known;
    const hash = createHmac('sha256', this.#key).update(value).digest('hex').slice(0, hashLength);
    if (value.length > longestKept) return hash;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(value, hash);
    return hash;
  }
}

/** The texts and long numbers in variables, in order, as far as `mostValues`. */
export function valuesIn(variables: unknown): readonly string[] {
  const found: string[] = [];
  const left: unknown[] = [variables];
  while (left.length > 0 && found.length < mostValues) {
    const value = left.pop();
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'number' && String(value).length >= telling) found.push(String(value));
    else if (typeof value === 'object' && value !== null)
      // One by one: there may be more of them than a call takes arguments.
      for (const inner of Object.values(value).toReversed()) left.push(inner);
  }
  return found;
}
