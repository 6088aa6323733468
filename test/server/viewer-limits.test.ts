import { expect, test } from 'vitest';
import { Rate } from '../../src/server/limits/rate.ts';
import { overWebSocket } from './clients.ts';
import { runningServer } from './running-server.ts';

test('a client has a minute of requests at once, and after that each when its share of time has passed', () => {
  let now = 1_000_000;
  const rate = new Rate(6, () => now);
  const take = () => Math.round(rate.take('ada'));
  expect([1, 2, 3, 4, 5, 6, 7].map(take)).toEqual([0, 0, 0, 0, 0, 0, 10_000]);
  now += 9_999;
  expect(take()).toBe(1);
  now += 1;
  expect([take(), take()]).toEqual([0, 10_000]);
  now += 60_000;
  expect([1, 2, 3, 4, 5, 6, 7].map(take)).toEqual([0, 0, 0, 0, 0, 0, 10_000]);
});

test('a client takes nothing of what others may ask, also of ten thousand', () => {
  const rate = new Rate(1, () => 0);
  expect([rate.take('ada'), rate.take('ada'), rate.take('grace')]).toEqual([0, 60_000, 0]);
  for (let n = 0; n < 20_000; n++) expect(rate.take(`${n}`)).toBe(0);
  expect(rate.take('19999')).toBe(60_000);
});

test('a clock that is set back keeps nobody waiting', () => {
  let now = 10_000_000;
  const rate = new Rate(1, () => now);
  expect([rate.take('ada'), rate.take('ada')]).toEqual([0, 60_000]);
  now = 0;
  expect([rate.take('ada'), rate.take('ada')]).toEqual([0, 60_000]);
});

test('a question that a viewer asks beyond the minute is refused with 429 and when to come back, over WebSocket too', async () => {
  await using server = await runningServer({ bounds: { requestsPerMinute: 2 }, now: () => 0 });
  const client = overWebSocket(server);
  expect((await server.ask('{ hello }')).status).toBe(200);
  expect((await client.iterate({ query: '{ hello }' }).next()).value).toMatchObject({
    data: { hello: 'world' },
  });
  const refused = await server.ask('{ hello }');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] });
  await expect(client.iterate({ query: '{ hello }' }).next()).rejects.toMatchObject([
    { extensions: { code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 30 } },
  ]);
});

test('with 0 a viewer asks as often as they like', async () => {
  await using server = await runningServer({ bounds: { requestsPerMinute: 0 }, now: () => 0 });
  for (let n = 0; n < 50; n++) expect((await server.ask('{ hello }')).status).toBe(200);
});
