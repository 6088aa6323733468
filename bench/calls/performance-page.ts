import { readFile, writeFile } from 'node:fs/promises';

const file = new URL('../../docs/performance.md', import.meta.url);

/** A part of docs/performance.md that a benchmark writes: it stands between two comments of its name. */
export async function readPart(name: string): Promise<string> {
  const page = await readFile(file, 'utf8');
  const { start, end } = bounds(page, name);
  return page.slice(start, end).trim();
}

export async function writePart(name: string, text: string): Promise<void> {
  const page = await readFile(file, 'utf8');
  const { start, end } = bounds(page, name);
  await writeFile(file, `${page.slice(0, start)}\n${text}\n${page.slice(end)}`);
}

function bounds(page: string, name: string): { start: number; end: number } {
  const opening = `<!-- ${name} -->`;
  const start = page.indexOf(opening);
  const end = page.indexOf(`<!-- end of ${name} -->`);
  if (start < 0 || end < start) throw new Error(`docs/performance.md has no part "${name}"`);
  return { start: start + opening.length, end };
}
