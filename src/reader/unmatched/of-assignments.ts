import { holdingsKey } from '../../mirror/keys.ts';
import type { PrincipalId, PrincipalType } from '../../mirror/rows.ts';
import type { UnmatchedValue } from '../../reading/completeness.ts';
import type { AssignmentFilterInput } from '../filter/input.ts';
import type { Question } from '../query/question.ts';
import { estimate } from '../plan/estimates.ts';
import { catalogOf } from '../plan/estimates/catalog.ts';
import { valuesOfAssignments } from './named-values.ts';
import { unmatched } from './unmatched.ts';

/** What nothing answers to of a question about assignments. */
export async function unmatchedOfAssignments(
  question: Question,
  filter: AssignmentFilterInput,
): Promise<readonly UnmatchedValue[]> {
  const { facts, freshness } = question;
  return unmatched({
    facts,
    freshness,
    values: valuesOfAssignments(filter),
    mayBeAssigned: (ids, types) => mayBeAssigned(question, ids, types),
  });
}

/** No assignment names an id when what each of its bearers holds was read, and is nothing, or when all assignments were. */
export async function mayBeAssigned(
  question: Pick<Question, 'facts' | 'freshness' | 'scope' | 'driver'>,
  ids: readonly string[],
  types: readonly PrincipalType[],
): Promise<ReadonlySet<string>> {
  const { facts, freshness } = question;
  const { principals, coverage } = facts.mirror;
  const bearersOf = (principalId: string) => types.map((principalType) => ({ principalType, principalId }));
  const named = new Set(ids.filter((id) => bearersOf(id).some((bearer) => principals.isAssigned(bearer))));
  const holdsNothing = (bearer: PrincipalId) => {
    const key = holdingsKey(bearer);
    return coverage.isFresh(key, freshness.assignments) && coverage.sizeOf(key) === 0;
  };
  const open = ids.filter((id) => !named.has(id) && !bearersOf(id).every(holdsNothing));
  return open.length > 0 && !isEverythingRead(question) ? named.union(new Set(open)) : named;
}

function isEverythingRead({
  facts,
  freshness,
  scope,
  driver,
}: Pick<Question, 'facts' | 'freshness' | 'scope' | 'driver'>): boolean {
  const expression = { op: 'all', of: [] } as const;
  const wanted = Number.POSITIVE_INFINITY;
  const everything = { facts, freshness, scope, driver, expression, wanted };
  const { accounts, sets, pairs } = estimate(everything, catalogOf(everything, new Set()));
  const areListsRead = accounts.list.size === 0 && accounts.provisionedCalls === 0;
  return pairs.calls === 0 && (areListsRead || sets.isCovered);
}
