import { membershipsKey } from '../../mirror/keys.ts';
import { principalKey } from '../../mirror/rows.ts';
import type { Coroutine } from '../../reading/coroutine.ts';
import { knownSet } from '../facts/asked-sets.ts';
import { evaluate } from '../filter/expression.ts';
import type { Cost } from '../plan/cost.ts';
import { choose, judgeNames } from '../plan/planner.ts';
import type { Question } from '../query/question.ts';
import { assignmentsFrom, type GrantKey } from './rows.ts';

/** Rows looked at to tell how many are wanted. */
const maxForetold = 512;

/**
 * How many of the next grants are expected to let in so many people, by what was read of grants and groups last,
 * however long ago; undefined where that does not tell.
 */
export function foretellGrants(
  { facts, expression }: Question,
  place: GrantKey | undefined,
  people: number,
): number | undefined {
  const after = place && assignmentsFrom(place);
  const { accounts, assignments, coverage, principals } = facts.mirror;
  let [grants, expected] = [0, 0];
  for (const row of assignments.between(after, { accountId: '~' }, {}, maxForetold)) {
    const { accountId, permissionSetArn: arn, principalType } = row;
    const candidate = {
      account: { accountId, facts: accounts.byId([accountId]).get(accountId) },
      permissionSet: { arn, facts: knownSet(facts.mirror, expression, arn) },
      principal: { ...row, facts: principals.byId([row]).get(principalKey(row)) },
    };
    if (evaluate(expression, candidate) !== true) continue;
    const size = principalType === 'USER' ? 1 : coverage.sizeOf(membershipsKey(row));
    if (size === undefined) return undefined;
    grants += 1;
    expected += size;
    if (expected >= people) return grants;
  }
  return undefined;
}

/** What reading the grants is expected to take, and how many there are. Makes no call. */
export function* expectGrants(
  question: Question,
): Coroutine<{ readonly cost: Cost; readonly count: number }> {
  yield* judgeNames(question);
  const { parts, price } = choose(question, { unavailable: new Set(), forced: undefined });
  return {
    cost: price,
    count: parts.reduce((sum, { estimates }) => sum + estimates.rows, 0),
  };
}
