import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where a module takes something from another, up to the name of that. */
const imports =
  /^((?:import\s+[\w*{},\s$]+\s+from|export\s+(?:\*|\{[^}]*\})(?:\s+as\s+\w+)?\s+from|import)\s*)(["'])([^"']+)\2/gm;

/**
 * A script and all that it imports, of ours and of packages, as files of one folder: a browser does not know packages,
 * and an import map would have to stand in the page as a script. By file name; what is beside the script keeps its own.
 */
export async function modulesOf(entry: URL): Promise<ReadonlyMap<string, string>> {
  const names = new Map([[entry.href, basename(fileURLToPath(entry))]]);
  const files = new Map<string, string>();
  // A map goes on to what is added to it meanwhile.
  for (const [url, name] of names) {
    const text = await readFile(new URL(url), 'utf8');
    const rewritten = text.replace(imports, (_all, before: string, quote: string, specifier: string) => {
      const target = resolve(specifier, url);
      const file = basename(fileURLToPath(target));
      const isBeside = new URL('.', target).href === new URL('.', entry).href;
      const known = names.get(target) ?? (isBeside ? file : `${names.size}-${file}`);
      names.set(target, known);
      return `${before}${quote}./${known}${quote}`;
    });
    files.set(name, rewritten);
  }
  return files;
}

function resolve(specifier: string, from: string): string {
  if (specifier.startsWith('.')) return new URL(specifier, from).href;
  return pathToFileURL(createRequire(from).resolve(specifier)).href;
}
