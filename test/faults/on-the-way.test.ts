import { describe, expect, it } from 'vitest';
import { about, everything, failureOf, small } from '../gateway/faults.ts';
import {
  allKeys,
  countableSandbox,
  gatewayOn,
  keysOf,
  pairsOf,
  timeTravel,
  type GatewayOptions,
} from '../gateway/gateway-on-sandbox.ts';
import { eventsOf, overSse, rowsOf } from '../gateway/sweeping.ts';
import { proxyTo } from './proxy.ts';

const pairs = 'sso-admin:ListAccountAssignments';
const provisioned = 'sso-admin:ListPermissionSetsProvisionedToAccount';
const aws = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request-1' };

function refusal(type: string, message: string, headers = {}) {
  return { status: 400, headers: { ...aws, ...headers }, body: JSON.stringify({ __type: type, message }) };
}

async function behindProxy({ config, aws: options }: GatewayOptions = {}, organization: object = small) {
  const resources = new AsyncDisposableStack();
  const sandbox = resources.use(await countableSandbox(organization));
  const proxy = resources.use(await proxyTo(sandbox.url));
  const gateway = resources.use(
    await gatewayOn(sandbox, { ...(config && { config }), aws: { endpoint: proxy.url, ...options } }),
  );
  return { sandbox, proxy, gateway, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

describe('credentials that expire in mid-sweep', () => {
  it('end in a sweep that says so, at the cost of a call, and the next sweep reads only what was missed', async () => {
    using travel = timeTravel();
    await using at = await behindProxy();
    const all = allKeys(at.sandbox.organization);
    at.proxy.plant({
      afterCalls: 25,
      fault: ({ send }) => send(refusal('ExpiredTokenException', 'The security token is expired')),
    });
    const events = await eventsOf(overSse(at.gateway, { batchSize: 50 }));
    const swept = keysOf(rowsOf(events));
    expect(swept.length).toBeGreaterThan(0);
    expect(swept.length).toBeLessThan(all.length);
    expect(all).toEqual(expect.arrayContaining(swept));
    const { completeness, progress } = events.at(-1)!;
    expect(progress.done).toBe(true);
    expect(completeness.complete).toBe(false);
    for (const { code } of completeness.failures) expect(code).toBe('AWS_CREDENTIALS');
    // Those under way when the first was refused; the others are not worth a call.
    expect(at.proxy.calls.length).toBeLessThanOrEqual(25 + 8 + 1);

    at.proxy.clear();
    travel.advance(5_001);
    expect(keysOf(rowsOf(await eventsOf(overSse(at.gateway))))).toEqual(all);
    const asked = at.proxy.calls.filter(({ operation }) => operation === pairs);
    expect(asked.length).toBeLessThan(pairsOf(at.sandbox.organization).length);
  });
});

describe('a clock that differs from that of AWS', () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toUTCString();
  const skewed = refusal('InvalidSignatureException', 'Signature expired', { date: tomorrow });

  it('is corrected by the time that AWS gives, and leaves no trace in the answer', async () => {
    await using at = await behindProxy();
    at.proxy.plant({ operation: pairs, times: 1, fault: ({ send }) => send(skewed) });
    const page = await at.gateway.page({ ...everything, requireComplete: true });
    expect(keysOf(page.nodes)).toEqual(allKeys(at.sandbox.organization));
  });

  it('is AWS_CREDENTIALS that speaks of the clock, when AWS goes on refusing', async () => {
    using travel = timeTravel();
    await using at = await behindProxy();
    at.proxy.plant({ operation: pairs, fault: ({ send }) => send(skewed) });
    const page = await at.gateway.page(everything);
    expect(page.nodes).toEqual([]);
    expect(page.completeness.complete).toBe(false);
    const [failure] = page.completeness.failures;
    expect(failure).toMatchObject({ code: 'AWS_CREDENTIALS', message: expect.stringContaining('clock') });
    // Each of those that were under way side by side is tried 4 times at most, and no other is.
    expect(at.proxy.calls.filter(({ operation }) => operation === pairs).length).toBeLessThanOrEqual(4 * 8);
    at.proxy.clear();
    travel.advance(5_001);
    const whole = await at.gateway.page({ ...everything, requireComplete: true });
    expect(keysOf(whole.nodes)).toEqual(allKeys(at.sandbox.organization));
  });
});

it('a throttle storm, in which every call is refused twice, slows the answer down and takes nothing from it', async () => {
  await using at = await behindProxy();
  const refused = new Map<string, number>();
  at.proxy.plant({
    when: (input) => {
      const key = JSON.stringify(input);
      const times = refused.get(key) ?? 0;
      refused.set(key, times + 1);
      return times < 2;
    },
    fault: ({ send }) => send(refusal('ThrottlingException', 'Rate exceeded')),
  });
  const page = await at.gateway.page({ ...everything, requireComplete: true });
  expect(keysOf(page.nodes)).toEqual(allKeys(at.sandbox.organization));
  expect(page.aws.throttled).toBe(2 * refused.size);
  expect(page.aws.calls).toBe(3 * refused.size);
});

it('an answer that hangs beyond the time of the request ends its page there, and the walk goes on once it comes', async () => {
  await using at = await behindProxy({ config: { requestTimeoutMs: 500 } });
  const { accountId, permissionSetArn } = pairsOf(at.sandbox.organization)[3]!;
  const held = Promise.withResolvers<void>();
  at.proxy.plant({
    operation: pairs,
    ...about(accountId, permissionSetArn),
    async fault({ ask, send }) {
      await held.promise;
      send(await ask());
    },
  });
  const page = await at.gateway.page({ first: 1000 });
  const all = allKeys(at.sandbox.organization);
  expect(page.pageInfo.hasNextPage).toBe(true);
  expect(keysOf(page.nodes)).toEqual(all.slice(0, page.nodes.length));
  expect(keysOf(page.nodes)).not.toContain(
    all.find((key) => key.startsWith(`${accountId} ${permissionSetArn}`)),
  );
  expect(page.completeness).toMatchObject({ complete: true, failures: [] });
  held.resolve();
  const { rows } = await at.gateway.walk({ first: 1000, after: page.pageInfo.endCursor });
  expect(keysOf([...page.nodes, ...rows])).toEqual(all);
  const calls = at.proxy.calls.map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  expect(new Set(calls).size).toBe(calls.length);
});

it('pages that shrink to a row each, and to none, are read to the end', async () => {
  await using at = await behindProxy({}, { accounts: 3, permissionSets: 2, users: 160, groups: 3 });
  at.proxy.plant({
    async fault({ index, input, ask, send }) {
      const isEmpty = index % 3 === 2 && input['NextToken'] !== undefined;
      if (isEmpty && !seen.has(input['NextToken'])) {
        seen.add(input['NextToken']);
        return send({ headers: aws, body: JSON.stringify({ NextToken: `${input['NextToken']}!` }) });
      }
      const { NextToken, ...rest } = input;
      const token = NextToken === undefined ? {} : { NextToken: String(NextToken).replace('!', '') };
      send(await ask({ ...rest, ...token, MaxResults: Math.max(1, 60 - 20 * index) }));
    },
  });
  const seen = new Set<unknown>();
  const page = await at.gateway.page({ ...everything, requireComplete: true });
  expect(keysOf(page.nodes)).toEqual(allKeys(at.sandbox.organization));
  expect(page.totalCount).toBe(page.nodes.length);
  expect(seen.size).toBeGreaterThan(0);
});

it('a list whose every page is full of new rows and leads on ends where the quotas of AWS do', async () => {
  await using at = await behindProxy();
  const { accountId, permissionSetArn } = pairsOf(at.sandbox.organization)[0]!;
  const made = (index: number) =>
    Array.from({ length: 100 }, (_, row) =>
      permissionSetArn.replace(/.{8}$/, String(index * 100 + row).padStart(8, '0')),
    );
  at.proxy.plant({
    operation: provisioned,
    ...about(accountId),
    fault: ({ index, send }) =>
      send({
        headers: aws,
        body: JSON.stringify({ PermissionSets: made(index), NextToken: `token-${index}` }),
      }),
  });
  at.sandbox.faults.add({
    operation: 'sso-admin:ListPermissionSets',
    fault: { error: 'AccessDeniedException', message: 'no' },
  });
  const page = await at.gateway.page(everything);
  expect(keysOf(page.nodes)).toEqual(allKeys(at.sandbox.organization, (id) => id !== accountId));
  expect(failureOf(page)).toMatchObject({
    operation: provisioned,
    accountId,
    code: 'AWS_UNAVAILABLE',
    message: expect.stringContaining('5100 rows on 51 pages, more than'),
  });
  expect(
    at.proxy.calls.filter(
      ({ operation, input }) => operation === provisioned && input['AccountId'] === accountId,
    ),
  ).toHaveLength(51);
  at.proxy.clear();
  const whole = await at.gateway.page({ ...everything, requireComplete: true });
  expect(keysOf(whole.nodes)).toEqual(allKeys(at.sandbox.organization));
});
