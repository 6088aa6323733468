import { expect, test } from 'vitest';
import { connection } from './raw-request.ts';
import { runningServer, type TestServer, token } from './running-server.ts';

const query = JSON.stringify({ query: '{ hello }' });

test.each([
  'application/JSON',
  'Application/Json; charset=UTF-8',
  'APPLICATION/GRAPHQL+JSON',
  'application/json,text/plain',
])('a body of the type %j is read as JSON', async (type) => {
  await using server = await runningServer();
  const response = await server.ask('', { body: query, headers: { 'Content-Type': type } });
  expect(await response.json()).toMatchObject({ data: { hello: 'world' } });
});

test.each(['text/plain', 'image/png', 'application/jsonx', ''])(
  'a body of the type %j is refused with the type that is meant',
  async (type) => {
    await using server = await runningServer();
    const response = await server.ask('', { body: query, headers: { 'Content-Type': type } });
    expect(response.status).toBe(415);
    expect(await response.text()).toContain('Content-Type: application/json');
  },
);

const form = 'application/x-www-form-urlencoded';

interface Sent extends RequestInit {
  readonly search?: string;
  readonly headers?: Record<string, string>;
}

test.each<[string, Sent]>([
  ['a body that is no JSON', { body: 'canary{' }],
  ['a body that breaks off', { body: '{"canary":' }],
  ['a body that is text', { body: '"canary"' }],
  ['a list', { body: '[{"query":"canary"}]' }],
  ['a member that is none of GraphQL', { body: '{"query":"{ hello }","canary":1}' }],
  ['a query that is no text', { body: '{"query":{"canary":1}}' }],
  ['variables that are no object', { body: '{"query":"{ hello }","variables":"canary"}' }],
  ['an operation that there is not', { body: '{"query":"{ hello }","operationName":"canary"}' }],
  ['variables in a form', { body: 'query={hello}&variables=canary', headers: { 'Content-Type': form } }],
  ['variables in the URL', { method: 'GET', search: '?query={hello}&variables=canary' }],
  ['extensions in the URL', { method: 'GET', search: '?query={hello}&extensions={"canary' }],
])('for %s neither the answer nor the log repeats what was sent', async (_, { search = '', ...init }) => {
  await using server = await runningServer();
  const url = new URL(search, server.url);
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', ...init, headers: { ...headers, ...init.headers } });
  const text = await response.text();
  expect(response.status).toBe(400);
  expect(text).not.toContain('canary');
  expect(server.log.join('')).not.toContain('canary');
  expect(worrying(server)).toEqual([]);
});

test('clients that hang up in the middle of a body are no errors, and are told of in one line', async () => {
  let metrics = '';
  await using server = await runningServer({ metrics: () => [] });
  for (const [path, authorization] of [
    ['/graphql', `Bearer ${token}`],
    ['/graphiql/token', 'none'],
  ]) {
    for (let n = 0; n < 20; n++) {
      const socket = await connection(server);
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n`;
      socket.write(`${head}{"query":"canary`, () => socket.resetAndDestroy());
    }
  }
  const hangUps = 'identity_center_gateway_incidents_total{kind="hang_up"}';
  while (!metrics.includes(`${hangUps} 40\n`)) {
    const response = await fetch(new URL('/metrics', server.url), {
      headers: { Authorization: `Bearer ${token}` },
    });
    metrics = await response.text();
  }
  expect(worrying(server)).toEqual([]);
  expect(server.log.filter((line) => line.includes('"level":"info"'))).toHaveLength(1);
  expect(server.log.join('')).not.toContain('canary');
});

function worrying({ log }: TestServer): string[] {
  return log.filter((line) => /"level":"(?:warn|error)"/.test(line));
}
