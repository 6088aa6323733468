import { expect, test, vi } from 'vitest';
import { overWebSocket } from '../server/clients.ts';
import { serverTaking } from './gateway.ts';
import { openidProvider } from './provider.ts';

/** Moves the clock of the gateway, and of the library with it; timers go on as they are. */
function clock() {
  const now = Date.now.bind(Date);
  let ahead = 0;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
  return { advance: (ms: number) => void (ahead += ms), [Symbol.dispose]: () => spy.mockRestore() };
}

const jwksAsked = (asked: readonly string[]) => asked.filter((path) => path === '/jwks').length;

test('after a rotation the new key is found with the first token of it, once the last look is half a minute old', async () => {
  using time = clock();
  await using provider = await openidProvider();
  await using gateway = await serverTaking(provider);
  const old = await provider.sign();
  expect(await gateway.outcome(old)).toBe('200 answered');
  await provider.rotate();
  const rotated = await provider.sign();
  expect(await gateway.outcome(rotated)).toContain('by none of the keys');
  time.advance(30_001);
  expect(await gateway.outcome(rotated)).toBe('200 answered');
  // The key that was taken back: as soon as the token is checked again.
  time.advance(60_001);
  expect(await gateway.outcome(old)).toContain('by none of the keys');
});

test('a key that was taken back is known for ten minutes at most, though no token names another', async () => {
  using time = clock();
  await using provider = await openidProvider();
  await using gateway = await serverTaking(provider);
  const old = await provider.sign({ exp: Math.floor(Date.now() / 1000) + 7200 });
  expect(await gateway.outcome(old)).toBe('200 answered');
  await provider.rotate();
  time.advance(600_001);
  // Read anew behind this answer, which is made with the keys that are known.
  expect(await gateway.outcome(old)).toBe('200 answered');
  await vi.waitFor(() => expect(jwksAsked(provider.asked)).toBe(2));
  time.advance(60_001);
  await vi.waitFor(async () => expect(await gateway.outcome(old)).toContain('by none of the keys'));
});

test('a flood of tokens that name unknown keys asks the issuer once in half a minute', async () => {
  using time = clock();
  await using provider = await openidProvider();
  await using gateway = await serverTaking(provider);
  expect(await gateway.outcome(await provider.sign())).toBe('200 answered');
  time.advance(30_001);
  const tokens = await Promise.all(
    Array.from({ length: 50 }, (_, n) => provider.sign({}, { kid: `flood-${n}` })),
  );
  const outcomes = tokens.slice(0, 4).map((token) => gateway.outcome(token));
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toContain('by none of the keys');
  expect(jwksAsked(provider.asked)).toBe(2);
});

test('while the issuer cannot be reached, its tokens are neither taken nor called wrong, and it is not asked by each', async () => {
  using time = clock();
  await using provider = await openidProvider();
  await using gateway = await serverTaking(provider);
  provider.fail(503);
  const token = await provider.sign();
  for (let times = 0; times < 20; times++)
    expect(await gateway.outcome(token)).toMatch(/^503 The keys of the issuer .* try again/);
  expect(provider.asked).toEqual(['/.well-known/openid-configuration']);
  expect(gateway.failures).toEqual([expect.stringContaining('answers with status 503')]);
  expect(gateway.log.join('')).not.toContain('wrong_bearer_token');
  provider.fail(undefined);
  time.advance(5_001);
  expect(await gateway.outcome(token)).toBe('200 answered');
});

test('over WebSocket, a client whose token cannot be checked now is told to try again, and not that it is forbidden', async () => {
  await using provider = await openidProvider();
  await using gateway = await serverTaking(provider);
  provider.fail(503);
  const client = overWebSocket(gateway, `Bearer ${await provider.sign()}`);
  const closed = Promise.withResolvers<unknown>();
  client.on('closed', closed.resolve);
  client.subscribe({ query: '{ hello }' }, { next() {}, error() {}, complete() {} });
  expect(await closed.promise).toMatchObject({ code: 1013 });
});

test('with the keys that are known, tokens are taken for an hour in which the issuer cannot be reached', async () => {
  using time = clock();
  await using provider = await openidProvider();
  await using gateway = await serverTaking(provider);
  const tokens = await Promise.all(
    [1, 2, 3].map((jti) => provider.sign({ jti: `${jti}`, exp: 4_102_444_800 })),
  );
  expect(await gateway.outcome(tokens[0]!)).toBe('200 answered');
  provider.fail(500);
  time.advance(59 * 60_000);
  expect(await gateway.outcome(tokens[1]!)).toBe('200 answered');
  time.advance(2 * 60_000);
  expect(await gateway.outcome(tokens[2]!)).toMatch(/^503 /);
});

test('metadata of another issuer is not taken for that of the one that was named', async () => {
  await using provider = await openidProvider();
  const issuer = `${provider.issuer}/`;
  await using gateway = await serverTaking({ issuer });
  expect(await gateway.outcome(await provider.sign({ iss: issuer }))).toMatch(/^503 /);
  expect(gateway.failures).toEqual([expect.stringContaining('is of another issuer')]);
});
