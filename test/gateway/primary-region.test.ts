import { expect, it } from 'vitest';
import { allKeys, countableSandbox, gatewayOn, keysOf } from './gateway-on-sandbox.ts';

it('from an additional Region, permission sets and assignments are read in the primary one', async () => {
  await using sandbox = await countableSandbox({ accounts: 4, users: 6, modes: { replicaRegion: true } });
  await using gateway = await gatewayOn(sandbox);
  const { rows, pages } = await gateway.walk({ first: 1000 });
  expect(keysOf(rows)).toEqual(allKeys(sandbox.organization));
  expect(pages.every(({ completeness }) => completeness.complete)).toBe(true);
});
