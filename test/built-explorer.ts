import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExplorer } from '../scripts/explorer/built.ts';

/** Runs once, before all tests: the page that they visit is the one of these sources. */
export default async function builtExplorer(): Promise<void> {
  const sources = await readdir('src/explorer', { recursive: true });
  const files = sources
    .filter((name) => !name.includes('.generated.'))
    .map((name) => join('src/explorer', name));
  const times = await Promise.all(['schema.graphql', 'package-lock.json', ...files].map(changedAt));
  if (Math.max(...times) >= (await changedAt('dist/explorer/index.html')))
    await buildExplorer('dist/explorer');
}

async function changedAt(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}
