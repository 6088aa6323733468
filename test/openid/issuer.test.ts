import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overSse, overWebSocket } from '../server/clients.ts';
import { subscriptionSchema } from '../server/ticking.ts';
import { serverTaking } from './gateway.ts';
import { audience, type OpenidProvider, openidProvider } from './provider.ts';

const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

let provider: OpenidProvider;
let gateway: Awaited<ReturnType<typeof serverTaking>>;
beforeAll(async () => {
  provider = await openidProvider();
  gateway = await serverTaking(provider);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

test('a token that the provider issued is taken, with the permissions that its claims give', async () => {
  expect(await gateway.outcome(await provider.programToken())).toBe('200 answered');
  const { name, issuer, permissions, isLocal, validUntil } = gateway.viewers.at(-1)!;
  expect({ name, issuer, isLocal, held: [...permissions].toSorted() }).toEqual({
    name: 'program',
    issuer: provider.issuer,
    isLocal: false,
    held: ['metrics', 'read'],
  });
  // With the half minute by which clocks may differ.
  expect(Math.abs(validUntil! - Date.now() - 630_000)).toBeLessThan(60_000);
});

test('one subject is one viewer whatever token they send, and no other subject is', async () => {
  for (const claims of [{}, { jti: 'another', name: 'Ada' }, { sub: 'bob' }])
    expect(await gateway.outcome(await provider.sign(claims))).toBe('200 answered');
  const [first, second, other] = gateway.viewers.slice(-3).map(({ viewerId }) => viewerId);
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  expect(first).not.toContain('ada');
});

describe('a token is refused', () => {
  test.each<[what: string, token: () => Promise<string>, said: string]>([
    [
      'that is for another audience',
      () => provider.sign({ aud: 'https://other.example' }),
      'another audience',
    ],
    ['that was issued for another', () => provider.programToken('https://other.example'), 'another audience'],
    ['that has no audience', () => provider.sign({ aud: undefined }), 'another audience'],
    ['that never expires', () => provider.sign({ exp: undefined }), 'lacks a claim'],
    ['that is not good yet', () => provider.sign({ nbf: secondsFromNow(60) }), 'is not good yet'],
    ['of another issuer', () => provider.sign({ iss: 'https://other.example' }), 'does not take tokens of'],
    ['that says not whom it is about', () => provider.sign({ sub: undefined }), 'whom it is about'],
    [
      'that is for signing out',
      () => provider.sign({}, { typ: 'logout+jwt' }),
      'none that this gateway can read',
    ],
    ['whose words were changed', () => tampered(), 'by none of the keys'],
    ['of a key that is not the issuer’s', () => provider.sign({}, { kid: 'unknown' }), 'by none of the keys'],
    ['without a signature', async () => unsigned(), 'by an algorithm that this gateway does not take'],
    [
      'signed with the public key as a secret',
      () => confused(),
      'by an algorithm that this gateway does not take',
    ],
    ['with a header to understand', () => provider.sign({}, extended), 'none that this gateway can read'],
  ])('%s', async (_, token, said) => {
    expect(await gateway.said(await token())).toMatch(new RegExp(`^unknown: .*${said}`));
  });

  test('a token that has expired, as such', async () => {
    const token = await provider.sign({ exp: secondsFromNow(-31) });
    expect(await gateway.outcome(token)).toBe('401 The token has expired; sign in again.');
  });

  const extended = { crit: ['urn:unknown'], 'urn:unknown': 1 };
  const claimed = () => ({ iss: provider.issuer, aud: audience, sub: 'root', exp: secondsFromNow(600) });
  const unsigned = () => `${part({ alg: 'none' })}.${part(claimed())}.`;
  const tampered = async () => (await provider.sign()).replace(/\..+\./, `.${part(claimed())}.`);
  /** Where a verifier lets the token choose, the public key is the secret of an HMAC. */
  const confused = async () => {
    const response = await fetch(`${provider.issuer}/jwks`);
    const [key] = ((await response.json()) as { keys: { kid: string }[] }).keys;
    const words = `${part({ alg: 'HS256', kid: key!.kid })}.${part(claimed())}`;
    return `${words}.${createHmac('sha256', JSON.stringify(key)).update(words).digest('base64url')}`;
  };
});

test.each(['aaaa.bbbb.cccc', 'a.b.c.d.e', `${'x'.repeat(20_000)}.y.z`, 'opaque'])(
  'the token %j is of no issuer',
  async (token) => {
    expect(await gateway.said(token)).toBeUndefined();
  },
);

test('a token that is refused is a guess, and one that has expired is none', async () => {
  await using server = await serverTaking(provider);
  await server.outcome(await provider.sign({ exp: secondsFromNow(-60) }));
  expect(server.log.join('')).not.toContain('wrong_bearer_token');
  await server.outcome(await provider.sign({ aud: 'https://other.example' }));
  expect(server.log.join('')).toContain('wrong_bearer_token');
});

test('clocks may differ by half a minute', async () => {
  expect(await gateway.outcome(await provider.sign({ exp: secondsFromNow(-25) }))).toBe('200 answered');
  expect(await gateway.outcome(await provider.sign({ nbf: secondsFromNow(25) }))).toBe('200 answered');
});

test('a subscription ends, over SSE and WebSocket, when its token expires in the middle', async () => {
  await using server = await serverTaking(provider, { clockSkew: 'PT0S' }, subscriptionSchema());
  const token = `Bearer ${await provider.sign({ exp: secondsFromNow(2) })}`;
  const [events, closed] = [[] as unknown[], Promise.withResolvers<unknown>()];
  const socket = overWebSocket(server, token);
  socket.on('closed', closed.resolve);
  socket.subscribe({ query: 'subscription { ticks }' }, { next() {}, error() {}, complete() {} });
  for await (const event of overSse(server, token).iterate({ query: 'subscription { ticks }' }))
    events.push(event);
  expect(events).toMatchObject([
    { data: { ticks: 0 } },
    { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  ]);
  expect(await closed.promise).toMatchObject({ code: 4403 });
});
