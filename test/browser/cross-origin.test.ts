import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program, type Program } from '../cli/program.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

/** A site of somebody's, with nothing on its pages. */
async function site(): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>A dashboard</title>');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** What a dashboard does, in its page: each becomes what it got, or why it did not. */
async function asked(page: Page, url: string): Promise<Record<string, string>> {
  return page.evaluate(async (endpoint) => {
    const outcome = (attempt: Promise<string>) => attempt.catch((error: Error) => error.name);
    const post = (query: string, headers: Record<string, string>) =>
      fetch(endpoint, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', traceparent: '00-1-1-01', ...headers },
        body: JSON.stringify({ query }),
      });
    const http = async () => {
      const response = await post('{ __typename }', { Authorization: 'Bearer x' });
      return `${(await response.json()).data.__typename} ${response.headers.has('X-Request-Id')}`;
    };
    const sse = async () => {
      const query = 'subscription { assignmentSweep { progress { done } } }';
      const response = await post(query, { Accept: 'text/event-stream' });
      return String((await response.text()).includes('"done":true'));
    };
    const schema = async () => {
      const response = await fetch(new URL('/schema.graphql', endpoint), { headers: { Authorization: 'x' } });
      return String(response.headers.get('ETag')?.length);
    };
    const elsewhere = async () => String((await fetch(new URL('/health', endpoint))).status);
    const webSocket = () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(endpoint.replace('http', 'ws'), 'graphql-transport-ws');
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('refused'));
      });
    return {
      http: await outcome(http()),
      sse: await outcome(sse()),
      schema: await outcome(schema()),
      elsewhere: await outcome(elsewhere()),
      webSocket: await webSocket(),
    };
  }, url);
}

describe.skipIf(chromiumPath === undefined)('a page of another origin (skipped without Chromium)', () => {
  let demo: Program;
  let browser: Browser;
  let url: string;
  let dashboard: Awaited<ReturnType<typeof site>>;
  let other: Awaited<ReturnType<typeof site>>;

  beforeAll(async () => {
    [dashboard, other] = await Promise.all([site(), site()]);
    demo = program(['demo', '--port', '0', '--accounts', '5', '--allowed-origin', dashboard.origin]);
    url = (await demo.firstLine).replace('Gateway ready at ', '');
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await demo[Symbol.asyncDispose]();
    for (const { server } of [dashboard, other]) server.close();
  });

  test('a browser lets it ask, subscribe and read headers where its origin is allowed', async () => {
    const page = await browser.newPage();
    await page.goto(dashboard.origin);
    expect(await asked(page, url)).toEqual({
      http: 'Query true',
      sse: 'true',
      schema: '45',
      elsewhere: 'TypeError',
      webSocket: 'open',
    });
    await page.close();
  });

  test('a browser lets it do nothing of that where its origin is not allowed', async () => {
    const page = await browser.newPage();
    await page.goto(other.origin);
    expect(await asked(page, url)).toEqual({
      http: 'TypeError',
      sse: 'TypeError',
      schema: 'TypeError',
      elsewhere: 'TypeError',
      webSocket: 'refused',
    });
    await page.close();
  });
});
