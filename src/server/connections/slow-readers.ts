import type { Socket } from 'node:net';
import type { Bounds } from '../limits/bounds.ts';
import type { Incidents } from '../incidents.ts';
import { addressOf } from './address.ts';

const mostOftenMs = 1_000;

/** How much a client had taken, and since when that has not changed, in milliseconds of the performance clock. */
interface Mark {
  readonly taken: number;
  readonly since: number;
}

/**
 * Ends connections whose clients do not take what they are sent: those that have taken nothing for `writeMs`, and when
 * together they leave more than `unsentBytes` waiting, those first that have taken nothing for longest.
 */
export function cutSlowReaders(
  open: ReadonlySet<Socket>,
  { writeMs, bytesPerSecond, unsentBytes }: Pick<Bounds, 'writeMs' | 'bytesPerSecond' | 'unsentBytes'>,
  incidents: Incidents,
): { close(): void } {
  const marks = new WeakMap<Socket, Mark>();

  /** For how long the client has taken nothing; undefined when it did, or has nothing to take. */
  function idleMs(socket: Socket, now: number): number | undefined {
    const taken = socket.bytesWritten - socket.writableLength;
    const mark = marks.get(socket);
    if (socket.writableLength > 0 && mark?.taken === taken) return now - mark.since;
    marks.set(socket, { taken, since: now });
    return undefined;
  }

  function cut(socket: Socket): void {
    incidents.note('slow_reader', addressOf(socket));
    socket.destroy();
  }

  function look(): void {
    const now = performance.now();
    const waiting: { readonly socket: Socket; readonly ms: number }[] = [];
    let unsent = 0;
    for (const socket of open) {
      unsent += socket.writableLength;
      const ms = idleMs(socket, now);
      if (ms === undefined) continue;
      const patienceMs = writeMs + (socket.writableLength / bytesPerSecond) * 1_000;
      if (ms <= patienceMs) waiting.push({ socket, ms });
      else cut(socket);
    }
    if (unsent <= unsentBytes) return;
    for (const { socket } of waiting.toSorted((one, other) => other.ms - one.ms)) {
      unsent -= socket.writableLength;
      cut(socket);
      if (unsent <= unsentBytes) return;
    }
  }

  const timer = setInterval(look, Math.min(mostOftenMs, writeMs / 4)).unref();
  return { close: () => clearInterval(timer) };
}
