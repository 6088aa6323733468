import type { ServerResponse } from 'node:http';
import { GatewayError } from '../../errors.ts';
import type { Viewer } from '../../viewer.ts';
import { callAt } from './call-at.ts';

/** How long resolvers may go on after the deadline, to hand over what they have. */
const graceMs = 2000;

export interface Lifetime {
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** For a subscription, which has no deadline: it ends with the client, the gateway, or what lets its viewer in. */
  readonly keepOpen: (proof: Pick<Viewer, 'validUntil' | 'withdrawn'>) => void;
  /** Is it kept open? Then the deadline does not bind it. */
  readonly isKeptOpen: () => boolean;
  /** Resolves when it was answered, or nobody wants the answer any more. */
  readonly done: Promise<void>;
}

export interface Operation extends Lifetime {
  /** It was answered, or nobody wants the answer any more. */
  readonly end: (wasAnswered: boolean) => void;
}

interface Open {
  readonly done: Promise<void>;
  isKeptOpen: boolean;
}

/** What is being answered: each with its signal and deadline, all of it to wait for on shutdown. */
export class InFlight {
  readonly #open = new Map<AbortController, Open>();
  readonly #timeoutMs: number;
  readonly #now: () => number;

  constructor(timeoutMs: number, now: () => number) {
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  get size(): number {
    return this.#open.size;
  }

  /** A request, which ends with its response. */
  begin(response: ServerResponse): Lifetime {
    const { end, ...lifetime } = this.open();
    response.once('close', () => end(response.writableFinished));
    return lifetime;
  }

  /** One of several operations of a connection. */
  open(): Operation {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(tooLate()), this.#timeoutMs + graceMs);
    let forgetEnd = () => {};
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const open: Open = { done, isKeptOpen: false };
    this.#open.set(controller, open);
    return {
      signal: controller.signal,
      deadline: this.#now() + this.#timeoutMs,
      keepOpen: ({ validUntil, withdrawn }) => {
        clearTimeout(timer);
        if (!this.#open.has(controller)) return;
        open.isKeptOpen = true;
        const stop = () => controller.abort(noLongerKnown());
        if (withdrawn?.aborted) return stop();
        withdrawn?.addEventListener('abort', stop);
        void done.then(() => withdrawn?.removeEventListener('abort', stop));
        if (validUntil !== undefined) forgetEnd = callAt(validUntil, this.#now, stop);
      },
      isKeptOpen: () => open.isKeptOpen,
      done,
      end: (wasAnswered) => {
        clearTimeout(timer);
        forgetEnd();
        this.#open.delete(controller);
        if (!wasAnswered) controller.abort();
        resolve();
      },
    };
  }

  /**
   * Resolves with true when all are answered, or with false after `drainMs`, having aborted the rest.
   * What is kept open is told at once, as it would not end by itself.
   */
  async drain(drainMs: number): Promise<boolean> {
    for (const [controller, { isKeptOpen }] of this.#open) if (isKeptOpen) controller.abort(shuttingDown());
    const { promise: expired, resolve: expire } = Promise.withResolvers<'expired'>();
    const timer = setTimeout(expire, drainMs, 'expired');
    const all = Promise.all([...this.#open.values()].map(({ done }) => done));
    const outcome = await Promise.race([all, expired]);
    clearTimeout(timer);
    for (const controller of this.#open.keys()) controller.abort(shuttingDown());
    return outcome !== 'expired';
  }
}

function tooLate(): GatewayError {
  return new GatewayError('TIMEOUT', 'The request took too long; ask for less, or raise --request-timeout.');
}

function shuttingDown(): GatewayError {
  return new GatewayError('TIMEOUT', 'The gateway is shutting down; ask again.');
}

function noLongerKnown(): GatewayError {
  return new GatewayError('UNAUTHENTICATED', 'The token is no longer valid; sign in to the gateway again.');
}
