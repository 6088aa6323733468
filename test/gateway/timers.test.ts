import { expect, it, vi } from 'vitest';
import { small } from './faults.ts';
import { countableSandbox, gatewayOn } from './gateway-on-sandbox.ts';

it('a request that was answered leaves no timer of its own behind', async () => {
  await using sandbox = await countableSandbox(small);
  const { instanceArn, identityStoreId } = sandbox.organization;
  const requestTimeoutMs = 1_234_567;
  const config = { instanceArn, identityStoreId, requestTimeoutMs };
  await using gateway = await gatewayOn(sandbox, { config });
  const open = new Set<unknown>();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  using _set = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms?: number) => {
    const timer = set(run, ms);
    // Connections have short ones; those of the request's own time are as long as it.
    if (ms !== undefined && ms > requestTimeoutMs / 2) open.add(timer);
    return timer;
  }) as typeof setTimeout);
  let count = 0;
  const { promise: all, resolve } = Promise.withResolvers<void>();
  using _clear = vi.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    clear(timer);
    count = Math.max(count, open.size);
    if (open.delete(timer) && open.size === 0) resolve();
  });
  await gateway.ask('{ assignments(first: 1) { nodes { id } } }');
  await all;
  expect(count).toBe(3);
});
