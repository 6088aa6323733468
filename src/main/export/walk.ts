import type { AssignmentFilterInput } from '../../reader/filter/input.ts';
import type { InstanceReader } from '../../reader/reader.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { SweepEvent } from '../../reader/sweep.ts';
import type { WalkEvidence } from '../../reading/walk-evidence.ts';
import { recordsOf, type AssignmentRecord } from './record.ts';

export interface Walk {
  readonly reader: InstanceReader;
  readonly filter: AssignmentFilterInput;
  readonly withNames: boolean;
  /** Collects what could not be read. */
  readonly evidence: WalkEvidence;
  readonly scope: ReadScope;
}

export interface Stretch extends Pick<SweepEvent, 'progress'> {
  readonly records: readonly AssignmentRecord[];
}

const batchSize = 1_000;

/** Every assignment, in the order of the graph. A stretch may be empty and yet not the last. */
export async function* walk({
  reader,
  filter,
  withNames,
  evidence,
  scope,
}: Walk): AsyncGenerator<Stretch, void> {
  const names = withNames ? (['principals', 'permissionSets', 'accounts'] as const) : [];
  for await (const event of reader.sweep({ filter, batchSize, names }, scope)) {
    const { progress, completeness } = event;
    yield { progress, records: await recordsOf(event, reader, withNames, evidence, scope) };
    if (progress.done) evidence.addPage(completeness);
  }
}
