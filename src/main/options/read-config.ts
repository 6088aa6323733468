import { z } from 'zod';
import { defaultSsoAdminTps } from '../../aws/budget/budget.ts';
import { type Config, configSchema, type OptionName } from '../../config/config.ts';
import { type Command, optionDocs } from '../../config/option.ts';
import { authProblems } from './auth-problems.ts';
import type { Given } from './given.ts';
import { listeningProblems } from './listening-rules.ts';
import { replicaProblems } from './replica-problems.ts';
import { StartupError } from '../startup-error.ts';

/** As the command line gave them: text, or a list for an option that may be repeated. */
export type Flags = Readonly<Partial<Record<OptionName, string | readonly string[]>>>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** The names of the options that `command` takes. */
export function optionsOf(command: Command): OptionName[] {
  return (Object.keys(configSchema.shape) as OptionName[]) // Object.keys forgets the key type
    .filter((name) => docsOf(name).commands.includes(command));
}

export function docsOf(name: OptionName) {
  const docs = optionDocs.get(configSchema.shape[name]);
  if (!docs) throw new Error(`option ${name} is not documented`);
  return docs;
}

/** What the option does, for --help and docs/config.md. */
export function descriptionOf(name: OptionName): string {
  const { description } = docsOf(name);
  return isList(name) ? `${description} May be given several times.` : description;
}

/** May the option be given several times? */
export function isList(name: OptionName): boolean {
  return configSchema.shape[name] instanceof z.ZodDefault;
}

/** As a person would have typed it; undefined where the description tells the default. */
export function defaultOf(name: OptionName): string | undefined {
  const schema = configSchema.shape[name];
  return schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : undefined;
}

/** The flag alone: `--port` of `--port <number>`. */
function flagOf(name: OptionName): string {
  return docsOf(name).flags.replace(/ .*/, '');
}

/**
 * Flags, then variables, then defaults, checked and frozen.
 * Throws a StartupError with every problem there is, those of the command line (`unknown`) first.
 */
export function readConfig(
  command: Command,
  flags: Flags,
  environment: Environment,
  unknown: readonly string[] = [],
): Config {
  const given = new Map<string, Given>();
  for (const name of optionsOf(command)) {
    const found = lookUp(name, flags, environment);
    if (found) given.set(name, found);
  }
  const parsed = configSchema.safeParse(
    Object.fromEntries([...given].map(([name, { value }]) => [name, value])),
  );
  const problems = [
    ...unknown,
    ...describe(parsed.error?.issues ?? [], given),
    ...listeningProblems(command, given),
    ...authProblems(command, given),
    ...replicaProblems(command, given),
    ...backgroundShare(command, given),
    ...ownReads(given),
  ];
  if (!parsed.success || problems.length > 0) throw new StartupError(problems);
  return Object.freeze(parsed.data);
}

function lookUp(name: OptionName, flags: Flags, environment: Environment): Given | undefined {
  const flag = flags[name];
  if (flag !== undefined) return { value: flag, source: flagOf(name) };
  const variable = docsOf(name).env.find((candidate) => environment[candidate]);
  const value = variable && environment[variable];
  if (!value) return undefined;
  return { value: isList(name) ? value.split(',').map((item) => item.trim()) : value, source: variable };
}

function describe(issues: readonly z.core.$ZodIssue[], given: ReadonlyMap<string, Given>): string[] {
  return issues.map(({ path: [name], message }) => `${given.get(String(name))?.source}: ${message}`);
}

/** The background lane takes a part of what there is. */
function backgroundShare(command: Command, given: ReadonlyMap<string, Given>): string[] {
  const background = given.get('backgroundTps');
  if (!background) return [];
  const all = given.get('awsTps');
  if (!all && command === 'demo') return [`${background.source}: demo has no limit; give --aws-tps, too`];
  const most = Number(all?.value ?? defaultSsoAdminTps);
  if (!(Number(background.value) > most)) return [];
  return [
    `${background.source}: expected at most ${most}, which is ${all?.source ?? 'the default of --aws-tps'}, but got: ${String(background.value)}`,
  ];
}

const ofOwnReads = [
  'demo',
  'store',
  'identityStoreId',
  'region',
  'profile',
  'namesMaxAgeMs',
  'awsTps',
] as const satisfies readonly OptionName[];

/** What a gateway reads, and how, is its own affair. Variables may be there for other commands. */
function ownReads(given: ReadonlyMap<string, Given>): string[] {
  const gateway = given.get('gatewaySource');
  if (!gateway) return [];
  return ofOwnReads
    .filter((name) => given.get(name)?.source === flagOf(name))
    .map(
      (name) =>
        `${flagOf(name)}: is the gateway's own affair; leave it away, or leave ${gateway.source} away`,
    );
}
