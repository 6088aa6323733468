import { accountsKey, entitlementsOfKey } from '../../mirror/keys.ts';
import type { PrincipalId, PrincipalType } from '../../mirror/rows.ts';
import type { UnmatchedValue } from '../../reading/completeness.ts';
import type { PrincipalFilterInput, TargetFilterInput } from '../filter/input.ts';
import type { Question } from '../query/question.ts';
import { valuesOfPrincipals, valuesOfTargets } from './named-values.ts';
import { unmatched } from './unmatched.ts';

type Asked = Pick<Question, 'facts' | 'freshness'>;

/** What nothing answers to of a question about entitlements. */
export async function unmatchedOfEntitlements(
  asked: Asked,
  principal: PrincipalFilterInput | null | undefined,
  target: TargetFilterInput | null | undefined,
): Promise<readonly UnmatchedValue[]> {
  const { facts, freshness } = asked;
  return unmatched({
    facts,
    freshness,
    values: [
      ...(principal ? valuesOfPrincipals(principal, 'principal') : []),
      // A target's name is an account's.
      ...(target ? valuesOfTargets({ ...target, type: 'AWS_ACCOUNT' }, 'target') : []),
    ],
    mayBeAssigned: async (ids, types) => mayBeNamed(asked, ids, types),
  });
}

/** No entitlement names an id when those of each of its bearers were read, and are none, or when those of all accounts were. */
export function mayBeNamed(
  { facts, freshness }: Asked,
  ids: readonly string[],
  types: readonly PrincipalType[],
): ReadonlySet<string> {
  const { accounts, coverage, entitlements } = facts.mirror;
  const isEverythingRead =
    coverage.isFresh(accountsKey, freshness.assignments) &&
    entitlements.oldest(accounts.list().map(({ accountId }) => accountId)) >= freshness.assignments;
  const mayName = (bearer: PrincipalId) => {
    if (entitlements.ofPrincipal(bearer).length > 0) return true;
    const key = entitlementsOfKey(bearer);
    return coverage.isFresh(key, freshness.assignments) ? coverage.sizeOf(key) !== 0 : !isEverythingRead;
  };
  return new Set(
    ids.filter((principalId) => types.some((principalType) => mayName({ principalType, principalId }))),
  );
}
