import fc from 'fast-check';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { makeStrange } from '../../gateway/strange-organization.ts';
import { readerOn } from '../reader-on-sandbox.ts';

export interface WorldOptions extends SandboxOptions {
  readonly isStrange: boolean;
  /** Each look at the clock is a millisecond later than the one before; otherwise time stands until it is turned. */
  readonly ticks: boolean;
}

export const worlds: fc.Arbitrary<WorldOptions> = fc.record({
  seed: fc.nat(),
  accounts: fc.integer({ min: 1, max: 24 }),
  permissionSets: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 8 }) },
  ),
  // Now and then more than a page lists.
  users: fc.oneof(
    { weight: 5, arbitrary: fc.nat(40) },
    { weight: 1, arbitrary: fc.integer({ min: 101, max: 210 }) },
  ),
  groups: fc.nat(10),
  isStrange: fc.boolean(),
  ticks: fc.boolean(),
  emptyPages: fc.boolean(),
  modes: fc.record({ pathsAbsent: fc.boolean(), directoryCannotBeListed: fc.boolean() }),
});

export type TestReader = Awaited<ReturnType<typeof readerOn>>;

/** A sandbox and readers over it, all by one clock that stands where the test turns it. */
export async function startWorld({ isStrange, ticks, ...options }: WorldOptions) {
  let time = Date.UTC(2026, 0, 1);
  const sandbox: Sandbox = await startSandbox({ throttle: false, now: () => time, ...options });
  if (isStrange) makeStrange(sandbox.organization);
  const now = () => (ticks ? ++time : time);
  const readers: TestReader[] = [];
  return {
    sandbox,
    organization: sandbox.organization,
    now: () => time,
    pass: (ms: number) => void (time += ms),
    /** One that has read nothing yet. */
    newReader: async () => {
      const reader = await readerOn(sandbox, now);
      readers.push(reader);
      return reader;
    },
    /** What `work` answers, and the calls by operation that it makes. */
    async countCalls<T>(work: () => Promise<T>) {
      sandbox.reset();
      const result = await work();
      return { result, calls: sandbox.counts() };
    },
    async [Symbol.asyncDispose]() {
      for (const reader of readers) await reader[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;
