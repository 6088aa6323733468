import { wordsOf } from '../../parts/filter.tsx';
import type { Row } from './rows.ts';

/** What a filter looks for words in, of each thing that rows name. */
type Thing = Row['principal'] | Row['held'] | Row['account'] | NonNullable<Row['via']>;

/** So many words fit into the bits of a number. */
const mostWords = 30;

/**
 * The numbers of the rows that have every word in one of their texts. A thing that many rows name is looked at once: of
 * a million rows nothing is compared but bits.
 */
export function rowsWith(rows: readonly Row[], text: string): Uint32Array | undefined {
  const words = wordsOf(text).slice(0, mostWords);
  if (words.length === 0) return undefined;
  const every = 2 ** words.length - 1;
  const known = new Map<Thing, number>();
  const bitsOf = (thing: Thing): number => {
    let bits = known.get(thing);
    if (bits === undefined) {
      const texts = textsOf(thing).join('\n').toLowerCase();
      bits = words.reduce((sum, word, n) => (texts.includes(word) ? sum | (1 << n) : sum), 0);
      known.set(thing, bits);
    }
    return bits;
  };
  const found: number[] = [];
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n];
    if (!row) continue;
    const { principal, via, held, account } = row;
    const bits = bitsOf(principal) | bitsOf(held) | bitsOf(account) | (via ? bitsOf(via) : 0);
    if (bits === every) found.push(n);
  }
  return Uint32Array.from(found);
}

function textsOf(thing: Thing): readonly string[] {
  if ('ou' in thing) return [thing.name, thing.id, thing.ou?.name ?? ''];
  if ('email' in thing) return [thing.name, thing.id, thing.email];
  if ('arn' in thing) return [thing.name, thing.arn?.split('/').at(-1) ?? ''];
  return [thing.name, thing.id];
}
