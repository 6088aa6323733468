import { decode, encode, isOfWords } from '../../mirror/encoding.ts';
import type { Extent, ExtentKey } from '../../mirror/keys.ts';
import type { Applied } from '../../mirror/state/apply.ts';
import type { KeptExtent, StoredChange, StoredExtent } from '../../store/store.ts';
import { textsOf } from '../../store/words.ts';

/** What a store keeps of an extent, as the mirror has it. */
export function factsOf(key: ExtentKey, { facts, words }: KeptExtent): Extent['facts'] {
  return words && isOfWords(key) ? textsOf(words) : decode(key, facts);
}

/** `text`: that of the facts, where it was made already. */
export function toStored(
  { key, readAt, knownSince, facts }: Extent,
  text = encode(key, facts),
): StoredExtent {
  return {
    key: key.text,
    readAt,
    facts: text,
    ...(knownSince !== undefined && { knownSince }),
  };
}

export function toStoredChange({ id, before, after, ...change }: Applied['changes'][number]): StoredChange {
  const json = (fact: unknown) => (fact === undefined ? undefined : JSON.stringify(fact));
  return { ...change, fact: id, before: json(before), after: json(after) };
}
