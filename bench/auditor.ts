import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startSandbox, type Sandbox } from '../src/sandbox/sandbox.ts';
import { awsTps } from './calls/measure.ts';
import { organizations, type Size } from './calls/organizations.ts';
import { writePart } from './calls/performance-page.ts';
import { subjectsOf } from './calls/subjects.ts';
import { number, seconds, tableOf } from './calls/tables.ts';

const permissionSet = 'AdministratorAccess';

const query = `query Administrators($unit: [String!], $set: String!, $after: String) {
  effectiveAccess(first: 1000, after: $after, filter: { permissionSet: { name: { eq: $set } }, target: { ids: $unit, recursive: true } }) {
    nodes { user { name email enabled } via { name } grant { target { name } ... on Assignment { permissionSet { name } } } }
    totalCount
    pageInfo { hasNextPage endCursor }
    completeness { complete }
  }
}`;

interface Run {
  readonly rows: number;
  readonly calls: number;
  readonly seconds: number;
}

/**
 * Everyone who can administer production, and through what: by a query to a gateway, a page of 1,000 after the other,
 * and by one command. Really waits, for a sandbox that gives 20 calls a second and answers each after 50 ms.
 */
export async function auditor(sizes: readonly Size[], isWriting: boolean): Promise<void> {
  const lines: string[][] = [];
  for (const size of sizes)
    for (const [how, ask] of Object.entries({ 'A query': byQuery, 'A command': byCommand })) {
      const [cold, warm] = await ask(size);
      assert.equal(cold.rows, warm.rows);
      lines.push([size, how, number(cold.rows), ...cells(cold), ...cells(warm)]);
    }
  const text = tableOf(
    ['Size', 'Asked by', 'Rows', 'Calls', 'Seconds', 'Calls again', 'Seconds again'],
    lines,
  );
  console.log(text);
  if (isWriting) await writePart('auditor', text);
}

function cells({ calls, seconds: time }: Run): string[] {
  return [number(calls), seconds(time)];
}

async function byQuery(size: Size): Promise<readonly [Run, Run]> {
  await using sandbox = await sandboxOf(size);
  const gateway = program(sandbox, ['serve', '--auth', 'none', '--port', '0', '--request-timeout', 'PT10M']);
  const exited = once(gateway, 'exit');
  try {
    const [line] = (await once(createInterface(gateway.stdout), 'line')) as [string];
    const url = line.replace('Gateway ready at ', '');
    const unit = subjectsOf(sandbox.organization).unit.id;
    const ask = () => timed(sandbox, () => everyPage(url, { unit: [unit], set: permissionSet }));
    return [await ask(), await ask()];
  } finally {
    gateway.kill('SIGTERM');
    await exited;
  }
}

async function everyPage(url: string, variables: object): Promise<number> {
  let rows = 0;
  for (let after: string | null = null; ;) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { ...variables, after } }),
    });
    // oxlint-disable-next-line typescript/no-explicit-any -- it is what was asked for
    const { data, errors } = (await response.json()) as any;
    assert.equal(errors, undefined, JSON.stringify(errors));
    const { nodes, pageInfo, completeness } = data.effectiveAccess;
    assert.ok(completeness.complete);
    rows += nodes.length;
    if (!pageInfo.hasNextPage) return rows;
    after = pageInfo.endCursor;
  }
}

/** Twice, with a store: the second finds there what the first has read. */
async function byCommand(size: Size): Promise<readonly [Run, Run]> {
  const folder = await mkdtemp(join(tmpdir(), 'auditor-'));
  try {
    await using sandbox = await sandboxOf(size);
    const unit = subjectsOf(sandbox.organization).unit.id;
    const flags = ['--permission-set', permissionSet, '--ou', unit, '--recursive', '--format', 'jsonl'];
    const args = ['export', '--people', ...flags, '--store', join(folder, 'store')];
    const ask = () =>
      timed(sandbox, async () => {
        const running = program(sandbox, args);
        const exited = once(running, 'exit');
        let rows = 0;
        for await (const _ of createInterface(running.stdout)) rows++;
        assert.deepEqual(await exited, [0, null]);
        return rows;
      });
    return [await ask(), await ask()];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function timed(sandbox: Sandbox, ask: () => Promise<number>): Promise<Run> {
  const before = callsOf(sandbox);
  const startedAt = performance.now();
  const rows = await ask();
  return { rows, calls: callsOf(sandbox) - before, seconds: (performance.now() - startedAt) / 1_000 };
}

function callsOf(sandbox: Sandbox): number {
  return Object.values(sandbox.counts()).reduce((sum, count) => sum + count, 0);
}

function sandboxOf(size: Size): Promise<Sandbox> {
  return startSandbox({ ...organizations[size], tps: awsTps, latencyMs: 50, emptyPages: false });
}

function program({ url }: Sandbox, args: readonly string[]) {
  return spawn(process.execPath, ['src/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'anyone',
      AWS_SECRET_ACCESS_KEY: 'anything',
      GATEWAY_LOG_LEVEL: 'error',
    },
  });
}
