import { spawnSync } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { extname } from 'node:path';

/** Compiles src to dist, from nothing, and takes along the files that the program reads at run time. */
await rm('dist', { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);
await cp('src', 'dist', { recursive: true, filter: isFolderOrAsset });

function isFolderOrAsset(path: string): boolean {
  return extname(path) !== '.ts';
}
