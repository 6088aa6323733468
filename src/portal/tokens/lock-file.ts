import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface LockTimes {
  /** Of a lock that nobody has touched for so long, the holder is gone. @default 10 seconds */
  readonly staleMs?: number;
  /** How long to wait for a holder who is alive. @default 30 seconds */
  readonly patienceMs?: number;
}

const pollMs = 50;

/**
 * Runs the work while it alone holds the lock file, among all processes that ask for the same. A courtesy to AWS and
 * not a guard of the data: whoever waits too long, may not write there, or takes a stale lock in the same moment as
 * somebody else goes on without, and the work has to come out right all the same.
 */
export async function holdingLockFile<T>(
  path: string,
  work: () => Promise<T>,
  times: LockTimes = {},
): Promise<T> {
  const { staleMs = 10_000, patienceMs = 30_000 } = times;
  const mark = `${process.pid} ${randomUUID()}`;
  const isHeld = await acquired(path, mark, staleMs, patienceMs);
  if (!isHeld) return work();
  const touch = () => utimes(path, new Date(), new Date()).catch(() => {});
  const touching = setInterval(() => void touch(), staleMs / 4).unref();
  try {
    return await work();
  } finally {
    clearInterval(touching);
    // The lock may be another process's by now, if this one stood still for long.
    if ((await readFile(path, 'utf8').catch(() => undefined)) === mark) await rm(path, { force: true });
  }
}

async function acquired(path: string, mark: string, staleMs: number, patienceMs: number): Promise<boolean> {
  const until = performance.now() + patienceMs;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(() => {});
  for (;;) {
    try {
      await writeFile(path, mark, { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!isThere) return false;
    }
    if (await isStale(path, staleMs)) await rm(path, { force: true });
    else if (performance.now() > until) return false;
    else await delay(pollMs * (0.5 + Math.random()));
  }
}

/** A lock dated in the future was made before the clock was set back. */
async function isStale(path: string, staleMs: number): Promise<boolean> {
  const touchedAt = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  return Math.abs(Date.now() - touchedAt) > staleMs;
}
