import { membershipsKey } from '../../mirror/keys.ts';
import { principalKey, type AssignmentKey } from '../../mirror/rows.ts';
import { scan } from '../execute/executor.ts';
import { prepare, type Prepared } from '../execute/prepare.ts';
import type { Scan } from '../execute/segment.ts';
import { knownSet } from '../facts/asked-sets.ts';
import { asksForPrincipalFacts } from '../filter/bounds.ts';
import { evaluate } from '../filter/expression.ts';
import { together, type Cost } from '../plan/cost.ts';
import { priceOf, union } from '../plan/plan.ts';
import { weigh } from '../plan/planner.ts';
import type { Outcome } from '../../reading/completeness.ts';
import type { Question } from '../query/question.ts';

/** The grants of a question, in order: its assignments. */
export interface Grants {
  /** The lists that all of it rests on. */
  readonly outcomes: readonly Outcome[];
  /** Everything was read, or is in the mirror: looking further ahead makes no call. */
  readonly isFree: boolean;
  /** The next ones after a place. */
  after(place: AssignmentKey | undefined, wanted: number): Promise<Scan>;
}

export async function openGrants(question: Question): Promise<Grants> {
  const prepared: Prepared = await prepare(question);
  return {
    outcomes: prepared.outcomes,
    isFree:
      (prepared.walk === undefined || prepared.walk.isCovered) && !asksForPrincipalFacts(question.expression),
    after: (place, wanted) => scan(prepared, place, { wanted, keep: true }),
  };
}

/** Rows looked at to tell how many are wanted. */
const maxForetold = 512;

/**
 * How many of the next grants are expected to let in so many people, by what was read of grants and groups last,
 * however long ago; undefined where that does not tell.
 */
export function foretellGrants(
  { facts, expression }: Question,
  after: AssignmentKey | undefined,
  people: number,
): number | undefined {
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
export async function expectGrants(
  question: Question,
): Promise<{ readonly cost: Cost; readonly count: number }> {
  const parts = await weigh(question, { unavailable: new Set(), forced: undefined });
  return {
    cost: together(union(parts.map(({ offer }) => priceOf(offer, question.wanted)))),
    count: parts.reduce((sum, { survey }) => sum + survey.rows, 0),
  };
}
