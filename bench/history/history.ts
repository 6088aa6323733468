import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrincipalId } from '../../src/mirror/rows.ts';
import { tableOf } from '../calls/tables.ts';
import { openMillion } from '../million/gateway.ts';
import { fill } from '../million/organization.ts';
import { changesOfAYear, keepChanges, leaveOut } from './changes.ts';
import { pageRatios, Walk } from './pages.ts';
import { asOfQuery, changesQuery, pageQuery, rest } from './queries.ts';
import { startOn } from './start.ts';
import { writePath } from './write-path.ts';

const totalQuery = `query ($asOf: DateTime!) { list: assignments(asOf: $asOf, first: 1) { totalCount ${rest} } }`;

const countedQuery = changesQuery.replace('nodes {', 'totalCount nodes {');

const dayMs = 86_400_000;
/** What was told of them is in memory, too. */
const somePages = 16;

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
    const another = join(folder, 'another.db');
    await copyFile(file, another);

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
    await new Walk(gateway, pageQuery, {}).goOn(somePages);
    const { heapMb: heapBefore } = await gateway.probe();

    // At noon: everything was read in the evening.
    const ago = (days: number) => ({ asOf: new Date(lastReadAt - (days + 0.5) * dayMs).toISOString() });
    await gateway.probe();
    await gateway.ask(asOfQuery, ago(362));
    const first = await gateway.probe();
    note('The first page as of a year ago', first.cpuMs, 1_000, 'ms');
    await gateway.ask(asOfQuery, ago(361));
    const dayAfter = await gateway.probe();
    note('The first page as of the day after', dayAfter.cpuMs, 500, 'ms');
    const heldUp = Math.max(first.blockedMs, dayAfter.blockedMs);
    note('The longest that they held up others, by the clock', heldUp, 30, 'ms');
    await new Walk(gateway, asOfQuery, ago(361)).goOn(somePages);
    note('Memory of what changed and two moments', (await gateway.probe()).heapMb - heapBefore, 80, 'MB');

    const aYear = { since: new Date(lastReadAt - 370 * dayMs).toISOString() };
    const { data } = await gateway.ask(countedQuery, aYear);
    assert.equal(data.list.totalCount, changes.length);
    const counted = await gateway.probe();
    note('The first page of changes', counted.cpuMs, 2_000, 'ms');
    note('The longest that it held up others, by the clock', counted.blockedMs, 30, 'ms');
    await new Walk(gateway, changesQuery, aYear).goOn(somePages);
    note('Memory with changes, too', (await gateway.probe()).heapMb - heapBefore, 80, 'MB');

    const total = await gateway.ask(totalQuery, ago(361));
    assert.equal(total.data.list.totalCount, rows);
    const whole = await gateway.probe();
    note('Everything as of a year ago', whole.cpuMs / 1_000, 6, 's');
    note('Memory with all of it', whole.heapMb - heapBefore, 160, 'MB');
    const { changes: ofChanges, past } = await pageRatios(another, aYear, ago(361));
    note('Another page of it, in pages of assignments', past.first.byCpu, 5, '×');
    note(
      'Another page of changes that was told before, in pages of assignments that were',
      ofChanges.again.byCpu,
      1,
      '×',
    );
    note('The same, by the clock', ofChanges.again.byClock, 1, '×');
    // Changes are of many accounts, and a page of assignments is of one: their names are told for the first time.
    note('One that was not, in pages that were not', ofChanges.first.byCpu, 1.5, '×');
    note('The same, by the clock', ofChanges.first.byClock, 1.5, '×');
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
