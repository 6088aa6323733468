import type { Command } from '../../config/option.ts';
import { isPostgresUrl } from '../../postgres/address.ts';
import { modesIn } from './auth-problems.ts';
import type { Given } from './given.ts';

/** What does not go together where several gateways share a database, a line each. */
export function replicaProblems(command: Command, given: ReadonlyMap<string, Given>): string[] {
  if (command !== 'serve') return [];
  const store = given.get('store');
  const keys = given.get('stateKeys');
  if (!store || !isPostgresUrl(String(store.value)))
    return keys ? [`${keys.source}: is for gateways that share a --store postgres://…`] : [];
  const auth = given.get('auth');
  const modes = auth ? modesIn(given) : ['token'];
  if (modes.includes('none')) return [];
  const source = auth?.source ?? '--auth';
  const oneToken =
    'token is one person, whose token and sign-in are files of one machine, and gateways on one database are for many';
  return [
    ...(modes.includes('token') ? [`${source}: ${oneToken}; give --auth tokens or oidc`] : []),
    ...(keys
      ? []
      : [`${store.source}: needs --state-keys <file>, too, as the gateways share sign-ins in it`]),
  ];
}
