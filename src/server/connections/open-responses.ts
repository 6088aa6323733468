import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The responses that are being given: on each connection one, and behind it those that were asked for too soon. */
export class OpenResponses {
  readonly #open = new Map<Socket, Set<ServerResponse>>();
  #areLast = false;

  /** Those on the connection that come before this one. */
  add({ socket }: IncomingMessage, response: ServerResponse): readonly ServerResponse[] {
    const others = this.#open.get(socket) ?? new Set();
    const before = [...others];
    this.#open.set(socket, others.add(response));
    response.once('close', () => {
      others.delete(response);
      if (others.size === 0) this.#open.delete(socket);
    });
    if (this.#areLast) endWith(response);
    return before;
  }

  /** Whether one of the responses has begun to go out on this connection. */
  isBegunOn(socket: Socket): boolean {
    return [...(this.#open.get(socket) ?? [])].some(({ headersSent }) => headersSent);
  }

  /** From now on, each response tells its client to send the next request on another connection. */
  areLast(): void {
    this.#areLast = true;
    for (const responses of this.#open.values()) for (const response of responses) endWith(response);
  }
}

function endWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
