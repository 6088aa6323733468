import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { number } from '../calls/tables.ts';
import { type Volley, volley } from './load.ts';
import { ask, type Probe, type Served, token } from './processes.ts';
import { page, pageOf100, type Subject, subjectsOf } from './subjects.ts';

export interface Lengths {
  readonly rounds: number;
  readonly ms: number;
}

export const withoutCache = { GATEWAY_ANSWER_CACHE: '0' };

export interface Run extends Volley, Probe {
  /** Of the server's processor, for each answer: hardly changed by what else the machine does. */
  readonly cpuMsEach: number;
}

/** Fills the mirror, and gives the questions about what is in it. */
export async function readAll({ url }: Served): Promise<Subject[]> {
  await ask(
    url,
    `{ assignments(first: 1000) { ${page} totalCount } principals(first: 1000) { nodes { name } } }`,
  );
  const { assignments } = await ask(url, pageOf100);
  const [first] = assignments.nodes;
  const subjects = subjectsOf({
    principalId: first.principal.principalId,
    accountId: first.target.targetId,
  });
  for (const { query, variables } of subjects) await ask(url, query, variables);
  return subjects;
}

export async function turn(
  server: Served,
  { query, variables }: Pick<Subject, 'query' | 'variables'>,
  ms: number,
): Promise<Run> {
  await server.probe();
  const shots = await volley({ url: server.url, query, variables, token }, ms);
  const probe = await server.probe();
  return { ...shots, ...probe, cpuMsEach: probe.cpuMs / shots.answers };
}

/** How many times as often, by the clock and by the time of the processor: the medians of the rounds. */
export function ratios(ours: readonly Run[], theirs: readonly Run[]): [rate: string, cpu: string] {
  const of = (each: (our: Run, their: Run) => number) =>
    median(ours.flatMap((our, n) => (theirs[n] ? [each(our, theirs[n])] : []))).toFixed(2);
  return [
    of((our, their) => our.perSecond / their.perSecond),
    of((our, their) => their.cpuMsEach / our.cpuMsEach),
  ];
}

export function rateOf(runs: readonly Run[]): string {
  return number(Math.round(median(runs.map(({ perSecond }) => perSecond))));
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

/** With a folder for what a benchmark leaves, and the token of its gateways in it. */
export async function inFolder(run: (folder: string, tokenFile: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'warm-'));
  try {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, `${token}\n`, { mode: 0o600 });
    await run(folder, tokenFile);
  } finally {
    await rm(folder, { recursive: true });
  }
}
