import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/nodes/node-id.ts';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';

const everyType = `{
  instance { id arn }
  principals(first: 1000) { nodes { id principalId __typename } }
  permissionSets(first: 1) { nodes { id arn __typename } }
  targets(first: 1000) { nodes { id targetId __typename } }
  assignments(first: 1) { nodes { id __typename principal { principalId } } }
}`;

const naming = `{
  __typename id
  ... on Instance { arn }
  ... on Principal { principalId }
  ... on PermissionSet { arn }
  ... on Target { targetId }
  ... on Assignment { principal { principalId } }
}`;

const small = { accounts: 8, permissionSets: 3, users: 8, groups: 3 };

describe('the id of a node', () => {
  it('finds the same node again, of each type, alone and among others', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { data } = await gateway.ask(everyType);
    const ofType = (nodes: any[], type: string) => nodes.find((node) => node.__typename === type);
    const nodes = [
      { ...data.instance, __typename: 'Instance' },
      ofType(data.principals.nodes, 'User'),
      ofType(data.principals.nodes, 'Group'),
      data.permissionSets.nodes[0],
      ofType(data.targets.nodes, 'Account'),
      ofType(data.targets.nodes, 'OrganizationalUnit'),
      data.assignments.nodes[0],
    ];
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(7);
    // Another gateway knows nothing of the first: an id says it all.
    await using other = await gatewayOn(sandbox);
    for (const node of nodes) {
      const { data: found, errors } = await other.ask(`query ($id: ID!) { node(id: $id) ${naming} }`, node);
      expect({ errors, found }).toEqual({ found: { node } });
    }
    const { data: found } = await other.ask(`query ($ids: [ID!]!) { nodes(ids: $ids) ${naming} }`, {
      ids: nodes.map(({ id }) => id),
    });
    expect(found).toEqual({ nodes });
  });

  it('serves as the key of its own kind, and says so elsewhere', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { data } = await gateway.ask(everyType);
    const [principal] = data.principals.nodes;
    const [permissionSet] = data.permissionSets.nodes;
    const [target] = data.targets.nodes;
    const lookup = `query ($p: ID!, $s: ID!, $t: ID!) {
      principal(by: { id: $p }) { id } permissionSet(by: { id: $s }) { id } target(by: { id: $t }) { id }
    }`;
    const right = await gateway.ask(lookup, { p: principal.id, s: permissionSet.id, t: target.id });
    expect(right).toMatchObject({
      data: {
        principal: { id: principal.id },
        permissionSet: { id: permissionSet.id },
        target: { id: target.id },
      },
      errors: undefined,
    });
    const wrong = await gateway.ask(lookup, { p: target.id, s: principal.id, t: data.instance.id });
    expect(wrong.data).toEqual({ principal: null, permissionSet: null, target: null });
    expect(wrong.errors).toHaveLength(3);
    for (const { extensions, message } of wrong.errors!) {
      expect(extensions).toMatchObject({ code: 'BAD_INPUT', argument: 'by.id' });
      expect(message).toMatch(/this is the id of a \w+, where one of a \w+ is needed/);
    }
  });

  it('of what is gone is null, and what is no id is BAD_INPUT at its own place', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { instanceArn } = sandbox.organization;
    const { data } = await gateway.ask(everyType);
    const gone = [
      encodeNodeId('Principal', instanceArn, 'USER', '00000000-0000-4000-8000-000000000000'),
      encodeNodeId('Principal', instanceArn, 'GROUP', '00000000-0000-4000-8000-000000000000'),
      encodeNodeId('PermissionSet', instanceArn, data.permissionSets.nodes[0].arn.replace(/.{4}$/, '0000')),
      encodeNodeId('Target', instanceArn, '999999999999'),
      encodeNodeId('Target', instanceArn, 'ou-zzzz-99999999'),
      encodeNodeId(
        'Assignment',
        instanceArn,
        '999999999999',
        data.permissionSets.nodes[0].arn,
        'USER',
        '00000000-0000-4000-8000-000000000000',
      ),
    ];
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const nothing = await gateway.ask(query, { ids: gone });
    expect(nothing).toMatchObject({ data: { nodes: gone.map(() => null) }, errors: undefined });

    const { id } = data.principals.nodes[0];
    const odd = await gateway.ask(query, { ids: [id, 'nonsense', '', data.targets.nodes[0].targetId] });
    expect(odd.data).toEqual({ nodes: [{ id }, null, null, null] });
    expect(odd.errors).toMatchObject(
      [1, 2, 3].map((n) => ({
        path: ['nodes', n],
        extensions: { code: 'BAD_INPUT', argument: `ids[${n}]` },
      })),
    );
    const { errors } = await gateway.ask('{ node(id: "nonsense") { id } }');
    expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'BAD_INPUT', argument: 'id' } }]);
  });

  it('asks for the type that it names, and no other', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { organization } = sandbox;
    const [group] = organization.groups();
    const id = encodeNodeId('Principal', organization.instanceArn, 'GROUP', group!.groupId);
    const { data } = await gateway.ask(`{ node(id: "${id}") { ... on Group { displayName } } }`);
    expect(data).toEqual({ node: { displayName: group!.displayName } });
    expect(sandbox.counts()).toEqual({ 'identitystore:DescribeGroup': 1, 'sso-admin:ListInstances': 1 });
  });
});

it('many ids at once are looked up together: a list where that is cheaper', async () => {
  await using sandbox = await countableSandbox({ accounts: 60, users: 150 });
  await using gateway = await gatewayOn(sandbox);
  const { organization } = sandbox;
  const { instanceArn } = organization;
  const ids = [
    ...organization.users().map(({ userId }) => encodeNodeId('Principal', instanceArn, 'USER', userId)),
    ...organization.accounts().map((account) => encodeNodeId('Target', instanceArn, account.id)),
  ];
  const { data, errors } = await gateway.ask(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Principal { name } ... on Target { name } } }',
    { ids },
  );
  expect(errors).toBeUndefined();
  expect(data.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
  expect(sandbox.counts()).toEqual({
    'identitystore:ListUsers': 2,
    'organizations:ListAccounts': 3,
    'sso-admin:ListInstances': 1,
  });
});
