import type { AssignmentRecord, ColumnName } from './columns.ts';

/** How assignments are printed, as they come. */
export interface Format {
  /** What of each assignment it prints. */
  readonly columns: readonly ColumnName[];
  /** What stands before the first. */
  begin(instanceArn: string): string;
  rows(records: readonly AssignmentRecord[]): string;
}
