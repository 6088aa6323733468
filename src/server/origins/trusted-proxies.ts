import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, SocketAddress } from 'node:net';
import { peerOf } from '../connections/address.ts';

/** What proxies tell of a request that they pass on; of what no proxy of ours told, nothing. */
export interface Forwarded {
  /** The client's address: the rightmost that is no proxy's of ours. */
  readonly address: string;
  readonly proto?: 'http' | 'https';
  readonly host?: string;
}

/**
 * The proxies whose `X-Forwarded-*` is believed. Anybody can send these headers, and what a client sent stands to the
 * left of what the proxies added: so they are read from the right, and only as far as each was written by a proxy.
 */
export class TrustedProxies {
  readonly #networks = new BlockList();
  readonly #isAny: boolean;

  /** Addresses and networks, such as `10.0.0.0/8` and `fd00::/8`. */
  constructor(networks: readonly string[]) {
    this.#isAny = networks.length > 0;
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      const bits = isIP(address) === 6 ? 128 : 32;
      this.#networks.addSubnet(address, Number(prefix ?? bits), familyOf(address));
    }
  }

  has(address: string): boolean {
    return this.#isAny && isIP(address) !== 0 && this.#networks.check(address, familyOf(address));
  }

  forwarded({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): Forwarded {
    const peer = peerOf(socket);
    if (!this.has(peer)) return { address: peer };
    const proto = lastOf(headers['x-forwarded-proto'])?.toLowerCase();
    const host = lastOf(headers['x-forwarded-host']);
    return {
      address: this.#clientBehind(peer, listOf(headers['x-forwarded-for'])),
      ...((proto === 'http' || proto === 'https') && { proto }),
      ...(host !== undefined && { host }),
    };
  }

  #clientBehind(proxy: string, forwardedFor: readonly string[]): string {
    let address = proxy;
    for (const text of forwardedFor.toReversed()) {
      const next = addressIn(text);
      // A proxy that hides or mangles what it saw stands for all who come through it.
      if (next === undefined) return address;
      address = next;
      if (!this.has(address)) return address;
    }
    return address;
  }
}

/**
 * Some proxies add the port: `192.0.2.7:1234`, `[2001:db8::1]:1234`. One address is written in one way, and in a text of
 * its own: a part of the header would keep all of it in memory.
 */
function addressIn(text: string): string | undefined {
  const [, bare = text] = /^\[([^\]]*)\](?::\d+)?$/.exec(text) ?? /^([\d.]+):\d+$/.exec(text) ?? [];
  const address = peerOf({ remoteAddress: bare });
  return isIP(address) === 0 ? undefined : new SocketAddress({ address, family: familyOf(address) }).address;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** A header that was sent several times counts as one list, in its order. */
function listOf(header: string | readonly string[] | undefined): string[] {
  const text = [header ?? []].flat().join(',');
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}

function lastOf(header: string | readonly string[] | undefined): string | undefined {
  return listOf(header).at(-1);
}
