import type { Gate } from './gate.ts';
import type { GraphqlInput } from './grammar.ts';
import { authorized, httpInput, type Input } from './input.ts';
import type { Random } from './random.ts';
import { canary } from './values.ts';

export function posted(random: Random, gate: Gate, { isSubscription, ...asked }: GraphqlInput): Input {
  const accept = random.weighted([
    [6, 'application/json'],
    [2, 'application/graphql-response+json'],
    [isSubscription ? 20 : 1, 'text/event-stream'],
    [0.3, `text/${canary}`],
  ]);
  const input = {
    method: 'POST',
    path: '/graphql',
    headers: { ...authorized(gate), 'Content-Type': 'application/json', Accept: accept },
    body: JSON.stringify(asked),
    readsOnce: accept === 'text/event-stream',
  };
  return httpInput('posted', input);
}

export function gotten(
  random: Random,
  gate: Gate,
  { query, variables, operationName = '' }: GraphqlInput,
): Input {
  const parameters = new URLSearchParams({
    query: query.slice(0, 6_000).toWellFormed(),
    variables: JSON.stringify(variables).slice(0, 2_000),
    operationName,
  });
  const headers = { ...authorized(gate), ...(random.chance(0.8) && { 'x-graphql-yoga-csrf': '1' }) };
  return httpInput('gotten', { method: 'GET', path: `/graphql?${parameters.toString()}`, headers });
}

export function brokenBody(random: Random, gate: Gate, { query, variables }: GraphqlInput): Input {
  const json = JSON.stringify({ query, variables });
  const at = random.int(0, json.length);
  const body = random.pick<() => string | Buffer>([
    () => json.slice(0, at),
    () => json.slice(0, at) + canary + json.slice(at),
    () => `[${json}]`,
    () => `[${Array.from({ length: 500 }, () => '{}').join(',')}]`,
    () => '['.repeat(random.pick([10, 50_000])),
    () => `{"query":${'{"x":'.repeat(5_000)}`,
    () =>
      JSON.stringify({
        query: random.pick<unknown>([null, 1, {}, [query], canary]),
        variables: random.pick<unknown>([1, canary, [], { x: variables }]),
      }),
    () => JSON.stringify({ query, variables, [canary]: canary }),
    () =>
      JSON.stringify({
        query,
        operationName: random.pick<unknown>([1, {}, canary.repeat(100)]),
        extensions: random.pick<unknown>([canary, { persistedQuery: { version: 1, sha256Hash: canary } }]),
      }),
    () => random.bytes(random.int(1, 200)),
    () => Buffer.from(json, 'utf16le'),
    () => '\ufeff' + json,
    () => '',
    () => JSON.stringify({ query, variables: { x: 'y'.repeat(1_100_000) } }),
  ])();
  const type = random.pick([
    'application/json',
    'application/json',
    'application/graphql',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    `application/${canary}`,
    '',
    'application/json; charset=utf-7',
    'APPLICATION/JSON',
  ]);
  const headers = { ...authorized(gate), ...(type && { 'Content-Type': type }) };
  return httpInput('broken body', { method: 'POST', path: '/graphql', headers, body });
}

export function elsewhere(random: Random, gate: Gate): Input {
  const path = random.pick([
    '/',
    '/health',
    '/ready',
    '/metrics',
    '/graphiql/',
    '/graphiql/../../package.json',
    '/graphiql/%2e%2e%2f',
    '/graphiql/graphiql.js',
    '/graphiql/token',
    '/credentials/',
    `/credentials/123456789012/${canary}`,
    `/${canary}`,
    '/graphql/',
    '//graphql',
    '/graphql?',
    `/graphql?query=%ff%00${canary}`,
    '/graphql#x',
    `/${'a/'.repeat(3_000)}`,
  ]);
  const method = random.pick([
    'GET',
    'GET',
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'PATCH',
    'PROPFIND',
  ]);
  const right: Record<string, string> = random.chance(0.6) ? authorized(gate) : {};
  const headers = { ...right, Accept: random.pick(['*/*', 'text/html', 'application/json', canary]) };
  const body = method === 'POST' ? random.pick(['', '{"code":1}', `{"code":"${canary}"}`, 'x']) : '';
  return httpInput('elsewhere', { method, path, headers, body, localAddress: '127.0.0.3' });
}

export function wrongHeaders(random: Random, gate: Gate): Input {
  const headers = random.pick<() => Record<string, string | string[]>>([
    () => ({ Authorization: `Bearer ${canary}` }),
    () => ({
      Authorization: random.pick([
        '',
        'Bearer',
        'Basic eDp5',
        `Bearer ${gate.token}x`,
        `bearer  ${gate.token}`,
      ]),
    }),
    () => ({
      ...authorized(gate),
      Host: random.pick([canary, 'evil.example', '', '127.0.0.1:1', '[::1', 'localhost.']),
    }),
    () => ({ ...authorized(gate), Origin: `https://${canary}.example` }),
    () => ({
      ...authorized(gate),
      Cookie: `${canary}=1; `.repeat(50),
      Referer: canary,
      'User-Agent': canary,
    }),
    () => ({
      ...authorized(gate),
      'Accept-Encoding': canary,
      'Content-Encoding': random.pick(['gzip', 'br', canary]),
    }),
    () => ({
      ...authorized(gate),
      'X-Request-Id': canary,
      'X-Forwarded-For': canary,
      Forwarded: `for=${canary}`,
    }),
    () => ({
      ...authorized(gate),
      ...Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`x-${canary}-${n}`, 'x'])),
    }),
    () => ({ ...authorized(gate), 'X-Long': canary.repeat(2_500) }),
    () => ({ ...authorized(gate), Expect: random.pick(['100-continue', canary]) }),
    () => ({ ...authorized(gate), Range: 'bytes=0-1', 'If-None-Match': canary }),
  ])();
  const body = '{"query":"{ __typename }"}';
  return httpInput('wrong headers', {
    method: 'POST',
    path: '/graphql',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
    localAddress: '127.0.0.4',
  });
}

export function slowBody(random: Random, gate: Gate, { query, variables }: GraphqlInput): Input {
  const body = JSON.stringify({ query, variables });
  const headers = {
    ...authorized(gate),
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const input = {
    method: 'POST',
    path: '/graphql',
    headers,
    body,
    pauseMs: random.int(5, 60),
    hangsUp: random.chance(0.5),
    localAddress: '127.0.0.5',
  };
  return httpInput('slow body', input);
}
