import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrincipalId } from '../../src/mirror/rows.ts';
import { tableOf } from '../calls/tables.ts';
import { openMillion, type MillionGateway } from '../million/gateway.ts';
import { fill } from '../million/organization.ts';
import { changesOfAYear, keepChanges, leaveOut } from './changes.ts';
import { startOn } from './start.ts';
import { writePath } from './write-path.ts';

const row = 'principal { id name } permissionSet { id name } target { id name }';
const rest = 'pageInfo { hasNextPage endCursor } completeness { complete failures { message } }';
const pageQuery = `query ($after: String) { list: assignments(first: 100, after: $after) { nodes { ${row} } ${rest} } }`;
const changesQuery = `query ($since: DateTime!, $after: String) {
  list: changes(since: $since, first: 100, after: $after) {
    nodes { id kind firstReadAfter ... on AssignmentChange { assignment { ${row} } } } ${rest}
  }
}`;
const asOfQuery = `query ($asOf: DateTime!, $after: String) {
  list: assignments(asOf: $asOf, first: 100, after: $after) { nodes { ${row} } ${rest} }
}`;
const totalQuery = `query ($asOf: DateTime!) { list: assignments(asOf: $asOf, first: 1) { totalCount ${rest} } }`;

const countedQuery = changesQuery.replace('nodes {', 'totalCount nodes {');

const dayMs = 86_400_000;
const times = 15;

/** What history costs, of a million assignments with 100,000 changes in a year. */
export async function history(isStrict: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  try {
    const file = join(folder, 'store.db');
    const lastReadAt = Date.now() - 60_000;
    const membersOf = new Map<string, readonly PrincipalId[]>();
    const rows = await fill(file, { readAt: lastReadAt, knownSince: lastReadAt - 380 * dayMs, membersOf });
    const changes = changesOfAYear(membersOf, lastReadAt);
    const without = join(folder, 'without.db');
    await copyFile(file, without);
    keepChanges(file, changes);

    const lines: string[][] = [];
    const tooMuch: string[] = [];
    const note = (name: string, figure: number, limit: number, unit: string) => {
      lines.push([name, `${figure.toFixed(2)} ${unit}`, `${limit} ${unit}`]);
      if (figure > limit) tooMuch.push(name);
    };
    note('A start with history against one without', await startOn(file, without), 1.1, '×');
    const [last = ''] = [...membersOf.keys()].slice(-1);
    const [partly, partlyWithout] = await Promise.all(
      [file, without].map(async (store) => leaveOut(last, store, `${store}-partly`)),
    );
    const partlyRead = await startOn(partly ?? '', partlyWithout ?? '');
    note('The same, where not everything was read yet', partlyRead, 1.1, '×');
    await using gateway = await openMillion(file);
    await gateway.ask('query { list: assignments(first: 1) { totalCount } }');
    const page = await costOf(gateway, pageQuery, {});
    const { heapMb: heapBefore } = await gateway.probe();

    // At noon: everything was read in the evening.
    const ago = (days: number) => ({ asOf: new Date(lastReadAt - (days + 0.5) * dayMs).toISOString() });
    await gateway.probe();
    await gateway.ask(asOfQuery, ago(362));
    const first = await gateway.probe();
    note('The first page as of a year ago', first.cpuMs, 1_000, 'ms');
    await gateway.ask(asOfQuery, ago(361));
    const another = await gateway.probe();
    note('The first page as of the day after', another.cpuMs, 500, 'ms');
    const heldUp = Math.max(first.blockedMs, another.blockedMs);
    note('The longest that they held up others, by the clock', heldUp, 30, 'ms');
    note(
      'Another page of it, in pages of assignments',
      (await costOf(gateway, asOfQuery, ago(361))) / page,
      5,
      '×',
    );
    note('Memory of what changed and two moments', (await gateway.probe()).heapMb - heapBefore, 80, 'MB');

    const aYear = { since: new Date(lastReadAt - 370 * dayMs).toISOString() };
    const { data } = await gateway.ask(countedQuery, aYear);
    assert.equal(data.list.totalCount, changes.length);
    const counted = await gateway.probe();
    note('The first page of changes', counted.cpuMs, 2_000, 'ms');
    note('The longest that it held up others, by the clock', counted.blockedMs, 30, 'ms');
    note('Another, in pages of assignments', (await costOf(gateway, changesQuery, aYear)) / page, 1, '×');
    note('Memory with changes, too', (await gateway.probe()).heapMb - heapBefore, 80, 'MB');

    const total = await gateway.ask(totalQuery, ago(361));
    assert.equal(total.data.list.totalCount, rows);
    const whole = await gateway.probe();
    note('Everything as of a year ago', whole.cpuMs / 1_000, 6, 's');
    note('Memory with all of it', whole.heapMb - heapBefore, 160, 'MB');
    note('Keeping what was read, with history against without', await writePath(), 1.1, '×');

    console.log(
      `${rows.toLocaleString('en-US')} assignments, ${changes.length.toLocaleString('en-US')} changes\n`,
    );
    console.log(tableOf(['Processor time of', 'Took', 'At most'], lines));
    if (isStrict) assert.deepEqual(tooMuch, []);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Processor time of a page, in milliseconds, after one that is not counted. */
async function costOf(gateway: MillionGateway, query: string, variables: object): Promise<number> {
  let after: string | null = null;
  for (let n = 0; n <= times; n++) {
    if (n === 1) await gateway.probe();
    const { data, calls } = await gateway.ask(query, { ...variables, after });
    assert.equal(calls, 0, 'everything is in the mirror');
    after = data.list.pageInfo.endCursor;
  }
  return (await gateway.probe()).cpuMs / times;
}
