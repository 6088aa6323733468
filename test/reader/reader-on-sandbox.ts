import { createAws } from '../../src/aws/aws.ts';
import type { ConnectionReport } from '../../src/aws/call/traffic.ts';
import type { AssignmentQuery } from '../../src/reader/query/ask.ts';
import { Cursors } from '../../src/reading/cursor.ts';
import { Reader } from '../../src/reader/reader.ts';
import type { OpenStore } from '../../src/store/open-store.ts';
import type { ReadScope } from '../../src/reading/scope.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { anybody, promisesSettle } from '../reading/read-scope.ts';

/** A reader over a sandbox, with a clock that the test turns. Each answer counts exactly the calls that it needs. */
export async function readerOnSandbox(options: SandboxOptions = {}, store?: OpenStore) {
  const sandbox = await startSandbox({ throttle: false, emptyPages: false, ...options });
  let ahead = 0;
  const reader = await readerOn(sandbox, () => Date.now() + ahead, store);
  return {
    ...reader,
    sandbox,
    pass: (ms: number) => void (ahead += ms),
    calls: () => total(sandbox),
    async [Symbol.asyncDispose]() {
      await reader[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

/** Another reader over the same sandbox, with a mirror of its own, or one that goes on with what a store has. */
export async function readerOn(sandbox: Sandbox, now: () => number, store?: OpenStore) {
  let begun = 0;
  const connections: ConnectionReport[] = [];
  const aws = await createAws({
    mayCall: () => void (begun += 1),
    opened: (connection) => void connections.push(connection),
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
    unlimited: true,
    random: () => 0,
  });
  const reader = new Reader({
    aws,
    awsIn: async () => aws,
    store,
    cursors: new Cursors(Buffer.alloc(32)),
    maxAges: { assignmentsMs: 3_600_000, namesMs: 86_400_000 },
    now,
  });
  const instance = await reader.instance(undefined, anybody);
  const ended = () =>
    connections
      .flatMap(({ traffic }) => [...traffic.byOperation.values()])
      .reduce((sum, { calls }) => sum + calls, 0);
  return {
    reader,
    instance,
    ask: async (query: Partial<AssignmentQuery> = {}, scope: ReadScope = anybody) =>
      instance.assignments({ withTotalCount: false, ...query }, scope),
    /** Waits for the calls that questions left under way which were answered before: what they had read ahead. */
    async callsEnd() {
      // After an answer its reader may make another call, some turns later.
      for (let quiet = 0, seen = begun; quiet < 5; seen = begun) {
        await promisesSettle();
        quiet = begun === ended() && begun === seen ? quiet + 1 : 0;
      }
    },
    async [Symbol.asyncDispose]() {
      reader.close();
      aws.close();
    },
  };
}

function total(sandbox: Sandbox): number {
  return Object.values(sandbox.counts()).reduce((sum, count) => sum + count, 0);
}
