import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';

/** Standard output, under the name that tools have for it. */
export const standardOutput = '-';
const stdout = 1;

/** A pipe whose reader is slow takes nothing for a moment. Longer than this, and twice, nobody waits for it. */
const patienceMs = 200;
const napMs = 5;

export interface AuditFileOptions {
  /** The first line that could not be written, and then none until one could be. */
  readonly broken: (error: unknown) => void;
  readonly mended: () => void;
  /** No new file could be opened where the old one was: the old one is written on. */
  readonly notReopened: (error: unknown) => void;
}

/**
 * Lines at the end of a file, each written before the call returns: a line that comes back has left the process. Other
 * processes may write to the same file.
 */
export class AuditFile {
  readonly #path: string;
  readonly #options: AuditFileOptions;
  #descriptor: number;
  #failures = 0;
  #isBroken = false;
  /** A full disk may have taken half a line. */
  #isTorn = false;

  /** Throws when the file cannot be opened. */
  constructor(path: string, options: AuditFileOptions) {
    this.#path = path;
    this.#options = options;
    this.#descriptor = open(path);
  }

  /** Lines that could not be written. */
  get failures(): number {
    return this.#failures;
  }

  /** Whether others than its owner can read it. */
  get isShared(): boolean {
    return this.#descriptor !== stdout && (fstatSync(this.#descriptor).mode & 0o077) !== 0;
  }

  /** Whether it could be written. */
  write(line: string): boolean {
    try {
      this.#writeAll(Buffer.from(this.#isTorn ? `\n${line}\n` : `${line}\n`));
    } catch (error) {
      this.#failures += 1;
      if (!this.#isBroken) this.#options.broken(error);
      this.#isBroken = true;
      return false;
    }
    if (this.#isBroken) this.#options.mended();
    this.#isBroken = false;
    return true;
  }

  /** For whoever has moved the file away. When there can be no new one, the old one is written on. */
  reopen(): void {
    if (this.#descriptor === stdout) return;
    const before = this.#descriptor;
    try {
      this.#descriptor = open(this.#path);
    } catch (error) {
      return this.#options.notReopened(error);
    }
    this.#isTorn = false;
    closeSync(before);
  }

  close(): void {
    if (this.#descriptor !== stdout) closeSync(this.#descriptor);
  }

  /** All that answers stands still while this waits, so it waits once, until lines are taken again. */
  #writeAll(bytes: Buffer): void {
    const patience = this.#isBroken ? 0 : patienceMs;
    let written = 0;
    for (let waitedMs = 0; written < bytes.length;) {
      try {
        written += writeSync(this.#descriptor, bytes, written);
        this.#isTorn = written < bytes.length;
      } catch (error) {
        if (!isBusy(error) || waitedMs >= patience) throw error;
        Atomics.wait(nothing, 0, 0, napMs);
        waitedMs += napMs;
      }
    }
  }
}

const nothing = new Int32Array(new SharedArrayBuffer(4));

/** A named pipe that is full, or has no reader, is then an error, and no wait without an end. */
function open(path: string): number {
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
  const flags = O_APPEND | O_CREAT | O_NONBLOCK | O_WRONLY;
  return path === standardOutput ? stdout : openSync(path, flags, 0o600);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
