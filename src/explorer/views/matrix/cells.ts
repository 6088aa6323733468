import { ask, Unauthenticated, Unreachable, type Answer } from '../../graphql/ask.ts';
import type { ResultOf } from '../../graphql/document.ts';
import { report } from '../../graphql/trust.ts';
import type { Row } from './layout.ts';
import { cellsQuery } from './questions.ts';

export type Measure = 'people' | 'assignments';

/** What of a row is known: numbers by ARN, or that it was asked for in vain. */
export type RowCells = ReadonlyMap<string, number | undefined> | 'failed';

type Counts = NonNullable<ResultOf<typeof cellsQuery>['assignmentCounts']>;

/** Accounts asked about together: as many as are quickly answered, and few calls where nothing is known. */
const together = 25;
const atOnce = 3;

/**
 * The cells of the rows that are looked at, and of no others: asked for when they come into sight. What the answers
 * rest on goes to the trust bar.
 */
export class Cells {
  readonly #rows = new Map<string, RowCells>();
  readonly #asked = new Set<string>();
  readonly #measure: Measure;
  readonly #instanceArn: string | null;
  readonly #isAfresh: boolean;
  readonly #changed: () => void;
  readonly #leaving = new AbortController();
  readonly #reader = Symbol('cells');
  readonly #startedAt = Date.now();
  #answers: Answer<unknown>[] = [];
  #wanted: readonly Row[] = [];
  #underWay = 0;
  #isUnreachable = false;

  constructor(
    options: { readonly measure: Measure; readonly instanceArn: string | null; readonly isAfresh: boolean },
    changed: () => void,
  ) {
    this.#measure = options.measure;
    this.#instanceArn = options.instanceArn;
    this.#isAfresh = options.isAfresh;
    this.#changed = changed;
  }

  /** Undefined while they are not known. */
  of(id: string): RowCells | undefined {
    return this.#rows.get(id);
  }

  /** These are in sight. What was in sight before and is not asked for yet, is no longer wanted. */
  want(rows: readonly Row[]): void {
    this.#wanted = rows;
    this.#goOn();
  }

  close(): void {
    this.#leaving.abort();
    report(this.#reader, undefined);
  }

  #goOn(): void {
    while (this.#underWay < atOnce && !this.#isUnreachable && !this.#leaving.signal.aborted) {
      const open = this.#wanted.filter(({ id }) => !this.#asked.has(id));
      const [first] = open;
      if (!first) break;
      const batch =
        first.kind === 'ou' ? [first] : open.filter(({ kind }) => kind === 'account').slice(0, together);
      for (const { id } of batch) this.#asked.add(id);
      void this.#read(batch);
    }
    this.#report();
  }

  async #read(batch: readonly Row[]): Promise<void> {
    this.#underWay += 1;
    const [first] = batch;
    const isOfUnit = first?.kind === 'ou';
    const ids = batch.map(({ id }) => id);
    try {
      const answer = await ask(
        cellsQuery,
        {
          groupBy: isOfUnit ? ['PERMISSION_SET'] : ['ACCOUNT', 'PERMISSION_SET'],
          withEmpty: !isOfUnit,
          filter: { target: { ids, recursive: isOfUnit } },
          people: this.#measure === 'people',
          maxAge: this.#isAfresh ? 'PT0S' : null,
          instanceArn: this.#instanceArn,
        },
        this.#leaving.signal,
      );
      const told = answer.data?.assignmentCounts ?? undefined;
      // Of the answer, the bar needs to know only how whole it is.
      this.#answers = [
        ...this.#answers,
        { ...answer, data: told && { counts: { completeness: told.completeness } } },
      ];
      for (const id of ids)
        this.#rows.set(id, told ? this.#cellsOf(told, isOfUnit ? undefined : id) : 'failed');
    } catch (error) {
      if (this.#leaving.signal.aborted || error instanceof Unauthenticated) return;
      if (!(error instanceof Unreachable)) throw error;
      this.#isUnreachable = true;
      for (const id of ids) this.#rows.set(id, 'failed');
    } finally {
      this.#underWay -= 1;
    }
    this.#changed();
    this.#goOn();
  }

  /** Those of an account among others, or all. */
  #cellsOf({ counts, completeness }: Counts, accountId: string | undefined): RowCells {
    const cells = new Map<string, number | undefined>();
    for (const { account, permissionSet, assignments, people } of counts)
      if (permissionSet && (accountId === undefined || account?.targetId === accountId)) {
        const number = this.#measure === 'people' ? (people ?? undefined) : assignments;
        cells.set(permissionSet.arn, number);
      }
    // A pair that could not be read has no count, and that is not the same as nobody.
    for (const failure of completeness.failures)
      if (failure.permissionSetArn !== null && (accountId === undefined || failure.accountId === accountId))
        cells.set(failure.permissionSetArn, undefined);
    return cells;
  }

  #report(): void {
    report(this.#reader, {
      what: 'cells',
      answers: this.#answers,
      isReading: this.#underWay > 0,
      isUnreachable: this.#isUnreachable,
      startedAt: this.#startedAt,
      stop: () => void (this.#wanted = []),
    });
  }
}
