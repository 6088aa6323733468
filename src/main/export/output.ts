import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Why an export ends before its end, without anything having gone wrong. */
export class Stopped extends Error {
  readonly why: 'signal' | 'reader gone';

  constructor(why: Stopped['why']) {
    super(`The export was stopped: ${why}`);
    this.why = why;
  }
}

/**
 * Standard output, written no faster than it is read. When whoever reads it has gone, as `head` does when it has
 * enough, `stop` is aborted, and so it is by SIGINT and SIGTERM.
 */
export class Output implements Disposable {
  readonly #stream: Writable;
  readonly #signal: AbortSignal;
  readonly #release: () => void;

  constructor(stream: Writable, stop: AbortController) {
    this.#stream = stream;
    this.#signal = stop.signal;
    const fail = (error: NodeJS.ErrnoException) =>
      stop.abort(error.code === 'EPIPE' ? new Stopped('reader gone') : error);
    // A repeated signal changes nothing: the terminal and a launcher may both send it.
    const interrupt = () => stop.abort(new Stopped('signal'));
    stream.on('error', fail);
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
    // The stream keeps its listener: what is still on its way may fail later.
    this.#release = () => process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }

  async write(text: string, encoding: BufferEncoding = 'utf8'): Promise<void> {
    this.#signal.throwIfAborted();
    if (text === '' || this.#stream.write(text, encoding)) return;
    // Node rejects with an AbortError of its own, or with the stream's error; the reason says what it was.
    await once(this.#stream, 'drain', { signal: this.#signal }).catch(() => this.#signal.throwIfAborted());
  }

  [Symbol.dispose](): void {
    this.#release();
  }
}
