import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrincipalId } from '../../src/mirror/rows.ts';
import { tableOf } from '../calls/tables.ts';
import { openMillion, type MillionGateway } from '../million/gateway.ts';
import { fill } from '../million/organization.ts';
import { changesOfAYear, keepChanges } from './changes.ts';
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
    keepChanges(file, changes);

    const lines: string[][] = [];
    const tooMuch: string[] = [];
    const note = (name: string, figure: number, limit: number, unit: string) => {
      lines.push([name, `${figure.toFixed(2)} ${unit}`, `${limit} ${unit}`]);
      if (figure > limit) tooMuch.push(name);
    };
    await using gateway = await openMillion(file);
    await gateway.ask('query { list: assignments(first: 1) { totalCount } }');
    const page = await median(gateway, pageQuery, {});
    const { rssMb: rssBefore } = await gateway.probe();

    const aYear = { since: new Date(lastReadAt - 370 * dayMs).toISOString() };
    const loaded = await gateway.ask(changesQuery, aYear);
    assert.equal(loaded.data.list.nodes.length, 100);
    note('The first page of changes', loaded.ms, 2_000, 'ms');
    note(
      'A page of changes, in pages of assignments',
      (await median(gateway, changesQuery, aYear)) / page,
      1,
      '×',
    );

    // By days, so that what was asked about before is no help.
    const ago = (days: number) => new Date(lastReadAt - days * dayMs - dayMs / 2).toISOString();
    const first: number[] = [];
    for (const days of [362, 360, 361]) first.push((await gateway.ask(asOfQuery, { asOf: ago(days) })).ms);
    note('A first page as of a year ago', first.toSorted((one, other) => one - other)[1]!, 1_000, 'ms');
    note(
      'Another page of it, in pages of assignments',
      (await median(gateway, asOfQuery, { asOf: ago(361) })) / page,
      5,
      '×',
    );
    const { rssMb, blockedMs } = await gateway.probe();
    note('The longest that it held up others', blockedMs, 30, 'ms');
    note('Memory for it', rssMb - rssBefore, 80, 'MB');

    const total = await gateway.ask(totalQuery, { asOf: ago(361) });
    note('Everything as of then', total.ms / 1_000, 10, 's');
    const whole = await gateway.probe();
    note('The longest that this held up others', whole.blockedMs, 30, 'ms');
    note('Memory for everything as of then', whole.rssMb - rssBefore, 250, 'MB');
    note('Keeping what was read, with history against without', await writePath(), 1.1, '×');

    console.log(
      `${rows.toLocaleString('en-US')} assignments, ${changes.length.toLocaleString('en-US')} changes\n`,
    );
    console.log(tableOf(['What', 'Took', 'At most'], lines));
    if (isStrict) assert.deepEqual(tooMuch, []);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function median(gateway: MillionGateway, query: string, variables: object): Promise<number> {
  const took: number[] = [];
  let after: string | null = null;
  for (let n = 0; n < times; n++) {
    const { ms, data, calls } = await gateway.ask(query, { ...variables, after });
    assert.equal(calls, 0, 'everything is in the mirror');
    after = data.list.pageInfo.endCursor;
    took.push(ms);
  }
  return took.toSorted((one, other) => one - other)[times >> 1]!;
}
