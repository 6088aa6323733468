import { unwatchFile, watchFile } from 'node:fs';

const pollMs = 1_000;

/**
 * Takes up a file, and again whenever it has changed, also when another was put in its place, as clusters do. Throws
 * when it cannot be taken up at first; what goes wrong later is told to `failed`.
 */
export async function watchedFile(
  file: string,
  takeUp: () => Promise<void>,
  failed: (error: unknown) => void,
): Promise<Disposable> {
  let latest: Promise<void> = Promise.resolve();
  const changed = () => {
    latest = latest.then(takeUp).catch(failed);
  };
  // Before it is read: what changes meanwhile is seen, too.
  watchFile(file, { interval: pollMs, persistent: false }, changed);
  try {
    await takeUp();
  } catch (error) {
    unwatchFile(file, changed);
    throw error;
  }
  return { [Symbol.dispose]: () => unwatchFile(file, changed) };
}
