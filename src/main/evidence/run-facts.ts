import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import type { Config } from '../../config/config.ts';
import type { Completeness } from '../../reading/completeness.ts';
import type { Manifest } from './manifest.ts';

/** As a manifest says it. */
export function told({
  complete,
  asOf,
  failures,
  failuresOmitted,
}: Completeness): Manifest['people']['completeness'] {
  return {
    complete,
    asOf: asOf === undefined ? null : textOf(asOf),
    failures: failures.map(({ asOf: of, ...failure }) => ({
      ...failure,
      ...(of !== undefined && { asOf: textOf(of) }),
    })),
    failuresOmitted,
  };
}

export function askedBy({ askedBy: name }: Pick<Config, 'askedBy'>): Manifest['askedBy'] {
  return { user: userName(), host: hostname(), name: name ?? null };
}

export async function versions(): Promise<Manifest['versions']> {
  const root = new URL('../../../', import.meta.url);
  const { version }: { version: string } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
  const schema = await readFile(new URL('schema.graphql', root));
  const schemaSha256 = createHash('sha256').update(schema).digest('hex');
  return { gateway: version, node: process.version, schemaSha256 };
}

/** Null where the machine has no name for the user. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    // A container may run under an id that no file names.
    return null;
  }
}

export function textOf(moment: number): string {
  return new Date(moment).toISOString();
}
