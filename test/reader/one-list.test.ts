import { expect, it } from 'vitest';
import { readerOnSandbox } from './reader-on-sandbox.ts';
import { anybody } from '../reading/read-scope.ts';

/** Ten pages of users; five names are thought to be worth five pages at most. */
const many = { accounts: 1, permissionSets: 1, users: 950, groups: 1 };

async function prepared() {
  const on = await readerOnSandbox(many);
  const userIds = on.sandbox.organization.users().map(({ userId }) => userId);
  // At the end of the list, which therefore tells none of them for long.
  const ids = userIds.slice(-5);
  on.sandbox.reset();
  return {
    ...on,
    names: () =>
      on.instance.principals(
        ids.map((principalId) => ({ principalType: 'USER' as const, principalId })),
        0,
        anybody,
      ),
    list: () => on.instance.listPrincipals({ type: 'USER' }, { first: 1, withTotalCount: true }, anybody),
  };
}

it.each(['names are first', 'the list is first'])(
  'names and the whole list, asked for at once, are one reading of the list: %s',
  async (order) => {
    const { names, list, sandbox, ...on } = await prepared();
    await using _ = on;
    const [first, second] = order === 'names are first' ? [names, list] : [list, names];
    await Promise.all([first, second].map(async (ask) => ask()));
    expect(sandbox.counts()).toEqual({ 'identitystore:ListUsers': 10 });
    expect((await list()).totalCount).toBe(950);
    for (const { facts } of await names()) expect(facts?.name).toEqual(expect.any(String));
    expect(sandbox.counts()).toEqual({ 'identitystore:ListUsers': 10 });
  },
);

it('names alone still give a list up that gets too long', async () => {
  const { names, sandbox, ...on } = await prepared();
  await using _ = on;
  for (const { facts } of await names()) expect(facts?.name).toEqual(expect.any(String));
  const { 'identitystore:ListUsers': pages } = sandbox.counts();
  expect(pages).toBe(6);
});
