import { expect, test } from 'vitest';
import { pagePolicy } from '../../src/server/graphiql/policy.ts';
import { runningServer, token } from './running-server.ts';

async function openPage(url: string) {
  const response = await fetch(url, { headers: { Accept: 'text/html,*/*;q=0.8' } });
  const html = await response.text();
  const links = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link!);
  const settings = JSON.parse(/id="settings">(.*?)<\/script>/s.exec(html)![1]!);
  return { response, html, links, settings };
}

test('a browser gets GraphiQL at /graphql, and is sent there from / without the page for people', async () => {
  await using server = await runningServer({ explorer: false });
  const response = await fetch(new URL('/', server.url), { headers: { Accept: 'text/html' } });
  expect(response.url).toBe(server.url);
  expect(await response.text()).toContain('graphiql.js');
});

test('the page and all that it loads come from this server, and its policy allows nothing else', async () => {
  await using server = await runningServer();
  const { response, html, links } = await openPage(server.url);
  expect(html).not.toMatch(/https?:\/\//);
  expect(links.every((link) => link.startsWith('/graphiql/') || link === 'data:,')).toBe(true);
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  const [, nonce] = /script-src 'nonce-([\w+/]{22}==)';/.exec(policy)!;
  const scripts = html.match(/<script[^>]*>/g)!.filter((tag) => !tag.includes('application/json'));
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}" src="/graphiql/`))).toEqual([]);
});

test('no two answers have the same nonce', async () => {
  await using server = await runningServer();
  const policies = await Promise.all([openPage(server.url), openPage(server.url)]);
  const [one, other] = policies.map(({ response }) => response.headers.get('content-security-policy'));
  expect(one).not.toBe(other);
});

test('the page may reach the gateway and the origins that it is given, and no others', () => {
  const policy = pagePolicy({ nonce: 'x', connectTo: ['https://issuer.example', 'https://other.example'] });
  expect(policy).toContain("; connect-src 'self' https://issuer.example https://other.example;");
  expect(pagePolicy({ nonce: 'x', connectTo: [] })).toContain("; connect-src 'self';");
});

test('the files of GraphiQL are there, compressed, and may be kept for ever, unlike the page', async () => {
  await using server = await runningServer();
  const { response, links } = await openPage(server.url);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const script = links.find((link) => link.endsWith('graphiql.js'))!;
  const folder = script.replace('graphiql.js', '');
  const names = ['graphiql.js', 'graphiql.css', 'start.js', 'start.css'];
  const workers = ['editorWorkerService', 'json', 'graphql'].map((label) => `${label}.worker.js`);
  for (const name of [...names, ...workers]) {
    const file = await fetch(new URL(folder + name, server.url));
    expect([name, file.status]).toEqual([name, 200]);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('content-encoding')).toBe('gzip');
    expect(file.headers.get('content-type')).toMatch(
      name.endsWith('.css') ? /^text\/css/ : /^text\/javascript/,
    );
    await file.body?.cancel();
  }
});

test('a client without gzip gets the file as it is', async () => {
  await using server = await runningServer();
  const { links } = await openPage(server.url);
  const start = links.find((link) => link.endsWith('start.js'))!;
  const response = await fetch(new URL(start, server.url), { headers: { 'Accept-Encoding': 'identity' } });
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(await response.text()).toContain('renderYogaGraphiQL');
});

test('a path that is no file of GraphiQL is not found', async () => {
  await using server = await runningServer();
  for (const path of ['/graphiql/x', '/graphiql/../package.json', '/graphiql/%2e%2e/server.ts']) {
    expect((await fetch(new URL(path, server.url), { headers: { Authorization: token } })).status).toBe(404);
  }
});

test('the page holds no token, and says whether one is needed', async () => {
  await using withToken = await runningServer();
  await using open = await runningServer({ auth: { mode: 'none' } });
  const page = await openPage(withToken.url);
  expect(page.html).not.toContain(token);
  expect(page.settings.needsToken).toBe(true);
  expect((await openPage(open.url)).settings.needsToken).toBe(false);
});

test('ten examples stand ready, with values of this organization', async () => {
  const groupName = '</script><script>alert(1)</script>';
  await using server = await runningServer({ examples: { groupName } });
  const { settings, html } = await openPage(server.url);
  expect(html).not.toContain('alert(1)</script>');
  const tabs: { query: string; variables: string }[] = settings.graphiql.defaultTabs;
  expect(tabs.map(({ query }) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1])).toEqual([
    'AllAssignments',
    'WhoCanEnter',
    'WhereUsed',
    'GroupHolds',
    'PersonReaches',
    'UnderAnOu',
    'WhoAdministers',
    'Sweep',
    'Login',
    'WhyNotThisRole',
  ]);
  expect(JSON.parse(tabs[3]!.variables)).toEqual({ groupName });
});
