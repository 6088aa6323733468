import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Origins } from '../origins/origins.ts';
import { Quota } from '../limits/quota.ts';
import { addressOf } from './address.ts';

/**
 * What each address may have of the gateway's connections. A proxy opens one for each request that it passes on, more
 * or less: it may open as many as there are, and what counts are the requests under way of each address behind it.
 */
export class Shares {
  readonly #quota: Quota;
  readonly #origins: Origins;

  constructor(connectionsOfAddress: number, origins: Origins) {
    this.#quota = new Quota(connectionsOfAddress);
    this.#origins = origins;
  }

  /** Whether this connection may be opened. */
  takeConnection(socket: Socket, closed: Promise<void>): boolean {
    return this.#origins.isProxied({ socket }) || this.#quota.take(addressOf(socket), closed);
  }

  /** Whether this request, or WebSocket, may be taken up; a direct client's connection was counted already. */
  takeRequest(request: IncomingMessage, done: Promise<void>): boolean {
    return !this.#origins.isProxied(request) || this.#quota.take(this.#origins.addressOf(request), done);
  }
}

/** For a client behind a proxy that has taken its share. */
export const tooManyOfAddress =
  'Too many requests of your address are under way; ask again when one is answered.';
