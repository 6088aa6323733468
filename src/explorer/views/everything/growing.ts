import {
  ask,
  post,
  Unauthenticated,
  Unreachable,
  type Answer,
  type GraphqlError,
} from '../../graphql/ask.ts';
import { type ResultOf, textOf } from '../../graphql/document.ts';
import { type Completeness, report } from '../../graphql/trust.ts';
import { peopleQuery, sweepQuery } from './questions.ts';
import { type Row, Rows } from './rows.ts';

export interface Growth {
  readonly what: 'assignments' | 'people';
  readonly filter: object;
  readonly instanceArn: string | null;
  readonly isAfresh: boolean;
}

export interface Progress {
  readonly callsDone: number;
  readonly callsTotal: number | null;
  readonly secondsLeft: number | null;
}

/** More rows than this nobody reads: a file has all of them. */
export const mostRows = 1_000_000;
/** How often the page hears of new rows, in milliseconds. */
const tellEveryMs = 120;
/** As often a sweep that is cut off goes on where it was. */
const patience = 5;

type Event = {
  readonly data?: ResultOf<typeof sweepQuery> | null;
  readonly errors?: readonly GraphqlError[];
};

/** Rows that come as they are read, until all are there, or somebody stops it. */
export class Growing {
  readonly rows: Row[] = [];
  progress: Progress | undefined;
  isReading = false;
  /** Nothing is left to come. */
  isDone = false;
  isUnreachable = false;
  errors: readonly GraphqlError[] = [];
  isComplete = true;
  readonly #growth: Growth;
  readonly #changed: () => void;
  readonly #make = new Rows();
  readonly #reader = Symbol('everything');
  #leaving = new AbortController();
  #after: string | null = null;
  #calls = 0;
  #completeness: Completeness | undefined;
  #startedAt = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(growth: Growth, changed: () => void) {
    this.#growth = growth;
    this.#changed = changed;
  }

  /** Begins, or goes on where it was stopped. */
  goOn(): void {
    if (this.isReading || this.isDone) return;
    this.#leaving = new AbortController();
    this.#startedAt = Date.now();
    this.isReading = true;
    this.isUnreachable = false;
    this.errors = [];
    this.#tell();
    const read = this.#growth.what === 'people' ? this.#readPages() : this.#sweep();
    read
      .catch((error: unknown) => {
        if (this.#leaving.signal.aborted || error instanceof Unauthenticated) return;
        if (!(error instanceof Unreachable)) throw error;
        this.isUnreachable = true;
      })
      .finally(() => {
        this.isReading = false;
        this.#tell();
      });
  }

  stop(): void {
    this.#leaving.abort();
  }

  close(): void {
    this.stop();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    report(this.#reader, undefined);
  }

  get #variables() {
    const { filter, instanceArn, isAfresh } = this.#growth;
    return { filter, instanceArn, after: this.#after, maxAge: isAfresh ? 'PT0S' : null };
  }

  async #readPages(): Promise<void> {
    while (!this.isDone) {
      const { data, errors, calls } = await ask(peopleQuery, this.#variables, this.#leaving.signal);
      const page = data?.effectiveAccess;
      this.errors = errors;
      this.#calls += calls;
      if (!page) return;
      for (const node of page.nodes) this.rows.push(this.#make.ofPerson(node));
      this.#note(page.completeness);
      this.progress = { callsDone: this.#calls, callsTotal: null, secondsLeft: null };
      this.#after = page.pageInfo.endCursor ?? this.#after;
      this.isDone = !page.pageInfo.hasNextPage;
      this.#soon();
      if (this.rows.length >= mostRows) return;
    }
  }

  async #sweep(): Promise<void> {
    for (let failed = 0; !this.isDone; failed++) {
      const before = this.#after;
      try {
        await this.#sweepOn();
        if (this.errors.length > 0 || this.rows.length >= mostRows) return;
      } catch (error) {
        if (this.#leaving.signal.aborted || error instanceof Unauthenticated || failed >= patience)
          throw error;
      }
      if (this.#after !== before) failed = 0;
      // It was cut off: what was read is kept, and it goes on from there.
      if (!this.isDone) await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** failed));
      this.#leaving.signal.throwIfAborted();
    }
  }

  async #sweepOn(): Promise<void> {
    const before = this.#calls;
    const response = await post(
      textOf(sweepQuery),
      this.#variables,
      'text/event-stream',
      this.#leaving.signal,
    );
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
      // Refused before it began.
      const body = (await response.json().catch(() => undefined)) as Event | undefined;
      this.errors = body?.errors ?? [{ message: `The gateway answered HTTP ${response.status}.` }];
      return;
    }
    for await (const text of eventsIn(response)) {
      const { data, errors = [] }: Event = JSON.parse(text);
      const event = data?.assignmentSweep;
      if (!event) {
        this.errors = errors;
        return;
      }
      for (const node of event.assignments) this.rows.push(this.#make.ofAssignment(node));
      this.#after = event.endCursor ?? this.#after;
      this.#calls = before + event.progress.callsDone;
      this.progress = event.progress;
      this.isDone = event.progress.done;
      this.#note(event.completeness);
      this.#soon();
      if (this.rows.length >= mostRows) return this.stop();
    }
  }

  #note(completeness: Completeness): void {
    this.isComplete &&= completeness.complete;
    // Of a sweep the last tells of all; of pages each tells of itself, and a failure stays one.
    if (this.#growth.what === 'assignments' || completeness.failures.length > 0 || !this.#completeness)
      this.#completeness = completeness;
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#tell(), tellEveryMs);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const answer: Answer<unknown> = {
      data: this.#completeness && { everything: { completeness: this.#completeness } },
      errors: this.errors,
      calls: this.#calls,
      at: Date.now(),
    };
    report(this.#reader, {
      what: this.#growth.what === 'people' ? 'people' : 'assignments',
      answers: this.#completeness || this.errors.length > 0 ? [answer] : [],
      isReading: this.isReading,
      isUnreachable: this.isUnreachable,
      startedAt: this.#startedAt,
      stop: () => this.stop(),
    });
    this.#changed();
  }
}

/** The data of each event of a stream of server-sent events. */
async function* eventsIn(response: Response): AsyncGenerator<string, void> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value = '' } = await reader.read();
      const parts = (rest + value).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: ?(.*)$/m.exec(part)?.[1];
        if (data) yield data;
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
