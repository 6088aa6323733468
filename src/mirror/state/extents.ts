import type { Effects } from './changes.ts';
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

/** Takes from an extent what says nothing any more. */
export function rewrite<K extends Kind>(
  state: State,
  key: ExtentKey<K>,
  facts: FactsByKind[K] & readonly unknown[],
  effects: Effects,
): void {
  const known = state.extents.get(key.text);
  if (!known) return;
  hold(state, key, { ...known, facts, size: facts.length });
  effects.rewritten.push({ key, readAt: known.readAt, facts });
}

export function drop(state: State, key: ExtentKey, effects: Effects): void {
  forgetSize(state, key);
  const known = state.extents.get(key.text);
  if (!known) return;
  state.extents.delete(key.text);
  effects.dropped.push({ key: key.text, readAt: known.readAt });
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
