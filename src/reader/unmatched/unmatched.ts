import type { PrincipalType } from '../../mirror/rows.ts';
import type { UnmatchedValue } from '../../reading/completeness.ts';
import type { Freshness } from '../../reading/scope.ts';
import type { Facts } from '../facts/facts.ts';
import { Census } from './census.ts';
import type { Kind, NamedValue } from './named-values.ts';
import { Suggestions } from './suggestions.ts';

/** Of more values than this none is told. */
const maxUnmatched = 100;
/** Comparisons of texts that one answer may take for its suggestions. */
const maxComparisons = 1_000_000;

export interface Asked {
  readonly facts: Facts;
  readonly freshness: Freshness;
  readonly values: readonly NamedValue[];
  /**
   * Somebody whom the identity store does not have may still be named by assignments, and then answers to the id.
   * Answers which of the ids that cannot be ruled out for. @default nobody is asked about
   */
  readonly mayBeAssigned?: (
    ids: readonly string[],
    types: readonly PrincipalType[],
  ) => Promise<ReadonlySet<string>>;
}

/**
 * Which of the values that a filter gives nothing answers to, as far as what was read proves it: what was not read is
 * not spoken of. Makes no call.
 */
export async function unmatched({
  facts,
  freshness,
  values,
  mayBeAssigned,
}: Asked): Promise<readonly UnmatchedValue[]> {
  const census = new Census(facts, freshness);
  const lacking: NamedValue[] = [];
  for (const alike of Map.groupBy(values, ({ by, kinds }) => `${by} ${kinds.join(' ')}`).values())
    lacking.push(...(await lackingOf(census, alike, mayBeAssigned)));
  // As they stand in the filter.
  const told = values.filter((value) => lacking.includes(value)).slice(0, maxUnmatched);
  const suggest = suggester(census);
  const found: UnmatchedValue[] = [];
  for (const value of told)
    found.push({ path: value.path, value: value.value, suggestions: await suggest(value) });
  return found;
}

/** Those of values of the same kinds, given in the same way, that nothing answers to. */
async function lackingOf(
  census: Census,
  values: readonly NamedValue[],
  mayBeAssigned: Asked['mayBeAssigned'],
): Promise<readonly NamedValue[]> {
  const [first] = values;
  if (!first) return [];
  if (first.by === 'NAME') {
    const names = first.kinds.map((kind) => census.names(kind));
    const isNobodys = ({ value, ignoresCase }: NamedValue) =>
      names.every((known) => known && !known.has(value, ignoresCase));
    return values.filter(isNobodys);
  }
  let ids = values.map(({ value }) => value);
  for (const kind of first.kinds) ids = census.lacking(kind, ids);
  const types = first.kinds.filter((kind) => kind === 'USER' || kind === 'GROUP');
  const assigned = types.length > 0 && ids.length > 0 ? await mayBeAssigned?.(ids, types) : undefined;
  const nobodys = new Set(ids).difference(assigned ?? new Set());
  return values.filter(({ value }) => nobodys.has(value));
}

/** What there is that is close to a value, as long as looking for it does not take too long. */
function suggester(census: Census): (value: NamedValue) => Promise<string[]> {
  const known = new Map<string, Suggestions>();
  let left = maxComparisons;
  return async (named) => {
    const { by, kinds, value } = named;
    const form = formOf(named);
    const key = [by, form, ...kinds].join(' ');
    let suggestions = known.get(key);
    if (!suggestions) {
      const texts = kinds.flatMap((kind) => candidatesOf(census, by, kind));
      suggestions = new Suggestions(texts.map((text) => inForm(text, form)));
      known.set(key, suggestions);
    }
    left -= suggestions.size;
    return left < 0 ? [] : suggestions.closeTo(value);
  };
}

function candidatesOf(census: Census, by: NamedValue['by'], kind: Kind): readonly string[] {
  return by === 'ID' ? census.ids(kind) : [...(census.names(kind) ?? [])];
}

/** How many parts of a permission set's ARN an id has, which may be given from `ssoins-` or from `ps-` on. */
function formOf({ by, kinds, value }: NamedValue): number {
  return by === 'ID' && kinds[0] === 'PERMISSION_SET' ? value.split('/').length : 0;
}

function inForm(text: string, parts: number): string {
  return parts === 0 ? text : text.split('/').slice(-parts).join('/');
}
