import type { AssignmentVisitor } from '../../mirror/queries/assignments.ts';
import type { AssignmentKey, AssignmentRow } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';

/** What was seen of rows in an order, from where the scan began. */
export interface Seen<Row, Place> {
  /** Rows that match, in order; at most as many as were wanted, and none when they were only counted. */
  readonly rows: readonly Row[];
  readonly count: number;
  /** Everything up to here was seen; undefined when nothing was. */
  readonly frontier: Place | undefined;
  /** Nothing in reach lies beyond the frontier. */
  readonly hasEnded: boolean;
  /** What the rows rest on, in order, each at the place where it was needed first. */
  readonly segments: readonly SegmentAt<Place>[];
}

export interface SegmentAt<Place> {
  readonly at: Place;
  readonly outcome: Outcome;
}

export type Scan = Seen<AssignmentRow, AssignmentKey>;
export type SegmentOutcome = SegmentAt<AssignmentKey>;

/** Of what the deadline came before. */
export const nothingSeen: Scan = { rows: [], count: 0, frontier: undefined, hasEnded: false, segments: [] };

export interface ScanOptions {
  readonly wanted: number;
  /** Otherwise rows are counted only. */
  readonly keep: boolean;
  /** Is told of each row that matches: of whoever needs something of all of them, and no list. @default nobody is */
  readonly visit?: AssignmentVisitor | undefined;
  /** Otherwise it ends where something would have to be read. @default true */
  readonly mayRead?: boolean;
}

export function visitAll(rows: readonly AssignmentRow[], visit: AssignmentVisitor | undefined): void {
  if (visit)
    for (const { accountId, permissionSetArn, principalType, principalId } of rows)
      visit(accountId, permissionSetArn, principalType, principalId);
}
