import type { AssignmentKey } from '../../mirror/rows.ts';
import { scan } from '../execute/executor.ts';
import { prepare, type Prepared } from '../execute/prepare.ts';
import type { Scan } from '../execute/segment.ts';
import { asksForPrincipalFacts } from '../filter/bounds.ts';
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
