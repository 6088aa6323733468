import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableOf } from '../calls/tables.ts';
import { type MillionGateway, openMillion } from '../million/gateway.ts';
import { fill, organizationOf } from '../million/organization.ts';

const large = organizationOf({
  accounts: 7_000,
  permissionSets: 300,
  users: 25_000,
  groups: 5_000,
  perAccount: 30,
  perPair: 2,
  perGroup: 40,
});

const query = `query ($groupBy: [CountGroup!]!, $filter: AssignmentFilter, $withEmpty: Boolean, $people: Boolean!) {
  assignmentCounts(groupBy: $groupBy, filter: $filter, withEmpty: $withEmpty) {
    counts {
      account { targetId } permissionSet { arn } organizationalUnit { targetId }
      assignments people @include(if: $people)
    }
    completeness { complete }
  }
}`;

const { accountIds } = large;
const some = { filter: { target: { ids: accountIds.slice(3_000, 3_160) } } };
const cells = { groupBy: ['ACCOUNT', 'PERMISSION_SET'], withEmpty: true };

/** What the page's matrix and its facets ask, and the most that one answer has. */
const questions: readonly [name: string, variables: object][] = [
  ['All of them', { groupBy: [], people: false }],
  ['All of them, with people', { groupBy: [], people: true }],
  ['By permission set', { groupBy: ['PERMISSION_SET'], people: false }],
  ['By permission set, with people', { groupBy: ['PERMISSION_SET'], people: true }],
  ['By account, with people', { groupBy: ['ACCOUNT'], people: true }],
  ['By OU', { groupBy: ['ORGANIZATIONAL_UNIT'], people: false }],
  ['The cells of 160 accounts, with people', { ...cells, ...some, people: true }],
];

/** How long counts hold up others, of 7,000 accounts and 300 permission sets: each as it is asked first, and again. */
export async function counts(isStrict: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'counts-'));
  try {
    const file = join(folder, 'store.db');
    const rows = await fill(file, { of: large });
    await using gateway = await openMillion(file);
    await gateway.probe();
    const lines: string[][] = [];
    const tooLong: string[] = [];
    for (const [name, variables] of questions) {
      const first = await asked(gateway, variables);
      const again = await asked(gateway, variables);
      const blockedMs = Math.max(first.blockedMs, again.blockedMs);
      if (blockedMs > longestMs) tooLong.push(name);
      lines.push([
        name,
        first.counts.toLocaleString('en-US'),
        `${again.ms.toFixed(0)} ms`,
        `${blockedMs.toFixed(1)} ms`,
        `${longestMs} ms`,
      ]);
    }
    console.log(`${rows.toLocaleString('en-US')} assignments on 7,000 accounts, of 300 permission sets\n`);
    console.log(tableOf(['Counts', 'How many', 'Took', 'Held up others for', 'At most'], lines));
    if (isStrict) assert.deepEqual(tooLong, []);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const longestMs = 30;

async function asked(gateway: MillionGateway, variables: object) {
  await gateway.probe();
  const { ms, calls, data } = await gateway.ask(query, variables);
  assert.equal(calls, 0, 'everything is in the mirror');
  assert.equal(data.assignmentCounts.completeness.complete, true);
  const { blockedMs } = await gateway.probe();
  return { ms, blockedMs, counts: data.assignmentCounts.counts.length as number };
}
