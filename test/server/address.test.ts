import { expect, test } from 'vitest';
import { addressOf } from '../../src/server/connections/address.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8:1:2:3::', '2001:db8:1:2::/64'],
  [undefined, 'unknown'],
])('a client at %s counts as %s', (remoteAddress, address) => {
  expect(addressOf({ remoteAddress })).toBe(address);
});

test('all addresses of a /64 count as one, and the next one as another', () => {
  const [one, other, next] = ['2001:db8::1', '2001:db8:0:0:ffff::', '2001:db8:0:1::1'].map((remoteAddress) =>
    addressOf({ remoteAddress }),
  );
  expect(other).toBe(one);
  expect(next).not.toBe(one);
});
