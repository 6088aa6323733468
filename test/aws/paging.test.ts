import { describe, expect, test } from 'vitest';
import { all, callOptions, fakeAws, instanceArn, type Asked, type Reply } from './fake-aws.ts';

/** Pages of ARNs, with the number of the next page as token. */
function pagesOf(...pages: string[][]): (asked: Asked) => Reply {
  return ({ input }) => {
    const page = Number(input['NextToken'] ?? 0);
    const more = page + 1 < pages.length ? { NextToken: String(page + 1) } : {};
    return { body: { PermissionSets: pages[page], ...more } };
  };
}

test('a list is read to its end, asking for the largest page and passing the token on', async () => {
  await using fake = await fakeAws(pagesOf(['a', 'b'], ['c'], ['d']));
  const options = callOptions();
  expect(await all(fake.aws.ssoAdmin.listPermissionSets(instanceArn, options))).toEqual(['a', 'b', 'c', 'd']);
  expect(fake.asked.map(({ input }) => input)).toEqual([
    { InstanceArn: instanceArn, MaxResults: 100 },
    { InstanceArn: instanceArn, MaxResults: 100, NextToken: '1' },
    { InstanceArn: instanceArn, MaxResults: 100, NextToken: '2' },
  ]);
  expect(options.meter.toJSON()).toEqual({
    calls: 3,
    byOperation: { 'sso-admin:ListPermissionSets': 3 },
    throttled: 0,
    waitMs: 0,
  });
});

test('Organizations is asked for its own largest page', async () => {
  await using fake = await fakeAws(() => ({ body: { Accounts: [] } }));
  await all(fake.aws.organizations.listAccounts(callOptions()));
  expect(fake.asked[0]?.input).toEqual({ MaxResults: 20 });
});

test('an empty page with a token does not end the list', async () => {
  await using fake = await fakeAws(pagesOf(['a'], [], [], ['b']));
  expect(await all(fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions()))).toEqual(['a', 'b']);
});

test('leaving the loop early fetches no further page', async () => {
  await using fake = await fakeAws(pagesOf(['a'], ['b'], ['c']));
  for await (const page of fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions())) {
    expect(page).toEqual(['a']);
    break;
  }
  expect(fake.asked).toHaveLength(1);
});

test('a list that nobody reads makes no call', async () => {
  await using fake = await fakeAws(pagesOf(['a']));
  fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions());
  expect(fake.asked).toEqual([]);
});

test('a page larger than asked for is taken whole', async () => {
  const arns = Array.from({ length: 250 }, (_, index) => `arn-${index}`);
  await using fake = await fakeAws(pagesOf(arns));
  expect(await all(fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions()))).toEqual(arns);
});

for (const [nature, tokens] of [
  ['the same token again', ['x', 'x']],
  ['a token of an earlier page', ['x', 'y', 'x']],
] as const) {
  test(`a list that answers ${nature} stops with an error`, async () => {
    await using fake = await fakeAws((_, index) => ({
      body: { PermissionSets: [], NextToken: tokens[index % tokens.length] },
    }));
    const reading = all(fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions()));
    await expect(reading).rejects.toMatchObject({
      code: 'AWS_UNAVAILABLE',
      operation: 'sso-admin:ListPermissionSets',
      message: expect.stringContaining('NextToken'),
    });
    expect(fake.asked).toHaveLength(tokens.length);
  });
}

describe('a list whose NextToken is always new', () => {
  for (const [nature, page, says, pages] of [
    ['and whose pages are empty', () => [], 'after 100 empty pages', 101],
    ['and whose pages repeat rows', (n: number) => ['a', 'b', 'c'].slice(n % 3), 'were all there before', 2],
    ['and whose rows are always new', (n: number) => [`arn-${n}`], 'on 901 pages', 901],
    [
      'and whose pages are full of new rows',
      (n: number) => Array.from({ length: 100 }, (_, row) => `arn-${n}-${row}`),
      '20100 rows on 201 pages',
      201,
    ],
  ] as const) {
    test(`${nature} ends where AWS's quotas do`, async () => {
      await using fake = await fakeAws((_, index) => ({
        body: { PermissionSets: page(index), NextToken: `token ${index}` },
      }));
      const reading = all(fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions()));
      await expect(reading).rejects.toMatchObject({
        code: 'AWS_UNAVAILABLE',
        operation: 'sso-admin:ListPermissionSets',
        message: expect.stringContaining(says),
      });
      expect(fake.asked).toHaveLength(pages);
    });
  }
});

test('a page with some rows that were there before is taken whole', async () => {
  await using fake = await fakeAws(pagesOf(['a', 'b'], ['b', 'c'], ['c']));
  const rows = await all(fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions()));
  expect(rows).toEqual(['a', 'b', 'b', 'c', 'c']);
});

test('null and empty members mean absent: no list has no rows, no token ends it', async () => {
  for (const body of [{}, { PermissionSets: null, NextToken: null }, { PermissionSets: [], NextToken: '' }]) {
    await using fake = await fakeAws(() => ({ body }));
    expect(await all(fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions()))).toEqual([]);
  }
});
