import { changesBetween, gone, isHistory, type Effects } from './changes.ts';
import type { ExtentKey, FactsByKind, Kind } from '../keys.ts';
import type { Held, State } from './state.ts';

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
