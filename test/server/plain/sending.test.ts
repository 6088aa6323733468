import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { countableSandbox, gatewayOn } from '../../gateway/gateway-on-sandbox.ts';

const sandbox = await countableSandbox();
const gateway = await gatewayOn(sandbox);
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await sandbox.close();
});

const names = '{ assignments { nodes { id principal { name } target { name } } } }';

/** As curl sends it: fetch would decode the answer. */
async function send(query: string, headers: Record<string, string>, method: 'GET' | 'POST' = 'POST') {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    headers: NodeJS.Dict<string | string[]>;
    body: Buffer;
  }>();
  const url = method === 'GET' ? `${gateway.url}?query=${encodeURIComponent(query)}` : gateway.url;
  const type = method === 'POST' ? { 'content-type': 'application/json' } : { 'x-graphql-yoga-csrf': '1' };
  const sent = request(url, { method, headers: { ...type, ...headers } }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
    );
  });
  sent.on('error', reject);
  sent.end(method === 'POST' ? JSON.stringify({ query }) : undefined);
  return promise;
}

test.each(['GET', 'POST'] as const)(
  'a client that has the answer to a %s is told so, and keeps it itself',
  async (method) => {
    const first = await send(names, {}, method);
    const etag = String(first.headers['etag']);
    expect(first.status).toBe(200);
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
    expect(first.headers['cache-control'], 'nothing in between keeps it').toBe('no-store');
    const second = await send(names, { 'if-none-match': `"other", ${etag}` }, method);
    expect(second).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect(second.headers).toMatchObject({ etag, 'cache-control': 'no-store' });
    expect((await send(names, { 'if-none-match': 'W/"other"' }, method)).status).toBe(200);
  },
);

test('an answer with an error has no ETag: it may be another one at once', async () => {
  const { status, headers, body } = await send('{ principal(by: { principalId: "nonsense" }) { name } }', {});
  expect(JSON.parse(body.toString()).errors).toHaveLength(1);
  expect([status, headers['etag']]).toEqual([200, undefined]);
});

test('an answer is compressed as the client accepts it, Brotli first, and not at all where it is short', async () => {
  const plain = await send(names, {});
  expect(plain.headers).toMatchObject({ vary: 'Accept-Encoding' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  const told = (body: Buffer) => JSON.parse(body.toString()).data;
  const brotli = await send(names, { 'accept-encoding': 'gzip, deflate, br' });
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(told(brotliDecompressSync(brotli.body))).toEqual(told(plain.body));
  const gzip = await send(names, { 'accept-encoding': 'gzip;q=0.5, br;q=0' });
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(told(gunzipSync(gzip.body))).toEqual(told(plain.body));
  expect(gzip.body.length).toBeLessThan(plain.body.length / 4);
  const short = await send('{ __typename }', { 'accept-encoding': 'gzip, br' });
  expect(short.headers['content-encoding']).toBeUndefined();
});

test('a change that was read is in the next answer, also where the former one was kept', async () => {
  const { organization } = sandbox;
  const count = 'query Count { assignments { totalCount } }';
  const ask = async (query: string) => (await gateway.ask(query)).data.assignments.totalCount;
  const before = await ask(count);
  expect(await ask(count)).toBe(before);
  const [account] = organization.accounts();
  const [arn] = organization.permissionSetsProvisionedTo(account!.id);
  const [row] = organization.assignments(account!.id, arn!);
  organization.deleteAssignment(row!);
  expect(await ask(count), 'nobody has read of it').toBe(before);
  expect(await ask('{ assignments(maxAge: "PT0S") { totalCount } }')).toBe(before - 1);
  expect(await ask(count)).toBe(before - 1);
});

test('variables that are nested beyond all measure are refused, and not what the gateway fails by', async () => {
  const depth = 40_000;
  const body = `{"query":"query ($x: String) { __typename }","variables":{"x":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_INPUT']);
});

test('answers to two operations whose names and texts run together are kept apart', async () => {
  const ask = async (operationName: string, query: string) => {
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName }),
    });
    return (await response.json()) as { data?: unknown; errors?: unknown };
  };
  const query = 'query A { assignments { totalCount } }';
  expect((await ask('A', `\n${query}`)).data).toBeDefined();
  expect((await ask('A', `\n${query}`)).data).toBeDefined();
  expect((await ask('A\n', query)).data).toBeUndefined();
});
