import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The responses that are being given. */
export class OpenResponses {
  readonly #open = new Set<ServerResponse>();
  #areLast = false;

  add(response: ServerResponse): void {
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
    if (this.#areLast) endWith(response);
  }

  /** Whether one of the responses has begun to go out on this connection. */
  isBegunOn(socket: Socket): boolean {
    return [...this.#open].some((response) => response.socket === socket && response.headersSent);
  }

  /** From now on, each response tells its client to send the next request on another connection. */
  areLast(): void {
    this.#areLast = true;
    for (const response of this.#open) endWith(response);
  }
}

function endWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
