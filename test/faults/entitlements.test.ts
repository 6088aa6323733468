import { expect, it } from 'vitest';
import { entitlementPage } from '../gateway/entitlements-of.ts';
import { small } from '../gateway/faults.ts';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { proxyTo, type Exchange } from './proxy.ts';

const list = 'account-access:ListEntitlements';
const headers = { 'content-type': 'application/json', 'x-amzn-requestid': 'request-1' };

/** The account's real answer with something changed. */
function changed(
  change: (answer: any, index: number) => object,
  more: Readonly<Record<string, string>> = headers,
) {
  return async ({ ask, send, input, index }: Exchange) => {
    const { nextToken: _, ...first } = input;
    const { body } = await ask(first);
    send({ headers: more, body: JSON.stringify(change(JSON.parse(body.toString()), index)) });
  };
}

/** Each row's principalRole with something changed. */
function withRoles(change: (principalRole: any) => object) {
  return changed(({ entitlements }) => ({
    entitlements: entitlements.map((row: any) => ({
      ...row,
      entitlement: { principalRole: change(row.entitlement.principalRole) },
    })),
  }));
}

const faults: readonly (readonly [
  name: string,
  fault: (exchange: Exchange) => unknown,
  says: RegExp,
  calls: number,
])[] = [
  [
    'rows of another account',
    withRoles((role) => ({ ...role, account: '999999999999' })),
    /account is 999999999999, and not the \d{12} that was asked for/,
    1,
  ],
  ['a row of nobody', withRoles((role) => ({ ...role, principal: {} })), /groupId is missing/, 1],
  ['a row without its role', withRoles((role) => ({ ...role, roleArn: null })), /roleArn is missing/, 1],
  ['a role of another type', withRoles((role) => ({ ...role, roleArn: { a: 1 } })), /roleArn is no text/, 1],
  [
    'an entitlement of a kind that is not known',
    changed(({ entitlements }) => ({
      entitlements: entitlements.map((row: any) => ({ ...row, entitlement: { another: {} } })),
    })),
    /groupId is missing/,
    1,
  ],
  [
    'a time that is none',
    changed(({ entitlements }) => ({
      entitlements: entitlements.map((row: any) => ({ ...row, createdAt: 'yesterday' })),
    })),
    /createdAt is no time/,
    1,
  ],
  ['an object in place of the list', changed(() => ({ entitlements: {} })), /entitlements is no list/, 1],
  [
    'an object without the list, and without a request id',
    changed(() => ({ status: 'ok' }), { 'content-type': 'application/json' }),
    /entitlements is missing, and no request id/,
    1,
  ],
  [
    'an endless nextToken, always the same',
    changed((answer) => ({ ...answer, nextToken: 'again' })),
    /its NextToken leads back to a page already read/,
    2,
  ],
  [
    'an endless nextToken, always new, with rows that were there before',
    changed((answer, index) => ({ ...answer, nextToken: `token-${index}` })),
    /its NextToken goes on after rows that were all there before/,
    2,
  ],
  [
    'an endless nextToken, always new, on empty pages',
    changed((_, index) => ({ entitlements: [], nextToken: `token-${index}` })),
    /its NextToken goes on after 100 empty pages/,
    101,
  ],
  [
    'an answer that is cut off',
    ({ send }) => send({ headers, body: '{"entitlements":[' }),
    /4 attempts: HTTP 200 with a body that cannot be read/,
    4,
  ],
  [
    'throttling without end',
    ({ send }) =>
      send({
        status: 429,
        headers: { ...headers, 'x-amzn-errortype': 'ThrottlingException' },
        body: '{"message":"slow down"}',
      }),
    /throttles account-access:ListEntitlements, and kept doing so for 6 attempts/,
    6,
  ],
  ['a connection that breaks', ({ response }) => response.destroy(), /4 attempts: ECONNRESET/, 4],
];

it.each(faults)(
  '%s is a failure of that account alone, which is asked anew afterwards',
  async (_, fault, says, calls) => {
    await using sandbox = await countableSandbox(small);
    await using proxy = await proxyTo(sandbox.url);
    await using gateway = await gatewayOn(sandbox, { aws: { endpoint: proxy.url } });
    const { accountId } = sandbox.organization.accountAccess.entitlements()[0]!;
    const isIt = (input: any) => input.filter.principalRole.account === accountId;
    proxy.plant({ operation: list, when: isIt, fault });
    const page = await entitlementPage(gateway, { first: 1_000, withTotalCount: true });
    expect(page.totalCount).toBeNull();
    expect(page.completeness.failures).toMatchObject([
      { operation: list, accountId, message: expect.stringMatching(says), asOf: null },
    ]);
    expect(proxy.calls.filter(({ operation, input }) => operation === list && isIt(input))).toHaveLength(
      calls,
    );
    expect(new Set(page.nodes.map(({ target }) => target.targetId))).not.toContain(accountId);
    expect(page.nodes.length).toBeGreaterThan(0);
    proxy.clear();
    const again = await entitlementPage(gateway, { first: 1_000, withTotalCount: true });
    expect(again).toMatchObject({ totalCount: again.nodes.length, completeness: { complete: true } });
    expect(proxy.calls).toHaveLength(1);
  },
);

it('rows of another principal are refused, and what a user holds through groups is the groups own', async () => {
  await using sandbox = await countableSandbox(small);
  await using proxy = await proxyTo(sandbox.url);
  await using gateway = await gatewayOn(sandbox, { aws: { endpoint: proxy.url } });
  const { principalId } = sandbox.organization.accountAccess
    .entitlements()
    .find(({ principalType }) => principalType === 'USER')!;
  const [group] = sandbox.organization.groups();
  const ask = () => entitlementPage(gateway, { principal: { type: 'USER', ids: [principalId] } });
  const named = (identityCenter: object) => withRoles((role) => ({ ...role, principal: { identityCenter } }));
  proxy.plant({ operation: list, fault: named({ userId: '11111111-2222-4333-8444-555555555555' }) });
  expect((await ask()).completeness.failures).toMatchObject([
    { operation: list, principalId, message: expect.stringContaining('that was asked for') },
  ]);
  proxy.clear();
  proxy.plant({ operation: list, fault: named({ groupId: group!.groupId }) });
  expect(await ask()).toMatchObject({ nodes: [], completeness: { complete: true } });
});

it('entitlements of an application that belongs to another instance are not asked for', async () => {
  await using sandbox = await countableSandbox(small);
  const { instanceArn, identityStoreId } = sandbox.organization;
  await using proxy = await proxyTo(sandbox.url);
  await using gateway = await gatewayOn(sandbox, {
    aws: { endpoint: proxy.url },
    // With both ids, the instance is not listed, so that nothing tells whose the application is but itself.
    config: { instanceArn, identityStoreId },
  });
  const another = instanceArn.replace(/.{4}$/, '0000');
  proxy.plant({
    operation: 'account-access:GetApplication',
    fault: changed((answer) => ({ ...answer, identitySource: { identityCenter: { instanceArn: another } } })),
  });
  const page = await entitlementPage(gateway, { first: 1 });
  expect(page).toMatchObject({ nodes: [], completeness: { complete: true, failures: [] } });
  expect(proxy.calls.map(({ operation }) => operation)).toEqual([
    'account-access:ListApplications',
    'account-access:GetApplication',
  ]);
});
