import assert from 'node:assert/strict';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { openGateway } from '../calls/gateway.ts';

const organization = {
  accounts: 400,
  permissionSets: 60,
  users: 2_000,
  groups: 200,
  assignments: 25_000,
};

/**
 * How many pairs of account and permission set are read in a second from a sandbox without limits, in this process, so
 * that its work counts, too: as time goes by, and of the processor alone, which other programs hardly change.
 */
export async function filling(store: string) {
  await using sandbox = await startSandbox({ ...organization, throttle: false, emptyPages: false });
  await using gateway = await openGateway(sandbox, store);
  const beganAt = performance.now();
  const cpu = process.cpuUsage();
  const rows = await gateway.sweep();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - beganAt) / 1_000;
  assert.equal(rows, assignmentsIn(sandbox.organization));
  const pairs = sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0;
  return { pairs, perSecond: pairs / seconds, perCpuSecond: (pairs * 1_000_000) / (user + system) };
}

function assignmentsIn(from: Awaited<ReturnType<typeof startSandbox>>['organization']): number {
  const inPair = (accountId: string) => (arn: string) => from.assignments(accountId, arn).length;
  const inAccount = ({ id }: { readonly id: string }) =>
    from
      .permissionSetsProvisionedTo(id)
      .map(inPair(id))
      .reduce((sum, count) => sum + count, 0);
  return from
    .accounts()
    .map(inAccount)
    .reduce((sum, count) => sum + count, 0);
}
