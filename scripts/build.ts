import { spawnSync } from 'node:child_process';
import { cp, rename, rm } from 'node:fs/promises';
import { extname, relative } from 'node:path';
import { buildExplorer } from './explorer/built.ts';

/**
 * Compiles src to dist, with the files that the program reads at run time and the page for people. It happens in a folder of its own, which
 * becomes dist when it is whole: what does not compile leaves dist as it was.
 */
const fresh = `dist-${process.pid}`;
try {
  const { status, error } = spawnSync('tsc', ['-p', 'tsconfig.build.json', '--outDir', fresh], {
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status === 0) {
    await cp('src', fresh, { recursive: true, filter: isFolderOrAsset });
    await buildExplorer(`${fresh}/explorer`);
    await rm('dist', { recursive: true, force: true });
    await rename(fresh, 'dist');
  } else process.exitCode = 1;
} finally {
  await rm(fresh, { recursive: true, force: true });
}

function isFolderOrAsset(path: string): boolean {
  return !['.ts', '.md'].includes(extname(path)) && relative('src/explorer', path).startsWith('..');
}
