import { Worker } from 'node:worker_threads';
import type { Request, Response } from './sqlite-worker.ts';
import {
  NotAStore,
  StoreError,
  type Batch,
  type ChangeSlice,
  type Committed,
  type Log,
  type Scope,
  type Slice,
  type Store,
} from './store.ts';
import { Lengthener, type ShortSlice } from './words.ts';

/** Beside this file, in whatever form it runs. */
const program = new URL(`./sqlite-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/**
 * Limits the young part of the worker's heap: requests pass through and leave garbage, which without a limit would take
 * as much memory as the answers.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/**
 * Keeps everything in one SQLite file. A thread of its own does it, since SQLite holds up whoever asks it: for its
 * locks, and for the disk.
 */
export class SqliteStore implements Store {
  readonly #location: string;
  readonly #warn: (message: string) => void;
  #worker: Worker | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  /** `warn` hears, for example, of a file that had to be set aside. */
  constructor(location: string, warn: (message: string) => void) {
    this.#location = location;
    this.#warn = warn;
  }

  /** Looks whether the file can be used. */
  async open(): Promise<void> {
    await this.#ask({ op: 'open' });
  }

  async log(scope: Scope): Promise<Log> {
    const words = new Lengthener();
    return {
      // The casts: what the worker gives for these requests.
      since: async (version): Promise<Slice> => {
        const request = { op: 'since', scope, version, table: words.table } as const;
        return words.lengthen((await this.#ask(request)) as ShortSlice);
      },
      commit: (batch: Batch, seen: number) =>
        this.#ask({ op: 'commit', scope, batch, seen }) as Promise<Committed>,
      changesSince: (id, of) => this.#ask({ op: 'changesSince', scope, id, of }) as Promise<ChangeSlice>,
      forgetChanges: async (before) => {
        await this.#ask({ op: 'forgetChanges', scope, before });
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#worker) return;
    await this.#ask({ op: 'close' }).catch(() => {});
    await this.#worker?.terminate();
  }

  #ask(request: Request): Promise<unknown> {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#asked;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    // The worker keeps the process alive only while somebody waits for it.
    worker.ref();
    worker.postMessage({ id, request });
    return answer.promise;
  }

  #start(): Worker {
    const worker = new Worker(program, { workerData: { location: this.#location }, resourceLimits });
    worker.on('message', (response: Response) => this.#answer(worker, response));
    worker.on('error', (error) => this.#fail(worker, error));
    worker.on('exit', () => this.#fail(worker, new Error('its thread has ended')));
    return worker;
  }

  #answer(worker: Worker, { id, result, error, isNotAStore, warnings }: Response): void {
    for (const warning of warnings) this.#warn(warning);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) worker.unref();
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(isNotAStore ? new NotAStore(error) : new StoreError(error));
  }

  #fail(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(new StoreError(cause.message, { cause }));
    this.#waiting.clear();
  }
}
