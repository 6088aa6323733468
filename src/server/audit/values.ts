import { createHash, createHmac } from 'node:crypto';
import { type DocumentNode, Kind, visit } from 'graphql';

/** So many values of a line are told one by one; a filter may have tens of thousands. */
export const mostValues = 200;
/** Sizes of pages and the like say nothing about anybody. */
const telling = 5;
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

/** What a document asks, without what it asks about. */
export interface Fingerprint {
  /** SHA-256 of the document's text, in which literal values are cut out. */
  readonly hash: string;
  /** These values. */
  readonly literals: readonly string[];
}

/** Clients send the same documents again and again, and parsed ones are kept. */
const fingerprints = new WeakMap<DocumentNode, Fingerprint>();

export function fingerprintOf(document: DocumentNode): Fingerprint {
  const known = fingerprints.get(document);
  if (known) return known;
  const fingerprint = take(document);
  fingerprints.set(document, fingerprint);
  return fingerprint;
}

function take(document: DocumentNode): Fingerprint {
  const text = document.loc?.source.body ?? '';
  const literals: string[] = [];
  const kept: string[] = [];
  let at = 0;
  visit(document, {
    enter(node) {
      const isText = node.kind === Kind.STRING;
      const isNumber = node.kind === Kind.INT || node.kind === Kind.FLOAT;
      if (!node.loc || !(isText || (isNumber && node.value.length >= telling))) return;
      literals.push(node.value);
      kept.push(text.slice(at, node.loc.start));
      at = node.loc.end;
    },
  });
  kept.push(text.slice(at));
  return { hash: createHash('sha256').update(kept.join('')).digest('hex'), literals };
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
