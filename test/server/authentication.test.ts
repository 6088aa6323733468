import { expect, test } from 'vitest';
import { runningServer, token } from './running-server.ts';

test('a query with the bearer token is answered', async () => {
  await using server = await runningServer();
  const response = await server.ask('{ hello }');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ data: { hello: 'world' } });
});

test.each([
  ['no Authorization', ''],
  ['another token', 'Bearer another-token-of-the-same-length-000'],
  ['the beginning of the token', `Bearer ${token.slice(0, -1)}`],
  ['another scheme', `Basic ${token}`],
])('a query with %s is refused before it is read', async (_, authorization) => {
  await using server = await runningServer();
  const response = await server.ask('{ not even a query', { headers: { Authorization: authorization } });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

test('without authentication nobody is asked for a token', async () => {
  await using server = await runningServer({ auth: { mode: 'none' } });
  const response = await server.ask('{ hello }', { headers: { Authorization: '' } });
  expect(await response.json()).toMatchObject({ data: { hello: 'world' } });
});

test('the context is made for a viewer with all permissions of the local person', async () => {
  const permissions: string[] = [];
  await using server = await runningServer({
    createContext: ({ viewer }) => {
      permissions.push(...viewer.permissions);
      return { meter: { toJSON: () => ({}) } };
    },
  });
  await server.ask('{ hello }');
  expect(permissions).toEqual(['read', 'credentials', 'metrics', 'audit']);
});

/** The way from the printed link to the token, as GraphiQL goes it. */
function redeem(url: string, code: string) {
  return fetch(new URL('/graphiql/token', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
}

function codeOf(link: string) {
  return new URLSearchParams(new URL(link).hash.slice(1)).get('code')!;
}

test('the code in the link is exchanged for the token, once', async () => {
  await using server = await runningServer();
  const code = codeOf(server.signInLink());
  expect(await (await redeem(server.url, code)).json()).toEqual({ token });
  expect((await redeem(server.url, code)).status).toBe(401);
});

test('a code is worth nothing after 60 seconds', async () => {
  let now = 1_000_000;
  await using server = await runningServer({ now: () => now });
  const [early, late] = [codeOf(server.signInLink()), codeOf(server.signInLink())];
  now += 59_999;
  expect((await redeem(server.url, early)).status).toBe(200);
  now += 1;
  expect((await redeem(server.url, late)).status).toBe(401);
});

test.each(['', 'no JSON', '{}', '{"code":7}', '"code"', JSON.stringify({ code: 'x'.repeat(5000) })])(
  'the exchange refuses the body %j',
  async (body) => {
    await using server = await runningServer();
    const response = await fetch(new URL('/graphiql/token', server.url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    expect(response.status).toBe(401);
  },
);

test('a form of another site cannot spend a code', async () => {
  await using server = await runningServer();
  const code = codeOf(server.signInLink());
  const form = await fetch(new URL('/graphiql/token', server.url), {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain' },
    body: JSON.stringify({ code }),
  });
  expect(form.status).toBe(415);
  expect((await redeem(server.url, code)).status).toBe(200);
});

test('no response sets a cookie', async () => {
  await using server = await runningServer();
  const responses = [await server.ask('{ hello }'), await redeem(server.url, codeOf(server.signInLink()))];
  expect(responses.map((response) => response.headers.get('set-cookie'))).toEqual([null, null]);
});
