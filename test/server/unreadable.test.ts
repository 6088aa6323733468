import { once } from 'node:events';
import { expect, test } from 'vitest';
import { connection, rawRequest } from './raw-request.ts';
import { runningServer, token } from './running-server.ts';

const safeHeaders = [
  'Cache-Control: no-store',
  "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy: same-origin',
  'Referrer-Policy: no-referrer',
  'X-Content-Type-Options: nosniff',
  'Connection: close',
];

const upgrade = (headers: string, path = '/graphql') =>
  `GET ${path} HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${headers}\r\n\r\n`;

test.each([
  [400, 'no HTTP', 'canary\r\n\r\n'],
  [400, 'a length that is none', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: canary\r\n\r\n'],
  [400, 'no Host', 'GET /canary HTTP/1.1\r\nConnection: close\r\n\r\n'],
  [408, 'headers that do not end', 'GET /canary HTTP/1.1\r\n'],
  [
    408,
    'a body that does not end',
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"canary`,
  ],
  [
    417,
    'another expectation',
    'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: canary\r\nConnection: close\r\n\r\n',
  ],
  [421, 'another Host', 'GET / HTTP/1.1\r\nHost: canary\r\nConnection: close\r\n\r\n'],
  [431, 'long headers', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'canary'.repeat(10_000)}\r\n\r\n`],
  [400, 'a WebSocket of no version', upgrade('Host: localhost').replace('13', 'canary')],
  [403, 'a WebSocket of another site', upgrade('Host: localhost\r\nOrigin: https://canary.example')],
  [404, 'a WebSocket elsewhere', upgrade('Host: localhost', '/canary')],
  [421, 'a WebSocket for another Host', upgrade('Host: canary')],
])('%i, for %s, has the safe headers, ends the connection and repeats nothing', async (status, _, text) => {
  await using server = await runningServer({ bounds: { headersMs: 200, requestMs: 300 } });
  const answer = await rawRequest(server, text);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head.split('\r\n')).toEqual(expect.arrayContaining(safeHeaders));
  expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
  expect(answer).not.toContain('canary');
  expect(server.log.join('')).not.toContain('canary');
});

test('a request that cannot be read in the middle of an answer ends the connection, not the answer with another', async () => {
  await using server = await runningServer();
  const page = await fetch(server.url, { headers: { Accept: 'text/html' } });
  const [script] = /\/graphiql\/\w+\/graphiql\.js/.exec(await page.text()) ?? [];
  const socket = await connection(server);
  socket.write(`GET ${script} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  const [first] = await once(socket, 'data');
  socket.write('canary\r\n\r\n');
  let answer = String(first);
  socket.on('data', (chunk) => (answer += String(chunk)));
  await once(socket, 'close');
  expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
});
