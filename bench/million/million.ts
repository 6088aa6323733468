import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableOf } from '../calls/tables.ts';
import { filling } from './filling.ts';
import { openMillion } from './gateway.ts';
import { fill, organization } from './organization.ts';

interface Question {
  readonly name: string;
  /** Milliseconds, the median of several. */
  readonly limit: number;
  readonly query: string;
  readonly variables?: (n: number) => object;
  readonly times?: number;
}

const fields = `nodes { principal { id } permissionSet { id } target { id } }
  pageInfo { hasNextPage endCursor } completeness { complete }`;
const page = (filter: string) => `query { list: assignments(first: 100, filter: ${filter}) { ${fields} } }`;
const total = (filter: string) => `query { list: assignments(first: 1, filter: ${filter}) { totalCount } }`;

function questions(): Question[] {
  const { groups } = organization;
  return [
    {
      name: 'A page of 100',
      limit: 8,
      query: `query ($after: String) { list: assignments(first: 100, after: $after) { ${fields} } }`,
    },
    {
      name: 'What one group holds',
      limit: 8,
      query: page(`{ principal: { type: GROUP, ids: ["${groups[7]!.principalId}"] } }`),
    },
    {
      name: 'A permission set by name',
      limit: 8,
      query: page('{ permissionSet: { name: { eq: "Set 42" } } }'),
    },
    {
      name: 'Principals by a pattern',
      limit: 25,
      query: page('{ principal: { name: { matches: "payments.*7$" } } }'),
    },
    { name: 'How many there are', limit: 20, query: total('{}') },
    { name: 'How many users hold', limit: 20, query: total('{ principal: { type: USER } }') },
    { name: 'What deleted principals hold', limit: 25, query: page('{ principal: { deleted: true } }') },
    {
      name: 'Explaining everything',
      limit: 40,
      query: 'query { explainAssignments { strategy calls } }',
    },
  ];
}

/** A mirror of a million assignments: what it takes to load, to ask, and to hold. */
export async function million(isStrict: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'million-'));
  try {
    const file = join(folder, 'store.db');
    const rows = await fill(file);
    await using gateway = await openMillion(file);
    const lines: string[][] = [];
    const tooSlow: string[] = [];
    const note = (name: string, figure: number, limit: number, unit: string) => {
      lines.push([name, `${figure.toFixed(1)} ${unit}`, `${limit} ${unit}`]);
      if (figure > limit) tooSlow.push(name);
    };
    note('From the start to the first answer', gateway.startMs / 1000, 2.5, 's');
    await gateway.ask('query { list: assignments(first: 1) { totalCount } }');
    await gateway.probe();
    for (const { name, limit, query, times = 15 } of questions()) {
      const took: number[] = [];
      let after: string | null = null;
      for (let n = 0; n < times; n++) {
        const { ms, data, calls } = await gateway.ask(query, { after });
        assert.equal(calls, 0, `${name}: everything is in the mirror`);
        after = data.list?.pageInfo?.endCursor ?? null;
        if (name === 'How many there are') assert.equal(data.list.totalCount, rows);
        took.push(ms);
      }
      note(name, took.toSorted((one, other) => one - other)[took.length >> 1]!, limit, 'ms');
    }
    const { rssMb, blockedMs } = await gateway.probe();
    note('The longest that it held up others', blockedMs, 30, 'ms');
    note('Memory afterwards', rssMb, 450, 'MB');
    console.log(`${rows.toLocaleString('en-US')} assignments\n`);
    console.log(tableOf(['Question', 'Took', 'At most'], lines));
    const { perSecond, perCpuSecond } = await filling(join(folder, 'filled.db'));
    console.log(
      `\nFilled from a sandbox without limits in the same process: ${perSecond.toFixed(0)} pairs a second, ${perCpuSecond.toFixed(0)} a second of the processor`,
    );
    if (isStrict) assert.deepEqual(tooSlow, []);
  } finally {
    await rm(folder, { recursive: true });
  }
}
