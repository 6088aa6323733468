import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import type { Question } from '../query/question.ts';
import type { ReachedAccount } from './reach.ts';
import type { Scan } from './segment.ts';

/** A plan that was chosen, with everything read that is needed before the first row. */
export interface ReadyPlan {
  /** By principal: everything that the principals hold. */
  readonly lookup: Input<{ readonly rows: readonly AssignmentRow[] }> | undefined;
  /** By every other strategy: the accounts whose pairs are to be gone through, in order. */
  readonly pairScan:
    | Input<{
        /** Everything that it needs is in the mirror, fresh enough. */
        readonly isCovered: boolean;
        /** All accounts that the filter reaches, where these are. */
        readonly reach?: readonly ReachedAccount[] | undefined;
        /** Ids of everybody who can match, where that is known. */
        readonly holders?: readonly string[] | undefined;
      }>
    | undefined;
  /** The lists that both rest on. */
  readonly outcomes: readonly Outcome[];
  /** Nothing has to be read for it, nor for what is chosen by it. @default false */
  readonly isFree?: boolean;
  /** What was seen of it already, from there on, without a read. */
  readonly begun?: { readonly after: AssignmentKey | undefined; readonly scan: Scan };
}

/** What of a question is answered by one of the two. */
type Input<More> = More & {
  readonly question: Question;
  readonly accounts: readonly ReachedAccount[];
};
