import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createClient } from 'graphql-ws';
import type { ContextRequest } from '../../src/server/graphql/endpoint.ts';
import { certificate, type Pem, tlsFolder } from './certificate.ts';
import { LargeAnswers } from './large-answers.ts';
import { context, runningServer, schemaOf, token } from './running-server.ts';

const one = certificate('one');
const other = certificate('other');

async function handshake(url: string, ca: string, options: object = {}): Promise<TLSSocket> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', ca, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** The name in the certificate that the server shows. */
async function shown(url: string, { cert }: Pem): Promise<string> {
  const socket = await handshake(url, cert);
  const { CN } = socket.getPeerCertificate().subject;
  socket.destroy();
  return String(CN);
}

async function ask(url: string, { cert: ca }: Pem, query: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const asked = request(url, { method: 'POST', ca, headers });
  asked.end(JSON.stringify({ query }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return text(response);
}

test('queries and subscriptions are answered over TLS, and the origin says so', async () => {
  await using folder = await tlsFolder(one);
  const schema = schemaOf('type Query { origin: String }', {
    origin: (_parent: unknown, _args: unknown, { origin }: ContextRequest) => origin,
  });
  const createContext = (asking: ContextRequest) => ({ ...asking, ...context() });
  await using server = await runningServer({ tls: folder.files, schema, createContext });
  const { origin, port } = new URL(server.url);
  expect(origin).toBe(`https://127.0.0.1:${port}`);
  expect(server.signInLink()).toMatch(`${origin}/#code=`);
  expect(JSON.parse(await ask(server.url, one, '{ origin }'))).toMatchObject({ data: { origin } });
  const client = createClient({
    url: server.url.replace('https', 'wss'),
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { ca: one.cert });
      }
    },
    connectionParams: { Authorization: `Bearer ${token}` },
  });
  expect(await client.iterate({ query: '{ origin }' }).next()).toMatchObject({ value: { data: { origin } } });
  await client.dispose();
});

test('TLS older than 1.2 is refused', async () => {
  await using folder = await tlsFolder(one);
  await using server = await runningServer({ tls: folder.files });
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  await expect(handshake(server.url, one.cert, old)).rejects.toMatchObject({
    code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', // said by the server
  });
  const socket = await handshake(server.url, one.cert, { maxVersion: 'TLSv1.2' });
  expect(socket.getProtocol()).toBe('TLSv1.2');
  socket.destroy();
});

test('a changed certificate is shown to the next client, without a restart, and with no connection lost', async () => {
  await using folder = await tlsFolder(one);
  await using server = await runningServer({ tls: folder.files });
  const before = await handshake(server.url, one.cert);
  await folder.write(other);
  await server.reload();
  expect(await shown(server.url, other)).toBe('other');
  before.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [answer] = (await once(before, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 200/);
  before.destroy();
});

test('files that change are noticed by themselves', async () => {
  await using folder = await tlsFolder(one);
  await using server = await runningServer({ tls: folder.files });
  await folder.write(other);
  await expect.poll(() => shown(server.url, other).catch(String), { timeout: 10_000 }).toBe('other');
});

test('files that cannot be used leave the former certificate in place, and the log says why', async () => {
  await using folder = await tlsFolder(one);
  await using server = await runningServer({ tls: folder.files });
  await folder.write({ cert: other.cert, key: one.key });
  await server.reload();
  expect(await shown(server.url, one)).toBe('one');
  expect(server.log.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      reason: expect.stringContaining('is not the key of the certificate'),
    }),
  );
});

const encrypted = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'secret',
});

test.each([
  ['another key', { ...one, key: other.key }, /tls\.key is not the key of the certificate in .*tls\.crt/],
  ['no certificate', { ...one, cert: 'none' }, /tls\.crt holds no certificate in PEM form/],
  ['no key', { ...one, key: 'none' }, /tls\.key holds no private key in PEM form/],
  [
    'an encrypted key',
    { ...one, key: String(encrypted) },
    /tls\.key holds an encrypted key; give one without a passphrase/,
  ],
])('a server with %s does not start, and says which file is wrong', async (_what, pem, problem) => {
  await using folder = await tlsFolder(pem);
  await expect(runningServer({ tls: folder.files })).rejects.toThrow(problem);
});

test('a file that cannot be read is named', async () => {
  await using folder = await tlsFolder(one);
  const tls = { ...folder.files, key: `${folder.files.key}.not` };
  await expect(runningServer({ tls })).rejects.toMatchObject({ code: 'ENOENT', path: tls.key });
});

test('a client that speaks no TLS, or begins a handshake and does not end it, leaves no connection behind', async () => {
  await using folder = await tlsFolder(one);
  await using server = await runningServer({ tls: folder.files, bounds: { headersMs: 100, connections: 2 } });
  const port = Number(new URL(server.url).port);
  for (const sent of ['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01', '']) {
    const socket = connectPlain(port, '127.0.0.1').on('error', () => {});
    socket.write(sent);
    socket.resume();
    await once(socket, 'close');
  }
  expect(await shown(server.url, one)).toBe('one');
  expect(server.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

test('connections beyond the bound are closed before their handshake', async () => {
  await using folder = await tlsFolder(one);
  await using server = await runningServer({ tls: folder.files, bounds: { connections: 1 } });
  const first = await handshake(server.url, one.cert);
  await expect(handshake(server.url, one.cert)).rejects.toMatchObject({ code: 'ECONNRESET' });
  first.destroy();
  await once(first, 'close');
  await expect.poll(() => shown(server.url, one).catch(() => 'refused'), { timeout: 10_000 }).toBe('one');
});

test('a client that does not read is cut off over TLS, too', async () => {
  await using folder = await tlsFolder(one);
  const answers = new LargeAnswers();
  await using server = await runningServer({
    tls: folder.files,
    schema: answers.schema,
    bounds: { writeMs: 200, bytesPerSecond: 10_000_000 },
  });
  const socket = await handshake(server.url, one.cert);
  socket.on('error', () => {});
  const body = JSON.stringify({ query: 'subscription { text }' });
  socket.write(
    [
      'POST /graphql HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
      'Accept: text/event-stream',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  socket.pause();
  await expect.poll(() => server.log.join(''), { timeout: 10_000 }).toContain('slow_reader');
  expect(answers.begun).toBeLessThan(50);
  socket.destroy();
});
