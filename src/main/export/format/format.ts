import type { Value } from '../rows/columns.ts';

/** How an export is printed, as its rows come. */
export interface Format {
  /** What of each row it prints. */
  readonly columns: readonly string[];
  /** Of texts that stand for bytes, one character for each. @default utf8 */
  readonly encoding?: 'latin1';
  /** What stands before the first. */
  begin(instanceArn: string): string;
  rows(records: readonly Readonly<Record<string, Value | undefined>>[]): string;
  /** What stands behind the last. @default nothing */
  end?(): string;
}
