import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { AssignmentBounds } from '../../src/mirror/assignments.ts';
import { MirrorStore } from '../../src/mirror/mirror.ts';
import type { AssignmentKey, AssignmentRow, PrincipalType } from '../../src/mirror/rows.ts';
import { emptyMirror, refuseWarning, rowText } from './sample-rows.ts';

/** Ids as AWS's models allow them, chosen to be prefixes of each other, to differ in case, and to sort oddly. */
const accountIds = ['000000000001', '000000000010', '100000000000', '999999999999'];
const arns = [
  'arn:aws:sso:::permissionSet/ssoins-A/ps-.',
  'arn:aws:x/ps-/',
  'arn:aws:x/ps-A',
  'arn:aws:x/ps-a',
];
const principalIds = ['9', '90', 'A', 'Z', 'a', "a'b", 'a-b', 'a\\b', 'é', '日本'];

const row: fc.Arbitrary<AssignmentRow> = fc.record({
  accountId: fc.constantFrom(...accountIds),
  permissionSetArn: fc.constantFrom(...arns),
  principalType: fc.constantFrom<PrincipalType>('USER', 'GROUP'),
  principalId: fc.constantFrom(...principalIds),
});
const key: fc.Arbitrary<AssignmentKey> = fc.oneof(
  row,
  row.map(({ accountId }) => ({ accountId })),
  row.map(({ accountId, permissionSetArn }) => ({ accountId, permissionSetArn })),
);
const bounds: fc.Arbitrary<AssignmentBounds> = fc.record({
  accountIds: fc.option(fc.subarray(accountIds), { nil: undefined }),
  permissionSetArns: fc.option(fc.subarray(arns), { nil: undefined }),
  principalIds: fc.option(fc.subarray(principalIds), { nil: undefined }),
  principalType: fc.constantFrom(undefined, 'USER', 'GROUP'),
});

/** By the texts' bytes, part by part; a part left out comes after all. */
function compare(left: AssignmentKey, right: AssignmentKey): number {
  const parts = ({ accountId, permissionSetArn, principalType, principalId }: AssignmentKey) =>
    [accountId, permissionSetArn, principalType, principalId].map((part) =>
      part === undefined ? Buffer.from([0xff]) : Buffer.from(part),
    );
  const others = parts(right);
  for (const [n, part] of parts(left).entries()) {
    const order = Buffer.compare(part, others[n]!);
    if (order !== 0) return order;
  }
  return 0;
}

test('a page is what sorting and filtering all rows gives', async () => {
  const question = fc.record({
    rows: fc.uniqueArray(row, { maxLength: 40, selector: rowText }),
    after: fc.option(key, { nil: undefined }),
    upTo: key,
    bounds,
    limit: fc.integer({ min: 1, max: 50 }),
    byPrincipal: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(question, async ({ rows, after, upTo, bounds: { ...within }, limit, byPrincipal }) => {
      await using db = await emptyMirror();
      const { assignments } = db.mirror;
      for (const pair of Map.groupBy(rows, (at) => `${at.accountId} ${at.permissionSetArn}`).values())
        await assignments.replacePair(pair[0]!, pair, 1, 1);
      const expected = rows
        .filter((at) => (!after || compare(at, after) > 0) && compare(at, upTo) <= 0)
        .filter((at) => within.accountIds?.includes(at.accountId) ?? true)
        .filter((at) => within.permissionSetArns?.includes(at.permissionSetArn) ?? true)
        .filter((at) => within.principalIds?.includes(at.principalId) ?? true)
        .filter((at) => (within.principalType ?? at.principalType) === at.principalType)
        .toSorted(compare);
      const page = await assignments.between(after, upTo, within, limit, byPrincipal);
      expect(page.map(rowText)).toEqual(expected.slice(0, limit).map(rowText));
      expect(await assignments.countBetween(after, upTo, within)).toBe(expected.length);
    }),
    { numRuns: 150 },
  );
});

test('a page finds its rows by index, and sorts within one account at a time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mirror-'));
  const texts = vi.spyOn(DatabaseSync.prototype, 'prepare');
  try {
    await using store = new MirrorStore(join(folder, 'mirror.db'), refuseWarning);
    const { assignments } = await store.mirrorOf('aws/eu-west-1', 'instance-1');
    const place = { accountId: accountIds[1]!, permissionSetArn: arns[1]! };
    for (const accountIdsAsked of [undefined, accountIds])
      for (const idsAsked of [undefined, principalIds])
        for (const arnsAsked of [undefined, arns])
          for (const after of [undefined, place])
            for (const byPrincipal of [false, true])
              await assignments.between(
                after,
                { accountId: '9' },
                { accountIds: accountIdsAsked, principalIds: idsAsked, permissionSetArns: arnsAsked },
                10,
                byPrincipal,
              );
    const pages = new Set(
      texts.mock.calls.map(([text]) => text).filter((text) => text.includes('join assignment')),
    );
    texts.mockRestore();
    expect(pages.size).toBe(24);
    using database = new DatabaseSync(join(folder, 'mirror.db'));
    for (const text of pages) {
      const parameters = Array.from(text.matchAll(/\?/g), () => '[]');
      const steps = database.prepare(`explain query plan ${text}`).all(...parameters);
      const plan = steps
        .map((step) => String(step['detail']))
        .filter((detail) => !/json_each|LIST SUBQUERY|BLOOM/.test(detail));
      expect(plan.join('\n')).toMatch(stepsOf(text));
    }
  } finally {
    texts.mockRestore();
    rmSync(folder, { recursive: true });
  }
});

/** How a page finds its rows: through the accounts, by the pairs of some permission sets, or by some principals. */
function stepsOf(text: string): RegExp {
  const index = (of: string, columns: string) => `SEARCH ${of} USING COVERING INDEX \\S+ \\(${columns}`;
  const byKey = (table: string) => `SEARCH ${table} USING INTEGER PRIMARY KEY \\(rowid=\\?\\)`;
  const accounts = index('a', 'scope=\\? AND account_id.*');
  const sorted = 'USE TEMP B-TREE FOR LAST [23] TERMS OF ORDER BY.*';
  const ways = {
    principals: [
      index('p', 'scope=\\? AND type=\\? AND principal_id=\\?\\)'),
      index('x', 'principal=\\?\\)'),
      byKey('a'),
      byKey('s'),
      'USE TEMP B-TREE FOR ORDER BY',
    ],
    pairs: [
      accounts,
      index('s', 'scope=\\? AND arn=\\?\\)'),
      'SEARCH x USING PRIMARY KEY \\(account=\\? AND permission_set=\\?\\)',
      byKey('p'),
      sorted,
    ],
    accounts: [accounts, 'SEARCH x USING PRIMARY KEY \\(account=\\?\\)', byKey('s'), byKey('p'), sorted],
  };
  const others = text.includes('join permission_set s on s.scope') ? ways.pairs : ways.accounts;
  return new RegExp(`^${(text.includes('from principal') ? ways.principals : others).join('\n')}$`);
}
