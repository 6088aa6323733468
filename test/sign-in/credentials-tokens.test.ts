import { expect, test } from 'vitest';
import { createCredentialsTokens } from '../../src/credentials-tokens.ts';

const ada = { viewerId: 'ada', isLocal: false };
const bob = { viewerId: 'bob', isLocal: false };
const signIn = { startUrl: 'https://d-1234567890.awsapps.com/start', region: 'us-east-1', lineage: 'first' };
const role = { accountId: '111122223333', roleName: 'Billing', ...signIn };

test('a token is good until it expires, and not a moment longer', async () => {
  let now = 1_000_000;
  const tokens = createCredentialsTokens(() => now);
  const { token, expiresAt } = await tokens.mint({ person: ada, ...role }, 60_000);
  expect(expiresAt).toBe(1_060_000);
  now = 1_059_999;
  expect(await tokens.redeem(token)).toMatchObject({ person: ada, ...role });
  now = 1_060_000;
  expect(await tokens.redeem(token)).toBeUndefined();
});

test('nobody revokes what belongs to somebody else', async () => {
  const tokens = createCredentialsTokens();
  const { id, token } = await tokens.mint({ person: ada, ...role }, 60_000);
  expect(await tokens.revoke(bob, id)).toBe(false);
  expect(await tokens.redeem(token)).toBeDefined();
  expect(await tokens.revoke(ada, id)).toBe(true);
  expect(await tokens.redeem(token)).toBeUndefined();
});

test('one person cannot fill the memory, and what has expired does not count', async () => {
  let now = 0;
  const tokens = createCredentialsTokens(() => now);
  for (let n = 0; n < 1000; n += 1) await tokens.mint({ person: ada, ...role }, 60_000);
  await expect(tokens.mint({ person: ada, ...role }, 60_000)).rejects.toThrow('1000 tokens');
  await tokens.mint({ person: bob, ...role }, 60_000);
  now = 60_000;
  await tokens.mint({ person: ada, ...role }, 60_000);
});

test('a token that was minted before the clock was set back is good no more, rather than for too long', async () => {
  let now = 1_000_000;
  const tokens = createCredentialsTokens(() => now);
  const { id, token } = await tokens.mint({ person: ada, ...role }, 60_000);
  now = 999_999;
  expect(await tokens.redeem(token)).toBeUndefined();
  expect(await tokens.revoke(ada, id)).toBe(false);
});
