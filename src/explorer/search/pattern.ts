/** More words than these are taken as they stand, one after the other. */
const mostInAnyOrder = 3;

/** A regular expression of RE2 for names that have every word of a text, in any order. */
export function patternOf(text: string): string {
  const words = wordsOf(text).map(spelled);
  if (words.length > mostInAnyOrder) return words.join('.*');
  return orders(words)
    .map((order) => order.join('.*'))
    .join('|');
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function orders(words: readonly string[]): string[][] {
  if (words.length <= 1) return [[...words]];
  return words.flatMap((word, n) => orders(words.toSpliced(n, 1)).map((rest) => [word, ...rest]));
}

/** A word as it is typed, or as names for signing in spell it: `renée` is `renee` there. */
function spelled(word: string): string {
  const plain = word
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[øæœßłđð]/gi, (letter) => plainLetters[letter.toLowerCase()] ?? letter);
  return plain === word ? escaped(word) : `(?:${escaped(word)}|${escaped(plain)})`;
}

/** What Unicode does not take apart. */
const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
};

function escaped(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

/** A name in pieces, of which some are what was searched for. */
export function piecesOf(name: string, words: readonly string[]): Piece[] {
  const hits = words.toSorted((one, other) => other.length - one.length).map(escaped);
  if (hits.length === 0) return [{ text: name, isHit: false }];
  // Splitting by a group keeps what it found, at the odd places.
  return name
    .split(new RegExp(`(${hits.join('|')})`, 'iu'))
    .map((text, n) => ({ text, isHit: n % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
