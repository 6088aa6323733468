import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { program } from '../cli/program.ts';
import { gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { blocks } from './blocks.ts';

const [firstQuery, ...furtherQueries] = blocks('README.md', 'graphql');
const jsonBlocks = blocks('README.md', 'json').map((text) => JSON.parse(text));

test('the first query of the README has the answer that stands below it, for as many calls', async () => {
  await using demo = program(['demo', '--port', '0']);
  const response = await fetch((await demo.firstLine).replace('Gateway ready at ', ''), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: firstQuery }),
  });
  const { data, extensions } = await response.json();
  expect({ data }).toEqual(jsonBlocks[0]);
  expect(extensions.aws.calls).toBe(35);
});

test('every call that the gateway makes is allowed by the policy in the README', async () => {
  const [policy] = jsonBlocks.filter((block) => 'Statement' in block);
  const allowed: string[] = policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
  // Without paths in the account list, the organization's tree is walked too.
  await using sandbox = await startSandbox({ throttle: false, modes: { pathsAbsent: true } });
  const { instanceArn, identityStoreId } = sandbox.organization;
  await using gateway = await gatewayOn(sandbox, { config: { instanceArn, identityStoreId } });
  const [ou] = sandbox.organization.organizationalUnits();
  for (const query of [
    '{ instances { arn } instance { name } }',
    '{ assignments(first: 1) { nodes { principal { name } permissionSet { name } target { name } } } }',
    '{ assignments(first: 1000) { nodes { principal { name deleted } permissionSet { description } } } }',
    ...furtherQueries,
  ]) {
    expect((await gateway.ask(query, { ouId: ou!.id })).errors).toBeUndefined();
  }
  const actions = Object.keys(sandbox.counts()).map((operation) => operation.replace('sso-admin:', 'sso:'));
  expect(actions.length).toBeGreaterThan(10);
  expect(actions.filter((action) => !allowed.includes(action))).toEqual([]);
});
