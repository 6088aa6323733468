import type { AssignmentFilterInput } from '../../reader/filter/input.ts';
import type { InstanceReader } from '../../reader/reader.ts';
import type { ReadScope } from '../../reader/scope.ts';
import { recordsOf, type AssignmentRecord } from './record.ts';
import type { WalkEvidence } from './walk-evidence.ts';

export interface Walk {
  readonly reader: InstanceReader;
  readonly filter: AssignmentFilterInput;
  readonly withNames: boolean;
  /** Collects what could not be read. */
  readonly evidence: WalkEvidence;
  /** Without its deadline: a walk takes as long as it takes. */
  readonly scope: Omit<ReadScope, 'deadline'>;
}

const pageRows = 1_000;
/** A page that fills slowly is cut off here, so that rows and progress come while a sparse filter is searched. */
const usualPageMs = 2_000;

/** Every assignment, a page at a time, in the order of the graph. A page may be empty and yet not the last. */
export async function* walk({
  reader,
  filter,
  withNames,
  evidence,
  scope,
}: Walk): AsyncGenerator<readonly AssignmentRecord[], void> {
  const never = new AbortController().signal;
  const read = (after: string | undefined, pageMs: number) =>
    reader.assignments(
      { filter, first: pageRows, after, withTotalCount: false },
      { ...scope, deadline: AbortSignal.timeout(pageMs) },
    );
  let after: string | undefined;
  let pageMs = usualPageMs;
  let reading = read(after, pageMs);
  for (;;) {
    const page = await reading;
    evidence.addPage(page.completeness);
    if (page.hasNextPage) {
      // Some plans read for long before their first row. What was read is kept, but each page plans anew.
      pageMs = page.endCursor === after ? pageMs * 2 : usualPageMs;
      after = page.endCursor;
      // Names come from other services: the next page is read meanwhile. Whoever leaves early never looks at it.
      reading = read(after, pageMs);
      reading.catch(() => {});
    }
    yield await recordsOf(page, reader, withNames, evidence, { ...scope, deadline: never });
    if (!page.hasNextPage) return;
  }
}
