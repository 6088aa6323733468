import type { Viewer } from '../viewer.ts';

/** Why nobody is known by what a request carries. */
export class Refusal {
  readonly reason: RefusalReason;
  /** For the client; repeats nothing of what it sent. */
  readonly message: string;

  constructor(reason: RefusalReason, message: string) {
    this.reason = reason;
    this.message = message;
  }
}

/** `unknown` may be a guess; `unavailable` may be good, but that cannot be told now. */
type RefusalReason = 'missing' | 'unknown' | 'expired' | 'unavailable';

/** One way to be known: by a kind of bearer token. */
export interface Way {
  /** What a client sends to be known in this way: `the token from the token file of this gateway`. */
  readonly wants: string;
  /** Undefined when the token is of another kind, or none of this way's. */
  recognize(token: string): Viewer | Refusal | undefined | Promise<Viewer | Refusal | undefined>;
}
