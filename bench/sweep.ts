import assert from 'node:assert/strict';
import type { LoggedCall } from '../src/sandbox/call-log.ts';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.ts';
import { openGateway, type BenchGateway } from './calls/gateway.ts';
import { awsTps, recorded, usualTps } from './calls/measure.ts';
import { organizations, type Size } from './calls/organizations.ts';
import { writePart } from './calls/performance-page.ts';
import type { Question } from './calls/question.ts';
import { questionsAbout } from './calls/questions.ts';
import { Seed } from './calls/seed.ts';
import { gatewaySeconds, seedSeconds } from './calls/simulate.ts';
import { factor, number, seconds, tableOf } from './calls/tables.ts';

/** How much longer than its calls have to take a long run of the gateway may be. */
const tolerance = 1.05;
/** Of the gateway's bucket for sso-admin: what 20 a second leave beyond its rate. */
const burst = awsTps - usualTps;

/** What AWS calls its refusals for the rate. */
const throttles = ['ThrottlingException', 'TooManyRequestsException'];

interface Run {
  readonly calls: readonly LoggedCall[];
  readonly seconds: number;
}

/**
 * Really waits: a sandbox that gives 20 calls a second and answers each after 50 ms, the gateway with its usual 15,
 * and the seed. Every question of the first size; of the others, everything, by the gateway alone.
 */
export async function sweep([first, ...others]: readonly Size[], isWriting: boolean): Promise<void> {
  const lines: string[][] = [];
  const notes: string[] = [];
  if (first) for (const question of await questionsOf(first)) lines.push(await both(first, question));
  for (const size of others) {
    const { line, note } = await everything(size);
    lines.push(line);
    notes.push(note);
  }
  const titles = [
    'Question',
    'Our calls',
    'Seconds',
    'Simulated',
    "Seed's calls",
    'Seconds',
    'Simulated',
    'Seed ÷ ours',
  ];
  const text = [tableOf(titles, lines), ...notes].join('\n\n');
  console.log(text);
  if (isWriting) await writePart('really run', text);
}

async function both(size: Size, question: Question): Promise<string[]> {
  const ours = await runOurs(size, question);
  const seed = await run(size, question, async (sandbox) => {
    const one = new Seed(sandbox.url, sandbox.organization);
    try {
      return await one.count(question.seed);
    } finally {
      one.close();
    }
  });
  const simulated = seedSeconds(seed.calls, awsTps);
  const ofSeed = [number(seed.calls.length), seconds(seed.seconds), seconds(simulated)];
  return [`${size}: ${question.name}`, ...(await cells(ours)), ...ofSeed, factor(seed.seconds, ours.seconds)];
}

/** The gateway's longest run, pushed by a sweep: no longer than its rate makes it. */
async function everything(size: Size): Promise<{ line: string[]; note: string }> {
  const [question] = await questionsOf(size);
  assert.ok(question);
  const ours = await runOurs(size, question, (gateway) => gateway.sweep());
  const ofAdmin = ours.calls.filter(({ service }) => service === 'sso-admin').length;
  const bound = (ofAdmin - burst) / usualTps;
  assert.ok(
    ours.seconds <= tolerance * bound,
    `${size}: ${ours.seconds} s, where ${ofAdmin} calls of sso-admin take ${bound} s`,
  );
  return {
    line: [`${size}: ${question.name}, by a sweep`, ...(await cells(ours)), '–', '–', '–', '–'],
    note: `The ${number(ofAdmin)} calls of sso-admin for everything in ${size} have to take ${seconds(bound)} s at ${usualTps} a second. They took ${factor(ours.seconds, bound)} times that.`,
  };
}

async function cells({ calls, seconds: time }: Run): Promise<string[]> {
  return [number(calls.length), seconds(time), seconds(await gatewaySeconds(calls, usualTps))];
}

async function runOurs(
  size: Size,
  question: Question,
  count = (gateway: BenchGateway) => gateway.count(question),
): Promise<Run> {
  const ours = await run(size, question, async (sandbox) => {
    await using gateway = await openGateway(sandbox, 'memory', { ssoAdminTps: usualTps });
    return await count(gateway);
  });
  const refused = ours.calls.filter(({ error }) => error !== undefined && throttles.includes(error));
  assert.deepEqual(refused, [], 'AWS never throttles the gateway');
  return ours;
}

/** Each run has a sandbox of its own, whose buckets are full. */
async function run(
  size: Size,
  question: Question,
  count: (sandbox: Sandbox) => Promise<number>,
): Promise<Run> {
  await using sandbox = await startSandbox({
    ...organizations[size],
    tps: awsTps,
    latencyMs: 50,
    emptyPages: false,
    keptCalls: 100_000,
  });
  const startedAt = performance.now();
  const calls = await recorded(sandbox, question, () => count(sandbox));
  return { calls, seconds: (performance.now() - startedAt) / 1000 };
}

async function questionsOf(size: Size): Promise<Question[]> {
  await using sandbox = await startSandbox(organizations[size]);
  return questionsAbout(sandbox.organization);
}
