import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';

/** What was seen of the order, from where the scan began. */
export interface Scan {
  /** Rows that match, in order; at most as many as were wanted, and none when they were only counted. */
  readonly rows: readonly AssignmentRow[];
  readonly count: number;
  /** Everything up to here was seen; undefined when nothing was. */
  readonly frontier: AssignmentKey | undefined;
  /** Nothing in reach lies beyond the frontier. */
  readonly hasEnded: boolean;
  /** What each segment rests on, in order. */
  readonly segments: readonly SegmentOutcome[];
}

export interface SegmentOutcome {
  readonly at: AssignmentKey;
  readonly outcome: Outcome;
}

/** Of what the deadline came before. */
export const nothingSeen: Scan = { rows: [], count: 0, frontier: undefined, hasEnded: false, segments: [] };

export interface ScanOptions {
  readonly wanted: number;
  /** Otherwise rows are counted only. */
  readonly keep: boolean;
  /** Otherwise it ends where something would have to be read. @default true */
  readonly mayRead?: boolean;
}
