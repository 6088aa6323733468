import { request } from 'node:http';
import { expect, test } from 'vitest';
import { runningServer, token } from './running-server.ts';

/** fetch does not let its caller choose the Host header. */
function getWithHost(url: string, host: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    request(
      url,
      { headers: { Host: host, Accept: 'text/html', Authorization: `Bearer ${token}` } },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve({ status: response.statusCode, body }));
      },
    )
      .on('error', reject)
      .end();
  });
}

test.each(['evil.example', 'evil.example:4000', '127.0.0.1.evil.example', 'localhost.evil.example', '[::2]'])(
  'a request for the host %j is refused, with the flag that would allow it',
  async (host) => {
    await using server = await runningServer();
    const { status, body } = await getWithHost(server.url, host);
    expect(status).toBe(421);
    expect(body).toContain('--allowed-host');
  },
);

test.each([
  'localhost',
  'LOCALHOST:4000',
  '127.0.0.1:1',
  '[::1]:4000',
  'gateway.example',
  'gateway.example:443',
])('a request for the host %j is answered', async (host) => {
  await using server = await runningServer({ allowedHosts: ['gateway.example'] });
  expect((await getWithHost(server.url, host)).status).toBe(200);
});

test('probes may use any name', async () => {
  await using server = await runningServer();
  const url = new URL('/health', server.url).href;
  expect(await getWithHost(url, '10.1.2.3:4000')).toEqual({ status: 200, body: 'alive\n' });
});

const simple = [
  'text/plain',
  'text/plain;charset=UTF-8',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
];

test.each(simple)(
  'a POST that any page may send (%s) is refused without authentication too',
  async (type) => {
    await using server = await runningServer({ auth: { mode: 'none' } });
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: JSON.stringify({ query: '{ hello }' }),
    });
    expect(response.status).toBe(403);
  },
);

test('a GET that any page may send is refused, and answered with the header that needs consent', async () => {
  await using server = await runningServer({ auth: { mode: 'none' } });
  const url = `${server.url}?query={hello}`;
  expect((await fetch(url)).status).toBe(403);
  const asked = await fetch(url, { headers: { 'X-GraphQL-Yoga-CSRF': '1' } });
  expect(await asked.json()).toMatchObject({ data: { hello: 'world' } });
});

test('another origin is never given consent', async () => {
  await using server = await runningServer({ auth: { mode: 'none' } });
  const preflight = await fetch(server.url, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://evil.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    },
  });
  const query = await server.ask('{ hello }', { headers: { Origin: 'https://evil.example' } });
  for (const { headers } of [preflight, query]) {
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  }
});

test.each(['/graphql', '/health', '/ready', '/nothing', '/graphiql/token'])(
  'no answer at %s may be stored, framed, sniffed or embedded elsewhere',
  async (path) => {
    await using server = await runningServer();
    const { headers } = await fetch(new URL(path, server.url));
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  },
);

test('a query of more than 50,000 characters is refused', async () => {
  await using server = await runningServer();
  const response = await server.ask(`{ hello } #${'x'.repeat(50_000)}`);
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COSTLY' } }] });
});

test('a body of more than a megabyte is refused', async () => {
  await using server = await runningServer();
  const response = await server.ask('', {
    body: JSON.stringify({ query: '{ hello }', variables: { ids: 'x'.repeat(1_000_000) } }),
  });
  expect(response.status).toBe(413);
});

test('a batch of queries is refused', async () => {
  await using server = await runningServer();
  const response = await server.ask('', { body: JSON.stringify([{ query: '{ hello }' }]) });
  expect(response.status).toBe(400);
});

test('tokens, codes, variables and query strings reach no log', async () => {
  await using server = await runningServer();
  const link = server.signInLink();
  const code = new URL(link).hash.slice('#code='.length);
  await fetch(new URL('/graphiql/token', server.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  await server.ask('query Q($v: String) { hello @include(if: $v) }', {
    body: JSON.stringify({ query: 'query Q($v: Int!) { hello }', variables: { v: 'canary-variable' } }),
  });
  await fetch(`${server.url}?query={canaryField}&variables={"x":"canary-variable"}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const log = server.log.join('');
  expect(log).toContain('"path":"/graphql"');
  expect(log).not.toMatch(/canary/);
  expect(log).not.toContain(code);
});
