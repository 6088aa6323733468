import { run, type Awaitable, type Coroutine } from './coroutine.ts';
import type { ReadScope } from './scope.ts';

/** How long the work of a request may go on before others have their turn, in milliseconds. */
const turnMs = 10;

/** A request, with what it works on. */
interface Worker {
  /** When its present turn began; undefined before it worked in this round of the event loop. */
  beganAt: number | undefined;
  /** Its pieces of work that wait, in the order in which they came. */
  readonly waiting: Set<() => void>;
}

/** By the signal, which every request has of its own. */
const workers = new WeakMap<AbortSignal, Worker>();
/** Requests with work that waits. */
const line = new Set<Worker>();

type Asking = Pick<ReadScope, 'signal'>;

/**
 * Whether the request has worked long enough for now. To be asked between the steps of long work. Turns are counted for
 * each request, so that a thousand short questions of one count like a long one.
 */
export function isTurnOver({ signal }: Asking): boolean {
  return hasWorkedLong(workerOf(signal));
}

function hasWorkedLong(worker: Worker): boolean {
  if (worker.beganAt === undefined) {
    worker.beganAt = performance.now();
    setImmediate(endTurn, worker);
  }
  return performance.now() - worker.beganAt > turnMs;
}

/** Lets other requests and connections work, then goes on, or rejects where a signal has aborted. */
export async function nextTurn({ signal, deadline }: Pick<ReadScope, 'signal' | 'deadline'>): Promise<void> {
  await inLine(signal);
  signal.throwIfAborted();
  deadline.throwIfAborted();
}

/**
 * Awaited before each question: one takes some milliseconds, but a request may ask a thousand. Does not heed the
 * deadline: a question that comes after it answers with what there is.
 */
export function takeTurn(asking: Asking): Awaitable<void> {
  const { signal } = asking;
  if (workerOf(signal).waiting.size === 0 && !isTurnOver(asking)) return;
  return inLine(signal).then(() => signal.throwIfAborted());
}

/** Between the steps of a coroutine's long work: others have their turn, where this one was long. */
export function* inTurns(scope: Pick<ReadScope, 'signal' | 'deadline'>): Coroutine<void> {
  if (isTurnOver(scope)) yield nextTurn(scope);
}

/** Like `items.map(step)`, in as many turns as it takes. */
export function mapInTurns<Item, Result>(
  items: Iterable<Item>,
  step: (item: Item) => Result,
  scope: ReadScope,
): Awaitable<Result[]> {
  const work = function* (): Coroutine<Result[]> {
    const results: Result[] = [];
    const worker = workerOf(scope.signal);
    for (const item of items) {
      if (hasWorkedLong(worker)) yield nextTurn(scope);
      results.push(step(item));
    }
    return results;
  };
  return run(work());
}

/** Like `items.filter(holds)`, in as many turns as it takes. */
export function filterInTurns<Item>(
  items: Iterable<Item>,
  holds: (item: Item) => boolean,
  scope: ReadScope,
): Awaitable<Item[]> {
  const work = function* (): Coroutine<Item[]> {
    const held: Item[] = [];
    const worker = workerOf(scope.signal);
    for (const item of items) {
      if (hasWorkedLong(worker)) yield nextTurn(scope);
      if (holds(item)) held.push(item);
    }
    return held;
  };
  return run(work());
}

function workerOf(signal: AbortSignal): Worker {
  const known = workers.get(signal);
  if (known) return known;
  const worker: Worker = { beganAt: undefined, waiting: new Set() };
  workers.set(signal, worker);
  return worker;
}

function inLine(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const worker = workerOf(signal);
  worker.waiting.add(resolve);
  if (line.size === 0) setImmediate(letOn);
  line.add(worker);
  return promise;
}

/**
 * Lets one piece of work of each request go on in each round of the event loop. Letting all of a request go on at once
 * would leave no room for anything else.
 */
function letOn(): void {
  for (const worker of line) {
    const [next] = worker.waiting;
    if (next) worker.waiting.delete(next);
    if (worker.waiting.size === 0) line.delete(worker);
    endTurn(worker);
    next?.();
  }
  if (line.size > 0) setImmediate(letOn);
}

function endTurn(worker: Worker): void {
  worker.beganAt = undefined;
}
