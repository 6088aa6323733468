import { expect, test } from 'vitest';
import { countableSandbox, gatewayOn } from './gateway-on-sandbox.ts';

test('a query of hundreds of questions, which the mirror can answer all, does not keep others waiting', async () => {
  await using sandbox = await countableSandbox({ accounts: 10, users: 100, groups: 10 });
  await using gateway = await gatewayOn(sandbox);
  const questions = Array.from({ length: 4 }, (_, n) => `a${n}: assignments(first: 1) { totalCount }`);
  const query = `{ principals(first: 100) { nodes { ${questions.join(' ')} } } }`;
  await gateway.ask('{ assignments { totalCount } }');
  const order: string[] = [];
  const many = gateway.ask(query).then((answer) => {
    order.push('many');
    return answer;
  });
  // Each is sent when the one before was answered: they can only come in between.
  for (let n = 0; n < 10; n += 1) {
    await gateway.ask('{ __typename }');
    order.push('one');
  }
  const { errors, data } = await many;
  expect(errors).toBeUndefined();
  expect(data.principals.nodes).toHaveLength(100);
  expect(order.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'one'));
});

test('the members of each group among a hundred assignments, a hundred of each, are told by one query', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const user = 'id principalId principalType name deleted userName displayName email enabled';
  const members = `members(first: 100) { totalCount completeness { complete } nodes { ${user} } }`;
  const { errors, data } = await gateway.ask(
    `{ assignments(first: 100) { nodes { target { name } permissionSet { name } principal { name ... on Group { ${members} } } } } }`,
  );
  expect(errors).toBeUndefined();
  const groups = data.assignments.nodes.filter(({ principal }: any) => principal.members);
  expect(groups.length).toBeGreaterThan(20);
  for (const { principal } of groups)
    expect(principal.members.nodes).toHaveLength(Math.min(100, principal.members.totalCount));
});
