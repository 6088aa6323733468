import { useEffect, useRef, useState } from 'preact/hooks';
import { access } from '../access/token.ts';
import { Store, useStore } from '../store.ts';
import { type Answer, ask, type GraphqlError, Unauthenticated, Unreachable } from './ask.ts';
import { type Document, textOf } from './document.ts';
import { report } from './trust.ts';

export interface Asked<Result> {
  readonly answers: readonly Answer<Result>[];
  readonly isReading: boolean;
  /** What is shown is from before, or there is nothing: the gateway could not be reached. */
  readonly isUnreachable: boolean;
}

export interface Reading<Result, Variables> {
  /** What is read, in words that end "Reading …". */
  readonly what: string;
  readonly document: Document<Result, Variables>;
  /** Undefined: nothing is asked yet. */
  readonly variables: Variables | undefined;
  /** Where the next page begins; undefined on the last. */
  readonly next?: (result: Result) => string | undefined;
}

/** Raised by "read again": what is on the page is asked for anew, and AWS with it. */
export const readings = new Store(0);

/** Who comes back to a view sees at once what it had. */
const remembered = new Map<string, readonly Answer<unknown>[]>();
const mostRemembered = 100;

// What one viewer saw is not another's.
access.subscribe(() => remembered.clear());

/** Asks when what is asked is another, and walks on to the last page; what it knows of completeness goes to the trust bar. */
export function useAnswers<Result, Variables>(reading: Reading<Result, Variables>): Asked<Result> {
  const { what, document, variables, next } = reading;
  const key = variables === undefined ? '' : textOf(document) + JSON.stringify(variables);
  const reader = useRef(Symbol(what));
  const again = useStore(readings);
  const answeredAgain = useRef(again);
  const [state, setState] = useState<Asked<Result> & { readonly key: string }>(nothing);

  useEffect(() => {
    if (variables === undefined) return;
    const isAgain = again !== answeredAgain.current;
    answeredAgain.current = again;
    const before = remembered.get(key) as readonly Answer<Result>[] | undefined;
    const leaving = new AbortController();
    const startedAt = Date.now();
    const stop = () => leaving.abort(stopped);

    function show(answers: readonly Answer<Result>[], isReading: boolean, isUnreachable = false): void {
      const shown = isReading && before ? before : answers;
      setState({ answers: shown, isReading, isUnreachable, key });
      report(reader.current, { what, answers: shown, isReading, isUnreachable, startedAt, stop });
    }

    async function walk(): Promise<void> {
      const answers: Answer<Result>[] = [];
      const isAfresh = isAgain && textOf(document).includes('$maxAge');
      let asked: object = { ...variables, ...(isAfresh && { maxAge: 'PT0S' }) };
      for (;;) {
        // Only what the document declares was added.
        const answer = await ask(document, asked as Variables, leaving.signal);
        answers.push(answer);
        const after = answer.data && next?.(answer.data);
        show([...answers], after !== undefined);
        if (after === undefined) break;
        asked = { ...asked, after };
      }
      remember(key, answers);
    }

    show([], true);
    walk().catch((error: unknown) => {
      if (error === stopped) return show(before ?? [], false);
      if (leaving.signal.aborted) return undefined;
      if (error instanceof Unauthenticated) return undefined;
      if (error instanceof Unreachable) return show(before ?? [], false, true);
      throw error;
    });
    return () => {
      leaving.abort(left);
      report(reader.current, undefined);
    };
    // The key says everything that is asked.
  }, [key, again]);

  if (state.key === key) return state;
  const before = remembered.get(key) as readonly Answer<Result>[] | undefined;
  return { answers: before ?? [], isReading: variables !== undefined, isUnreachable: false };
}

const stopped = new Error('Somebody pressed stop.');
const left = new Error('The view is another.');
const nothing = { answers: [], isReading: false, isUnreachable: false, key: '' };

function remember(key: string, answers: readonly Answer<unknown>[]): void {
  remembered.delete(key);
  remembered.set(key, answers);
  if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value ?? '');
}

export interface One<Result> {
  readonly data: Result | undefined;
  readonly errors: readonly GraphqlError[];
  readonly isReading: boolean;
  readonly isUnreachable: boolean;
}

/** One question and its answer. */
export function useQuery<Result, Variables>(reading: Reading<Result, Variables>): One<Result> {
  const { answers, isReading, isUnreachable } = useAnswers(reading);
  return { data: answers[0]?.data, errors: answers[0]?.errors ?? [], isReading, isUnreachable };
}
