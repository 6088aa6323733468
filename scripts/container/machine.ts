import { spawnSync } from 'node:child_process';

/** Runs a command to its end; its standard output. Throws with what it complained of when it fails. */
export function sh(command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${status}):\n${stdout}\n${stderr}`);
  return stdout.trim();
}

/** What this machine lacks for building and running an image; empty when nothing. */
export function lacking(): string[] {
  const missing = ['buildah', 'debootstrap', 'unshare', 'chroot'].filter(
    (name) => spawnSync('which', [name]).status !== 0,
  );
  return process.getuid?.() === 0 ? missing : ['root', ...missing];
}
