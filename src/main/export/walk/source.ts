import type { ChangeFacts } from '../rows/change-columns.ts';
import type { PersonFacts } from '../rows/people-columns.ts';
import type { AssignmentFilterInput, PrincipalFilterInput } from '../../../reader/filter/input.ts';
import type { SweepProgress } from '../../../reader/query/sweep-forecast.ts';
import type { WalkEvidence } from '../../../reading/walk-evidence.ts';
import type { Asker } from './gateway-pages.ts';
import type { AssignmentFacts, Need } from '../rows/columns.ts';

export interface Question {
  readonly filter: AssignmentFilterInput;
  /** What is looked up for each assignment. */
  readonly needs: ReadonlySet<Need>;
  /** Collects what could not be read. */
  readonly evidence: WalkEvidence;
  readonly signal: AbortSignal;
}

export interface Stretch {
  readonly rows: readonly AssignmentFacts[];
  readonly progress: SweepProgress;
}

export interface PeopleQuestion extends Omit<Question, 'needs'> {
  readonly user: PrincipalFilterInput | undefined;
  /** What was read before this moment, in epoch milliseconds, is read anew. @default as the maximal ages say */
  readonly readSince?: number;
}

export interface PeopleStretch {
  readonly rows: readonly PersonFacts[];
  readonly progress: SweepProgress;
}

export interface ChangeQuestion extends Omit<Question, 'needs'> {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly until: number | undefined;
  readonly withNames: boolean;
}

export interface ChangeStretch {
  readonly rows: readonly ChangeFacts[];
  readonly progress: SweepProgress;
}

/** Where an export's assignments come from. */
export interface Source extends AsyncDisposable {
  /** The instance whose assignments they are. */
  instanceArn(signal: AbortSignal): Promise<string>;
  /** Every assignment, in the order of the graph. A stretch may be empty and yet not the last. */
  walk(question: Question): AsyncIterable<Stretch>;
  /** Every person with each way into an account, in the order of the graph. */
  people(question: PeopleQuestion): AsyncIterable<PeopleStretch>;
  /** What changed, as far as it is kept, newest first. */
  changes(question: ChangeQuestion): AsyncIterable<ChangeStretch>;
  /** Answers queries of the graph. */
  asker(signal: AbortSignal): Promise<Asker>;
  /** Calls to AWS that were made for it. */
  calls(): number;
}
