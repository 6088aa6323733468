import type { Bookmark } from '../../aws/call/call.ts';
import { AwsError } from '../../errors.ts';
import type { ExtentKey } from '../../mirror/keys.ts';
import { ListTooLong, type Flight } from '../../reading/single-flight.ts';

/** A list of which some pages were read. */
interface Begun {
  /** When its first page was asked for: the age of all its pages. */
  readonly startedAt: number;
  readonly rows: unknown[];
  pages: number;
  readonly bookmark: Bookmark;
}

/** A list that was read to its end. */
interface Whole<Row> {
  readonly rows: readonly Row[];
  /** When its first page was asked for. */
  readonly readAt: number;
}

/**
 * Keeps the pages of lists that were given up for their length: the next reader of such a list goes on where it
 * stopped.
 */
export class LongLists {
  readonly #begun = new Map<string, Begun>();

  /** How many pages of the list need not be read again, for facts that were read since `notBefore`. */
  pagesRead({ text }: ExtentKey, notBefore: number): number {
    const begun = this.#begun.get(text);
    return begun && begun.startedAt >= notBefore ? begun.pages : 0;
  }

  /**
   * Reads what is left of the list. `keep` is given each page, by its number, of a list that may be given up. Throws
   * ListTooLong when more pages are left than anybody waits for: not when the page that is one too many is the last.
   */
  async read<Row>(
    key: ExtentKey,
    flight: Flight,
    list: (bookmark: Bookmark) => AsyncIterable<readonly Row[]>,
    keep: (page: readonly Row[], n: number, readAt: number) => void,
  ): Promise<Whole<Row>> {
    const begun = this.#goOn(key, flight);
    const isResumed = begun.pages > 0;
    let count = 0;
    try {
      for await (const page of list(begun.bookmark)) {
        begun.rows.push(...page);
        if (Number.isFinite(flight.maxPages())) keep(page, begun.pages, begun.startedAt);
        begun.pages++;
        if (++count > flight.maxPages() && begun.bookmark.token) throw new ListTooLong(count - 1);
      }
    } catch (error) {
      if (!isResumed || count > 0 || !isTokenRefused(error)) throw error;
      this.#begun.delete(key.text);
      return this.read(key, flight, list, keep);
    }
    this.#begun.delete(key.text);
    // The cast: of one key there are rows of one kind.
    return { rows: begun.rows as Row[], readAt: begun.startedAt };
  }

  #goOn({ text }: ExtentKey, { notBefore, startedAt }: Flight): Begun {
    const known = this.#begun.get(text);
    if (known && known.startedAt >= notBefore && known.startedAt <= startedAt) return known;
    const begun = { startedAt, rows: [], pages: 0, bookmark: {} };
    this.#begun.set(text, begun);
    return begun;
  }
}

/** Where AWS does not take the token any more, the list begins anew. */
function isTokenRefused(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  return ['ValidationException', 'InvalidInputException'].includes(String(error.details['awsError']));
}
