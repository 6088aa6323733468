import { expect, it } from 'vitest';
import { small } from './faults.ts';
import {
  allKeys,
  allNames,
  countableSandbox,
  gatewayOn,
  keysOf,
  type Page,
  type Row,
} from './gateway-on-sandbox.ts';

it('over a slow line each page ends in time, and page by page the walk comes to the right end', async () => {
  await using sandbox = await countableSandbox({ ...small, latencyMs: 60 });
  await using gateway = await gatewayOn(sandbox, { config: { requestTimeoutMs: 150 } });
  const pages: Page[] = [];
  for (let after: string | null = null, goesOn = true; goesOn && pages.length < 60;) {
    const startedAt = performance.now();
    const page: Page = await gateway.page({ first: 1000, after });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(page.completeness.failures).toEqual([]);
    pages.push(page);
    ({ hasNextPage: goesOn, endCursor: after } = page.pageInfo);
    expect(goesOn && after === null).toBe(false);
  }
  expect(keysOf(pages.flatMap(({ nodes }) => nodes))).toEqual(allKeys(sandbox.organization));
  // Several were needed, and the first could not have had anything: finding the instance and its accounts takes longer.
  expect(pages.length).toBeGreaterThan(3);
  expect(pages[0]!.nodes).toEqual([]);
});

it('a walk whose every request runs out of time still makes each call once', async () => {
  await using sandbox = await countableSandbox({ ...small, latencyMs: 60 });
  await using gateway = await gatewayOn(sandbox, { config: { requestTimeoutMs: 150 } });
  await gateway.walk({ first: 1000 });
  const calls = sandbox.calls().map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  expect(new Set(calls).size).toBe(calls.length);
});

it('asking the same page again and again, without its cursor, fills it as well', async () => {
  await using sandbox = await countableSandbox({ ...small, accounts: 5, latencyMs: 60 });
  await using gateway = await gatewayOn(sandbox, { config: { requestTimeoutMs: 150 } });
  let page = await gateway.page({ first: 1000, withTotalCount: true });
  for (let tries = 1; tries < 40 && page.totalCount === null; tries++)
    page = await gateway.page({ first: 1000, withTotalCount: true });
  expect(page.totalCount).toBe(sandbox.organization.assignmentCount());
  expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
});

it('a client that goes away leaves the others their answer', async () => {
  await using sandbox = await countableSandbox({ ...small, latencyMs: 20 });
  await using gateway = await gatewayOn(sandbox);
  const gone = new AbortController();
  const body = JSON.stringify({ query: '{ assignments(first: 1000) { nodes { id } } }' });
  const headers = { 'content-type': 'application/json' };
  const left = fetch(gateway.url, { method: 'POST', headers, body, signal: gone.signal }).catch(() => 'left');
  const stayed = gateway.walk({ first: 1000 }, allNames);
  await firstCall(sandbox);
  gone.abort();
  expect(await left).toBe('left');
  const { rows } = await stayed;
  expect(keysOf(rows satisfies Row[])).toEqual(allKeys(sandbox.organization));
});

async function firstCall(sandbox: { counts(): Readonly<Record<string, number>> }): Promise<void> {
  while (Object.keys(sandbox.counts()).length === 0) await new Promise((resolve) => setImmediate(resolve));
}
