import type { ServerResponse } from 'node:http';
import { GatewayError } from '../errors.ts';

/** What resolvers may still use after the deadline to hand over what they have. */
const graceMs = 2000;

export interface Lifetime {
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/** The requests that are being answered: each with its signal and deadline, all of them to wait for on shutdown. */
export class InFlight {
  readonly #open = new Map<AbortController, Promise<void>>();
  readonly #timeoutMs: number;
  readonly #now: () => number;

  constructor(timeoutMs: number, now: () => number) {
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  get size(): number {
    return this.#open.size;
  }

  begin(response: ServerResponse): Lifetime {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(tooLate()), this.#timeoutMs + graceMs);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#open.set(controller, promise);
    response.once('close', () => {
      clearTimeout(timer);
      this.#open.delete(controller);
      if (!response.writableFinished) controller.abort();
      resolve();
    });
    return { signal: controller.signal, deadline: this.#now() + this.#timeoutMs };
  }

  /** Resolves with true when all are answered, or with false after `drainMs`, having aborted the rest. */
  async drain(drainMs: number): Promise<boolean> {
    const { promise: expired, resolve: expire } = Promise.withResolvers<'expired'>();
    const timer = setTimeout(expire, drainMs, 'expired');
    const outcome = await Promise.race([Promise.all(this.#open.values()), expired]);
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
