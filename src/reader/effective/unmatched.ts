import type { UnmatchedValue } from '../../reading/completeness.ts';
import type { AssignmentFilterInput, PrincipalFilterInput } from '../filter/input.ts';
import type { Question } from '../query/question.ts';
import { valuesOfPrincipals } from '../unmatched/named-values.ts';
import { mayBeAssigned, unmatchedOfAssignments } from '../unmatched/of-assignments.ts';
import { unmatched } from '../unmatched/unmatched.ts';

/** What nothing answers to: of the grants, and of the people. Whoever exists and has no access answers. */
export async function unmatchedOfPeople(
  question: Question,
  {
    filter,
    user,
  }: {
    readonly filter?: AssignmentFilterInput | null | undefined;
    readonly user?: PrincipalFilterInput | null | undefined;
  },
): Promise<readonly UnmatchedValue[]> {
  const { facts, freshness } = question;
  const ofGrants = filter ? await unmatchedOfAssignments(question, filter) : [];
  const ofPeople = user
    ? await unmatched({
        facts,
        freshness,
        values: valuesOfPrincipals({ ...user, type: 'USER' }, 'user'),
        mayBeAssigned: (ids, types) => mayBeAssigned(question, ids, types),
      })
    : [];
  return [...ofGrants, ...ofPeople];
}
