import { expect, it } from 'vitest';
import type { PermissionSetFilterInput } from '../../src/reader/filter/input.ts';
import { denied, small } from './faults.ts';
import { countableSandbox, gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';

const query = `query ($filter: AssignmentFilter) {
  assignments(filter: $filter, first: 1000) {
    nodes { permissionSet { arn } }
    totalCount
    completeness { complete failures { operation permissionSetArn code } }
  }
}`;

const policies = 'sso-admin:ListManagedPoliciesInPermissionSet';
const tags = 'sso-admin:ListTagsForResource';

async function ask(gateway: TestGateway, permissionSet: PermissionSetFilterInput, isNot = false) {
  const filter = isNot ? { not: { permissionSet } } : { permissionSet };
  const { data, errors, aws } = await gateway.ask(query, { filter });
  expect(errors).toBeUndefined();
  return { ...data.assignments, calls: aws.byOperation };
}

async function organizationWithTags() {
  const sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const used = organization
    .permissionSets()
    .map(({ arn }) => arn)
    .filter((arn) => organization.accountsProvisionedWith(arn).length > 0);
  organization.tags.tag(used[0]!, [{ key: 'reviewed', value: 'yes' }]);
  return { sandbox, organization, used };
}

it('policies and tags are asked for of the permission sets that the rest of the filter leaves, once', async () => {
  const { sandbox, organization, used } = await organizationWithTags();
  await using _ = sandbox;
  await using gateway = await gatewayOn(sandbox);
  const { name } = organization.permissionSet(used[0]!)!;
  const filter = { name: { eq: name }, tags: [{ key: 'reviewed' }], managedPolicies: ['none of AWS'] };
  const first = await ask(gateway, filter);
  expect(first.nodes).toEqual([]);
  // Policies rule it out, so that its tags are not needed.
  expect({ policies: first.calls[policies], tags: first.calls[tags] }).toEqual({
    policies: 1,
    tags: undefined,
  });
  const { managedPolicies: _none, ...tagged } = filter;
  const second = await ask(gateway, tagged);
  expect(second.nodes.length).toBeGreaterThan(0);
  expect({ policies: second.calls[policies], tags: second.calls[tags] }).toEqual({
    policies: undefined,
    tags: 1,
  });
  expect((await ask(gateway, tagged)).calls).toEqual({});
});

it('a permission set whose tags cannot be read is left out both ways, and told', async () => {
  const { sandbox, used } = await organizationWithTags();
  await using _ = sandbox;
  sandbox.faults.add({ operation: tags, when: (input) => input['ResourceArn'] === used[0], fault: denied });
  await using gateway = await gatewayOn(sandbox);
  for (const isNot of [false, true]) {
    const answer = await ask(gateway, { tags: [{ key: 'reviewed' }] }, isNot);
    const arns = answer.nodes.map((node: any) => node.permissionSet.arn);
    expect(arns).not.toContain(used[0]);
    expect(answer.totalCount).toBeNull();
    expect(answer.completeness).toEqual({
      complete: false,
      failures: [{ operation: tags, permissionSetArn: used[0], code: 'AWS_ACCESS_DENIED' }],
    });
    expect(arns.length > 0).toBe(isNot);
  }
});

it('a permission set that AWS does not have any more carries nothing, and fails nothing', async () => {
  const { sandbox } = await organizationWithTags();
  await using _ = sandbox;
  await using gateway = await gatewayOn(sandbox);
  const ids = ['ps-0000000000000000'];
  const answer = await ask(gateway, { ids, tags: [{ key: 'reviewed' }], managedPolicies: ['none of AWS'] });
  expect(answer).toMatchObject({ nodes: [], completeness: { complete: true, failures: [] } });
});

it.each([
  [
    { managedPolicies: [''] },
    'filter.permissionSet.managedPolicies[0]: give the name or the ARN of a managed policy',
  ],
  [{ tags: [{ key: '' }] }, 'filter.permissionSet.tags[0].key: give the key of a tag'],
  [
    { tags: Array.from({ length: 51 }, (_, n) => ({ key: `k${n}` })) },
    'filter.permissionSet.tags: at most 50 tags, but got 51',
  ],
])('a filter by what no permission set can carry is refused: %j', async (permissionSet, message) => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { errors } = await gateway.ask(query, { filter: { permissionSet } });
  expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_INPUT' } }]);
});
