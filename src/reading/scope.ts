import type { Lane } from '../aws/budget/turns.ts';
import type { CallOptions } from '../aws/call/call.ts';
import type { Allowance } from './allowance.ts';
import type { Ending } from './deadline.ts';

/** For whom a read is made: when they stop wanting it, and who is told what it cost. */
export interface ReadScope {
  /** Aborts when the client is gone: reads that nobody else wants stop. */
  readonly signal: AbortSignal;
  /** Aborts when the time is up: the answer is made of what is there, and reads under way go on for the next page. */
  readonly deadline: Ending;
  readonly meter: CallOptions['meter'];
  /** Background reads take the calls that nobody waits for. @default interactive */
  readonly lane?: Lane;
  /** Whose turn it is where calls wait: the viewer. @default nobody in particular */
  readonly client?: string;
  /** Tells the requests of a client apart. @default the meter */
  readonly request?: object;
  /**
   * Epoch milliseconds from which freshness is judged: all fields of a request share it, and so each other's reads.
   * @default the moment of each question
   */
  readonly askedAt?: number;
  /** When the time is up, a lookup of many answers with what it has, and the reason for each that is missing. @default false */
  readonly takesPart?: boolean;
  /**
   * How much of all that will be looked up stands in this lookup, above 0 up to 1: of a long walk, whole lists may be
   * worth it from the first page on. @default 1
   */
  readonly share?: number;
  /** How much may be read. @default as much as it takes */
  readonly allowance?: Allowance;
  /** What is not known counts as what could not be read: nothing is asked of AWS. @default false */
  readonly onlyKnown?: boolean;
  /** Called when something that the answer rests on could not be read, or is in doubt. @default nobody asks */
  readonly unsettled?: () => void;
  /** Aborts a little before the deadline: lists end here, so that what they list can still be looked up. */
  readonly listDeadline?: Ending;
}

/** The scope of a list's own reads. */
export function forList({ listDeadline, ...scope }: ReadScope): ReadScope {
  return listDeadline ? { ...scope, deadline: listDeadline } : scope;
}

/** The same without its bound: of who makes no call, or whose reads were allowed as a whole. */
export function unbounded(scope: ReadScope): ReadScope {
  if (!scope.allowance) return scope;
  const { allowance: _, ...rest } = scope;
  return rest;
}

/** The earliest start of a read, in epoch milliseconds, whose facts still serve. */
export interface Freshness {
  readonly assignments: number;
  readonly names: number;
}

/** Is this what the deadline rejects with? Then the answer is made of what is there. */
export function isTimeUp({ deadline }: ReadScope, error: unknown): boolean {
  return deadline.aborted && error === deadline.reason;
}

/** Settles like `promise`, or rejects with the reason of the first signal that aborts. */
export async function until<T>(promise: Promise<T>, signals: readonly Ending[]): Promise<T> {
  for (const signal of signals) signal.throwIfAborted();
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signals.find((signal) => signal.aborted)?.reason);
  for (const signal of signals) signal.addEventListener('abort', leave);
  try {
    return await Promise.race([promise, left]);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', leave);
  }
}
