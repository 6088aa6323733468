import type { GraphqlInput } from './grammar.ts';
import type { Input } from './input.ts';
import type { Random } from './random.ts';
import { sendBytes, sendOverWebSocket } from './send.ts';
import { canary, hostileText } from './values.ts';

export function overWebSocket(random: Random, { isSubscription, ...payload }: GraphqlInput): Input {
  const messages = random.list(1, 3, () =>
    JSON.stringify({ id: random.pick(['1', canary, '']), type: 'subscribe', payload }),
  );
  const isLeft = random.chance(0.2);
  if (isLeft) messages.push(JSON.stringify({ id: '1', type: 'complete' }));
  // Whoever says that they want no more gets no more.
  const waitMs = isSubscription || isLeft ? 300 : 30_000;
  return {
    kind: 'over WebSocket',
    shown: messages.join('\n'),
    send: (gate) => sendOverWebSocket(gate, messages, { waitMs }),
  };
}

export function bytes(random: Random): Input {
  const post = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\n';
  const chunks = random.pick<() => (string | Buffer)[]>([
    () => [random.bytes(random.int(1, 300))],
    () => [
      `GET / HTTP/1.1\r\nHost: localhost\r\n${`X-${canary}: x\r\n`.repeat(random.pick([10, 3_000]))}\r\n`,
    ],
    () => [`GET /${canary.repeat(3_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    () => [`${canary} / HTTP/1.1\r\n\r\n`],
    () => ['GET / HTTP/1.1\r\n\r\n'],
    () => ['GET / HTTP/9.9\r\nHost: localhost\r\n\r\n'],
    () => [`${post}Content-Length: 5\r\nContent-Length: 6\r\n\r\n${canary}`],
    () => [`${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${canary}`],
    () => [`${post}Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n${canary}`],
    () => [`${post}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n{\r\n'.repeat(200)],
    () => [`${post}Content-Length: -1\r\n\r\n`],
    () => [`${post}Content-Length: 99999999999\r\n\r\n${canary}`],
    () => ['GET /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20)],
    () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', random.bytes(60)],
    () => [Buffer.from([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01]), random.bytes(160)],
    () => [hostileText(random)],
  ])();
  return {
    kind: 'bytes',
    shown: chunks.map(String).join(''),
    send: (gate) => sendBytes(gate, chunks, '127.0.0.6'),
  };
}

/** Many at once that ask for a WebSocket, and not all in a way that there is. */
export function upgrades(random: Random): Input {
  const key = random.pick(['dGhlIHNhbXBsZSBub25jZQ==', canary, '']);
  const head = `GET ${random.pick(['/graphql', '/', `/${canary}`])} HTTP/1.1\r\nHost: ${random.pick(['localhost', canary])}\r\nConnection: Upgrade\r\nUpgrade: ${random.pick(['websocket', 'h2c', canary])}\r\nSec-WebSocket-Version: ${random.pick(['13', '8', canary])}\r\nSec-WebSocket-Key: ${key}\r\n${random.pick(['', `Origin: https://${canary}\r\n`, `Sec-WebSocket-Protocol: ${canary}\r\n`, 'Sec-WebSocket-Protocol: graphql-transport-ws\r\n'])}\r\n`;
  const times = random.int(1, 20);
  return {
    kind: 'upgrades',
    shown: head,
    async send(gate) {
      const outcomes = await Promise.all(
        Array.from({ length: times }, () => sendBytes(gate, [head, random.bytes(20)], '127.0.0.7')),
      );
      return outcomes.find(({ status = 0 }) => status >= 500) ?? outcomes[0]!;
    },
  };
}

/** After the handshake, what is no message of the protocol. */
export function frames(random: Random): Input {
  const messages = random.list(1, 4, () =>
    random.pick<() => string | Buffer>([
      () => canary,
      () => random.bytes(random.int(0, 200)),
      () => JSON.stringify({ type: canary }),
      () => JSON.stringify({ type: 'connection_init', payload: {} }),
      () => JSON.stringify({ id: 1, type: 'subscribe', payload: { query: '{ __typename }' } }),
      () => JSON.stringify({ id: 'x', type: 'subscribe', payload: { query: 5, variables: canary } }),
      () => JSON.stringify({ id: 'x', type: 'subscribe', payload: null }),
      () =>
        JSON.stringify({
          id: 'x',
          type: 'subscribe',
          payload: { query: '{ __typename }', variables: [], operationName: canary },
        }),
      () => JSON.stringify({ id: 'x', type: 'subscribe', payload: { query: `{ ${'a { '.repeat(6_000)}` } }),
      () => '['.repeat(50_000),
      () =>
        JSON.stringify({ id: canary.repeat(2_000), type: 'subscribe', payload: { query: '{ __typename }' } }),
      () => JSON.stringify({ type: 'ping', payload: { [canary]: canary } }),
      () => Buffer.alloc(1_100_000, 'x'),
    ])(),
  );
  return {
    kind: 'frames',
    shown: messages.map((message) => String(message).slice(0, 500)).join('\n'),
    send: (gate) => sendOverWebSocket(gate, messages, { waitMs: 100 }),
  };
}
