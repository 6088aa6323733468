import type { Duplex } from 'node:stream';

/** How many bytes may wait to be taken by a client while more is made for it. */
const enough = 256 * 1024;

const outlets = new WeakMap<Duplex, Outlet>();

/** The way out to a client: open as long as the client takes what it is sent. */
export class Outlet {
  readonly #socket: Duplex;
  #opening: Promise<void> | undefined;

  /** One for each connection, whatever goes over it. */
  static of(socket: Duplex): Outlet {
    const outlet = outlets.get(socket) ?? new Outlet(socket);
    outlets.set(socket, outlet);
    return outlet;
  }

  private constructor(socket: Duplex) {
    this.#socket = socket;
  }

  /** Whether the client takes what it is sent. True of one that has gone, for which nobody is to wait. */
  get isOpen(): boolean {
    return this.#socket.writableLength <= enough || this.#socket.destroyed;
  }

  async opened(): Promise<void> {
    while (!this.isOpen) await (this.#opening ??= this.#changed());
  }

  /** One pair of listeners serves all who wait. */
  async #changed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.once('drain', resolve).once('close', resolve);
    await promise;
    this.#socket.off('drain', resolve).off('close', resolve);
    this.#opening = undefined;
  }
}
