import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import type { LoadFiles, OpenFile } from '../../src/server/files/endpoint.ts';
import type { Viewer } from '../../src/viewer.ts';
import { auditTrail } from './audit-trail.ts';
import { runningServer, token } from './running-server.ts';

const complete = { complete: true, asOf: undefined, failures: [], failuresOmitted: 0 };

const people = `query FileOfPeople($filter: AssignmentFilter, $after: String) {
  effectiveAccess(filter: $filter, after: $after) { totalCount }
}`;
const roles = 'query FileOfRoles { availableRoles { nodes { roleName } } }';

function fileOf(chunks: AsyncIterable<Buffer>): LoadFiles {
  const file: OpenFile = { rows: 1, completeness: complete, meter: { toJSON: () => ({ calls: 7 }) }, chunks };
  return async () => ({
    questions: {
      people: { document: people, permission: 'read', hasColumns: false },
      'my-roles': { document: roles, permission: 'credentials', hasColumns: false },
    },
    open: async () => file,
  });
}

const monitoring: Viewer = {
  viewerId: 'm',
  issuer: 'tokens',
  subject: 'm',
  name: 'monitoring',
  isLocal: false,
  permissions: new Set(['metrics']),
};

async function* some(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

function ask(url: string, path = '/files/people.csv', init: RequestInit = {}): Promise<Response> {
  return fetch(new URL(path, url), {
    method: 'POST',
    body: '{}',
    ...init,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${token}`,
      ...(init.headers as Record<string, string>),
    },
  });
}

test('a file is sent as it is made, to whoever has the token', async () => {
  await using server = await runningServer({ schema, files: fileOf(some('a,b\r\n', '1,2\r\n')) });
  const response = await ask(server.url);
  expect([response.status, await response.text()]).toEqual([200, 'a,b\r\n1,2\r\n']);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const stranger = await ask(server.url, undefined, { headers: { Authorization: 'Bearer no' } });
  expect(stranger.status).toBe(401);
});

test('a viewer without the permission to read gets no file, which is written down once', async () => {
  using audit = auditTrail();
  const viewer = monitoring;
  await using server = await runningServer({
    schema,
    trail: audit.trail,
    auth: { mode: 'known', ways: [{ wants: 'a token', recognize: async () => viewer }] },
    files: fileOf(some('secret')),
  });
  const response = await ask(server.url);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect(audit.lines().map(({ event, result }) => [event, result])).toEqual([['refusal', 'FORBIDDEN']]);
});

test('each file needs the permission of what it lists', async () => {
  const permissions = new Set(['read'] as const);
  const viewer: Viewer = { ...monitoring, permissions };
  await using server = await runningServer({
    schema,
    auth: { mode: 'known', ways: [{ wants: 'a token', recognize: async () => viewer }] },
    files: fileOf(some('x')),
  });
  const statuses = [];
  for (const path of ['/files/people.csv', '/files/my-roles.csv'])
    statuses.push((await ask(server.url, path)).status);
  expect(statuses).toEqual([200, 403]);
});

test('the cursor of a question is no argument of its file', async () => {
  await using server = await runningServer({ schema, files: fileOf(some('x')) });
  const response = await ask(server.url, undefined, { body: '{"after": "x"}' });
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('give some of filter'),
  ]);
});

test('a file is one operation of the audit, with what was asked and what it took', async () => {
  using audit = auditTrail();
  await using server = await runningServer({ schema, trail: audit.trail, files: fileOf(some('x')) });
  const filter = { principal: { name: { eq: 'Ada' } } };
  await (await ask(server.url, '/files/people.csv', { body: JSON.stringify({ filter }) })).text();
  expect(audit.lines()).toMatchObject([
    {
      event: 'operation',
      operationType: 'query',
      operationName: 'FileOfPeople',
      result: 'ok',
      permission: 'read',
      awsCalls: 7,
      values: [expect.any(String)],
    },
  ]);
});

test('a file that cannot be made to its end is broken off, so that nobody takes it for the whole', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from('a,b\r\n');
    throw new Error('no more');
  }
  await using server = await runningServer({ schema, files: fileOf(broken()) });
  await expect(ask(server.url).then((response) => response.text())).rejects.toThrow(
    /fetch failed|terminated/,
  );
  expect(server.log.join('')).toContain('broken off');
});

test('a file is made no faster than its client takes it', async () => {
  let made = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (; made < 10_000; made++) yield Buffer.alloc(64 * 1024);
  }
  await using server = await runningServer({ schema, files: fileOf(endless()) });
  const response = await ask(server.url);
  const reader = response.body!.getReader();
  await reader.read();
  for (let before = -1; before !== made;) {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(made).toBeLessThan(1_000);
  await reader.cancel();
});

test('a file is at its name only, by POST only, and not for a page of another site', async () => {
  await using server = await runningServer({ schema, files: fileOf(some('x')) });
  const paths = ['/files/', '/files/people', '/files/people.pdf', '/files/toString.csv'];
  for (const path of paths) expect((await ask(server.url, path)).status).toBe(404);
  const get = await ask(server.url, undefined, { method: 'GET', body: null });
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  const form = await ask(server.url, undefined, { headers: { 'Content-Type': 'text/plain' } });
  expect(form.status).toBe(400);
  const large = await ask(server.url, undefined, { body: JSON.stringify({ filter: 'x'.repeat(1_100_000) }) });
  expect(large.status).toBe(400);
});
