import type { ExtentKey, FactsByKind, Kind } from '../keys.ts';
import {
  principalKey,
  principalOf,
  principalWord,
  type PrincipalFacts,
  type PrincipalState,
} from '../rows.ts';
import { factsById } from './changes.ts';

type Facts = FactsByKind[Kind];

/**
 * The facts of an extent as they were before changes: `before` has of each fact that changed what it was, undefined
 * where it was not there.
 */
export function undo({ kind }: ExtentKey, facts: unknown, before: ReadonlyMap<string, unknown>): Facts {
  // The casts: facts of this kind, and changes tell facts of the same kind.
  if (before.size === 0) return facts as Facts;
  if (kind === 'principal') return described((before.get('') ?? facts) as PrincipalState | null);
  if (kind === 'pair') return membersBefore(facts as readonly string[], before);
  const byId = factsById(kind, facts);
  for (const [id, fact] of before)
    if (fact === undefined) byId.delete(id);
    else byId.set(id, fact);
  if (kind === 'account' || kind === 'permissionSet') return byId.get('') as Facts;
  return [...(areIds.has(kind) ? byId.keys() : byId.values())] as readonly unknown[] as Facts;
}

/** Kinds whose facts are ids alone. */
const areIds: ReadonlySet<Kind> = new Set(['accountsOfSet', 'permissionSets', 'provisionedToAccount']);

/** Changes tell of whom the identity store did not have that they were deleted. */
function described(was: PrincipalState | null): PrincipalFacts | null {
  if (!was) return null;
  const { deleted, ...facts } = was;
  return deleted ? null : facts;
}

/** Changes name principals by `principalKey`, extents by their words. */
function membersBefore(words: readonly string[], before: ReadonlyMap<string, unknown>): string[] {
  const members = new Set(words.map((word) => principalKey(principalOf(word))));
  for (const [key, wasAssigned] of before)
    if (wasAssigned === undefined) members.delete(key);
    else members.add(key);
  return [...members].map((key) => {
    const [principalType = '', principalId = ''] = key.split('/');
    return principalWord({ principalType, principalId });
  });
}
