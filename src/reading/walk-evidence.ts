import { Evidence, type Completeness } from './completeness.ts';

/** What a whole walk rests on, page by page. */
export class WalkEvidence extends Evidence {
  #omitted = 0;

  addPage({ asOf, failures, failuresOmitted }: Completeness): void {
    this.add({ readAt: asOf });
    for (const failure of failures) this.add({ readAt: undefined, failure });
    // A page lists so many failures and counts the rest.
    this.#omitted += failuresOmitted;
  }

  override toCompleteness(): Completeness {
    const listed = super.toCompleteness();
    return { ...listed, failuresOmitted: listed.failuresOmitted + this.#omitted };
  }
}
