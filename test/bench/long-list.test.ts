import { expect, it } from 'vitest';
import { differences } from '../../bench/calls/calls.ts';
import { longListTable, measureLongList } from '../../bench/calls/long-list.ts';

it('three questions about names in a directory of 25,000 users take little more together than its list, as docs/performance.md says', async () => {
  const rows = await measureLongList();
  for (const { listed, described, pages } of rows) {
    expect(listed).toBeLessThanOrEqual(pages);
    expect((listed + described) / pages).toBeLessThanOrEqual(1.1);
  }
  expect(await differences({ 'long list': longListTable(rows) })).toEqual([]);
}, 300_000);
