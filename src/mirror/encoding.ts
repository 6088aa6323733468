import type { ExtentKey, FactsByKind, Kind } from './keys.ts';

/** The facts of an extent as a text, short where there are many extents of the kind. */
export function encode<K extends Kind>({ kind }: ExtentKey<K>, facts: FactsByKind[K]): string {
  const coder = coders[kind];
  return coder ? coder.encode(facts) : JSON.stringify(facts);
}

/** Do the facts of this kind consist of words, with a space between them? */
export function isOfWords({ kind }: ExtentKey): boolean {
  return kind in coders;
}

/** The facts that were encoded. Throws where the text has another form. */
export function decode<K extends Kind>({ kind }: ExtentKey<K>, text: string): FactsByKind[K] {
  const coder = coders[kind];
  // The cast: what was encoded of this kind.
  return coder ? coder.decode(text) : (JSON.parse(text) as FactsByKind[K]);
}

type Coders = {
  readonly [K in Kind]?: {
    encode(facts: FactsByKind[K]): string;
    decode(text: string): FactsByKind[K];
  };
};

/** AWS's ids and ARNs have no spaces, nor have the words of principals. */
const words = {
  encode: (ids: readonly string[]) => ids.join(' '),
  decode: (text: string) => (text === '' ? [] : text.split(' ')),
};

const coders: Coders = {
  // In the order of the state, which then has not to sort when a store is loaded.
  pair: { ...words, encode: (members) => words.encode(members.toSorted()) },
  permissionSets: words,
  provisionedToAccount: words,
  accountsOfSet: words,
};
