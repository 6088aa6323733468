import type { DocumentNode } from 'graphql';
import type { Metric } from '../endpoints/metrics-endpoint.ts';
import type { Answer } from './answer.ts';

/** What answers rest on. */
export interface Basis {
  /** Goes up with each change that an answer could show. */
  version(): number;
  /** Until when, in epoch milliseconds, nothing gets too old that is young enough now, where facts may have these ages. */
  goodUntil(agesMs: readonly number[], now: number): number;
  /** The ages that facts may have where a query does not say. */
  readonly agesMs: readonly number[];
  /** The clock that dates what answers rest on, in epoch milliseconds. @default this machine's */
  readonly now?: () => number;
}

/** Whatever else an answer rests on is asked again after this time. */
const longestMs = 60_000;
/** A walk is said to begin so long before it was asked for, at most. */
const longestWithCursorsMs = 5_000;
/** What an answer takes beside its bytes. */
const overhead = 500;

interface Kept {
  readonly answer: Answer;
  readonly document: DocumentNode;
  readonly version: number;
  readonly madeAt: number;
  readonly goodUntil: number;
}

/** Answers that are given again while nothing has changed that they rest on, and nothing of it has become too old. */
export class AnswerCache {
  readonly #kept = new Map<string, Kept>();
  readonly #maxBytes: number;
  readonly #basis: Basis;
  readonly #now: () => number;
  #bytes = 0;
  #hits = 0;
  #misses = 0;

  constructor(maxBytes: number, basis: Basis, now: () => number) {
    this.#maxBytes = maxBytes;
    this.#basis = basis;
    this.#now = now;
  }

  get(key: string): Pick<Kept, 'answer' | 'document'> | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    const now = this.#now();
    // By a clock that was set back nothing can be said of an answer's age.
    const isGood = kept.madeAt <= now && now < kept.goodUntil && kept.version === this.#basis.version();
    this.#forget(key, kept);
    if (!isGood) return undefined;
    this.#keep(key, kept);
    this.#hits += 1;
    return kept;
  }

  /** The version on which an answer rests that is begun now. */
  version(): number {
    this.#misses += 1;
    return this.#basis.version();
  }

  /** `version`: as it was before the answer was begun. `askedAt`: the moment by which ages were judged. */
  set(
    key: string,
    answer: Answer,
    document: DocumentNode,
    {
      version,
      askedAt,
      agesMs,
      hasCursors,
    }: {
      readonly version: number;
      readonly askedAt: number;
      readonly agesMs: readonly number[];
      readonly hasCursors: boolean;
    },
  ): void {
    if (version !== this.#basis.version()) return;
    const longest = askedAt + (hasCursors ? longestWithCursorsMs : longestMs);
    const goodUntil = Math.min(longest, this.#basis.goodUntil([...this.#basis.agesMs, ...agesMs], askedAt));
    const kept = { answer, document, version, madeAt: askedAt, goodUntil };
    if (sizeOf(key, kept) > this.#maxBytes / 8) return;
    const known = this.#kept.get(key);
    if (known) this.#forget(key, known);
    this.#keep(key, kept);
    for (const [oldest, other] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#forget(oldest, other);
    }
  }

  metrics(): Metric[] {
    const prefix = 'identity_center_gateway_answer_cache';
    const metric = (name: string, help: string, type: Metric['type'], value: number): Metric => ({
      name: `${prefix}_${name}`,
      help,
      type,
      samples: [{ labels: {}, value }],
    });
    return [
      metric('hits_total', 'Answers that were given again without being made anew.', 'counter', this.#hits),
      metric('misses_total', 'Answers that might have been, and were made anew.', 'counter', this.#misses),
      metric('bytes', 'What the kept answers take.', 'gauge', this.#bytes),
    ];
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
    this.#bytes += sizeOf(key, kept);
  }

  #forget(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#bytes -= sizeOf(key, kept);
  }
}

/** Its bytes, and what two encodings make of them. */
function sizeOf(key: string, { answer }: Kept): number {
  return 2 * key.length + 3 * answer.bytes.length + overhead;
}
