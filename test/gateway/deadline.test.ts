import { expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { small } from './faults.ts';
import {
  allKeys,
  allNames,
  called,
  countableSandbox,
  gatewayOn,
  keysOf,
  type Page,
  type Row,
  type TestGateway,
} from './gateway-on-sandbox.ts';

/** After it the server itself ends a request that missed its deadline. */
const graceMs = 2_000;
const timeoutMs = 150;

/** Without its instance there is nothing to give a cursor for, so it has that. */
function hurriedGateway(sandbox: Sandbox): Promise<TestGateway> {
  const { instanceArn, identityStoreId } = sandbox.organization;
  const config = { requestTimeoutMs: timeoutMs, instanceArn, identityStoreId };
  return gatewayOn(sandbox, { config });
}

it('over a slow line each page ends in time, and page by page the walk comes to the right end', async () => {
  await using sandbox = await countableSandbox({ ...small, latencyMs: 60 });
  await using gateway = await hurriedGateway(sandbox);
  const pages: Page[] = [];
  for (let after: string | null = null, goesOn = true; goesOn && pages.length < 60;) {
    const startedAt = performance.now();
    const page: Page = await gateway.page({ first: 1000, after });
    expect(performance.now() - startedAt).toBeLessThan(timeoutMs + graceMs);
    expect(page.completeness.failures).toEqual([]);
    pages.push(page);
    ({ hasNextPage: goesOn, endCursor: after } = page.pageInfo);
    expect(goesOn && after === null).toBe(false);
  }
  expect(keysOf(pages.flatMap(({ nodes }) => nodes))).toEqual(allKeys(sandbox.organization));
  // The first could not have had anything: an account list, a provisioned list and a pair take longer.
  expect(pages.length).toBeGreaterThan(3);
  expect(pages[0]!.nodes).toEqual([]);
});

it('a walk whose every request runs out of time still makes each call once', async () => {
  await using sandbox = await countableSandbox({ ...small, latencyMs: 60 });
  await using gateway = await hurriedGateway(sandbox);
  await gateway.walk({ first: 1000 });
  const calls = sandbox.calls().map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  expect(new Set(calls).size).toBe(calls.length);
});

it('a request that runs out of time before the instance is found fails as TIMEOUT, and is worth asking again', async () => {
  await using sandbox = await countableSandbox({ ...small, latencyMs: 400 });
  await using gateway = await gatewayOn(sandbox, { config: { requestTimeoutMs: 250 } });
  const query = '{ assignments(first: 1) { nodes { id } } }';
  const { data, errors } = await gateway.ask(query);
  expect(data.assignments).toBeNull();
  expect(errors).toMatchObject([{ path: ['assignments'], extensions: { code: 'TIMEOUT' } }]);
  // On a busy machine what is left of AWS's time may be more than a request has: then the one after it is answered.
  let again = await gateway.ask(query);
  for (let tries = 1; again.errors && tries < 20; tries += 1) {
    expect(again.errors.map(({ extensions }) => extensions.code)).toEqual(['TIMEOUT']);
    again = await gateway.ask(query);
  }
  expect(again.errors).toBeUndefined();
  expect(sandbox.counts()['sso-admin:ListInstances']).toBe(1);
});

it('asking the same page again and again, without its cursor, fills it as well', async () => {
  await using sandbox = await countableSandbox({ ...small, accounts: 5, latencyMs: 60 });
  await using gateway = await hurriedGateway(sandbox);
  let page = await gateway.page({ first: 1000, withTotalCount: true });
  for (let tries = 1; tries < 40 && page.totalCount === null; tries++)
    page = await gateway.page({ first: 1000, withTotalCount: true });
  expect(page.totalCount).toBe(sandbox.organization.assignmentCount());
  expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
});

it('names that come too late are null with the code TIMEOUT, and the rows stand', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { requestTimeoutMs: 800 } });
  await gateway.walk({ first: 1000 });
  sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: { hangMs: 3000 } });
  sandbox.faults.add({ operation: 'identitystore:DescribeUser', fault: { hangMs: 3000 } });
  const { data, errors } = await gateway.ask(
    '{ assignments(first: 1000) { nodes { principal { principalType name } } } instance { arn } }',
  );
  const { nodes } = data.assignments;
  expect(nodes).toHaveLength(sandbox.organization.assignmentCount());
  const users = nodes.filter((node: any) => node.principal.principalType === 'USER');
  for (const { principal } of users) expect(principal.name).toBeNull();
  expect(errors).toHaveLength(users.length);
  for (const { extensions } of errors!) expect(extensions.code).toBe('TIMEOUT');
  expect(data.instance).toEqual({ arn: sandbox.organization.instanceArn });
});

it('a client that goes away leaves the others their answer', async () => {
  await using sandbox = await countableSandbox({ ...small, latencyMs: 20 });
  await using gateway = await gatewayOn(sandbox);
  const gone = new AbortController();
  const body = JSON.stringify({ query: '{ assignments(first: 1000) { nodes { id } } }' });
  const headers = { 'content-type': 'application/json' };
  const left = fetch(gateway.url, { method: 'POST', headers, body, signal: gone.signal }).catch(() => 'left');
  const stayed = gateway.walk({ first: 1000 }, allNames);
  await called(sandbox, 'sso-admin:ListAccountAssignments');
  gone.abort();
  expect(await left).toBe('left');
  const { rows } = await stayed;
  expect(keysOf(rows satisfies Row[])).toEqual(allKeys(sandbox.organization));
});
