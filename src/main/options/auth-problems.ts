import { type Command, gateway } from '../../config/option.ts';
import type { Given } from './given.ts';

/** The file that each way to be known needs. One that is given without its way would let nobody in who is in it. */
const fileOf = { tokens: ['tokens', '--tokens'], oidc: ['oidc', '--oidc'] } as const;

/** As they were given, before they are checked; nothing when they were not. */
export function modesIn(given: ReadonlyMap<string, Given>): readonly string[] {
  const value = given.get('auth')?.value;
  return value === undefined
    ? []
    : String(value)
        .split(',')
        .map((mode) => mode.trim());
}

/** What of the ways to be known does not go together, a line each. */
export function authProblems(command: Command, given: ReadonlyMap<string, Given>): string[] {
  if (!gateway.includes(command)) return [];
  const modes = modesIn(given);
  const source = given.get('auth')?.source;
  const isAlone = !modes.includes('none') || modes.length === 1;
  return [
    ...(isAlone ? [] : [`${source}: none lets everybody in, and goes with nothing else`]),
    ...Object.entries(fileOf).flatMap(([mode, [name, flag]]) => {
      const file = given.get(name);
      if (modes.includes(mode)) return file ? [] : [`${source}: ${mode} needs ${flag} <file>`];
      return file ? [`${file.source}: is for --auth ${mode}, which is not given`] : [];
    }),
  ];
}
