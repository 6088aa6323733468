import type { Socket } from 'node:net';

/**
 * The client's address, as far as it tells one client from another: an IPv4 address, or the /64 of an IPv6 address,
 * since a host that has one address of it has them all. Clients behind a proxy have the proxy's.
 */
export function addressOf({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string {
  const address = remoteAddress?.replace(/^::ffff:(?=\d+\.)|%.*$/g, '') ?? 'unknown';
  if (!address.includes(':')) return address;
  const groups = groupsOf(address).map((group) => group || '0');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address; an empty one stands for zero. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head.split(':');
  if (tail === undefined) return before;
  const after = tail.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}
