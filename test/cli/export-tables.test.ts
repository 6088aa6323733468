import { expect, test } from 'vitest';
import { tableNamed } from '../../src/main/tables/tables.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { fetchFile } from '../gateway/fetch-file.ts';
import { gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { program } from './program.ts';

const sizes = { accounts: 6, permissionSets: 4, users: 20, groups: 5 };

async function exported(args: readonly string[], { url }: Pick<Sandbox, 'url'>) {
  await using running = program(['export', ...args], {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'canary-secret',
  });
  return await running.ended;
}

test.each(['users', 'members', 'counts', 'findings'] as const)(
  'an export of %s prints what the gateway has in its file, read from AWS or asked of a gateway',
  async (name) => {
    await using sandbox = await startSandbox({ throttle: false, emptyPages: false, ...sizes });
    await using gateway = await gatewayOn(sandbox);
    const { text, rows } = await fetchFile(gateway, `${name}.csv`);
    const ofAws = await exported(['--table', name], sandbox);
    const ofGateway = await exported(['--table', name, '--gateway', gateway.url], {
      url: 'http://127.0.0.1:9',
    });
    const [, several] = tableNamed(name)!.nouns;
    const told = expect.stringMatching(new RegExp(`^${rows} ${several}, complete.*; \\d+ calls? to AWS`));
    expect(ofAws).toMatchObject({ code: 0, stdout: text, stderr: told });
    expect(ofGateway).toMatchObject({ code: 0, stdout: text, stderr: told });
    expect(ofAws.stderr).not.toMatch(/; 0 calls/);
  },
);

test('an export of a table that lacks something ends with the code of an incomplete one', async () => {
  await using sandbox = await startSandbox({ throttle: false, emptyPages: false, ...sizes });
  const fault = { error: 'AccessDeniedException', message: 'no' } as const;
  sandbox.faults.add({ operation: 'identitystore:ListGroupMemberships', fault });
  const { code, stderr } = await exported(['--table', 'members'], sandbox);
  expect([code, stderr]).toEqual([3, expect.stringContaining('identitystore:ListGroupMemberships')]);
});

test.each([
  [['--table', 'users', '--account', '123456789012'], '--account: does not go with --table'],
  [['--table', 'users', '--people'], '--people: does not go with --table'],
  [['--table', 'shoes'], '--table'],
])('%j is refused before anything is asked', async (args, message) => {
  const { code, stdout, stderr } = await exported(args, { url: 'http://127.0.0.1:9' });
  expect([code, stdout, stderr]).toEqual([expect.any(Number), '', expect.stringContaining(message)]);
  expect(code).not.toBe(0);
});
