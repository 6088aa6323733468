import { principalKey, type AssignmentRow, type PrincipalId } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { placeText } from './order.ts';
import { holdings } from '../extents/assignments.ts';
import { groupsOfUser } from '../extents/identities.ts';
import type { Question } from '../query/question.ts';
import { orThrow } from '../reads.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { inTurns } from '../../reading/turns.ts';

/**
 * By principal: reads what each holds. False when AWS refuses to tell, or does not know somebody who may be
 * deleted and still be named by assignments: then only the pairs can tell.
 */
export function* readHoldings(
  { facts, driver, scope }: Question,
  holders: readonly PrincipalId[],
): Coroutine<boolean> {
  const ensure = (id: PrincipalId) => driver.ensure(holdings(facts.source, id));
  const outcomes = yield* wait(sideBySide(holders, ensure, scope));
  const answered = new Set(
    holders.filter((_, n) => !outcomes[n]?.error).map(({ principalId }) => principalId),
  );
  return !outcomes.some(({ error }, n) => {
    if (error?.code === 'AWS_ACCESS_DENIED') return true;
    return error?.code === 'NOT_FOUND' && !answered.has(holders[n]?.principalId ?? '');
  });
}

/** Everything that some principals hold whose holdings were read, in order, and what it rests on. */
export function* heldBy(
  { facts, driver, inheritedBy, scope }: Question,
  holders: readonly PrincipalId[],
): Coroutine<{ readonly rows: readonly AssignmentRow[]; readonly outcomes: readonly Outcome[] }> {
  const rows = new Map<string, AssignmentRow>();
  const outcomes: Outcome[] = [];
  for (const holder of holders) {
    const outcome = yield* wait(driver.ensure(holdings(facts.source, holder)));
    if (outcome.error?.code !== 'NOT_FOUND') outcomes.push(outcome);
    // A user's holdings name the groups they come through; they belong to the answer only when asked for.
    for (const row of driver.heldBy(holder))
      if (inheritedBy !== undefined || principalKey(row) === principalKey(holder))
        rows.set(placeText(row), row);
    yield* inTurns(scope);
  }
  const inOrder = [...rows].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return { rows: inOrder.map(([, row]) => row), outcomes };
}

/** The question of what reaches a user, where AWS does not tell it itself: about the user, and each of their groups. */
export function* throughMemberships(question: Question, userId: string): Coroutine<Question> {
  const { facts, driver, expression } = question;
  const extent = groupsOfUser(facts.source, userId);
  orThrow(yield* wait(driver.ensure(extent)));
  const groups = facts.mirror.lists.of(extent.key);
  const anyOf = [
    { op: 'principal' as const, test: { type: 'USER' as const, ids: new Set([userId]) } },
    {
      op: 'principal' as const,
      test: { type: 'GROUP' as const, ids: new Set(groups.map(({ key }) => key)) },
    },
  ];
  const { inheritedBy: _, ...rest } = question;
  return { ...rest, expression: { op: 'all', of: [expression, { op: 'any', of: anyOf }] } };
}
