import { type Program, runningProgram } from '../../test/cli/program.ts';
import type { ImageConfig } from './image.ts';

/**
 * Runs a command of an image as a cluster with a strict policy does: as the image's user, the root read-only,
 * writable the volume alone. The process that is returned is the command itself.
 */
export function runInImage(root: string, volume: string, config: ImageConfig, ...command: string[]): Program {
  const [mountPoint = ''] = Object.keys(config.Volumes);
  const script = `
    set -e
    mount --make-rprivate /
    mount --bind "$1" "$1"
    mount --bind "$2" "$1$3"
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    mount -o remount,ro,bind "$1"
    root=$1 user=$4 folder=$5
    shift 5
    exec chroot --userspec="$user" "$root" sh -c 'cd "$1" && shift && exec env -i "$@"' sh "$folder" "$@"`;
  const { User: user, Env: env, WorkingDir: folder } = config;
  const places = [root, volume, mountPoint, user, folder];
  return runningProgram('unshare', ['--mount', 'sh', '-c', script, 'sh', ...places, ...env, ...command]);
}
