import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { script, type StaticFile, style } from '../endpoints/static-files.ts';

/** What `npm ci` builds in a checkout, and what a package or an image comes with: from src and from dist the same. */
export const builtFolder = new URL('../../../dist/explorer/', import.meta.url);

export interface BuiltPage {
  /** The page itself, with a place for settings. */
  readonly html: string;
  /** The first parts of the paths that it has a view for. */
  readonly views: ReadonlySet<string>;
  /** Its scripts and styles by name; each name has a hash of what is in it. */
  readonly files: ReadonlyMap<string, StaticFile>;
}

/** The page as it was built; undefined where nobody built it. */
export async function readBuiltPage(folder: URL): Promise<BuiltPage | undefined> {
  if (!existsSync(new URL('index.html', folder))) return undefined;
  const names = await readdir(folder);
  const html = await readFile(new URL('index.html', folder), 'utf8');
  const views: readonly string[] = JSON.parse(await readFile(new URL('views.json', folder), 'utf8'));
  const files = await Promise.all(
    names
      .filter((name) => typeOf(name) !== undefined)
      .map(async (name) => [name, await precompressed(folder, name)] as const),
  );
  return { html, views: new Set(views), files: new Map(files) };
}

async function precompressed(folder: URL, name: string): Promise<StaticFile> {
  const read = (ending: string) => readFile(new URL(`${name}${ending}`, folder));
  const [content, br, gzip] = await Promise.all([read(''), read('.br'), read('.gz')]);
  return {
    type: typeOf(name) ?? 'application/octet-stream',
    content,
    encoded: [
      ['br', async () => br],
      ['gzip', async () => gzip],
    ],
  };
}

function typeOf(name: string): string | undefined {
  switch (extname(name)) {
    case '.js':
      return script;
    case '.css':
      return style;
    default:
      return undefined;
  }
}
