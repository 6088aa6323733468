import { expect, test } from 'vitest';
import { walkTree, walkUnits } from '../../src/reader/facts/tree.ts';
import { callOptions, fakeAws, type Asked, type Reply } from '../aws/fake-aws.ts';

/** A root with one unit, under which `children` are. */
function organization(children: (asked: Asked, index: number) => string[]) {
  return (asked: Asked, index: number): Reply => {
    if (asked.operation === 'ListRoots') return { body: { Roots: [{ Id: 'r-1', Name: 'Root' }] } };
    if (asked.operation === 'ListAccountsForParent') return { body: { Accounts: [] } };
    if (asked.operation === 'ListParents')
      return { body: { Parents: [{ Id: `ou-${index}`, Type: 'ORGANIZATIONAL_UNIT' }] } };
    return { body: { OrganizationalUnits: children(asked, index).map((Id) => ({ Id, Name: Id })) } };
  };
}

for (const [nature, children] of [
  ['leads back to its root', () => ['r-1']],
  ['has a new unit below each', (_: Asked, index: number) => [`ou-${index}`]],
] as const) {
  test(`a tree that ${nature} is a failed read, and not an endless one`, async () => {
    await using fake = await fakeAws(organization(children));
    await expect(walkUnits(fake.aws.organizations, callOptions())).rejects.toMatchObject({
      code: 'AWS_UNAVAILABLE',
      operation: 'organizations:ListOrganizationalUnitsForParent',
    });
    expect(fake.asked.length).toBeLessThan(60);
  });
}

test('a way up that comes to no root is a failed read, and not an endless one', async () => {
  await using fake = await fakeAws(organization(() => []));
  const walk = walkTree(fake.aws.organizations, ['111111111111'], callOptions());
  await expect(walk).rejects.toMatchObject({
    code: 'AWS_UNAVAILABLE',
    operation: 'organizations:ListParents',
  });
  expect(fake.asked.length).toBeLessThan(60);
});
