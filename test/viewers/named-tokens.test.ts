import { rm, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Viewer } from '../../src/viewer.ts';
import { createToken, revokeToken } from '../../src/viewers/tokens/token-changes.ts';
import { overSse, overWebSocket } from '../server/clients.ts';
import { context, schemaOf } from '../server/running-server.ts';
import { subscriptionSchema } from '../server/ticking.ts';
import { serverKnowing, until } from './known-by-tokens.ts';

const bearer = (token = '') => ({ headers: { Authorization: `Bearer ${token}` } });

test('each named token is known as a viewer of its own, with the name, permissions and end that it was made with', async () => {
  const seen: Viewer[] = [];
  await using server = await serverKnowing(
    [
      { name: 'dashboard', permissions: ['read', 'metrics'] },
      { name: 'ada', permissions: ['credentials'], lifetimeMs: 86_400_000 },
    ],
    {
      createContext: ({ viewer }) => {
        seen.push(viewer);
        return context();
      },
    },
  );
  for (const token of server.tokens) expect((await server.ask('{ hello }', bearer(token))).status).toBe(200);
  expect(
    seen.map(({ name, permissions, isLocal, issuer }) => ({ name, held: [...permissions], isLocal, issuer })),
  ).toEqual([
    { name: 'dashboard', held: ['read', 'metrics'], isLocal: false, issuer: 'tokens' },
    { name: 'ada', held: ['credentials'], isLocal: false, issuer: 'tokens' },
  ]);
  expect(seen[0]?.validUntil).toBeUndefined();
  expect(Math.abs(seen[1]!.validUntil! - Date.now() - 86_400_000)).toBeLessThan(60_000);
  expect(new Set(seen.map(({ viewerId }) => viewerId)).size).toBe(2);
});

test('a token that is made or revoked while the gateway runs is taken up, and its name given anew is another viewer', async () => {
  const seen: string[] = [];
  await using server = await serverKnowing([{ name: 'ci', permissions: ['read'] }], {
    createContext: ({ viewer }) => {
      seen.push(viewer.viewerId);
      return context();
    },
  });
  const status = async (token: string) => (await server.ask('{ hello }', bearer(token))).status;
  const [first = ''] = server.tokens;
  expect(await status(first)).toBe(200);
  await revokeToken(server.file, 'ci');
  const second = await createToken(server.file, { name: 'ci', permissions: ['read'] });
  await until(async () => (await status(second)) === 200);
  expect(await status(first)).toBe(401);
  expect(new Set(seen).size).toBe(2);
});

test('an expired token is told so, and is no guess', async () => {
  let now = Date.now();
  await using server = await serverKnowing(
    [{ name: 'ada', permissions: ['read'], lifetimeMs: 60_000 }],
    {},
    () => now,
  );
  expect((await server.ask('{ hello }', bearer(server.tokens[0]))).status).toBe(200);
  now += 120_000;
  const refused = await server.ask('{ hello }', bearer(server.tokens[0]));
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({
    errors: [{ message: expect.stringContaining('has expired'), extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(server.log.join('')).not.toContain('wrong_bearer_token');
});

const ends: readonly [how: string, lifetimeMs: number | undefined][] = [
  ['expires', 1_500],
  ['is revoked', undefined],
];

test.each(ends)('a subscription over SSE ends with the reason when its token %s', async (_, lifetimeMs) => {
  await using server = await serverKnowing(
    [{ name: 'ada', permissions: ['read'], lifetimeMs }],
    subscriptionSchema(),
  );
  const client = overSse(server, `Bearer ${server.tokens[0]}`);
  const events: unknown[] = [];
  let isFirst = true;
  for await (const event of client.iterate({ query: 'subscription { ticks }' })) {
    events.push(event);
    if (isFirst && lifetimeMs === undefined) await revokeToken(server.file, 'ada');
    isFirst = false;
  }
  expect(events.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

test.each(ends)('a WebSocket is closed as forbidden when its token %s', async (_, lifetimeMs) => {
  await using server = await serverKnowing(
    [{ name: 'ada', permissions: ['read'], lifetimeMs }],
    subscriptionSchema(),
  );
  const client = overWebSocket(server, `Bearer ${server.tokens[0]}`);
  const closed = Promise.withResolvers<unknown>();
  client.on('closed', closed.resolve);
  let isFirst = true;
  const read = async () => {
    for await (const _event of client.iterate({ query: 'subscription { ticks }' })) {
      if (isFirst && lifetimeMs === undefined) await revokeToken(server.file, 'ada');
      isFirst = false;
    }
  };
  await read().catch(() => {});
  expect(await closed.promise).toMatchObject({ code: 4403 });
});

test('a file that is damaged while the gateway runs leaves it as it was, and one that goes away lets nobody in', async () => {
  await using server = await serverKnowing([{ name: 'ada', permissions: ['read'] }]);
  const status = async () => (await server.ask('{ hello }', bearer(server.tokens[0]))).status;
  await writeFile(server.file, '{"version":1,"tokens":[{"name":"eve"');
  await until(() => server.problems.length > 0);
  expect(server.problems).toEqual([expect.stringContaining('is no JSON')]);
  expect(await status()).toBe(200);
  await rm(server.file);
  await until(async () => (await status()) === 401);
});

test('metrics are for tokens that have the permission', async () => {
  await using server = await serverKnowing(
    [
      { name: 'prometheus', permissions: ['metrics'] },
      { name: 'ada', permissions: ['read', 'credentials', 'audit'] },
    ],
    { metrics: () => [], schema: schemaOf('type Query { hello: String }', { hello: 'world' }) },
  );
  const statuses = server.tokens.map(async (token) => {
    return (await fetch(new URL('/metrics', server.url), bearer(token))).status;
  });
  expect(await Promise.all(statuses)).toEqual([200, 403]);
});
