import { costOf, free, together, type Cost } from '../plan/cost.ts';

/** What a lookup would go by at present. */
export interface LookupTerms<Id> {
  readonly operations: { readonly one: string; readonly list?: string };
  readonly keyOf: (id: Id) => string;
  /** Those of whom nothing is known that is as young as `notBefore`. */
  readonly stale: (ids: readonly Id[], notBefore: number) => readonly Id[];
  /** Calls that what is left of the list takes; more than anything where there is no list. */
  readonly pages: (notBefore: number) => number;
  /** Is the list as young as `notBefore`? Then whoever is stale is not on it, and is described. */
  readonly isListed: (notBefore: number) => boolean;
  /** Of these, how many would be described although the list was read: it is expected to lack them. */
  readonly lacking: (ids: readonly Id[]) => number;
  /** Descriptions that have added up. */
  readonly described: number;
}

/** Is a list that takes so many calls worth it for so many lookups, after as many descriptions? */
export function isListWorth(pages: number, lookups: number, described: number): boolean {
  return lookups > 0 && pages < lookups + described;
}

/** What lookups one after the other would cost: each decides as it would if those before had been made. Makes no call. */
export class LookupForecast<Id> {
  readonly #terms: LookupTerms<Id>;
  /** By key: the age that was asked for. */
  readonly #looked = new Map<string, number>();
  #cost: Cost = free;
  #described: number;
  #isListed = false;

  constructor(terms: LookupTerms<Id>) {
    this.#terms = terms;
    this.#described = terms.described;
  }

  /** Of everything so far. */
  get cost(): Cost {
    return this.#cost;
  }

  /** From now on the list counts as read, by whoever pays for it. */
  list(): void {
    this.#isListed = true;
  }

  look(ids: readonly Id[], notBefore: number): void {
    const { descriptions, pages, isListAsked } = this.#weigh(ids, notBefore);
    for (const id of ids) {
      const key = this.#terms.keyOf(id);
      this.#looked.set(key, Math.max(notBefore, this.#looked.get(key) ?? Number.NEGATIVE_INFINITY));
    }
    this.#described = (isListAsked ? 0 : this.#described) + descriptions;
    this.#isListed ||= pages > 0;
    this.#cost = together(this.#cost, this.#costOf(descriptions, pages));
  }

  /** What looking these up, too, would cost. */
  more(ids: readonly Id[], notBefore: number): Cost {
    const { descriptions, pages } = this.#weigh(ids, notBefore);
    return this.#costOf(descriptions, pages);
  }

  #weigh(ids: readonly Id[], notBefore: number) {
    const { keyOf, stale, pages, isListed, lacking } = this.#terms;
    const isOpen = (id: Id) => (this.#looked.get(keyOf(id)) ?? Number.NEGATIVE_INFINITY) < notBefore;
    const left = stale(ids.filter(isOpen), notBefore);
    const listPages = left.length > 0 ? pages(notBefore) : Number.POSITIVE_INFINITY;
    const isListAsked = isListWorth(listPages, left.length, this.#described);
    if (this.#isListed) return { descriptions: lacking(left), pages: 0, isListAsked };
    if (!isListAsked || isListed(notBefore)) return { descriptions: left.length, pages: 0, isListAsked };
    return { descriptions: lacking(left), pages: listPages, isListAsked };
  }

  #costOf(descriptions: number, pages: number): Cost {
    const { one, list } = this.#terms.operations;
    return together(list === undefined ? free : costOf(list, pages), costOf(one, descriptions));
  }
}
