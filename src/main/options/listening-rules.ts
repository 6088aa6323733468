import type { OptionName } from '../../config/config.ts';
import type { Command } from '../../config/option.ts';
import { isLoopback } from '../../server/headers.ts';
import { modesIn } from './auth-problems.ts';
import type { Given } from './given.ts';

type AllGiven = ReadonlyMap<string, Given>;

/** What options about serving forbid each other. */
export function listeningProblems(command: Command, given: AllGiven): string[] {
  if (command === 'sandbox') return [];
  return [...openDoor(command, given), ...openWire(given), ...halfTls(given), ...nothingPersisted(given)];
}

/** Options that let others than this machine's own programs ask, or pages of other sites; and by which of their values. */
const doors: readonly (readonly [OptionName, (value: string) => boolean])[] = [
  ['host', isElsewhere],
  ['allowedHosts', isElsewhere],
  ['allowedOrigins', isElsewhere],
  ['publicUrl', isElsewhere],
  ['trustedProxies', () => true],
  ['behindProxy', (value) => value === 'true'],
];

/** Without authentication, only this machine may reach the gateway: neither by its address nor through a proxy. */
function openDoor(command: Command, given: AllGiven): string[] {
  const auth = given.get('auth');
  const isOpen = auth ? modesIn(given).includes('none') : command === 'demo';
  if (!isOpen) return [];
  const from = auth?.source ?? '--auth';
  return doors.flatMap(([name, isOpenBy]) => {
    const names = given.get(name);
    const elsewhere = [names?.value ?? []].flat().filter(isOpenBy);
    if (!names || elsewhere.length === 0) return [];
    const problem = `none is for this machine alone, but ${names.source} is ${elsewhere.join(', ')}`;
    return [`${from}: ${problem}; give --auth token, or leave ${names.source} away`];
  });
}

/** Tokens and answers go over no network in the clear. */
function openWire(given: AllGiven): string[] {
  const host = given.get('host');
  if (!host || !isElsewhere(String(host.value))) return [];
  if (given.has('tlsCert') || given.get('behindProxy')?.value === 'true') return [];
  const problem = `${String(host.value)} can be reached from other machines, which would send tokens in the clear`;
  const remedy = 'give --tls-cert and --tls-key, or --behind-proxy when a proxy in front speaks TLS';
  return [`${host.source}: ${problem}; ${remedy}`];
}

/** A certificate is of no use without its key, nor the key without it. */
function halfTls(given: AllGiven): string[] {
  const [cert, key] = [given.get('tlsCert'), given.get('tlsKey')];
  if (cert && !key) return [`${cert.source}: needs --tls-key, too`];
  return key && !cert ? [`${key.source}: needs --tls-cert, too`] : [];
}

function nothingPersisted(given: AllGiven): string[] {
  const only = given.get('onlyPersisted');
  return only?.value === 'true' && !given.has('persistedDocuments')
    ? [`${only.source}: needs --persisted-documents, as nothing could be asked without`]
    : [];
}

/** An address, a name, or the origin with that name. */
function isElsewhere(value: string): boolean {
  const name = /^https?:/.test(value) && URL.canParse(value) ? new URL(value).hostname : value;
  return !isLoopback(name.replace(/^\[|\]$/g, ''));
}
