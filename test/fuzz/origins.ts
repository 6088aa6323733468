import type { Gate } from './gate.ts';
import type { GraphqlInput } from './grammar.ts';
import { authorized, httpInput, type Input } from './input.ts';
import type { Random } from './random.ts';
import { sendOverWebSocket } from './send.ts';
import { canary, hostileText } from './values.ts';

/** What the gateway that is fuzzed believes, and has. */
export const allowedOrigin = 'https://dashboard.example';
export const trustedProxy = '127.0.0.8';
export const persistedDocuments = 'src/server/graphiql/examples';
const documentNames = ['all-assignments', 'sweep', 'who-can-enter-an-account'];

/** Requests that tell where they come from, by a proxy that is believed and past it. */
export function forwarded(random: Random, gate: Gate): Input {
  const addresses = random.list(0, random.pick([3, 3, 1_000]), () => addressLike(random));
  const host = random.pick([
    'localhost',
    canary,
    '',
    `${canary}:1`,
    '[::1',
    'localhost, evil.example',
    '::1',
  ]);
  const headers = {
    'Content-Type': 'application/json',
    Authorization: random.pick([`Bearer ${gate.token}`, `Bearer ${gate.token}`, `Bearer ${canary}`]),
    'X-Forwarded-For': random.pick([addresses.join(', '), addresses.join(','), addresses.slice(0, 20)]),
    ...(random.chance(0.4) && { 'X-Forwarded-Host': host }),
    ...(random.chance(0.6) && { 'X-Forwarded-Proto': random.pick(['https', 'http', canary, 'https,', '']) }),
    ...(random.chance(0.3) && { Forwarded: `for=${canary};host=${canary}` }),
  };
  const input = { method: 'POST', path: '/graphql', headers, body: '{"query":"{ __typename }"}' };
  return httpInput('forwarded', { ...input, localAddress: random.pick([trustedProxy, '127.0.0.9']) });
}

function addressLike(random: Random): string {
  return random.pick([
    `192.0.2.${random.int(0, 300)}`,
    `2001:db8:${random.int(0, 9)}::${random.int(0, 9)}`,
    `[2001:db8::${random.int(0, 9)}]:${random.int(0, 99_999)}`,
    '192.0.2.7:4711',
    trustedProxy,
    '::ffff:192.0.2.7',
    `fe80::1%${canary}`,
    `::1%${canary}`,
    canary,
    'unknown',
    '',
    ':::',
    '1.2.3.4.5',
    '0x7f000001',
    '::ffff:0:0:0:0:0:0:0:0',
  ]);
}

/** Questions of browsers, and requests of pages. */
export function crossOrigin(random: Random, gate: Gate): Input {
  const headers: Record<string, string> = {
    ...(random.chance(0.7) && authorized(gate)),
    Origin: random.pick([
      allowedOrigin,
      allowedOrigin,
      `https://${canary}`,
      'null',
      '',
      '*',
      `${allowedOrigin}, ${allowedOrigin}`,
      hostileText(random)
        .replace(/[^\x20-\x7e]/g, '')
        .slice(0, 2_000),
    ]),
    ...(random.chance(0.8) && {
      'Access-Control-Request-Method': random.pick(['POST', 'GET', 'DELETE', canary, '']),
      'Access-Control-Request-Headers': random.pick(['authorization', canary, `${canary},`.repeat(300)]),
    }),
    'If-None-Match': random.pick([canary, '"x"', '*', `W/"${canary}"`, '"'.repeat(500)]),
  };
  const path = random.pick([
    '/graphql',
    '/graphql',
    '/schema.graphql',
    '/metrics',
    '/credentials/',
    `/${canary}`,
  ]);
  const method = random.pick(['OPTIONS', 'OPTIONS', 'GET', 'HEAD', 'POST']);
  return httpInput('cross origin', { method, path, headers, body: '', localAddress: '127.0.0.10' });
}

/** Documents by their names, those that there are and those that there are not. */
export function named(
  random: Random,
  gate: Gate,
  { variables, isSubscription: _none, ...asked }: GraphqlInput,
): Input {
  const documentId = random.pick<() => unknown>([
    () => random.pick(documentNames),
    () => random.pick(documentNames),
    () => `sha256:${random.bytes(32).toString('hex')}`,
    () => `sha256:${canary}`,
    () => hostileText(random),
    () => random.pick<unknown>([5, {}, [], true, ['sweep'], '__proto__', 'toString']),
  ])();
  const sha256Hash = random.pick<unknown>([canary, 5, null, random.bytes(32).toString('hex'), 'sweep']);
  const extensions = { persistedQuery: random.pick<unknown>([{ version: 1, sha256Hash }, canary, [], null]) };
  const body = {
    ...(random.chance(0.7) && { documentId }),
    ...(random.chance(0.3) && { query: random.pick(['', asked.query]) }),
    ...(random.chance(0.3) && { extensions }),
    ...(random.chance(0.3) && { operationName: canary }),
    variables,
  };
  if (random.chance(0.3)) {
    const payload = { query: '', ...body };
    const messages = [JSON.stringify({ id: '1', type: 'subscribe', payload })];
    const send = (to: Gate) => sendOverWebSocket(to, messages, { waitMs: 300 });
    return { kind: 'named over WebSocket', shown: messages.join(), send };
  }
  if (random.chance(0.4)) {
    const parameters = new URLSearchParams({
      documentId: String(documentId).slice(0, 2_000).toWellFormed(),
      ...(random.chance(0.3) && { extensions: JSON.stringify(extensions) }),
    });
    const headers = { ...authorized(gate), 'x-graphql-yoga-csrf': '1' };
    return httpInput('named', { method: 'GET', path: `/graphql?${parameters.toString()}`, headers });
  }
  const accept = random.pick(['application/json', 'application/graphql-response+json', 'text/event-stream']);
  const headers = { ...authorized(gate), 'Content-Type': 'application/json', Accept: accept };
  const readsOnce = accept === 'text/event-stream';
  return httpInput('named', {
    method: 'POST',
    path: '/graphql',
    headers,
    body: JSON.stringify(body),
    readsOnce,
  });
}
