import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ContextRequest } from '../../../src/server/graphql/endpoint.ts';
import { context, runningServer, schemaOf, type TestServer, token } from '../running-server.ts';

/** A graph that tells who asked, as resolvers see it. */
const asked = {
  schema: schemaOf('type Query { origin: String, isLocal: Boolean }', {
    origin: (_parent: unknown, _args: unknown, { origin }: ContextRequest) => origin,
    isLocal: (_parent: unknown, _args: unknown, { viewer }: ContextRequest) => viewer.isLocal,
  }),
  createContext: (asking: ContextRequest) => ({ ...asking, ...context() }),
};

type Headers = Readonly<Record<string, string | string[]>>;

/** As a proxy sends it: fetch does not let its caller choose the Host. */
async function ask(server: TestServer, headers: Headers = {}): Promise<IncomingMessage> {
  const sent = request(server.url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers },
  });
  sent.end(JSON.stringify({ query: '{ origin isLocal }' }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

async function originFor(server: TestServer, headers: Headers): Promise<unknown> {
  const response = await ask(server, headers);
  return ((await json(response)) as { data?: { origin: string } }).data?.origin ?? response.statusCode;
}

const forwarded = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'gateway.example' };

test('the origin that a trusted proxy tells is the one that resolvers see', async () => {
  const options = { ...asked, allowedHosts: ['gateway.example'], trustedProxies: ['127.0.0.1'] };
  await using server = await runningServer(options);
  expect(await originFor(server, forwarded)).toBe('https://gateway.example');
  expect(await originFor(server, { ...forwarded, 'X-Forwarded-Proto': 'http' })).toBe(
    'http://gateway.example',
  );
});

test('a host that a trusted proxy passes on has to be a name of the gateway', async () => {
  await using server = await runningServer({ ...asked, trustedProxies: ['127.0.0.1'] });
  expect(await originFor(server, forwarded)).toBe(421);
});

test('an origin that anybody else tells is not believed', async () => {
  await using server = await runningServer({ ...asked, trustedProxies: ['192.0.2.1'] });
  expect(await originFor(server, forwarded)).toBe(new URL(server.url).origin);
});

test('with a public URL, what is linked begins with it, whatever a request addresses', async () => {
  const options = { ...asked, publicUrl: 'https://gateway.example' };
  await using server = await runningServer(options);
  expect(server.signInLink()).toMatch(/^https:\/\/gateway\.example\/#code=/);
  expect(await originFor(server, {})).toBe('https://gateway.example');
  expect(await originFor(server, { Host: 'gateway.example' })).toBe('https://gateway.example');
  expect(await originFor(server, { Host: 'other.example' })).toBe(421);
});

test.each([
  [{ publicUrl: 'https://gateway.example' }],
  [{ trustedProxies: ['127.0.0.1'] }],
  [{ behindProxy: true }],
])('a gateway with %j is one that others can reach', async (options) => {
  await using local = await runningServer(asked);
  expect(await json(await ask(local))).toMatchObject({ data: { isLocal: true } });
  await using server = await runningServer({ ...asked, ...options });
  expect(await json(await ask(server))).toMatchObject({ data: { isLocal: false } });
});

function from(address: string): Headers {
  return { 'X-Forwarded-For': address };
}

test('wrong tokens are counted by the address that a trusted proxy tells, so that one client does not slow another', async () => {
  await using server = await runningServer({ ...asked, trustedProxies: ['127.0.0.1'] });
  const wrong = { Authorization: 'Bearer wrong' };
  for (let n = 0; n < 6; n++) await ask(server, { ...wrong, ...from('198.51.100.7') });
  const others = Array.from({ length: 6 }, (_, n) => ask(server, { ...wrong, ...from(`203.0.113.${n}`) }));
  await Promise.all(others);
  await server.close();
  const lines = server.log
    .map((line) => JSON.parse(line))
    .filter(({ reason }) => reason === 'wrong_bearer_token');
  expect(lines).toMatchObject([{ address: '198.51.100.7' }, { attempts: 11, addresses: 7 }]);
});

test('behind a trusted proxy the requests under way of each address are bounded, and the connections of the proxy are not', async () => {
  const held = Promise.withResolvers<string>();
  const begun = { count: 0, two: Promise.withResolvers<void>() };
  const schema = schemaOf('type Query { origin: String, isLocal: Boolean }', {
    origin() {
      begun.count += 1;
      if (begun.count === 2) begun.two.resolve();
      return held.promise;
    },
    isLocal: true,
  });
  const bounds = { connectionsOfAddress: 2 };
  await using server = await runningServer({ schema, bounds, trustedProxies: ['127.0.0.1'] });
  const first = [ask(server, from('198.51.100.7')), ask(server, from('198.51.100.7'))];
  await begun.two.promise;
  const refused = await ask(server, from('198.51.100.7'));
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '5']);
  const other = ask(server, from('203.0.113.1'));
  held.resolve('');
  const answers = await Promise.all([...first, other]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  for (const answer of answers) answer.resume();
  expect((await ask(server, from('198.51.100.7'))).statusCode).toBe(200);
});

test('behind a trusted proxy the WebSockets of each address are bounded', async () => {
  const bounds = { connectionsOfAddress: 1 };
  await using server = await runningServer({ bounds, trustedProxies: ['127.0.0.1'] });
  const open = (address: string) =>
    new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws', {
      headers: { 'X-Forwarded-For': address },
    });
  const socket = open('198.51.100.7');
  await once(socket, 'open');
  const second = open('198.51.100.7').on('error', () => {});
  const [, { statusCode }] = (await once(second, 'unexpected-response')) as [unknown, IncomingMessage];
  expect(statusCode).toBe(429);
  second.terminate();
  const other = open('203.0.113.1');
  await once(other, 'open');
  for (const one of [socket, other]) one.terminate();
});
