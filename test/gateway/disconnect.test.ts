import { expect, it } from 'vitest';
import { ManualClock, settled } from '../aws/manual-clock.ts';
import { small } from './faults.ts';
import { allKeys, assignmentsQuery, countableSandbox, gatewayOn, keysOf } from './gateway-on-sandbox.ts';

const pairs = 'sso-admin:ListAccountAssignments';
/** So many calls of one question are under way at a time. */
const sideBySide = 8;

/** Asks for every assignment, and hangs up when told to. */
function leavingClient(url: string) {
  const controller = new AbortController();
  const answer = fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: assignmentsQuery(), variables: { first: 1000 } }),
    signal: controller.signal,
  }).then(
    () => 'answered',
    () => 'gone',
  );
  return { answer, leave: () => controller.abort() };
}

/** Lets events come in until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await settled();
}

it('a client that hangs up in mid-query takes along the reads that nobody else wants', async () => {
  await using sandbox = await countableSandbox(small);
  const clock = new ManualClock();
  await using gateway = await gatewayOn(sandbox, { aws: { unlimited: false, clock } });
  const client = leavingClient(gateway.url);
  // The burst is used up, and the rest waits for its tokens.
  await until(() => clock.timers > 0);
  client.leave();
  expect(await client.answer).toBe('gone');
  await until(() => clock.timers === 0);
  await clock.advance(60_000);
  await gateway.ask('{ __typename }');
  // Those of the burst, of many times as many.
  expect(sandbox.calls().length).toBeLessThan(10);
});

it('reads that another client wants go on when the first hangs up, and each is made once', async () => {
  await using sandbox = await countableSandbox(small);
  const clock = new ManualClock();
  await using gateway = await gatewayOn(sandbox, { aws: { unlimited: false, clock } });
  const leaving = leavingClient(gateway.url);
  await until(() => clock.timers > 0);
  let isAnswered = false;
  const staying = gateway.page({ first: 1000 }).finally(() => (isAnswered = true));
  // A question of its own tells when the second has begun: they come in one after the other.
  await gateway.ask('{ __typename }');
  leaving.leave();
  expect(await leaving.answer).toBe('gone');
  while (!isAnswered) await clock.advance(100);
  const page = await staying;
  expect(keysOf(page.nodes)).toEqual(allKeys(sandbox.organization));
  expect(page.completeness.complete).toBe(true);
  const calls = sandbox.calls().map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  expect(new Set(calls).size).toBe(calls.length);
});

it('calls under way when a client hangs up are the last', async () => {
  await using sandbox = await countableSandbox({ ...small, latencyMs: 100 });
  await using gateway = await gatewayOn(sandbox);
  const client = leavingClient(gateway.url);
  await until(() => sandbox.counts()[pairs] !== undefined);
  client.leave();
  expect(await client.answer).toBe('gone');
  // Together these take as long as reading every pair would.
  for (let n = 0; n < 8; n++) {
    const later = await gateway.ask('{ principals(first: 1, maxAge: "PT0S") { nodes { name } } }');
    expect(later.errors).toBeUndefined();
  }
  const { organization } = sandbox;
  const all = organization.accounts().flatMap(({ id }) => organization.permissionSetsProvisionedTo(id));
  expect(all.length).toBeGreaterThan(2 * sideBySide);
  // One round was under way; another one may have begun before the gateway heard that the client was gone.
  expect(sandbox.counts()[pairs]).toBeLessThanOrEqual(2 * sideBySide);
});
