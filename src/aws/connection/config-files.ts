import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readIni, type Section, shellWords } from './ini.ts';

export type { Section } from './ini.ts';

/** What AWS's two configuration files say, read as the AWS CLI reads them. */
export interface ConfigFiles {
  /** The paths of the two files, whether or not they exist. */
  readonly paths: { readonly config: string; readonly credentials: string };
  /** Of both files, by name. What both set, the config file decides. */
  readonly profiles: ReadonlyMap<string, Section>;
  readonly ssoSessions: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
}

/** A file that is not there has no sections; to the AWS CLI and the SDKs it is the same. */
export async function readConfigFiles(env: NodeJS.ProcessEnv): Promise<ConfigFiles> {
  const paths = {
    config: absolute(env['AWS_CONFIG_FILE'] || '~/.aws/config'),
    credentials: absolute(env['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials'),
  };
  const [config, credentials] = await Promise.all([sectionsOf(paths.config), sectionsOf(paths.credentials)]);
  const profiles = new Map(credentials);
  // `[default]` needs no word before it.
  const plain = [...config].filter(([header]) => header === 'default');
  for (const [name, section] of [...plain, ...ofKind(config, 'profile')]) {
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...section]));
  }
  return {
    paths,
    profiles,
    ssoSessions: ofKind(config, 'sso-session'),
    services: ofKind(config, 'services'),
  };
}

function absolute(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

/** Sections by the name that follows their kind. Only the config file writes `profile` before the name of a profile. */
function ofKind(sections: ReadonlyMap<string, Section>, kind: string): Map<string, Section> {
  const named = new Map<string, Section>();
  for (const [header, section] of sections) {
    const name = nameIn(header, kind);
    if (name !== undefined) named.set(name, new Map([...(named.get(name) ?? []), ...section]));
  }
  return named;
}

function nameIn(header: string, kind: string): string | undefined {
  if (!header.startsWith(kind)) return undefined;
  // A comment that has brackets, too, hides the name from the AWS CLI, and not from the SDKs.
  for (const text of [header, header.replace(/\]\s*[;#].*$/, '')]) {
    const words = shellWords(text);
    if (words?.length === 2) return words[1];
  }
  return undefined;
}

async function sectionsOf(path: string): Promise<ReadonlyMap<string, Section>> {
  return readIni(await readFile(path, 'utf8').catch(() => ''));
}
