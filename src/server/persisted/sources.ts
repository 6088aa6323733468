import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';

/** A document that clients may name instead of sending it, as it stands on the disk. */
export interface PersistedSource {
  /** The file, or the entry of a manifest. */
  readonly where: string;
  /** By which it is named, beside the hash of its text. */
  readonly id: string | undefined;
  readonly text: string;
}

/** What identifiers that are no hashes may consist of, in the words of GraphQL over HTTP: unreserved characters. */
const customId = /^[\w.~-]+$/;

/** The documents in a folder of .graphql files, or in a manifest as Apollo's and Relay's tools write it. */
export async function readSources(path: string): Promise<PersistedSource[]> {
  const isFolder = (await stat(path)).isDirectory();
  const sources = isFolder ? await inFolder(path) : inManifest(path, await readFile(path, 'utf8'));
  if (sources.length === 0) throw new Error(`${path} holds no document`);
  return sources;
}

/** Each file is one document, and its name without .graphql one of its ids. Mounted folders have links for files. */
async function inFolder(folder: string): Promise<PersistedSource[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory() && /\.(?:graphql|gql)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    // Kubernetes keeps what it links to in hidden folders.
    .filter(
      (file) =>
        !relative(folder, file)
          .split(sep)
          .some((part) => part.startsWith('.')),
    );
  return Promise.all(
    files.toSorted().map(async (file) => {
      const name = basename(file).replace(/\.\w+$/, '');
      return { where: file, id: customId.test(name) ? name : undefined, text: await readFile(file, 'utf8') };
    }),
  );
}

function inManifest(file: string, json: string): PersistedSource[] {
  const manifest = parsed(file, json);
  if ('operations' in manifest) return inApollos(file, manifest);
  return Object.entries(manifest).map(([id, text]) => {
    if (typeof text !== 'string') throw unknownForm(file);
    return { where: `${file}: ${id}`, id, text };
  });
}

/** `apollo-persisted-query-manifest`: operations with an id, a name and a body. */
function inApollos(file: string, { format, operations }: Record<string, unknown>): PersistedSource[] {
  if (format !== 'apollo-persisted-query-manifest' || !Array.isArray(operations)) throw unknownForm(file);
  return operations.map((operation: unknown) => {
    if (!isObject(operation)) throw unknownForm(file);
    const { id, name, body } = operation;
    if (typeof id !== 'string' || typeof body !== 'string') throw unknownForm(file);
    return { where: `${file}: ${typeof name === 'string' ? name : id}`, id, text: body };
  });
}

function parsed(file: string, json: string): Record<string, unknown> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(json);
  } catch (error) {
    throw new Error(`${file} is neither a folder nor JSON`, { cause: error });
  }
  if (!isObject(manifest)) throw unknownForm(file);
  return manifest;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownForm(file: string): Error {
  const forms =
    'Apollo\'s manifest ({"format": "apollo-persisted-query-manifest", …}) or Relay\'s map of ids to texts';
  return new Error(`${file} is not ${forms}`);
}
