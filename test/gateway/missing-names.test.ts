import { expect, it } from 'vitest';
import { everything, small } from './faults.ts';
import { allKeys, countableSandbox, gatewayOn, keysOf } from './gateway-on-sandbox.ts';

const operators = [
  { eq: '' },
  { in: [] },
  { in: [''] },
  { contains: '' },
  { startsWith: '' },
  { endsWith: '' },
  { matches: '' },
  { matches: '.*', ignoreCase: true },
];

it('the missing name of a deleted principal satisfies no operator, and not is the plain complement', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const all = allKeys(organization);
  const isNamed = (key: string) => {
    const [, , type, id = ''] = key.split(' ');
    return (type === 'USER' ? organization.user(id) : organization.group(id)) !== undefined;
  };
  const unnamed = all.filter((key) => !isNamed(key));
  expect(unnamed.length).toBeGreaterThan(0);
  for (const name of operators) {
    const filter = { principal: { name } };
    const positive = keysOf((await gateway.page({ ...everything, filter })).nodes);
    const negative = keysOf((await gateway.page({ ...everything, filter: { not: filter } })).nodes);
    const isAnything = Object.values(name)[0]?.length === 0 && !('in' in name) && !('eq' in name);
    const expected = isAnything || name.matches === '.*' ? all.filter(isNamed) : [];
    expect({ name, positive }).toEqual({ name, positive: expected });
    expect({ name, negative }).toEqual({ name, negative: all.filter((key) => !expected.includes(key)) });
  }
});

it('a name filter without operators asks nothing of a name, and so makes no call', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  for (const name of [{}, { ignoreCase: true }, { eq: null }]) {
    const filter = { principal: { name }, permissionSet: { name }, target: { name } };
    const page = await gateway.page({ ...everything, filter });
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
  }
  expect(Object.keys(sandbox.counts()).filter((name) => /Describe|identitystore/.test(name))).toEqual([]);
});
