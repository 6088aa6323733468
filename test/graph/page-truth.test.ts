import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { denied } from '../gateway/faults.ts';
import {
  called,
  completenessFields,
  countableSandbox,
  gatewayOn,
  type Page,
} from '../gateway/gateway-on-sandbox.ts';
import { holdDeadlines, requestTimeoutMs } from '../gateway/held-deadlines.ts';

const small = { accounts: 12, permissionSets: 6, users: 12, groups: 4 };
const truth = `pageInfo { hasNextPage endCursor } completeness { ${completenessFields} }`;

/** It knows its instance, without which a list for which there is no time has no cursor. */
function knowingGateway(sandbox: Sandbox) {
  const { instanceArn, identityStoreId } = sandbox.organization;
  return gatewayOn(sandbox, { config: { requestTimeoutMs, instanceArn, identityStoreId } });
}

describe('a list for which there was no time', () => {
  it('with totalCount selected is not complete, and says what is missing', async () => {
    using deadlines = holdDeadlines();
    await using sandbox = await countableSandbox(small);
    await using gateway = await knowingGateway(sandbox);
    sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: { hangMs: 60_000 } });
    const asked = gateway.ask(`{ principals { nodes { name } totalCount ${truth} } }`);
    await called(sandbox, 'identitystore:ListUsers');
    deadlines.pass();
    const { data } = await asked;
    expect(data.principals).toMatchObject({
      nodes: [],
      totalCount: null,
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
      completeness: {
        complete: false,
        failures: [{ operation: 'identitystore:ListUsers', code: 'TIMEOUT' }],
      },
    });
  });

  it('is a page without rows that says so, and from which the next goes on', async () => {
    using deadlines = holdDeadlines();
    await using sandbox = await countableSandbox(small);
    await using gateway = await knowingGateway(sandbox);
    sandbox.faults.add({ operation: 'identitystore:ListUsers', fault: { hangMs: 300 } });
    const ask = async (after: string | null): Promise<Page> => {
      const query = `query ($after: String) { principals(after: $after) { nodes { principalId } ${truth} } }`;
      return (await gateway.ask(query, { after })).data.principals;
    };
    const asked = ask(null);
    await called(sandbox, 'identitystore:ListUsers');
    deadlines.pass();
    const page = await asked;
    const failures = [{ operation: 'identitystore:ListUsers', code: 'TIMEOUT' }];
    expect(page).toMatchObject({ nodes: [], completeness: { complete: false, failures } });
    expect(await restOf(page, ask)).toHaveLength(16);
    expect(sandbox.counts()).toEqual({ 'identitystore:ListGroups': 1, 'identitystore:ListUsers': 1 });
  });

  it('shows what came before, and goes on behind it', async () => {
    using deadlines = holdDeadlines();
    await using sandbox = await countableSandbox(small);
    await using gateway = await knowingGateway(sandbox);
    sandbox.faults.add({ operation: 'organizations:ListRoots', fault: { hangMs: 300 } });
    const query = `query ($after: String) { targets(after: $after) { nodes { targetId targetType } ${truth} } }`;
    const ask = async (after: string | null): Promise<Page> =>
      (await gateway.ask(query, { after })).data.targets;
    const asked = ask(null);
    await called(sandbox, 'organizations:ListRoots');
    deadlines.pass();
    const page = await asked;
    expect(page.nodes.map(({ targetId }: any) => targetId)).toEqual(
      sandbox.organization
        .accounts()
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(page).toMatchObject({ pageInfo: { hasNextPage: true }, completeness: { complete: true } });
    const rest = await restOf(page, ask);
    expect(rest).toHaveLength(1 + sandbox.organization.organizationalUnits().length);
    for (const { targetType } of rest) expect(targetType).toBe('AWS_OU');
  });
});

/** Of the pages behind one: the read that was late for it goes on meanwhile. */
async function restOf(page: Page, ask: (after: string | null) => Promise<Page>): Promise<any[]> {
  const rows = [];
  for (let last = page, pages = 0; last.pageInfo.hasNextPage && pages < 20; pages++) {
    last = await ask(last.pageInfo.endCursor);
    rows.push(...last.nodes);
  }
  return rows;
}

it('only the page that a failed lookup belongs to is incomplete', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const arns = sandbox.organization
    .permissionSets()
    .map(({ arn }) => arn)
    .toSorted();
  sandbox.faults.add({
    operation: 'sso-admin:DescribePermissionSet',
    when: ({ PermissionSetArn }) => PermissionSetArn === arns[3],
    fault: denied,
  });
  const query = `query ($after: String, $withTotalCount: Boolean!) {
    permissionSets(filter: { name: { matches: "." } }, first: 2, after: $after) {
      nodes { arn } totalCount @include(if: $withTotalCount) ${truth}
    }
  }`;
  const pages: Page[] = [];
  for (let after: string | null = null; pages.length < 4;) {
    const { data } = await gateway.ask(query, { after, withTotalCount: false });
    const page: Page = data.permissionSets;
    pages.push(page);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(pages.map(({ nodes }) => nodes)).toEqual([
    [{ arn: arns[0] }, { arn: arns[1] }],
    [{ arn: arns[2] }, { arn: arns[4] }],
    [{ arn: arns[5] }],
  ]);
  expect(pages.map(({ completeness }) => completeness.complete)).toEqual([true, false, true]);
  // With totalCount it is about everything.
  const { data } = await gateway.ask(query, { withTotalCount: true });
  expect(data.permissionSets).toMatchObject({ totalCount: null, completeness: { complete: false } });
});

describe('targets', () => {
  const organizations = (sandbox: Sandbox) =>
    Object.keys(sandbox.counts()).filter((operation) => operation.startsWith('organizations:'));

  it.each([
    'first: 5',
    'first: 12, filter: { type: AWS_ACCOUNT }',
    'first: 1, filter: { name: { contains: "a" } }',
  ])('targets that accounts fill are read without the tree: %s', async (args) => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { data } = await gateway.ask(`{ targets(${args}) { nodes { targetId targetType } ${truth} } }`);
    for (const { targetType } of data.targets.nodes) expect(targetType).toBe('AWS_ACCOUNT');
    expect(data.targets.nodes.length).toBeGreaterThan(0);
    expect(data.targets.completeness.complete).toBe(true);
    expect(organizations(sandbox)).toEqual(['organizations:ListAccounts']);
  });

  it('are counted with the tree', async () => {
    await using sandbox = await countableSandbox(small);
    await using gateway = await gatewayOn(sandbox);
    const { data } = await gateway.ask('{ targets(first: 1) { totalCount } }');
    expect(data.targets.totalCount).toBe(12 + 1 + sandbox.organization.organizationalUnits().length);
    expect(organizations(sandbox)).toContain('organizations:ListRoots');
  });
});
