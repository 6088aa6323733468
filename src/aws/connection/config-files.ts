import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The settings of one section; one in an indented block reads like `sso_admin.endpoint_url`. */
export type Section = ReadonlyMap<string, string>;

/** What AWS's two configuration files say, read as the SDK reads them. */
export interface ConfigFiles {
  /** Where they are, or would be. */
  readonly paths: { readonly config: string; readonly credentials: string };
  /** Of both files, by name. What both set, the config file decides. */
  readonly profiles: ReadonlyMap<string, Section>;
  readonly ssoSessions: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
}

/** A file that is not there has no sections; to the SDK it is the same. */
export async function readConfigFiles(env: NodeJS.ProcessEnv): Promise<ConfigFiles> {
  const paths = {
    config: absolute(env['AWS_CONFIG_FILE'] || '~/.aws/config'),
    credentials: absolute(env['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials'),
  };
  const [config, credentials] = await Promise.all([sectionsOf(paths.config), sectionsOf(paths.credentials)]);
  const profiles = new Map([...credentials].filter(([name]) => !/\s/.test(name)));
  for (const [name, section] of [...ofKind(config, 'default'), ...ofKind(config, 'profile')]) {
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

/** Only the config file says `profile` before a name; names have no spaces. `[default]` needs no word before it. */
function ofKind(sections: ReadonlyMap<string, Section>, kind: string): Map<string, Section> {
  const named = new Map<string, Section>();
  for (const [header, section] of sections) {
    const [, word, , name] = /^([\w-]+)\s(["']?)([\w\-@+.%:/]+)\2$/.exec(header) ?? [];
    if (header === kind && kind === 'default') named.set(header, section);
    else if (word === kind && name !== undefined) named.set(name, section);
  }
  return named;
}

/** By the text between the brackets. */
async function sectionsOf(path: string): Promise<ReadonlyMap<string, Section>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let block = '';
  for (const line of text.split(/\r?\n/)) {
    const [content = ''] = line.split(/(?:^|\s)[;#]/);
    const header = /^\s*\[(.+)\]\s*$/.exec(content)?.[1];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      block = '';
      continue;
    }
    const [, key, value] = /^\s*([^=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(content) ?? [];
    if (section === undefined || key === undefined) continue;
    const isIndented = /^\s/.test(line);
    if (!value) block = `${key}.`;
    else section.set(isIndented ? `${block}${key}` : key, value);
    if (value && !isIndented) block = '';
  }
  return sections;
}
