import { cp, mkdtemp, readdir, stat } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { explorerPage } from '../../../src/server/explorer/page.ts';
import { runningServer, type TestServer } from '../running-server.ts';

const html = { Accept: 'text/html,*/*;q=0.8' };

function visit(server: TestServer, path: string, options: RequestInit = {}): Promise<Response> {
  return fetch(new URL(path, server.url), { headers: html, redirect: 'manual', ...options });
}

/** A file as it comes, which fetch would have decoded. */
async function sent(server: TestServer, path: string, encoding: string) {
  const request = get(new URL(path, server.url), { headers: { 'Accept-Encoding': encoding } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const { 'content-encoding': name, 'cache-control': caching } = response.headers;
  return { encoding: name, caching, body: await buffer(response) };
}

/** Scripts and styles that the page names. */
async function filesOf(server: TestServer): Promise<string[]> {
  const text = await (await visit(server, '/')).text();
  return [...text.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path!);
}

test.each(['/', '/people', '/people/03793de4-db26-49aa-8bb6-efd7ce075624', '/people?filter=ada'])(
  'the address %s brings the page, which is not kept',
  async (path) => {
    await using server = await runningServer();
    const response = await visit(server, path);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await response.text()).toContain('<div id="root">');
    const head = await visit(server, path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  },
);

test('an address without a view is not found: by the page for people, as JSON for programs', async () => {
  await using server = await runningServer();
  const page = await visit(server, '/nowhere/at/all');
  expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  const json = await visit(server, '/nowhere', { headers: {} });
  expect([json.status, json.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
  const file = await visit(server, '/explorer/index-nothing.js');
  expect(file.status).toBe(404);
});

test('a program that asks at / is sent to /graphql, as are people where the page is off', async () => {
  await using on = await runningServer();
  await using off = await runningServer({ explorer: false });
  await using persisted = await runningServer({ onlyPersisted: true });
  for (const response of [
    await visit(on, '/', { headers: {} }),
    await visit(off, '/'),
    await visit(persisted, '/'),
  ])
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql']);
  expect((await visit(off, '/people')).status).toBe(404);
});

test('the policy of the page allows files of this server alone, and text that becomes markup nowhere', async () => {
  await using server = await runningServer();
  const response = await visit(server, '/');
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).not.toMatch(/https?:|\*|unsafe|nonce/);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  const text = await response.text();
  const scripts = text.match(/<script[^>]*>/g)!.filter((tag) => !tag.includes('application/json'));
  expect(scripts.every((tag) => tag.includes('src="/explorer/'))).toBe(true);
  expect(text).not.toMatch(/<style| style=| on\w+=|https?:\/\//);
});

test('each file is kept for ever, and comes as brotli, gzip or as it is, whatever is taken', async () => {
  await using server = await runningServer();
  const files = await filesOf(server);
  expect(files.length).toBeGreaterThanOrEqual(2);
  for (const path of files) {
    expect(path).toMatch(/^\/explorer\/[\w.-]+-[\w-]{8}\.(?:js|css)$/);
    const [plain, br, gzip] = await Promise.all([
      sent(server, path, 'identity'),
      sent(server, path, 'gzip, deflate, br'),
      sent(server, path, 'gzip, br;q=0'),
    ]);
    expect(plain.caching).toBe('public, max-age=31536000, immutable');
    expect([plain.encoding, br.encoding, gzip.encoding]).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  }
});

test('a first visit loads at most 90 kB, as it is sent', async () => {
  await using server = await runningServer();
  const sizes = await Promise.all(
    (await filesOf(server)).map(async (path) => {
      const response = await visit(server, path, { method: 'HEAD', headers: { 'Accept-Encoding': 'br' } });
      return Number(response.headers.get('content-length'));
    }),
  );
  const page = Buffer.byteLength(await (await visit(server, '/')).text());
  expect(sizes.every((size) => size > 0)).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size, page)).toBeLessThanOrEqual(90_000);
});

test('all views together are at most 200 kB, as they are sent', async () => {
  const names = (await readdir('dist/explorer')).filter((name) => name.endsWith('.br'));
  const sizes = await Promise.all(names.map(async (name) => (await stat(`dist/explorer/${name}`)).size));
  expect(names.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(200_000);
});

test('a checkout in which the page was not built says how it is, and finds it as soon as it is there', async () => {
  const folder = pathToFileURL(`${await mkdtemp(`${tmpdir()}/explorer-`)}/`);
  const page = explorerPage({ needsToken: false, hasLink: false, graphiql: true, folder });
  const server = createServer((request, response) => void page.answer(request, response, request.url!));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const response = await fetch(url, { headers: html });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build:explorer');
    expect(page.isBuilt).toBe(false);
    await cp('dist/explorer', folder, { recursive: true });
    expect((await fetch(url, { headers: html })).status).toBe(200);
  } finally {
    server.close();
  }
});
