import { explain } from './explain.ts';

/**
 * Whoever reads what the program says may leave when they have enough, as `head` does: what is still to be said is said
 * to nobody, and the program goes on. Any other failure, such as a full disk, ends it with a line that says so.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // An export listens, too, and tells of its failure itself.
      if (error.code === 'EPIPE' || stream.listenerCount('error') > 1) return;
      for (const line of explain(error)) process.stderr.write(`identity-center-gateway: ${line}\n`);
      process.exit(1);
    });
}
