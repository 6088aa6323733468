import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createClient } from 'graphql-sse';
import { expect } from 'vitest';
import { decode } from '../../src/mirror/encoding.ts';
import { pairKey, parseKey, provisionedKey } from '../../src/mirror/keys.ts';
import { principalWord } from '../../src/mirror/rows.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SqliteStore } from '../../src/store/sqlite.ts';
import type { StoredExtent } from '../../src/store/store.ts';
import { program } from '../cli/program.ts';
import { allKeys, countableSandbox, keysOf, pairsOf } from '../gateway/gateway-on-sandbox.ts';

const listAssignments = 'sso-admin:ListAccountAssignments';
/** Reads that are under way at once, and those that wait to be committed: a kill loses no more. */
const lostByKill = 32;

/**
 * Kills gateways in the middle of their sweeps, one after the other on one file, and lets the last come to its end.
 * Each time the file opens, and everything in it is true; the sweep goes on from there. Gives the calls for pairs, and
 * the most that are right.
 */
export async function sweepThroughKills(kills: number) {
  await using sandbox = await countableSandbox({ accounts: 120, latencyMs: 20 });
  const pairs = pairsOf(sandbox.organization);
  const folder = await mkdtemp(join(tmpdir(), 'killed-'));
  try {
    const file = join(folder, 'store.db');
    let known = 0;
    for (let kill = 1; kill <= kills; kill++) {
      // The later half of what is left stays for the later ones.
      const calls = Math.ceil((pairs.length - known) / (kills - kill + 2));
      await sweepUntilKilled(sandbox, file, calls);
      const kept = pairsIn(await everythingIn(file), sandbox);
      expect(kept).toBeGreaterThanOrEqual(known);
      known = kept;
    }
    expect(known).toBeGreaterThan(0);
    await sweepToTheEnd(sandbox, file);
    expect(pairsIn(await everythingIn(file), sandbox)).toBe(pairs.length);
    return { calls: sandbox.counts()[listAssignments], most: pairs.length + kills * lostByKill };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Killed at one of the sweep's reads, whatever the gateway is about just then. */
async function sweepUntilKilled(sandbox: Sandbox, file: string, atCall: number): Promise<void> {
  await using gateway = serving(sandbox, file);
  const client = await clientOf(gateway);
  let left = atCall;
  const { promise: isKilled, resolve } = Promise.withResolvers<void>();
  sandbox.faults.add({
    operation: listAssignments,
    when: () => {
      if (--left === 0) resolve(void gateway.child.kill('SIGKILL'));
      return false;
    },
    fault: 'drop',
  });
  // Broken off, the sweep rejects.
  const swept = sweep(client).catch(() => []);
  await isKilled;
  const { signal, stderr } = await gateway.ended;
  expect(signal).toBe('SIGKILL');
  expect(stderr).not.toContain('The store ');
  sandbox.faults.clear();
  client.dispose();
  await swept;
}

async function sweepToTheEnd(sandbox: Sandbox, file: string): Promise<void> {
  await using gateway = serving(sandbox, file);
  const client = await clientOf(gateway);
  expect(keysOf(await sweep(client)).toSorted()).toEqual(allKeys(sandbox.organization));
  client.dispose();
}

function serving(sandbox: Sandbox, file: string) {
  const options = {
    '--port': '0',
    '--auth': 'none',
    '--store': file,
    '--aws-tps': '10000',
    '--log-level': 'warn',
  };
  return program(['serve', ...Object.entries(options).flat()], {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'killed',
    AWS_SECRET_ACCESS_KEY: 'killed',
  });
}

async function clientOf({ firstLine }: ReturnType<typeof serving>) {
  const url = (await firstLine).replace('Gateway ready at ', '');
  return createClient({ url, retryAttempts: 0 });
}

async function sweep(client: ReturnType<typeof createClient>) {
  const query = `subscription {
    assignmentSweep(batchSize: 20) {
      assignments { target { targetId } permissionSet { arn } principal { principalType principalId } }
      completeness { complete }
    }
  }`;
  const rows = [];
  for await (const { data, errors } of client.iterate({ query })) {
    expect(errors).toBeUndefined();
    // The query says what it is.
    const event = (data as any).assignmentSweep;
    expect(event.completeness.complete).toBe(true);
    rows.push(...event.assignments);
  }
  return rows;
}

/** Opens the file as the next gateway will, which must find nothing wrong with it. */
async function everythingIn(file: string): Promise<readonly StoredExtent[]> {
  const extents: StoredExtent[] = [];
  await using store = new SqliteStore(file, (message) => expect.unreachable(message));
  for (const scope of scopesOf(file)) {
    const log = await store.log(scope);
    for (let [version, isLast] = [0, false]; !isLast;) {
      const slice = await log.since(version);
      extents.push(...slice.extents);
      ({ version, isLast } = slice);
    }
  }
  return extents;
}

function scopesOf(file: string) {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('select endpoint, instance_arn from scope').all();
  database.close();
  return rows.map((row) => ({ endpoint: String(row['endpoint']), instanceArn: String(row['instance_arn']) }));
}

/** How many pairs are claimed; all that is claimed of pairs and of where there are any is what the organization has. */
function pairsIn(extents: readonly StoredExtent[], { organization }: Sandbox): number {
  let count = 0;
  for (const { key: text, facts } of extents) {
    const key = parseKey(text);
    const [accountId = '', arn = ''] = key.parts;
    if (key.kind === 'pair') {
      count++;
      const members = organization.assignments(accountId, arn).map(principalWord);
      const told = decode(pairKey(accountId, arn), facts);
      expect(told.toSorted()).toEqual(members.toSorted());
    } else if (key.kind === 'provisionedToAccount') {
      const told = decode(provisionedKey(accountId), facts);
      expect(told.toSorted()).toEqual([...organization.permissionSetsProvisionedTo(accountId)].toSorted());
    }
  }
  return count;
}
