import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { blocks } from './blocks.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)('the Python function of the guide yields every assignment that matches', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const [script] = blocks('docs/from-aws-sso-lib.md', 'python');
  const url = 'http://127.0.0.1:4000/graphql';
  expect(script).toContain(url);
  const { stdout } = await promisify(execFile)('python3', ['-c', script!.replace(url, gateway.url)]);
  const { organization } = sandbox;
  const set = organization.permissionSets().find(({ name }) => name === 'AdministratorAccess')!;
  const rows = organization.accounts().flatMap(({ id }) => organization.assignments(id, set.arn));
  expect(rows.length).toBeGreaterThan(50);
  expect(stdout.trimEnd().split('\n')).toHaveLength(rows.length);
});
