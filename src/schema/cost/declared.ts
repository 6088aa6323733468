/**
 * What a field, an argument or an input field says of its cost, in the extensions of the schema. What says nothing
 * costs 1, and a list that says nothing of its length is expected to have ten items.
 */
export interface DeclaredCost {
  /** Of a field with fields of its own: what finding its object costs, once. @default 1 */
  readonly own?: number;
  /** Of a field: the argument with the most items that its connection or event can have. */
  readonly pageSize?: string;
  /** With `pageSize`: how many they are where the argument is left out or null. */
  readonly usualSize?: number;
  /** Of a connection's or an event's list: what one item costs, without what is selected of it. */
  readonly perItem?: number;
  /** Of a field: the argument that lists its items. */
  readonly itemsOf?: string;
  /** Of a list: how many items it can have. */
  readonly length?: number;
  /** Of an input: what each value costs that it is given. */
  readonly perValue?: number;
}

export function costs(cost: DeclaredCost) {
  return { extensions: { cost } };
}

const page = { pageSize: 'first', usualSize: 100 };

/** A list, whose argument `first` says how many items come. */
export const paged = costs({ ...page, own: 10 });
/** A question about assignments, which has to be planned: as much work as fifty objects. */
export const planned = costs({ own: 50 });
export const plannedPage = costs({ ...page, own: 50 });

/** A call to AWS each, if nothing is known of it. */
export const idsToLookUp = costs({ perValue: 50 });
/** Ids that bound what is read; each may mean a call, of which a page makes only as many as it needs. */
export const idsToFilterBy = costs({ perValue: 5 });
/** What permission sets carry: a call for each of them, remembered. */
export const carriedToFilterBy = costs({ perValue: 50 });
/** A regular expression, which is compiled at once and matched with many names. */
export const pattern = costs({ perValue: 5_000 });

/** The declared cost of a field, argument or input; empty where nobody declared any. */
export function declaredCost({
  extensions,
}: {
  readonly extensions?: object | null | undefined;
}): DeclaredCost {
  return (extensions as Partial<ReturnType<typeof costs>['extensions']> | undefined)?.cost ?? nothing; // as costs() wrote it
}

const nothing: DeclaredCost = {};
