import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggedCall } from '../../src/sandbox/call-log.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { openGateway, type BenchGateway } from './gateway.ts';
import type { Least } from './least.ts';
import { organizations, type Size } from './organizations.ts';
import type { Question } from './question.ts';
import { questionsAbout } from './questions.ts';
import { Seed } from './seed.ts';
import { gatewaySeconds, seedSeconds } from './simulate.ts';

/** What one question costs. */
export interface Row {
  readonly question: string;
  readonly rows: number;
  readonly least: Least;
  /** With statistics of the organization from an earlier day, and nothing that is fresh. */
  readonly measured: Cost;
  /** Of a gateway that has read nothing yet, and guesses. */
  readonly guessed: Cost;
  /** Calls when the same is asked again, of either. */
  readonly again: number;
  readonly seed: Omit<Cost, 'expected'>;
  /** On the simulated clock: ours with its usual share of AWS's calls, ours with all of them, and the seed's. */
  readonly seconds: { readonly ours: number; readonly oursOfAll: number; readonly seed: number };
}

export interface Cost {
  readonly calls: number;
  readonly byOperation: Readonly<Record<string, number>>;
  /** What the gateway said beforehand; undefined where it can tell of no such question. */
  readonly expected: number | undefined;
}

/** The seed's calls, by what decides them. */
type SeedRuns = Map<string, readonly LoggedCall[]>;

export const usualTps = 15;
export const awsTps = 20;

/** Asks every question of an organization of that size. */
export async function measure(size: Size): Promise<Row[]> {
  await using sandbox = await startSandbox({
    ...organizations[size],
    throttle: false,
    emptyPages: false,
    keptCalls: 100_000,
  });
  const folder = await mkdtemp(join(tmpdir(), 'bench-calls-'));
  try {
    const mirror = join(folder, 'read.sqlite');
    await readEverything(sandbox, mirror);
    const rows: Row[] = [];
    const seedRuns: SeedRuns = new Map();
    for (const question of questionsAbout(sandbox.organization)) {
      const copy = join(folder, `${rows.length}.sqlite`);
      await copyFile(mirror, copy);
      rows.push(await rowOf(sandbox, question, copy, seedRuns));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readEverything(sandbox: Sandbox, mirror: string): Promise<void> {
  await using gateway = await openGateway(sandbox, mirror);
  await gateway.readEverything();
}

/** `mirror`: where everything was read once. */
async function rowOf(sandbox: Sandbox, question: Question, mirror: string, seedRuns: SeedRuns): Promise<Row> {
  const measured = await daysLater(() => askTwice(sandbox, question, mirror));
  const guessed = await askTwice(sandbox, question, 'memory');
  const seedCalls = await askSeed(sandbox, question, seedRuns);
  return {
    question: question.name,
    rows: question.count,
    least: question.least(),
    measured: { ...counted(measured.calls), expected: measured.expected },
    guessed: { ...counted(guessed.calls), expected: guessed.expected },
    again: measured.again + guessed.again,
    seed: counted(seedCalls),
    seconds: {
      ours: await gatewaySeconds(measured.calls, usualTps),
      oursOfAll: await gatewaySeconds(measured.calls, awsTps),
      seed: seedSeconds(seedCalls, awsTps),
    },
  };
}

/** Questions that differ in which names they keep take the same calls: all are described before. One of them is asked. */
async function askSeed(sandbox: Sandbox, question: Question, runs: SeedRuns): Promise<readonly LoggedCall[]> {
  const { isPrincipalWanted: _, isPersonWanted: _people, ...asked } = question.seed;
  const key = asked.isSetWanted ? question.name : JSON.stringify(asked);
  const known = runs.get(key);
  if (known) return known;
  const seed = new Seed(sandbox.url, sandbox.organization);
  const { name, count, seedCount = count } = question;
  const calls = await recorded(sandbox, { name, count: seedCount }, () => seed.count(question.seed));
  seed.close();
  runs.set(key, calls);
  return calls;
}

/** When nothing is fresh any more. Only the gateway may see it: the SDK's own retries mistake it for a wrong clock. */
async function daysLater<T>(ask: () => Promise<T>): Promise<T> {
  const now = Date.now;
  Date.now = () => now() + 2 * 86_400_000;
  try {
    return await ask();
  } finally {
    Date.now = now;
  }
}

async function askTwice(sandbox: Sandbox, question: Question, mirror: string) {
  await using gateway = await openGateway(sandbox, mirror);
  const expected = await explained(sandbox, question, gateway);
  const ask = () => recorded(sandbox, question, () => gateway.count(question));
  return { expected, calls: await ask(), again: (await ask()).length };
}

async function explained(
  sandbox: Sandbox,
  question: Question,
  gateway: BenchGateway,
): Promise<number | undefined> {
  sandbox.reset();
  const calls = await gateway.explain(question);
  assert.deepEqual(sandbox.counts(), {}, 'explaining makes no call');
  return calls;
}

/** The calls that an answer takes; it has to have as many rows as the organization says. */
export async function recorded(
  sandbox: Sandbox,
  { name, count: expected }: Pick<Question, 'count' | 'name'>,
  count: () => Promise<number>,
): Promise<readonly LoggedCall[]> {
  sandbox.reset();
  assert.equal(await count(), expected, name);
  return sandbox.calls();
}

function counted(calls: readonly LoggedCall[]) {
  const byOperation: Record<string, number> = {};
  for (const { service, operation } of calls) {
    const name = `${service}:${operation}`;
    byOperation[name] = (byOperation[name] ?? 0) + 1;
  }
  return { calls: calls.length, byOperation };
}
