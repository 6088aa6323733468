import { createAws } from '../../src/aws/aws.ts';
import { Facts } from '../../src/reader/facts/facts.ts';
import { openMirror } from '../../src/reader/keeping/open-mirror.ts';
import { Pasts } from '../../src/reader/past/pasts.ts';
import { InstanceReader } from '../../src/reader/instance-reader.ts';
import { Reads, type Reading } from '../../src/reader/reads.ts';
import { Cursors } from '../../src/reading/cursor.ts';
import { SingleFlight } from '../../src/reading/single-flight.ts';
import { startSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

/** Nobody's and nothing's: the n-th of each kind. */
export const madeUp = {
  account: (n: number) => String(990_000_000_000 + n),
  unit: (n: number) => `ou-zzzz-${String(n).padStart(8, '0')}`,
  set: (n: number, instanceArn: string) =>
    `${instanceArn.replace(':instance/', ':permissionSet/')}/ps-${n.toString(16).padStart(16, '0')}`,
  principal: (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
  name: (n: number) => `nobody-${n}@example.com`,
};

/**
 * A reader over a small sandbox, and its mirror, which keeps so many extents of what does not exist. `watch`: what all
 * that it reads goes through.
 */
export async function readerThatKeeps(
  negative: number,
  organization: SandboxOptions = { accounts: 4, permissionSets: 3, users: 10, groups: 3 },
  watch = (reads: Reading): Reading => reads,
) {
  const sandbox = await startSandbox({
    ...organization,
    throttle: false,
    emptyPages: false,
  });
  const { instanceArn, identityStoreId } = sandbox.organization;
  const aws = await createAws({
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
    unlimited: true,
    random: () => 0,
  });
  const scope = { endpoint: sandbox.url, instanceArn };
  const opened = await openMirror(undefined, scope, Date.now, { negative });
  const flights = new SingleFlight(Date.now);
  const instance = { instanceArn, identityStoreId };
  const facts = new Facts(aws, opened, instance, watch(new Reads(flights, Date.now)), Date.now);
  const pager = {
    instanceArn,
    cursors: new Cursors(Buffer.alloc(32)),
    maxAges: { assignmentsMs: 3_600_000, namesMs: 86_400_000 },
    now: Date.now,
  };
  const pasts = new Pasts<InstanceReader>(opened.mirror, opened.log, () => reader);
  const reader: InstanceReader = new InstanceReader(
    instance,
    facts,
    pager,
    async () => instance,
    pasts,
    undefined,
  );
  return {
    sandbox,
    reader,
    mirror: opened.mirror,
    async [Symbol.asyncDispose]() {
      flights.close(new Error('The test is over'));
      aws.close();
      await sandbox.close();
    },
  };
}
