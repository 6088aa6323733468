import type { UnmatchedValue } from '../../reading/completeness.ts';
import type { AssignmentFilterInput, PrincipalFilterInput } from '../filter/input.ts';
import type { PeopleQuestion } from './question.ts';
import type { PrincipalType } from '../../mirror/rows.ts';
import { valuesOfAssignments, valuesOfPrincipals } from '../unmatched/named-values.ts';
import { mayBeAssigned as mayHoldAssignments } from '../unmatched/of-assignments.ts';
import { mayBeNamed } from '../unmatched/of-entitlements.ts';
import { unmatched } from '../unmatched/unmatched.ts';

/** What nothing answers to: of the grants, and of the people. Whoever exists and has no access answers. */
export async function unmatchedOfPeople(
  { grants: question, withEntitlements }: PeopleQuestion,
  {
    filter,
    user,
  }: {
    readonly filter?: AssignmentFilterInput | null | undefined;
    readonly user?: PrincipalFilterInput | null | undefined;
  },
): Promise<readonly UnmatchedValue[]> {
  const { facts, freshness } = question;
  const mayBeAssigned = async (ids: readonly string[], types: readonly PrincipalType[]) => {
    const assigned = await mayHoldAssignments(question, ids, types);
    return withEntitlements ? assigned.union(mayBeNamed(question, ids, types)) : assigned;
  };
  const ofGrants = filter
    ? await unmatched({ facts, freshness, values: valuesOfAssignments(filter), mayBeAssigned })
    : [];
  const ofPeople = user
    ? await unmatched({
        facts,
        freshness,
        values: valuesOfPrincipals({ ...user, type: 'USER' }, 'user'),
        mayBeAssigned,
      })
    : [];
  return [...ofGrants, ...ofPeople];
}
