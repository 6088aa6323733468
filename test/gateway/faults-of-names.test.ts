import { describe, expect, it } from 'vitest';
import { denied, everything, failureOf, small } from './faults.ts';
import { allKeys, allNames, countableSandbox, gatewayOn, keysOf, pairsOf } from './gateway-on-sandbox.ts';

describe('when names cannot be read', () => {
  it('a failing ListUsers empties the names of users, not the rows nor the names of groups', async () => {
    await using sandbox = await countableSandbox({ ...small, users: 60 });
    await using gateway = await gatewayOn(sandbox);
    sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: { error: 'InternalServerException' } });
    sandbox.faults.add({
      operation: 'identitystore:DescribeUser',
      fault: { error: 'InternalServerException' },
    });
    const { data, errors } = await gateway.ask(
      `{ assignments(first: 1000) { nodes { id principal { principalType name deleted } } completeness { complete } } }`,
    );
    const { nodes, completeness } = data.assignments;
    expect(nodes).toHaveLength(sandbox.organization.assignmentCount());
    expect(completeness.complete).toBe(true);
    const users = nodes.filter((node: any) => node.principal.principalType === 'USER');
    expect(users.length).toBeGreaterThan(0);
    for (const { principal } of users) expect(principal).toMatchObject({ name: null, deleted: null });
    const groups = nodes.filter((node: any) => node.principal.principalType === 'GROUP');
    expect(groups.some(({ principal }: any) => principal.name !== null)).toBe(true);
    expect(errors).toHaveLength(2 * users.length);
    for (const { path, extensions } of errors!) {
      expect(['name', 'deleted']).toContain(path!.at(-1));
      expect(extensions).toMatchObject({ code: 'AWS_UNAVAILABLE' });
    }
  });

  it('a denied ListUsers is replaced by describing each user', async () => {
    await using sandbox = await countableSandbox({ ...small, users: 60 });
    await using gateway = await gatewayOn(sandbox);
    sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: denied });
    const page = await gateway.page(everything, allNames);
    const names = page.nodes.filter(({ names: named }) => named!.deleted === false);
    expect(names.length).toBeGreaterThan(0);
    for (const { names: named } of names) expect(named!.name).toEqual(expect.any(String));
  });

  it('a filter by user name that cannot be judged leaves rows out both ways, and reports it', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: denied });
    sandbox.faults.add({ operation: 'identitystore:DescribeUser', fault: denied });
    const named = { principal: { name: { contains: 'a' } } };
    for (const filter of [named, { not: named }]) {
      const page = await gateway.page({ ...everything, filter });
      expect(page.nodes.filter(({ principal }) => principal.principalType === 'USER')).toEqual([]);
      expect(page.nodes.length).toBeGreaterThan(0);
      expect(page.completeness.complete).toBe(false);
      for (const failure of page.completeness.failures)
        expect(failure).toMatchObject({ code: 'AWS_ACCESS_DENIED', principalId: expect.any(String) });
      expect(page.totalCount).toBeNull();
    }
  });

  it('a failing DescribePermissionSet leaves the rows of that set out of a filter by name, both ways', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { permissionSetArn } = pairsOf(sandbox.organization)[0]!;
    sandbox.faults.add({
      operation: 'sso-admin:DescribePermissionSet',
      when: (input) => input['PermissionSetArn'] === permissionSetArn,
      fault: denied,
    });
    const named = { permissionSet: { name: { contains: 'no such name' } } };
    const none = await gateway.page({ ...everything, filter: named });
    expect(none.nodes).toEqual([]);
    expect(failureOf(none)).toMatchObject({
      operation: 'sso-admin:DescribePermissionSet',
      permissionSetArn,
      code: 'AWS_ACCESS_DENIED',
    });
    const others = await gateway.page({ ...everything, filter: { not: named } });
    expect(keysOf(others.nodes)).toEqual(
      allKeys(sandbox.organization, (_account, arn) => arn !== permissionSetArn),
    );
    expect(failureOf(others)).toMatchObject({ permissionSetArn });
    for (const { totalCount } of [none, others]) expect(totalCount).toBeNull();
  });

  it('a name that failed is only reported where the rest of the filter leaves it open', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    sandbox.faults.add({ operation: 'sso-admin:DescribePermissionSet', fault: denied });
    const name = { name: { startsWith: 'A' } };
    const filter = { or: [{ permissionSet: name }, {}] };
    const page = await gateway.page({ ...everything, filter });
    expect(page.completeness.complete).toBe(true);
    expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
  });

  it('a failing account description leaves the rows of that account out of a filter by its name, both ways', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    sandbox.faults.add({ operation: 'organizations:DescribeAccount', fault: denied });
    sandbox.faults.add({ operation: 'organizations:ListAccounts', fault: denied });
    const { accountId } = pairsOf(sandbox.organization)[0]!;
    const named = { target: { ids: [accountId], name: { contains: 'a' } } };
    for (const filter of [named, { target: { ids: [accountId] }, not: named }]) {
      const page = await gateway.page({ ...everything, filter });
      expect(page.nodes).toEqual([]);
      expect(failureOf(page)).toMatchObject({ accountId, code: 'AWS_ACCESS_DENIED', asOf: null });
      expect(page.totalCount).toBeNull();
    }
  });
});
