import type { ExtentKey, FactsByKind, Kind } from './keys.ts';
import type { PrincipalFacts } from './rows.ts';
import { partSize } from './state/changes.ts';

/** The facts of an extent as a text, short where there are many extents of the kind. */
export function encode<K extends Kind>({ kind }: ExtentKey<K>, facts: FactsByKind[K]): string {
  const coder = coders[kind];
  return coder ? coder.encode(facts) : JSON.stringify(facts);
}

/** Do the facts of this kind consist of words, with a space between them? */
export function isOfWords({ kind }: ExtentKey): boolean {
  return coders[kind]?.isOfWords === true;
}

/** The facts that were encoded. Throws where the text has another form. */
export function decode<K extends Kind>({ kind }: ExtentKey<K>, text: string): FactsByKind[K] {
  const coder = coders[kind];
  // The cast: what was encoded of this kind.
  return coder ? coder.decode(text) : (JSON.parse(text) as FactsByKind[K]);
}

/** So many characters are decoded before others may have their turn: a part ends with the line that it ends in. */
const partLength = 200_000;

/** The same of every user or every group, in parts: there may be very many. */
export function* decodeInParts(text: string): Generator<void, FactsByKind['principals']> {
  if (!text.startsWith('[') || !text.endsWith(']'))
    throw new SyntaxError('The facts of a list have another form');
  const facts: PrincipalFacts[] = [];
  for (let from = 1; from < text.length;) {
    const end = text.indexOf(lineEnd, from + partLength);
    const to = end < 0 ? text.length - 1 : end;
    // The cast: what was encoded of this kind.
    for (const fact of JSON.parse(`[${text.slice(from, to)}]`) as PrincipalFacts[]) facts.push(fact);
    from = to + lineEnd.length;
    yield;
  }
  return facts;
}

/** Their text in parts, too. */
export function* encodeInParts(facts: FactsByKind['principals']): Generator<void, string> {
  const lines: string[] = [];
  for (const fact of facts) if (lines.push(JSON.stringify(fact)) % partSize === 0) yield;
  return asList(lines);
}

function asList(lines: readonly string[]): string {
  return `[${lines.join(lineEnd)}]`;
}

type Coders = {
  readonly [K in Kind]?: {
    readonly isOfWords?: true;
    encode(facts: FactsByKind[K]): string;
    decode(text: string): FactsByKind[K];
  };
};

/** AWS's ids and ARNs have no spaces, nor have the words of principals. */
const words = {
  isOfWords: true,
  encode: (ids: readonly string[]) => ids.join(' '),
  decode: (text: string) => (text === '' ? [] : text.split(' ')),
} as const;

/** Nothing in JSON has an end of a line within but what is put between its values. */
const lineEnd = ',\n';

const coders: Coders = {
  // In the order of the state, which then has not to sort when a store is loaded.
  pair: { ...words, encode: (members) => words.encode(members.toSorted()) },
  permissionSets: words,
  provisionedToAccount: words,
  accountsOfSet: words,
  // JSON with a line for each.
  principals: {
    encode: (facts) => asList(facts.map((fact) => JSON.stringify(fact))),
    decode: (text) => JSON.parse(text),
  },
};
