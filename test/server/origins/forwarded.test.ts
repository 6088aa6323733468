import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { TrustedProxies } from '../../../src/server/origins/trusted-proxies.ts';

const proxies = new TrustedProxies(['10.0.0.0/8', '192.0.2.53', 'fd00::/8', '2001:db8:ffff::1']);

function clientOf(remoteAddress: string, forwardedFor?: string): string {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return proxies.forwarded({ socket: { remoteAddress }, headers } as unknown as IncomingMessage).address;
}

test.each([
  ['10.1.2.3', '198.51.100.7', '198.51.100.7'],
  ['::ffff:10.1.2.3', '198.51.100.7', '198.51.100.7'],
  ['192.0.2.53', '198.51.100.7', '198.51.100.7'],
  ['fd12::1%eth0', '2001:db8::7', '2001:db8::7'],
  ['2001:db8:ffff::1', '[2001:db8::7]:4711', '2001:db8::7'],
  ['10.1.2.3', '198.51.100.7:4711', '198.51.100.7'],
  ['10.1.2.3', '::ffff:198.51.100.7', '198.51.100.7'],
  ['10.1.2.3', '2001:0DB8:0:0::7', '2001:db8::7'],
  ['10.1.2.3', 'fe80::7%eth0', 'fe80::7'],
  ['10.1.2.3', '198.51.100.7, 10.9.9.9, fd00::5', '198.51.100.7'],
])('from the proxy at %s, %j is sent by the client at %s', (proxy, forwardedFor, client) => {
  expect(clientOf(proxy, forwardedFor)).toBe(client);
});

test.each(['198.51.100.7', '192.0.2.54', '11.0.0.1', '2001:db8:ffff::2'])(
  'an address that a client at %s tells by itself is not believed',
  (client) => {
    expect(clientOf(client, '203.0.113.1')).toBe(client);
  },
);

test('an address that the client wrote before the proxy added its own is not believed, not even one of a proxy', () => {
  expect(clientOf('10.1.2.3', '203.0.113.1, 198.51.100.7')).toBe('198.51.100.7');
  expect(clientOf('10.1.2.3', '10.0.0.1, 198.51.100.7, 10.4.4.4')).toBe('198.51.100.7');
});

test.each(['unknown', '_hidden', '', ',', '1.2.3', '198.51.100.7:x', '::1::'])(
  'a proxy that says %j stands for all who come through it',
  (text) => {
    expect(clientOf('10.1.2.3', `203.0.113.1, ${text}`)).toBe('10.1.2.3');
  },
);

test.each([undefined, '10.9.9.9', '10.9.9.9, fd00::1'])(
  'a request that a proxy makes by itself is from a proxy (%j)',
  (forwardedFor) => {
    expect(proxies.has(clientOf('10.1.2.3', forwardedFor))).toBe(true);
  },
);

test('of several values of a scheme and a host, the last is believed, which the nearest proxy wrote', () => {
  const headers = {
    'x-forwarded-proto': 'http, HTTPS',
    'x-forwarded-host': ['evil.example', 'gateway.example'],
  };
  const request = { socket: { remoteAddress: '10.1.2.3' }, headers } as unknown as IncomingMessage;
  expect(proxies.forwarded(request)).toEqual({
    address: '10.1.2.3',
    proto: 'https',
    host: 'gateway.example',
  });
});

test('a scheme that is neither http nor https is none', () => {
  const headers = { 'x-forwarded-proto': 'javascript' };
  const request = { socket: { remoteAddress: '10.1.2.3' }, headers } as unknown as IncomingMessage;
  expect(proxies.forwarded(request)).toEqual({ address: '10.1.2.3' });
});
