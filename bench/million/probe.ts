import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Loaded before the gateway: tells what it holds in memory, and how long it held up others. */
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
let cpu = process.cpuUsage();
process.on('message', (asked) => {
  if (asked === 'cpu') {
    // What is measured here must not be in it: neither its timer, nor what collecting garbage leaves to other threads.
    delay.disable();
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1e3);
    return;
  }
  delay.enable();
  const blockedMs = delay.max / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  for (let n = 0; n < 3; n++) globalThis.gc?.();
  delay.reset();
  const { rss, heapUsed, external } = process.memoryUsage();
  const [rssMb, heapMb] = [rss / 2 ** 20, (heapUsed + external) / 2 ** 20];
  process.send?.({ rssMb, heapMb, blockedMs, cpuMs: (user + system) / 1e3 });
  cpu = process.cpuUsage();
});
process.channel?.unref();
