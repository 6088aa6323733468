import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { Guesses } from '../../src/server/viewers/guesses.ts';
import { Incidents } from '../../src/server/incidents.ts';
import { overWebSocket } from './clients.ts';
import { runningServer, token } from './running-server.ts';

function guessing() {
  const log: string[] = [];
  const incidents = new Incidents(createLogger('info', { write: (line) => void log.push(line) }));
  return { log, incidents, guesses: new Guesses(incidents, Date.now) };
}

describe('by the clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** How many milliseconds a wrong guess waits for its refusal. */
  async function waitOf(guesses: Guesses, address: string): Promise<number> {
    const from = Date.now();
    let isRefused = false;
    void guesses.wrong('wrong_bearer_token', address).then(() => (isRefused = true));
    await vi.advanceTimersByTimeAsync(0);
    // Others may have timers, too: whatever comes next, until it is this one's turn.
    while (!isRefused) await vi.advanceTimersToNextTimerAsync();
    return Date.now() - from;
  }

  async function waitsOf(guesses: Guesses, address: string, times: number): Promise<number[]> {
    const waits: number[] = [];
    while (waits.length < times) waits.push(await waitOf(guesses, address));
    return waits;
  }

  test('the more wrong guesses come from an address, the later each is refused', async () => {
    const { guesses, incidents } = guessing();
    // Its own timer is not what is looked at here.
    vi.spyOn(incidents, 'note').mockImplementation(() => {});
    const waits = await waitsOf(guesses, '192.0.2.1', 13);
    expect(waits).toEqual([0, 0, 0, 0, 0, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  test('other addresses are refused at full speed, and so is whoever has stopped guessing for a minute', async () => {
    const { guesses, incidents } = guessing();
    vi.spyOn(incidents, 'note').mockImplementation(() => {});
    await waitsOf(guesses, '192.0.2.1', 13);
    expect(await waitOf(guesses, '192.0.2.2')).toBe(0);
    vi.advanceTimersByTime(60_000);
    expect(await waitOf(guesses, '192.0.2.1')).toBe(0);
  });

  test('ten thousand addresses are remembered, and of more the one that guessed longest ago is forgotten', async () => {
    const { guesses, incidents } = guessing();
    vi.spyOn(incidents, 'note').mockImplementation(() => {});
    await waitsOf(guesses, '192.0.2.1', 6);
    await waitsOf(guesses, '192.0.2.2', 6);
    for (let n = 0; n < 9_999; n++) await guesses.wrong('wrong_bearer_token', `2001:db8:0:${n}::/64`);
    expect(await waitOf(guesses, '192.0.2.2')).toBeGreaterThan(0);
    expect(await waitOf(guesses, '192.0.2.1')).toBe(0);
  });

  test('the first of a kind is logged at once, and all that follow in one line a minute', () => {
    const { incidents, log } = guessing();
    for (let n = 0; n < 500; n++) incidents.note('wrong_bearer_token', `192.0.2.${n % 5}`);
    incidents.note('hang_up', '192.0.2.1');
    vi.advanceTimersByTime(60_000);
    incidents.note('wrong_bearer_token', '192.0.2.9');
    vi.advanceTimersByTime(120_000);
    const lines = log.map((line) => JSON.parse(line));
    expect(
      lines.map(({ level, reason, attempts, addresses }) => [level, reason, attempts, addresses]),
    ).toEqual([
      ['info', 'wrong_bearer_token', 1, 1],
      ['info', 'hang_up', 1, 1],
      ['info', 'wrong_bearer_token', 499, 5],
      ['info', 'wrong_bearer_token', 1, 1],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('guesses that were not told of yet are told at the end', () => {
    const { incidents, log } = guessing();
    incidents.note('hang_up', '192.0.2.1');
    incidents.note('hang_up', '192.0.2.2');
    incidents.close();
    expect(log.map((line) => JSON.parse(line).address)).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('wrong tokens, codes and credentials tokens are counted, each by its kind, and none is in the log', async () => {
  const server = await runningServer({
    metrics: () => [],
    credentials: {
      tokens: { redeem: async () => undefined },
      roleCredentials: () => Promise.reject(new Error('nobody has a token')),
    },
  });
  await server.ask('{ hello }', { headers: { Authorization: 'Bearer canary' } });
  await expect(
    overWebSocket(server, 'Bearer canary').iterate({ query: '{ hello }' }).next(),
  ).rejects.toBeDefined();
  await fetch(new URL('/credentials/1/a', server.url), { headers: { Authorization: 'canary' } });
  await fetch(new URL('/graphiql/token', server.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"code":"canary"}',
  });
  // Whoever shows nothing guesses nothing.
  await server.ask('{ hello }', { headers: { Authorization: '' } });
  const metrics = await fetch(new URL('/metrics', server.url), {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect((await metrics.text()).match(/(?<=kind="wrong_)[^\n]*/g)).toEqual([
    'bearer_token"} 2',
    'sign_in_code"} 1',
    'credentials_token"} 1',
  ]);
  await server.close();
  expect(server.log.join('')).not.toContain('canary');
});

test('the right token is not kept waiting, however many wrong ones come from the same address', async () => {
  const server = await runningServer();
  const wrong = Array.from({ length: 30 }, () =>
    server.ask('{ hello }', { headers: { Authorization: 'Bearer wrong' } }),
  );
  const refused = Promise.all(wrong);
  const right = server.ask('{ hello }');
  expect(await Promise.race([refused, right])).toMatchObject({ status: 200 });
  // A gateway that closes does not wait for that.
  await server.close();
  expect((await refused).map(({ status }) => status)).toEqual(wrong.map(() => 401));
});
