import type { Socket } from 'node:net';

/**
 * The address at the other end of a connection, as far as it tells one client from another. Behind a proxy that is the
 * proxy's: `Origins` knows that of a request's client.
 */
export function addressOf(socket: Pick<Socket, 'remoteAddress'>): string {
  return grouped(peerOf(socket));
}

/** The same in full: an IPv4 address as one, also where it arrives by IPv6, and an IPv6 address without its zone. */
export function peerOf({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string {
  return remoteAddress?.replace(/^::ffff:(?=\d+\.)|%.*$/g, '') ?? 'unknown';
}

/** An IPv4 address, or the /64 of an IPv6 address, since a host that has one address of it has them all. */
export function grouped(address: string): string {
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
