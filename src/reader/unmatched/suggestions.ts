import { setImmediate as othersFirst } from 'node:timers/promises';
import { distance } from './distance.ts';

/** Of so many values at most that are close. */
const maxSuggestions = 5;
/** After so many milliseconds other requests have their turn; the clock is looked at after so many texts. */
const turnMs = 5;
const turnTexts = 256;

/** A text without what people mistake most: case, spaces and separators. */
interface Candidate {
  readonly text: string;
  readonly plain: string;
}

/** What there is, for whoever wrote something close to it. */
export class Suggestions {
  readonly #texts: readonly string[];
  #candidates: readonly Candidate[] | undefined;

  constructor(texts: Iterable<string>) {
    this.#texts = [...new Set(texts)];
  }

  /** Comparisons that one search takes. */
  get size(): number {
    return this.#texts.length;
  }

  /**
   * The closest: the same but for case, spaces and separators first, then by the number of slips of the pen, then what
   * the text is a part of.
   */
  async closeTo(written: string): Promise<string[]> {
    this.#candidates ??= await mapInTurns(this.#texts, (text) => ({ text, plain: plainOf(text) }));
    const plain = plainOf(written);
    const most = Math.max(1, Math.min(3, Math.floor(plain.length / 3)));
    const ranked = await mapInTurns(this.#candidates, (candidate) => {
      const rank = rankOf(plain, candidate.plain, most);
      return rank === undefined ? undefined : { rank, text: candidate.text };
    });
    return ranked
      .filter((one) => one !== undefined)
      .toSorted((one, other) => one.rank - other.rank || (one.text < other.text ? -1 : 1))
      .slice(0, maxSuggestions)
      .map(({ text }) => text);
  }
}

function plainOf(text: string): string {
  return text.toLowerCase().replaceAll(/[\s\-_.,/@+]+/g, '');
}

function rankOf(written: string, candidate: string, most: number): number | undefined {
  const slips = distance(written, candidate, most);
  if (slips <= most) return slips;
  return written.length > 2 && candidate.includes(written) ? most + 1 : undefined;
}

async function mapInTurns<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let turnEndsAt = performance.now() + turnMs;
  for (const item of items) {
    results.push(map(item));
    if (results.length % turnTexts !== 0 || performance.now() < turnEndsAt) continue;
    await othersFirst();
    turnEndsAt = performance.now() + turnMs;
  }
  return results;
}
