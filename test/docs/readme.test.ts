import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { program } from '../cli/program.ts';
import { gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { blocks, tableRow } from './blocks.ts';

const queries = blocks('README.md', 'graphql');
const jsonBlocks = blocks('README.md', 'json').map((text) => JSON.parse(text));
const [answer] = jsonBlocks;
const [policy] = jsonBlocks.filter((block) => 'Statement' in block);
const [cost] = jsonBlocks.filter((block) => 'aws' in block);
const actions: string[] = policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action);

/** A query for `first` assignments with all names, as the README's shell function asks it. */
const withNames = (first: number) =>
  `{ assignments(first: ${first}) { nodes { principal { name } permissionSet { name } target { name } } } }`;

function statedCalls(name: string): number {
  return Number(tableRow('README.md', name));
}

test('the first query of the README has the answer that stands below it, for as many calls', async () => {
  await using demo = program(['demo', '--port', '0']);
  const response = await fetch((await demo.firstLine).replace('Gateway ready at ', ''), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: queries[0] }),
  });
  const { data, extensions } = await response.json();
  expect({ data }).toEqual(answer);
  expect(extensions.aws.calls).toBe(statedCalls('The query above, nothing read before'));
});

test('pages of the demo with all names cost the calls that the README states', async () => {
  await using sandbox = await startSandbox({ throttle: false });
  await using small = await gatewayOn(sandbox);
  const page = await small.ask(withNames(100));
  expect(page.aws.calls).toBe(statedCalls('The first 100 assignments with all names, nothing read before'));
  expect((await small.ask(withNames(100))).aws.calls).toBe(statedCalls('The same again'));
  await using large = await gatewayOn(sandbox);
  const everything = await large.ask(withNames(1000));
  expect(everything.aws.calls).toBe(statedCalls('All 788 with all names, nothing read before'));
  expect(everything.data.assignments.nodes).toHaveLength(788);
});

test('the question about one person costs what the README states, and holds what it says', async () => {
  await using sandbox = await startSandbox({ throttle: false });
  await using gateway = await gatewayOn(sandbox);
  const query = queries.find((text) => text.includes('includeInherited'))!;
  const { data, aws } = await gateway.ask(query);
  expect({ aws }).toEqual(cost);
  expect(data.principal.assignments.nodes).toHaveLength(189);
});

test('every call that the gateway makes is allowed by the policy in the README', async () => {
  // Without paths in the account list, the organization's tree is walked too.
  await using sandbox = await startSandbox({ throttle: false, modes: { pathsAbsent: true } });
  const { instanceArn, identityStoreId } = sandbox.organization;
  await using gateway = await gatewayOn(sandbox, { config: { instanceArn, identityStoreId } });
  const [ou] = sandbox.organization.organizationalUnits();
  for (const query of [
    '{ instances { arn } instance { name } }',
    withNames(1),
    withNames(1000),
    '{ entitlements { nodes { id } } }',
    ...queries,
  ]) {
    expect((await gateway.ask(query, { ouId: ou!.id })).errors).toBeUndefined();
  }
  const made = Object.keys(sandbox.counts()).map((operation) => operation.replace('sso-admin:', 'sso:'));
  expect(made.length).toBeGreaterThan(10);
  expect(made.filter((action) => !actions.includes(action))).toEqual([]);
});

test('the policy in the README allows what the doctor tries, and nothing else', async () => {
  await using doctor = program(['doctor', '--demo', '--json']);
  const report = JSON.parse((await doctor.ended).stdout);
  const tried = report.calls.map(({ subject }: { subject: string }) => subject);
  // AWS allows this one to everybody.
  expect([...actions, 'sts:GetCallerIdentity'].toSorted()).toEqual(tried.toSorted());
});
