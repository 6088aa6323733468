import type { SweepProgress } from '../../reader/query/sweep-forecast.ts';
import type { WalkEvidence } from '../../reading/walk-evidence.ts';
import type { Format } from './format/format.ts';
import type { Source } from './walk/source.ts';

/** Some rows, as they are printed, and how far it is. */
interface Printed {
  readonly text: string;
  readonly progress: SweepProgress;
}

/** What is exported, and in which form. */
export interface Printing {
  readonly nouns: readonly [one: string, several: string];
  readonly format: Pick<Format, 'begin' | 'encoding' | 'end'>;
  readonly rows: (source: Source, evidence: WalkEvidence, signal: AbortSignal) => AsyncIterable<Printed>;
}
