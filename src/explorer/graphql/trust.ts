import { Store } from '../store.ts';
import type { Answer, GraphqlError } from './ask.ts';
import { graphql } from './document.ts';

/** Every list is asked for this, so that the trust bar can say what it rests on. */
export const completenessParts = graphql(`
  fragment CompletenessParts on Completeness {
    complete
    asOf
    failures {
      operation
      accountId
      permissionSetArn
      principalId
      code
      message
      asOf
    }
    failuresOmitted
    unmatched {
      path
      value
      suggestions
    }
  }
`);

export interface Failure {
  readonly operation: string;
  readonly accountId: string | null;
  readonly permissionSetArn: string | null;
  readonly principalId: string | null;
  readonly code: string;
  readonly message: string;
  readonly asOf: string | null;
}

export interface Completeness {
  readonly complete: boolean;
  readonly asOf: string | null;
  readonly failures: readonly Failure[];
  readonly failuresOmitted: number;
  readonly unmatched: readonly {
    readonly path: string;
    readonly value: string;
    readonly suggestions: readonly string[];
  }[];
}

/** What one reader of the view has, or waits for. */
export interface Report {
  readonly what: string;
  readonly answers: readonly Answer<unknown>[];
  readonly isReading: boolean;
  readonly isUnreachable: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly stop: () => void;
}

export const reports = new Store<ReadonlyMap<symbol, Report>>(new Map());

export function report(reader: symbol, told: Report | undefined): void {
  const next = new Map(reports.value);
  if (told) next.set(reader, told);
  else next.delete(reader);
  reports.set(next);
}

/** What the whole view rests on. */
export interface Trust {
  readonly isComplete: boolean;
  readonly asOf: string | undefined;
  readonly calls: number;
  readonly failures: readonly Failure[];
  readonly failuresOmitted: number;
  readonly unmatched: Completeness['unmatched'];
  readonly errors: readonly GraphqlError[];
  readonly reading: readonly Report[];
  /** Since when the gateway cannot be reached: what is shown is from then. */
  readonly isUnreachable: boolean;
  readonly shownFrom: number | undefined;
}

export function trustIn(all: Iterable<Report>): Trust {
  const told = [...all];
  const answers = told.flatMap((one) => one.answers);
  const found = answers.flatMap(({ data }) => completenessesOf(data));
  const errors = distinct(answers.flatMap((answer) => answer.errors));
  return {
    isComplete: errors.length === 0 && found.every(({ complete }) => complete),
    asOf: found.flatMap(({ asOf }) => asOf ?? []).toSorted()[0],
    calls: answers.reduce((sum, { calls }) => sum + calls, 0),
    failures: distinct(found.flatMap(({ failures }) => failures)),
    failuresOmitted: found.reduce((sum, { failuresOmitted }) => sum + failuresOmitted, 0),
    unmatched: distinct(found.flatMap(({ unmatched }) => unmatched)),
    errors,
    reading: told.filter(({ isReading }) => isReading),
    isUnreachable: told.some((one) => one.isUnreachable),
    shownFrom: answers.map(({ at }) => at).toSorted((one, other) => one - other)[0],
  };
}

/** By answer, which does not change: of a list of many pages each is looked through once. */
const foundIn = new WeakMap<object, readonly Completeness[]>();

function completenessesOf(data: unknown): readonly Completeness[] {
  if (typeof data !== 'object' || data === null) return [];
  const found = foundIn.get(data) ?? completenessesIn(data);
  foundIn.set(data, found);
  return found;
}

/** Wherever in an answer: no view has to say where its lists are. */
function completenessesIn(value: unknown): Completeness[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    // What stands under this name is what the fragment above asked for.
    key === 'completeness' ? [part as Completeness] : completenessesIn(part),
  );
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
