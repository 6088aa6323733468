import type { AssignmentFilterInput } from '../../reader/filter/input.ts';
import type { InstanceReader } from '../../reader/reader.ts';
import type { NameKind, SweepEvent } from '../../reader/query/sweep.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { WalkEvidence } from '../../reading/walk-evidence.ts';
import type { Need, AssignmentFacts } from './columns.ts';
import { assignmentFactsOf } from './assignment-facts.ts';

export interface Walk {
  readonly reader: InstanceReader;
  readonly filter: AssignmentFilterInput;
  /** What is looked up for each assignment. */
  readonly needs: ReadonlySet<Need>;
  /** Collects what could not be read. */
  readonly evidence: WalkEvidence;
  readonly scope: ReadScope;
}

export interface Stretch extends Pick<SweepEvent, 'progress'> {
  readonly rows: readonly AssignmentFacts[];
}

const batchSize = 1_000;

/** Every assignment, in the order of the graph. A stretch may be empty and yet not the last. */
export async function* walk({ reader, filter, needs, evidence, scope }: Walk): AsyncGenerator<Stretch, void> {
  const names = [...new Set(Array.from(needs, kindOf))];
  for await (const event of reader.sweep({ filter, batchSize, names }, scope)) {
    const { progress, completeness } = event;
    yield { progress, rows: await assignmentFactsOf(event, needs, reader, evidence, scope) };
    if (progress.done) evidence.addPage(completeness);
  }
}

/** What the sweep reads along with the rows. */
function kindOf(need: Need): NameKind {
  return need === 'ouPaths' ? 'accounts' : need;
}
