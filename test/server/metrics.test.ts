import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { answerMetrics, type Metric } from '../../src/server/endpoints/metrics-endpoint.ts';
import type { Viewer } from '../../src/viewer.ts';
import { runningServer, token } from './running-server.ts';

const metrics: Metric[] = [
  {
    name: 'calls_total',
    help: 'Calls.',
    type: 'counter',
    samples: [
      { labels: { operation: 'sso-admin:ListInstances', lane: 'background' }, value: 3 },
      { labels: { operation: 'with "quotes", \\ and\nlines' }, value: 0.5 },
    ],
  },
  { name: 'memory_bytes', help: 'Memory.', type: 'gauge', samples: [{ labels: {}, value: 1e21 }] },
];

function get(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new URL('/metrics', url), {
    ...init,
    headers: { Authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
  });
}

test('metrics come in the text format of Prometheus', async () => {
  await using server = await runningServer({ metrics: () => metrics });
  const response = await get(server.url);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const [text] = (await response.text()).split('# HELP identity_center_gateway_');
  expect(text).toBe(
    String.raw`# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{operation="sso-admin:ListInstances",lane="background"} 3
calls_total{operation="with \"quotes\", \\ and\nlines"} 0.5
# HELP memory_bytes Memory.
# TYPE memory_bytes gauge
memory_bytes 1e+21
`,
  );
});

test('metrics are for viewers only', async () => {
  await using server = await runningServer({ metrics: () => metrics });
  const response = await get(server.url, { headers: { Authorization: 'Bearer wrong' } });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

test('without authentication everybody who reaches the port may see them', async () => {
  await using server = await runningServer({ metrics: () => metrics, auth: { mode: 'none' } });
  expect((await get(server.url, { headers: { Authorization: '' } })).status).toBe(200);
});

test('a viewer without the permission "metrics" is told so', async () => {
  const viewer: Viewer = {
    viewerId: 'dashboard',
    issuer: 'tokens',
    subject: 'dashboard',
    name: 'dashboard',
    isLocal: false,
    permissions: new Set(['read']),
  };
  const server = createServer((_request, response) => answerMetrics(response, viewer, () => metrics));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const response = await get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({
    errors: [{ message: expect.stringContaining('"metrics"'), extensions: { code: 'FORBIDDEN' } }],
  });
});

test('metrics are read, and nothing else', async () => {
  await using server = await runningServer({ metrics: () => metrics });
  expect((await get(server.url, { method: 'POST' })).status).toBe(404);
  expect(await (await get(server.url, { method: 'HEAD' })).text()).toBe('');
});

test('a gateway that has none says that nothing is there', async () => {
  await using server = await runningServer();
  expect((await get(server.url)).status).toBe(404);
});
