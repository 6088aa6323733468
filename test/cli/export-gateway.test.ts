import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { exportColumns } from '../../src/config/report.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { program } from './program.ts';

/** An auditor's export: nothing of AWS is at hand. */
async function exported(url: string, ...args: string[]) {
  await using running = program(['export', '--format', 'jsonl', '--gateway', url, ...args], {
    HOME: '/nonexistent',
    XDG_STATE_HOME: '/nonexistent',
  });
  return await running.ended;
}

async function exportedFrom(sandbox: Sandbox, ...args: string[]) {
  await using running = program(['export', '--format', 'jsonl', '--aws-tps', '10000', ...args], {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  return await running.ended;
}

test('an export through a gateway prints what an export from AWS prints, in every column', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const args = ['--columns', exportColumns.join(',')];
  const own = await exportedFrom(sandbox, ...args);
  const through = await exported(gateway.url, ...args);
  expect(through.code).toBe(0);
  expect(through.stdout.split('\n')).toEqual(own.stdout.split('\n'));
  expect(through.stderr).toMatch(/^788 assignments, complete.*; \d+ calls to AWS in .*\.\n$/);
});

test('an export through a gateway looks up only what its columns need', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const { code, stdout } = await exported(gateway.url, '--no-names');
  expect(code).toBe(0);
  expect(stdout).toContain('"principal_name":null');
  expect(sandbox.counts()).not.toHaveProperty('sso-admin:DescribePermissionSet');
});

test('an export through a gateway ends with 4 when a name is nobody’s, and names the flag and what is close', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const { code, stderr } = await exported(gateway.url, '--permission-set', 'AdministratorAcess');
  expect(code).toBe(4);
  expect(stderr).toContain(
    '--permission-set "AdministratorAcess": nothing answers to it; did you mean "AdministratorAccess"',
  );
});

test('an export through a gateway ends with 3 when a read fails, and says which', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  sandbox.faults.add({
    operation: 'sso-admin:ListAccountAssignments',
    fault: { error: 'AccessDeniedException' },
  });
  const { code, stderr } = await exported(gateway.url);
  expect(code).toBe(3);
  expect(stderr).toContain('The export is not complete');
  expect(stderr).toContain('(AWS_ACCESS_DENIED)');
});

test('an export through a gateway refuses a bad filter by its flag, and prints nothing', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const { code, stdout, stderr } = await exported(gateway.url, '--name', '(');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('--name');
});

test('an export through a gateway goes on behind the last row when its connection is cut, and prints each row once', async () => {
  await using sandbox = await countableSandbox({ accounts: 120, permissionSets: 20 });
  await using gateway = await gatewayOn(sandbox);
  const own = await exportedFrom(sandbox);
  // Long enough for the first rows of the sweep, too short for all of them.
  await using cut = await cuttingProxy(gateway.url, 300_000);
  const through = await exported(cut.url);
  expect(cut.cuts()).toBeGreaterThan(0);
  expect({ code: through.code, lines: through.stdout.split('\n').length }).toEqual({
    code: 0,
    lines: own.stdout.split('\n').length,
  });
  expect(through.stdout).toBe(own.stdout);
});

test.for([
  ['nobody listens', 'http://127.0.0.1:9/graphql', /no gateway answers at http:\/\/127\.0\.0\.1:9\/graphql/],
])('an export says so where %s', async ([, url, message]) => {
  const { code, stdout, stderr } = await exported(url as string);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(message as RegExp);
});

test('an export through a gateway takes no flag that says how AWS is read', async () => {
  const { code, stderr } = await exported('http://127.0.0.1:9/graphql', '--region', 'eu-west-1', '--demo');
  expect(code).toBe(1);
  expect(stderr).toContain("--region: is the gateway's own affair");
  expect(stderr).toContain("--demo: is the gateway's own affair");
});

test('an export through a gateway sends the token of --token-file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'export-'));
  const file = join(folder, 'token');
  await writeFile(file, `${'not-the-token-of-the-gateway'.repeat(2)}\n`, { mode: 0o600 });
  await using served = program(['demo', '--port', '0', '--auth', 'token'], { XDG_STATE_HOME: folder });
  const url = (await served.firstLine).replace('Gateway ready at ', '');
  const wrong = await exported(url, '--token-file', file);
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toContain('UNAUTHENTICATED');
  const right = await exported(url, '--token-file', join(folder, 'identity-center-gateway', 'token'));
  expect(right.code).toBe(0);
  expect(right.stdout.split('\n')).toHaveLength(789);
});

/** Passes on so many bytes of answers on its first connections, and everything from then on. */
async function cuttingProxy(target: string, bytes: number) {
  const { hostname, port } = new URL(target);
  let [left, cuts] = [bytes, 0];
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.on('error', () => {}).on('close', () => upstream.destroy());
    upstream.on('error', () => {}).on('close', () => client.destroy());
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      if (left > 0 && chunk.length >= left) {
        cuts += 1;
        left = 0;
        client.write(chunk.subarray(0, chunk.length - 1), () => client.destroy());
        return;
      }
      if (left > 0) left -= chunk.length;
      client.write(chunk);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    cuts: () => cuts,
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
