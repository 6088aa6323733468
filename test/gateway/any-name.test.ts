import { expect, it } from 'vitest';
import type { PrincipalFilterInput } from '../../src/reader/filter/input.ts';
import { small } from './faults.ts';
import { countableSandbox, gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';

const lists = `query ($principal: PrincipalFilter!, $assignment: AssignmentFilter!) {
  principals(filter: $principal) {
    nodes { principalId }
    completeness { complete unmatched { path value suggestions } }
  }
  assignments(filter: $assignment) { nodes { principal { principalId } } completeness { complete } }
}`;

/** Somebody whose name for signing in is a number, and who holds something. */
async function withZora() {
  const sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const zora = organization.createUser({
    userName: 'x1734',
    displayName: 'Zora Quill',
    givenName: 'Zora',
    familyName: 'Quill',
    email: 'zq@elsewhere.example',
  });
  const [account] = organization.accounts();
  const [set] = organization.permissionSets();
  organization.createAssignment({
    accountId: account!.id,
    permissionSetArn: set!.arn,
    principalType: 'USER',
    principalId: zora.userId,
  });
  return { sandbox, zora };
}

async function ask(gateway: TestGateway, principal: PrincipalFilterInput) {
  const { data, errors, aws } = await gateway.ask(lists, { principal, assignment: { principal } });
  expect(errors).toBeUndefined();
  const assigned: string[] = data.assignments.nodes.map((node: any) => node.principal.principalId);
  return {
    found: data.principals.nodes.map(({ principalId }: any) => principalId),
    assigned: [...new Set(assigned)],
    unmatched: data.principals.completeness.unmatched,
    calls: aws.byOperation,
  };
}

it.each([
  ['displayName', { contains: 'zora qu', ignoreCase: true }],
  ['userName', { eq: 'x1734' }],
  ['e-mail address', { endsWith: '@elsewhere.example' }],
])('a user is found by anyName for their %s, in lists and in what is assigned', async (_of, anyName) => {
  const { sandbox, zora } = await withZora();
  await using _ = sandbox;
  await using gateway = await gatewayOn(sandbox);
  const { found, assigned } = await ask(gateway, { anyName });
  expect(found).toEqual([zora.userId]);
  expect(assigned).toEqual([zora.userId]);
});

it('one name alone has to satisfy all operators of anyName', async () => {
  const { sandbox } = await withZora();
  await using _ = sandbox;
  await using gateway = await gatewayOn(sandbox);
  const { found } = await ask(gateway, { anyName: { startsWith: 'Zora', endsWith: '.example' } });
  expect(found).toEqual([]);
});

it('a group is found by anyName for its displayName', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const [group] = sandbox.organization.groups();
  const { found } = await ask(gateway, { anyName: { eq: group!.displayName } });
  expect(found).toEqual([group!.groupId]);
});

it('a filter by anyName takes no more calls than one by name, and none once it was asked', async () => {
  const { sandbox, zora } = await withZora();
  await using _ = sandbox;
  const anyName = { eq: 'Zora Quill' };
  const cold = async (principal: PrincipalFilterInput) => {
    await using gateway = await gatewayOn(sandbox);
    return [await ask(gateway, principal), await ask(gateway, principal)] as const;
  };
  const [byAnyName, again] = await cold({ type: 'USER', anyName });
  const [byName] = await cold({ type: 'USER', name: { eq: zora.userName } });
  expect(byAnyName.found).toEqual(byName.found);
  expect(byAnyName.calls).toEqual(byName.calls);
  expect(again.calls).toEqual({});
});

it('nobody is called so by any name: unmatched says it, with what is close of each of them', async () => {
  const { sandbox } = await withZora();
  await using _ = sandbox;
  await using gateway = await gatewayOn(sandbox);
  const written = ['Zora Quil', 'zq@elsewhere.exmple', 'Zora Quill'];
  const { unmatched } = await ask(gateway, { anyName: { in: written } });
  expect(unmatched).toEqual([
    { path: 'filter.anyName.in', value: 'Zora Quil', suggestions: ['Zora Quill'] },
    { path: 'filter.anyName.in', value: 'zq@elsewhere.exmple', suggestions: ['zq@elsewhere.example'] },
  ]);
});

it('nobody who was deleted is called anything', async () => {
  const { sandbox, zora } = await withZora();
  await using _ = sandbox;
  sandbox.organization.deleteUser(zora.userId);
  await using gateway = await gatewayOn(sandbox);
  const { found, assigned } = await ask(gateway, { anyName: { matches: '.' }, deleted: true });
  expect([found, assigned]).toEqual([[], []]);
});
