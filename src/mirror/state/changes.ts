import type { Extent, ExtentKey, Kind } from '../keys.ts';
import type { Item } from '../rows.ts';
import type { Told } from './state.ts';

/** A fact that one read of an extent had and the next had not, or has otherwise: it changed between the two. */
export interface Change {
  /** The text of the extent's key. */
  readonly extent: string;
  /** Which of the extent's facts. */
  readonly id: string;
  readonly before: unknown;
  readonly after: unknown;
  /** When the read began that told `before`, and when the one that told `after`: epoch milliseconds. */
  readonly since: number;
  readonly readAt: number;
}

/** Kinds of extents whose differences are history: what they were can be found again. */
const told: ReadonlySet<Kind> = new Set([
  'account',
  'accounts',
  'accountsOfSet',
  'children',
  'entitlements',
  'permissionSet',
  'permissionSets',
  'principals',
  'provisionedToAccount',
  'tree',
  'unit',
  'units',
]);

/** Lists of the same; others tell of the same things from another side, or of how AWS is asked. */
const toldLists = /^(?:memberships\/|detail\/|account-access-applications$)/;

/** Pairs and described principals tell their changes themselves, as these depend on what other reads told. */
export function isHistory({ kind, text }: ExtentKey): boolean {
  return told.has(kind) || (kind === 'list' && toldLists.test(text));
}

/** In place of a fact's id: the extent itself went, with `Gone` before and nothing after. */
export const wholeExtent = '*';

/** The same, where an extent was read first of something that lists did not have before: what it tells had not been so then. */
export const firstRead = '+';

/** Not facts, but what became of an extent. */
export const notFacts: ReadonlySet<string> = new Set([wholeExtent, firstRead]);

/** What is left of an extent that says nothing any more. */
export interface Gone {
  /** Since when what it told of was known. */
  readonly knownSince: number;
}

export function gone(extent: string, since: number, readAt: number, knownSince: number): Change {
  return { extent, id: wholeExtent, before: { knownSince } satisfies Gone, after: undefined, since, readAt };
}

/** What else an extent brings about, beyond its own facts. */
export interface Effects {
  readonly changes: Change[];
  /** Extents that tell less than they did. */
  readonly rewritten: Extent[];
  /** Extents that say nothing any more. */
  readonly dropped: { readonly key: string; readonly readAt: number }[];
}

/** What one read of an extent told. */
type Read = Pick<Told<unknown>, 'facts' | 'readAt'>;

/** The differences between two reads of one extent, in no order. */
export function changesBetween(extent: string, kind: Kind, before: Read, after: Read): Change[] {
  return finish(changesInParts(extent, kind, before, after));
}

/** The same in parts: of very many facts it takes long. */
export function* changesInParts(
  extent: string,
  kind: Kind,
  before: Read,
  after: Read,
): Generator<void, Change[]> {
  if (yield* areSameInOrder(before.facts, after.facts)) return [];
  const known = factsById(kind, before.facts);
  yield;
  const told = factsById(kind, after.facts);
  yield;
  const changes: Change[] = [];
  let looked = 0;
  const note = (id: string, one: unknown, other: unknown) =>
    changes.push({ extent, id, before: one, after: other, since: before.readAt, readAt: after.readAt });
  for (const [id, fact] of known) {
    const now = told.get(id);
    if (!isSame(fact, now)) note(id, fact, now);
    if (++looked % partSize === 0) yield;
  }
  for (const [id, fact] of told) {
    if (!known.has(id)) note(id, undefined, fact);
    if (++looked % partSize === 0) yield;
  }
  return changes;
}

/** Mostly nothing changed, and facts come in the same order. */
function* areSameInOrder(before: unknown, after: unknown): Generator<void, boolean> {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return false;
  for (const [n, fact] of after.entries()) {
    if (!isSame(before[n], fact)) return false;
    if ((n + 1) % partSize === 0) yield;
  }
  return true;
}

/** So many facts are looked at before others may have their turn, where whoever goes through them lets them. */
export const partSize = 1_000;

/** All parts of some work, one after the other. */
export function finish<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Each fact of an extent by its id; of ids alone, true. */
export function factsById(kind: Kind, facts: unknown): Map<string, unknown> {
  if (!Array.isArray(facts)) return new Map(facts === null ? [] : [['', facts]]);
  return new Map(facts.map((fact) => (typeof fact === 'string' ? [fact, true] : [idOf(kind, fact), fact])));
}

function idOf(kind: Kind, fact: unknown): string {
  // The casts: facts of a kind have the form that `FactsByKind` gives them.
  if (kind === 'list') return (fact as Item).key;
  const { accountId, unitId, principalType, principalId, entitlementId } = fact as Readonly<
    Record<string, string>
  >;
  return entitlementId ?? accountId ?? unitId ?? `${principalType}/${principalId}`;
}

/** As JSON tells them: what is undefined is not there. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  // The casts: objects, by the names of their members.
  const [before, after] = [one, other] as [
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>,
  ];
  for (const name in before) if (!isSame(before[name], after[name])) return false;
  for (const name in after) if (after[name] !== undefined && before[name] === undefined) return false;
  return true;
}
