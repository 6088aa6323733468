import { type Load, pause } from '../load/load.ts';
import type { Fleet, Replica } from './fleet.ts';

/** Longer than a holder of the reading role, or of a login, may be silent. */
const longerThanLeaseMs = 8_000;
const restMs = 4_000;

/** The replica that reads from AWS at present: the one whose calls become more. */
async function readerOf({ replicas, tokens }: Fleet): Promise<Replica> {
  const token = Object.values(tokens)[0]!;
  for (;;) {
    const before = await Promise.all(replicas.map((replica) => callsOf(replica, token)));
    await pause(1_000);
    const after = await Promise.all(replicas.map((replica) => callsOf(replica, token)));
    const [most] = replicas
      .map((replica, n) => ({ replica, more: after[n]! - before[n]! }))
      .toSorted((one, other) => other.more - one.more);
    if (most && most.more > 0) return most.replica;
  }
}

/** To sso-admin, so far. */
async function callsOf({ port }: Replica, token: string): Promise<number> {
  const url = `http://127.0.0.1:${port}/metrics`;
  const headers = { Authorization: `Bearer ${token}` };
  const text = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) })
    .then((answer) => answer.text())
    .catch(() => '');
  const calls = text.matchAll(/^identity_center_gateway_aws_calls_total\{.*"sso-admin:.*\} (\d+)$/gm);
  return [...calls].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** One harm after the other, each with a rest behind it in which everything has to recover. */
export async function chaos(load: Load, fleet: Fleet): Promise<void> {
  const harms: readonly (readonly [string, () => Promise<void>])[] = [
    ['the reader is killed', async () => replace(fleet, await readerOf(fleet))],
    ['another one is killed', async () => replace(fleet, await another(fleet))],
    ['the reader stands still', async () => standStill(await readerOf(fleet))],
    ['the database is restarted', () => away(fleet, 0)],
    ['the reader loses its way to the database', async () => cut(await readerOf(fleet))],
    ['another one loses its way to the database', async () => cut(await another(fleet))],
    ['the database answers late', () => delay(fleet.replicas, 150)],
    ['every connection of clients breaks', async () => fleet.balancer.breakOff()],
    ['another one stands still', async () => standStill(await another(fleet))],
    ['the database is away', () => away(fleet, longerThanLeaseMs)],
    ['the reader ends in order', async () => replace(fleet, await readerOf(fleet), 'SIGTERM')],
  ];
  for (const [what, harm] of harms) {
    process.stdout.write(`${new Date().toISOString()} ${what}\n`);
    await harm();
    load.count('harms');
    await pause(restMs);
  }
}

async function another(fleet: Fleet): Promise<Replica> {
  const reader = await readerOf(fleet);
  return fleet.replicas.find((replica) => replica !== reader)!;
}

async function replace(fleet: Fleet, replica: Replica, signal?: NodeJS.Signals): Promise<void> {
  await fleet.kill(replica, signal);
  await pause(1_000);
  await fleet.add(replica.skewMs);
}

async function standStill({ program: { child } }: Replica): Promise<void> {
  child.kill('SIGSTOP');
  await pause(longerThanLeaseMs);
  child.kill('SIGCONT');
}

async function cut({ toDatabase }: Replica): Promise<void> {
  toDatabase.cut();
  await pause(longerThanLeaseMs);
  toDatabase.mend();
}

async function delay(replicas: readonly Replica[], ms: number): Promise<void> {
  for (const { toDatabase } of replicas) toDatabase.delay(ms);
  await pause(longerThanLeaseMs);
  for (const { toDatabase } of replicas) toDatabase.delay(0);
}

async function away({ postgres }: Fleet, ms: number): Promise<void> {
  await postgres.stop();
  await pause(ms);
  await postgres.start();
}
