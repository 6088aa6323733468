import { describedKey, principalsKey, type ExtentKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import { firstRead, notFacts, wholeExtent, type Gone } from '../../mirror/state/changes.ts';
import { undo } from '../../mirror/state/undo.ts';
import type { Interval, Later, LaterChanges } from './later-changes.ts';

/** An extent as the last read told it that began by a moment. */
export interface AsItWas {
  readonly facts: ReturnType<typeof undo>;
  /** When that read began; the moment itself, where a later read told the same. */
  readonly readAt: number;
  readonly knownSince: number;
  /** The moment lies between two reads that differ. */
  readonly doubt: Interval | undefined;
}

/** By what the mirror has now, and what changed after the moment. Undefined where it had not been read by then. */
export function asItWas(
  mirror: Mirror,
  later: LaterChanges,
  key: ExtentKey,
  moment: number,
): AsItWas | undefined {
  const now = mirror.get(key);
  const changes = later.of(key.text);
  if (changes.has(firstRead)) return undefined;
  const gone = changes.get(wholeExtent);
  // What came after an extent went is of another one.
  const knownSince = goneFrom(changes) ?? now?.knownSince;
  if (knownSince === undefined || knownSince > moment) return undefined;
  const told = key.kind === 'principal' ? ofPrincipal(later, key) : changes;
  const first = firstOf(told.values());
  const facts = undo(key, gone ? [] : now?.facts, factsBefore(told));
  if (first) {
    const doubt = first.since <= moment ? first : undefined;
    return { facts, readAt: doubt ? doubt.since : moment, knownSince, doubt };
  }
  return { facts, readAt: Math.min(now?.readAt ?? moment, moment), knownSince, doubt: undefined };
}

/** Of an extent that went later: since when it was known. */
export function goneFrom(changes: ReadonlyMap<string, Later>): number | undefined {
  const gone = changes.get(wholeExtent);
  // The cast: what the mirror tells of what went.
  return gone && (parsed(gone) as Gone).knownSince;
}

/** Of those who are listed together: whose facts cannot be told, each by its id. */
export function doubtedIn(changes: ReadonlyMap<string, Later>, moment: number): ReadonlySet<string> {
  return new Set([...changes].filter(([, { since }]) => since <= moment).map(([id]) => id));
}

/** A described principal changes with whatever tells of them: descriptions, and the list. */
export function ofPrincipal(later: LaterChanges, { parts }: ExtentKey): ReadonlyMap<string, Later> {
  const [type, principalId = ''] = parts;
  const principalType = type === 'USER' ? 'USER' : 'GROUP';
  const told = [
    later.of(describedKey({ principalType, principalId }).text).get(''),
    later.of(principalsKey(principalType).text).get(`${principalType}/${principalId}`),
  ];
  const first = firstOf(told.filter((one) => one?.before !== undefined));
  return new Map(first ? [['', first]] : []);
}

function firstOf(changes: Iterable<Later | undefined>): Later | undefined {
  let first: Later | undefined;
  for (const change of changes) if (change && !(first && isBefore(first, change))) first = change;
  return first;
}

function isBefore(one: Later, other: Later): boolean {
  return one.readAt < other.readAt || (one.readAt === other.readAt && one.since <= other.since);
}

function factsBefore(changes: ReadonlyMap<string, Later>): Map<string, unknown> {
  const facts = new Map<string, unknown>();
  for (const [id, change] of changes) if (!notFacts.has(id)) facts.set(id, parsed(change));
  return facts;
}

function parsed({ before }: Later): unknown {
  return before === undefined ? undefined : JSON.parse(before);
}
