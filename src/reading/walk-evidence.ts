import { Evidence, type Completeness } from './completeness.ts';

/** What a whole walk rests on, page by page. */
export class WalkEvidence extends Evidence {
  #omitted = 0;
  #unmatched: Completeness['unmatched'];

  addPage({ asOf, failures, failuresOmitted, unmatched }: Completeness): void {
    this.add({ readAt: asOf });
    for (const failure of failures) this.add({ readAt: undefined, failure });
    // A page lists so many failures and counts the rest.
    this.#omitted += failuresOmitted;
    // Every page answers the same question, and the last one knows most.
    if (unmatched) this.#unmatched = unmatched;
  }

  override toCompleteness(): Completeness {
    const listed = super.toCompleteness();
    return {
      ...listed,
      failuresOmitted: listed.failuresOmitted + this.#omitted,
      ...(this.#unmatched && { unmatched: this.#unmatched }),
    };
  }
}
