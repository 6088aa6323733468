import { count } from '../../parts/words.ts';
import type { Measure, RowCells } from './cells.ts';
import type { Row } from './layout.ts';

/** `none`: not provisioned, or nobody in an OU. `unknown`: not read. */
export type CellNumber = number | 'none' | 'unknown';

export function numberIn(known: RowCells | undefined, arn: string): CellNumber {
  if (known === undefined || known === 'failed') return 'unknown';
  return known.has(arn) ? (known.get(arn) ?? 'unknown') : 'none';
}

export function wordsFor(number: CellNumber, { kind }: Row, measure: Measure): string {
  if (number === 'unknown') return 'not read';
  if (number === 'none') return kind === 'account' ? 'not provisioned' : 'held by nobody';
  if (number === 0) return 'provisioned, and held by nobody';
  return measure === 'people' ? count(number, 'person', 'people') : count(number, 'assignment');
}
