import { changesBetween, firstRead, gone, isHistory, type Change, type Effects } from './changes.ts';
import { isDetail, subjectLacked } from './lacked.ts';
import { parseKey, type Extent, type ExtentKey, type FactsByKind, type Kind } from '../keys.ts';
import { releaseAccount, releasePrincipal } from './release.ts';
import { principalWord } from '../rows.ts';
import type { Held, State } from './state.ts';

/** An extent that is applied to a state, and what else that brings about. */
export interface Application<K extends Kind> extends Extent<K> {
  readonly state: State;
  readonly effects: Effects;
}

/** An extent as it is known now; undefined where a read that began later has told already. */
export type KnownNow<K extends Kind> = Pick<Extent<K>, 'facts' | 'knownSince'> | undefined;

/** What changed in an extent since one read of it. */
export interface Compared {
  readonly before: Held | undefined;
  readonly changes: readonly Change[];
}

/**
 * Whether no later read of the extent was applied. Of two reads that began at the same moment, the second one counts.
 */
export function isNews<K extends Kind>({ state, key, readAt }: Application<K>): boolean {
  return (state.extents.get(key.text)?.readAt ?? readAt) <= readAt;
}

/** Keeps it, with what changed by it; `compared`: as it was found out beforehand. */
export function keep<K extends Kind>(application: Application<K>, compared?: Compared): KnownNow<K> {
  const { state, key, readAt, facts, effects } = application;
  const before = state.extents.get(key.text);
  const size = Array.isArray(facts) ? facts.length : 1;
  const lacked = before ? undefined : subjectLacked(state, key);
  const knownSince = Math.min(
    application.knownSince ?? readAt,
    before?.knownSince ?? lacked?.since ?? readAt,
  );
  const held = { readAt, facts, size, knownSince };
  // What was not there had nothing. Of its details no more is told than that it came.
  const then =
    before ?? (lacked && !isDetail(key) ? { readAt: Math.min(lacked.at, readAt), facts: [] } : undefined);
  if (then && compared?.before === then) effects.changes.push(...compared.changes);
  else if (then && isHistory(key)) effects.changes.push(...changesBetween(key.text, key.kind, then, held));
  else if (lacked && isHistory(key)) {
    const since = Math.min(lacked.at, readAt);
    effects.changes.push({ extent: key.text, id: firstRead, before: undefined, after: true, since, readAt });
  }
  hold(state, key, held);
  return { facts, knownSince };
}

/** Keeps an extent as it was read last. */
export function hold(state: State, key: ExtentKey, held: Held): void {
  forgetSize(state, key);
  state.extents.set(key.text, held);
  const sizes = sizesOf(state, key);
  if (!sizes) return;
  sizes.count++;
  sizes.total += held.size;
}

/** Takes from an extent what says nothing any more, by a read that began at `readAt`. */
export function rewrite<K extends Kind>(
  state: State,
  key: ExtentKey<K>,
  facts: FactsByKind[K] & readonly unknown[],
  readAt: number,
  effects: Effects,
): void {
  const known = state.extents.get(key.text);
  if (!known) return;
  if (isHistory(key)) effects.changes.push(...changesBetween(key.text, key.kind, known, { readAt, facts }));
  hold(state, key, { ...known, facts, size: facts.length });
  effects.rewritten.push({ key, readAt: known.readAt, facts });
}

/** It says nothing any more, by a read that began at `readAt`. */
export function drop(state: State, key: ExtentKey, readAt: number, effects: Effects): void {
  const known = forgetExtent(state, key);
  if (!known) return;
  if (isHistory(key)) {
    effects.changes.push(...changesBetween(key.text, key.kind, known, { readAt, facts: [] }));
    effects.changes.push(gone(key.text, known.readAt, readAt, known.knownSince));
  }
  effects.dropped.push({ key: key.text, readAt: known.readAt });
}

/** It is as though it had never been read. */
export function forgetExtent(state: State, key: ExtentKey): Held | undefined {
  const known = state.extents.get(key.text);
  forgetSize(state, key);
  state.extents.delete(key.text);
  return known;
}

function forgetSize(state: State, key: ExtentKey): void {
  const known = state.extents.get(key.text);
  const sizes = sizesOf(state, key);
  if (!known || !sizes) return;
  sizes.count--;
  sizes.total -= known.size;
}

/** The lists whose sizes are averaged. */
function sizesOf(state: State, { kind }: ExtentKey) {
  if (kind === 'provisionedToAccount') return state.listsOfAccounts;
  return kind === 'accountsOfSet' ? state.listsOfSets : undefined;
}

/** The whole list has everything that its pages had. */
export function dropPages(
  { state, readAt, effects }: Pick<Application<Kind>, 'effects' | 'readAt' | 'state'>,
  list: string,
): void {
  for (const [text, page] of state.extents) {
    const key = parseKey(text);
    if (key.kind !== 'page' || key.parts[0] !== list || page.readAt > readAt) continue;
    clearPage(state, key);
    drop(state, key, readAt, effects);
  }
}

export function clearPage(state: State, key: ExtentKey): void {
  // The cast: an extent of this key has facts of its kind.
  const { accounts = [], principals = [] } = (state.extents.get(key.text)?.facts ??
    {}) as FactsByKind['page'];
  for (const { accountId } of accounts) {
    const account = state.accounts.get(accountId);
    if (!account?.onPages?.delete(key.text)) continue;
    account.known = undefined;
    releaseAccount(state, account);
  }
  for (const fact of principals) {
    const principal = state.principals.get(principalWord(fact));
    if (!principal?.onPages?.delete(key.text)) continue;
    principal.known = undefined;
    releasePrincipal(state, principal);
  }
}
