import { expect, it } from 'vitest';
import { differences } from '../../bench/calls/calls.ts';
import { longListTable, measureLongList } from '../../bench/calls/long-list.ts';

it('three questions about names in a directory of 25,000 users take little more together than its list, as docs/performance.md says', async () => {
  const rows = await measureLongList();
  for (const { listed, described, pages, rows: counts } of rows) {
    expect(listed).toBeLessThanOrEqual(pages);
    // Where one question alone names hundreds of people.
    const most = Math.min(...counts) > 700 ? 1.1 : 1.2;
    expect((listed + described) / pages).toBeLessThanOrEqual(most);
  }
  expect(await differences({ 'long list': longListTable(rows) })).toEqual([]);
}, 120_000);
