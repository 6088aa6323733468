import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Node's inspector of another process, by the Chrome DevTools Protocol. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (result: any) => void>();
  #asked = 0;

  static async open(url: string): Promise<Inspector> {
    const socket = new WebSocket(url);
    await once(socket, 'open');
    return new Inspector(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const { id, result } = JSON.parse(data.toString());
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    });
  }

  /** Megabytes of the heap once its garbage is collected. */
  async liveMb(): Promise<number> {
    await this.#ask('HeapProfiler.enable');
    await this.#ask('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#ask('Runtime.getHeapUsage');
    return usedSize / 1e6;
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #ask(method: string): Promise<any> {
    const { promise, resolve } = Promise.withResolvers<any>();
    this.#answers.set(++this.#asked, resolve);
    this.#socket.send(JSON.stringify({ id: this.#asked, method }));
    return promise;
  }
}
