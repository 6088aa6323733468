import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePart } from '../calls/performance-page.ts';
import { factor, number, tableOf } from '../calls/tables.ts';
import { type Volley, volley } from './load.ts';
import { ask, openBare, openGateway, ourRoot, type Served, token } from './processes.ts';
import { page, pageOf100, type Subject, subjectsOf } from './subjects.ts';

export interface Lengths {
  readonly rounds: number;
  readonly ms: number;
}

const withoutCache = { GATEWAY_ANSWER_CACHE: '0' };

/** The rate of every question beside that of a bare server's page of 100, in rounds in which each has its turn. */
export async function warm({ rounds, ms }: Lengths, isWriting: boolean): Promise<void> {
  await inFolder(async (folder, tokenFile) => {
    await using computing = await openGateway(ourRoot, tokenFile, withoutCache);
    await using keeping = await openGateway(ourRoot, tokenFile, {});
    const subjects = await readAll(computing);
    await readAll(keeping);
    await using bare = await openBare(computing.url, folder);
    const lines = [];
    const runs = new Map<string, Volley[]>(
      ['bare', ...subjects.map(({ name }) => name)].map((name) => [name, []]),
    );
    const whole = [bare, computing, keeping];
    await turn(bare, { name: 'bare', query: pageOf100 }, ms);
    for (const subject of subjects) await turn(subject.isKept ? keeping : computing, subject, ms);
    for (const one of whole) await one.probe();
    for (let round = 0; round < rounds; round++) {
      runs.get('bare')?.push(await turn(bare, { name: 'bare', query: pageOf100 }, ms));
      for (const subject of subjects)
        runs.get(subject.name)?.push(await turn(subject.isKept ? keeping : computing, subject, ms));
    }
    const ofBare = runs.get('bare') ?? [];
    lines.push(['Bare Yoga and Pothos: a page of 100', ...figures(ofBare), '1', '']);
    for (const { name, mustReach } of subjects) {
      const ours = runs.get(name) ?? [];
      const ratio = ratios(ours, ofBare);
      lines.push([name, ...figures(ours), factor(median(ratio), 1), `≥ ${mustReach}`]);
    }
    const table = tableOf(['Question', 'A second', 'Median ms', 'p99 ms', '× bare', 'Wanted'], lines);
    const loads = tableOf(
      ['Process', 'Longest delay of the event loop, ms', 'Memory afterwards, MB'],
      await loadLines({ 'Bare server': bare, 'Gateway without its cache': computing, Gateway: keeping }),
    );
    const text = `${table}\n\n${loads}`;
    console.log(text);
    if (isWriting) await writePart('warm', text);
  });
}

/** The same questions of two revisions in turn: how many times as often ours answers. */
export async function compare(revision: string | undefined, { rounds, ms }: Lengths): Promise<void> {
  if (revision === undefined) throw new Error('compare takes a revision: npm run bench -- compare HEAD~1');
  await inFolder(async (folder, tokenFile) => {
    const theirRoot = join(folder, 'theirs');
    const git = (...args: string[]) => execFileSync('git', args, { cwd: ourRoot, stdio: 'pipe' });
    git('worktree', 'add', '--detach', theirRoot, revision);
    try {
      await symlink(join(ourRoot, 'node_modules'), join(theirRoot, 'node_modules'));
      await using theirs = await openGateway(theirRoot, tokenFile, withoutCache);
      await using ours = await openGateway(ourRoot, tokenFile, withoutCache);
      const subjects = (await readAll(ours)).filter(({ isKept }) => !isKept);
      await readAll(theirs);
      const lines = [];
      for (const subject of subjects) {
        const runs: { ours: Volley[]; theirs: Volley[] } = { ours: [], theirs: [] };
        for (let round = 0; round <= rounds; round++) {
          const pair = { theirs: await turn(theirs, subject, ms), ours: await turn(ours, subject, ms) };
          // The first warms both.
          if (round === 0) continue;
          runs.theirs.push(pair.theirs);
          runs.ours.push(pair.ours);
        }
        const rate = (volleys: readonly Volley[]) =>
          number(Math.round(median(volleys.map(({ perSecond }) => perSecond))));
        const ratio = factor(median(ratios(runs.ours, runs.theirs)), 1);
        lines.push([subject.name, rate(runs.theirs), rate(runs.ours), ratio]);
      }
      console.log(tableOf(['Question', `${revision}, a second`, 'Here', 'Ratio'], lines));
    } finally {
      git('worktree', 'remove', '--force', theirRoot);
    }
  });
}

async function inFolder(run: (folder: string, tokenFile: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'warm-'));
  try {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, `${token}\n`, { mode: 0o600 });
    await run(folder, tokenFile);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Fills the mirror, and gives the questions about what is in it. */
async function readAll({ url }: Served): Promise<Subject[]> {
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

function turn(
  { url }: Served,
  { query, variables }: Pick<Subject, 'name' | 'query' | 'variables'>,
  ms: number,
) {
  return volley({ url, query, variables, token }, ms);
}

function ratios(ours: readonly Volley[], theirs: readonly Volley[]): number[] {
  return ours.map(({ perSecond }, n) => perSecond / (theirs[n]?.perSecond ?? Number.NaN));
}

function figures(volleys: readonly Volley[]): string[] {
  return [
    number(Math.round(median(volleys.map(({ perSecond }) => perSecond)))),
    median(volleys.map(({ medianMs }) => medianMs)).toFixed(2),
    median(volleys.map(({ p99Ms }) => p99Ms)).toFixed(2),
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

async function loadLines(served: Readonly<Record<string, Served>>): Promise<string[][]> {
  const lines: string[][] = [];
  for (const [name, one] of Object.entries(served)) {
    const { blockedMs, rssMb } = await one.probe();
    lines.push([name, blockedMs.toFixed(1), rssMb.toFixed(0)]);
  }
  return lines;
}
