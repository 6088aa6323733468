import { expect, it } from 'vitest';
import type { Organization, User } from '../../src/sandbox/organization/types.ts';
import { everything, failureOf, small } from './faults.ts';
import { allKeys, completenessFields, countableSandbox, gatewayOn, keysOf } from './gateway-on-sandbox.ts';
import { generatedTelling } from './lying-organization.ts';

/** AWS leaves a member out of what it tells of some. */
function without<Row extends object>(row: Row, member: keyof Row): Row {
  const { [member]: _, ...rest } = row;
  return rest as Row;
}

/** A user who holds something, of whom AWS does not tell whether they are enabled. */
function withUntoldUser() {
  const holder = (all: Organization) =>
    allKeys(all)
      .find((key) => key.includes(' USER '))!
      .split(' ')[3]!;
  const { truth, organization } = generatedTelling(small, (all) => {
    const userId = holder(all);
    const told = (user: User) => (user.userId === userId ? without(user, 'status') : user);
    return {
      users: () => all.users().map(told),
      user: (id) => {
        const user = all.user(id);
        return user && told(user);
      },
    };
  });
  return { truth, organization, userId: holder(truth) };
}

it.each([{}, { ids: 'given' }])(
  'a user of whom AWS does not tell whether they are enabled is left out both ways, and reported: %j',
  async ({ ids }) => {
    const { truth, organization, userId } = withUntoldUser();
    await using sandbox = await countableSandbox({ organization });
    await using gateway = await gatewayOn(sandbox);
    const everybody = [
      ...truth.users().map((user) => user.userId),
      ...truth.groups().map(({ groupId }) => groupId),
    ];
    const told = allKeys(truth).filter((key) => !key.endsWith(userId));
    for (const enabled of [true, false]) {
      const filter = { principal: { enabled, ...(ids && { ids: everybody }) } };
      const isMatch = (key: string) => {
        const [, , type, id = ''] = key.split(' ');
        return type === 'USER' && truth.user(id)?.status === (enabled ? 'ENABLED' : 'DISABLED');
      };
      const expected = told.filter(isMatch);
      const page = await gateway.page({ ...everything, filter });
      expect(keysOf(page.nodes)).toEqual(expected);
      expect(page.totalCount).toBeNull();
      expect(failureOf(page)).toMatchObject({ operation: 'identitystore:DescribeUser', principalId: userId });
      const others = await gateway.page({ ...everything, filter: { not: filter } });
      const complement = told.filter((key) => !expected.includes(key));
      expect(keysOf(others.nodes)).toEqual(complement);
      expect(failureOf(others)).toMatchObject({ principalId: userId });
    }
  },
);

it('users of whom AWS does not tell whether they are enabled are not listed as either, and reported', async () => {
  const { truth, organization, userId } = withUntoldUser();
  await using sandbox = await countableSandbox({ organization });
  await using gateway = await gatewayOn(sandbox);
  for (const enabled of [true, false]) {
    const { data } = await gateway.ask(
      `{ principals(first: 1000, filter: { enabled: ${enabled} }) { nodes { principalId } totalCount completeness { ${completenessFields} } } }`,
    );
    const wanted = truth.users().filter(({ status }) => status === (enabled ? 'ENABLED' : 'DISABLED'));
    const ids = wanted.map((user) => user.userId).filter((id) => id !== userId);
    expect(data.principals.nodes.map((node: any) => node.principalId)).toEqual(ids.toSorted());
    expect(data.principals.totalCount).toBeNull();
    expect(data.principals.completeness.failures).toMatchObject([{ principalId: userId }]);
  }
});

it('accounts of which AWS tells no state match no filter of states, either way, and are reported', async () => {
  const accountOf = (all: Organization) => allKeys(all)[0]!.split(' ')[0]!;
  const { truth, organization } = generatedTelling(small, (all) => ({
    accounts: () => all.accounts().map((one) => (one.id === accountOf(all) ? without(one, 'state') : one)),
  }));
  await using sandbox = await countableSandbox({ organization, modes: { statusAbsent: true } });
  await using gateway = await gatewayOn(sandbox);
  const accountId = accountOf(truth);
  const states = truth.accounts().map(({ state }) => state);
  for (const target of [{ states }, { states: [] as string[], type: 'AWS_ACCOUNT' }]) {
    const filter = { target };
    const isTold = (id: string) => id !== accountId || target.states.length === 0;
    const [matching, others] = [
      await gateway.page({ ...everything, filter }),
      await gateway.page({ ...everything, filter: { not: filter } }),
    ];
    expect(keysOf(matching.nodes)).toEqual(allKeys(truth, (id) => target.states.length > 0 && isTold(id)));
    expect(keysOf(others.nodes)).toEqual(allKeys(truth, (id) => target.states.length === 0 && isTold(id)));
    expect(
      [matching, others].map(({ completeness }) => completeness.failures.map((one) => one.accountId)),
    ).toEqual(target.states.length > 0 ? [[accountId], [accountId]] : [[], []]);
  }
  const { data } = await gateway.ask(
    `query ($states: [String!]) { targets(first: 1000, filter: { states: $states }) { nodes { targetId } completeness { ${completenessFields} } } }`,
    { states },
  );
  expect(data.targets.nodes).toHaveLength(truth.accounts().length - 1);
  expect(data.targets.completeness.failures).toMatchObject([{ accountId }]);
});
