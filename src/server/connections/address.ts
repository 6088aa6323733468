import type { Socket } from 'node:net';

/**
 * Who is at the other end, as far as a limit can tell them apart: an IPv4 address, or the /64 that an IPv6 address is
 * of, since whoever has one of its addresses has them all. Behind a proxy everybody has the proxy's.
 */
export function addressOf({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string {
  const address = remoteAddress?.replace(/^::ffff:(?=\d+\.)|%.*$/g, '') ?? 'unknown';
  if (!address.includes(':')) return address;
  const groups = groupsOf(address).map((group) => group || '0');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** Its eight groups, of which a zero may be empty. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head.split(':');
  if (tail === undefined) return before;
  const after = tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}
