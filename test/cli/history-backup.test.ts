import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { small } from '../gateway/faults.ts';
import { countableSandbox } from '../gateway/gateway-on-sandbox.ts';
import { program } from './program.ts';

let store: string;
let copy: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  store = join(folder, 'store.db');
  copy = join(folder, 'copy.db');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

async function run(...args: string[]) {
  await using running = program(args);
  return await running.ended;
}

/** A gateway in a process of its own, on the store. */
async function gatewayOn(sandbox: Sandbox) {
  const flags = ['--port', '0', '--auth', 'none', '--store', store, '--aws-tps', '10000', '--no-graphiql'];
  const running = program(['serve', ...flags], {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const url = (await running.firstLine).replace('Gateway ready at ', '');
  const ask = async (query: string) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = await response.json();
    expect(errors).toBeUndefined();
    return data;
  };
  return {
    child: running.child,
    readAll: () =>
      ask('{ assignments(first: 1000, maxAge: "PT0S") { nodes { principal { principalId } } } }'),
    changes: async () =>
      (await ask('{ changes(since: "2020-01-01T00:00:00Z") { nodes { id kind } } }')).changes.nodes,
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

test('a store is copied while a gateway reads into it, and the copy takes its place once the gateway has ended', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const [row] = organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSetsProvisionedTo(id).flatMap((arn) => organization.assignments(id, arn)),
    );
  {
    await using gateway = await gatewayOn(sandbox);
    await gateway.readAll();
    organization.deleteAssignment(row!);
    await gateway.readAll();
    const before = await gateway.changes();
    expect(before).toMatchObject([{ kind: 'REMOVED' }]);
    // Everything is read again and again, and kept, until the copy is made.
    let isDone = false;
    const copying = run('history', 'backup', copy, '--store', store).finally(() => (isDone = true));
    let rounds = 0;
    for (; !isDone; rounds++) await gateway.readAll();
    expect(await copying).toEqual({
      code: 0,
      signal: null,
      stderr: '',
      stdout: expect.stringMatching(/copy\.db has \d+ extents and \d+ changes of .*store\.db\n$/),
    });
    expect(rounds).toBeGreaterThan(1);
    organization.createAssignment(row!);
    await gateway.readAll();
    expect(await gateway.changes()).toHaveLength(2);
    const refused = await run('history', 'restore', copy, '--store', store, '--overwrite');
    expect({ code: refused.code, said: refused.stderr }).toEqual({
      code: 1,
      said: expect.stringContaining(
        `${store} is in use by process ${gateway.child.pid}; stop the gateway first`,
      ),
    });
    expect(await gateway.changes()).toHaveLength(2);
  }
  const careful = await run('history', 'restore', copy, '--store', store);
  expect({ code: careful.code, said: careful.stderr }).toEqual({
    code: 1,
    said: expect.stringContaining(`${store} exists; give --overwrite`),
  });
  const restored = await run('history', 'restore', copy, '--store', store, '--overwrite');
  expect({ code: restored.code, said: restored.stderr }).toEqual({ code: 0, said: '' });
  await using gateway = await gatewayOn(sandbox);
  expect(await gateway.changes()).toMatchObject([{ kind: 'REMOVED' }]);
  // What has changed since the copy is seen anew.
  await gateway.readAll();
  expect(await gateway.changes()).toMatchObject([{ kind: 'ADDED' }, { kind: 'REMOVED' }]);
});

test('a gateway that was killed does not keep its store from being replaced', async () => {
  await using sandbox = await countableSandbox(small);
  {
    await using gateway = await gatewayOn(sandbox);
    await gateway.readAll();
    expect((await run('history', 'backup', copy, '--store', store)).code).toBe(0);
    gateway.child.kill('SIGKILL');
  }
  expect(await run('history', 'restore', copy, '--store', store, '--overwrite')).toMatchObject({
    code: 0,
    stderr: '',
  });
  await using gateway = await gatewayOn(sandbox);
  sandbox.reset();
  expect(await gateway.changes()).toEqual([]);
});

test.each([
  [['history', 'backup'], "missing required argument 'file'"],
  [['history', 'backup', '/tmp/x'], '--store: is needed'],
  [
    ['history', 'backup', '/tmp/x', '--store', '/nonexistent/store.db'],
    '/nonexistent/store.db does not exist',
  ],
  [['history', 'backup', '/tmp/x', '--store', 'postgres://localhost/db'], 'is copied with pg_dump'],
  [['history', 'restore', '/nonexistent/x', '--store', '/tmp/y'], '/nonexistent/x does not exist'],
])('a copy that cannot be made is refused: %j', async (args, message) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) });
});
