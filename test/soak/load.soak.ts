import { expect, test } from 'vitest';
import { countableSandbox } from '../gateway/gateway-on-sandbox.ts';
import { Client, expectedAnswers, goOnAsking } from './load/clients.ts';
import { Load, pause } from './load/load.ts';
import { type ServedGateway, servedGateway } from './load/served-gateway.ts';
import { SignIns } from './load/sign-ins.ts';
import { type Ending, goOnSweeping, goOnWatching, transports } from './load/subscribers.ts';

const clients = 300;
const subscribersOfEachKind = 25;
const drainDelayMs = 3_000;

test('300 clients, 100 subscriptions, sign-ins and sweeps go through a minute and a SIGTERM without an error', async () => {
  // Where AWS takes so long for a pair, a sweep is still under way when the gateway ends.
  const slowMs = 30_000;
  await using sandbox = await countableSandbox();
  await using gateway = await servedGateway(sandbox, 'PT3S');
  const expected = await expectedAnswers(gateway);
  const accountIds = sandbox.organization.accounts().map(({ id }) => id);
  const signIns = new SignIns(sandbox, gateway);
  const latencies: number[] = [];
  const endings: Ending[] = [];

  function begin({ waits = false, longestPauseMs = 200 } = {}): Load {
    const load = new Load();
    goOnAsking(load, gateway, clients, expected, latencies, longestPauseMs);
    signIns.goOn(load, waits);
    for (const transport of transports) {
      goOnSweeping(load, gateway, transport, () => ({}), endings);
      for (let n = 0; n < subscribersOfEachKind; n++) {
        goOnWatching(load, gateway, transport, () => signIns.current, endings);
        const target = { ids: [accountIds[n % accountIds.length]] };
        if (n > 0) goOnSweeping(load, gateway, transport, () => ({ filter: { target } }), endings);
      }
    }
    return load;
  }

  async function goOnFor(ms: number): Promise<Load> {
    const load = begin();
    await pause(ms);
    await load.end();
    return load;
  }

  // What is made once, such as compiled code and caches, is made before the heap is looked at.
  const warmUp = await goOnFor(15_000);
  const before = await liveMb(gateway);
  latencies.length = 0;
  const minute = await goOnFor(60_000);
  const after = await liveMb(gateway);
  const figures = { ...minute.counts, before, after, ...percentiles(latencies) };
  expect(warmUp.problems).toEqual([]);
  expect(minute.problems).toEqual([]);
  expect(endings).toEqual([]);

  // Without pauses most clients wait for an answer at any moment, also at that of the signal.
  const last = begin({ waits: true, longestPauseMs: 0 });
  sandbox.faults.add({ operation: 'sso-admin:ListAccountAssignments', fault: { hangMs: slowMs } });
  for (const transport of transports)
    goOnSweeping(last, gateway, transport, () => ({ maxAge: 'PT0S' }), endings);
  // Until everybody watches the login that nobody approves, and most clients wait for an answer.
  while ((last.counts['told to wait'] ?? 0) < transports.length * subscribersOfEachKind) await pause(100);
  while (Client.underWay <= clients / 2) await pause(1);
  const askedAtSigterm = Client.underWay;
  const stoppedAt = performance.now();
  const ended = gateway.stop();
  await noLongerReady(gateway);
  // Whoever heeds that begins nothing more; what was begun is answered.
  await last.end();
  const { code } = await ended;
  const endedMs = performance.now() - stoppedAt;
  process.stdout.write(
    `${JSON.stringify({ ...figures, askedAtSigterm, endings: endings.length, endedMs })}\n`,
  );
  expect(last.problems).toEqual([]);
  expect(new Set(endings)).toEqual(new Set(['TIMEOUT: The gateway is shutting down; ask again.']));
  // Everybody who watched that login, and the sweeps that wait for AWS.
  expect(endings.length).toBeGreaterThanOrEqual(transports.length * (subscribersOfEachKind + 1));
  expect(code).toBe(0);
  expect(endedMs).toBeLessThan(drainDelayMs + 10_000);
  expect(
    gateway
      .stderr()
      .split('\n')
      .filter((line) => /"level":"(?:warn|error)"/.test(line)),
  ).toEqual([]);
  expect(Math.abs(after / before - 1)).toBeLessThan(0.1);
}, 240_000);

/** Of the heap, when the connections that nobody uses any more are closed. */
async function liveMb(gateway: ServedGateway): Promise<number> {
  while (true) {
    const metrics = await (
      await fetch(new URL('/metrics', gateway.url), { headers: gateway.headers })
    ).text();
    const open = Number(/^identity_center_gateway_connections (\d+)$/m.exec(metrics)?.[1]);
    if (open <= 2) return gateway.liveMb();
    await pause(100);
  }
}

async function noLongerReady(gateway: ServedGateway): Promise<void> {
  while ((await fetch(new URL('/ready', gateway.url))).status === 200) await pause(100);
}

function percentiles(latencies: readonly number[]) {
  const sorted = latencies.toSorted((one, other) => one - other);
  const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? 0);
  return { p50Ms: at(0.5), p99Ms: at(0.99), longestMs: at(1) };
}
