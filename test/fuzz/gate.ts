import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { everyWay } from '../openid/every-way.ts';

/** The gateway that is fuzzed, in another process, and what it tells of itself. */
export interface Gate extends AsyncDisposable {
  readonly url: string;
  /** One that is good: of each way to be known in turn. */
  readonly token: string;
  /** Within how many milliseconds everything is answered: the request's time, what follows it, and a busy machine. */
  readonly answeredMs: number;
  reset(): Promise<void>;
  delay(): Promise<{ readonly p99Ms: number; readonly maxMs: number }>;
  memory(): Promise<{ readonly heapMb: number; readonly externalMb: number; readonly rssMb: number }>;
  /** Lines of its log since the last time that have an error, or anything that was sent; and what else it wrote. */
  telling(): Promise<readonly string[]>;
  readonly hasExited: () => boolean;
}

const requestTimeoutMs = 3_000;
const graceMs = 2_000;
const busyMs = 15_000;

export async function openGate(): Promise<Gate> {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const environment = { ...process.env, AWS_SSO_DISABLE_BROWSER: '1', NODE_OPTIONS: '' };
  const sandbox = spawn(process.execPath, [main, 'sandbox', '--sandbox-port', '0', '--no-throttle'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment,
  });
  const [ready] = (await once(sandbox.stdout, 'data')) as [Buffer];
  const [sandboxUrl = ''] = /http:\S+/.exec(String(ready)) ?? [];
  const ways = await everyWay();
  const child = fork(
    fileURLToPath(new URL('served.ts', import.meta.url)),
    [sandboxUrl, JSON.stringify(ways.files), String(requestTimeoutMs)],
    { execArgv: ['--expose-gc'], env: environment, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  // Its log goes elsewhere: what is here was written past it.
  let stray = '';
  child.stderr?.on('data', (chunk: Buffer) => (stray += String(chunk)));
  const waiting = new Map<number, (value: unknown) => void>();
  let hasExited = false;
  child.once('exit', () => {
    hasExited = true;
    for (const answer of waiting.values()) answer(undefined);
  });
  child.on('message', ({ id, value }: { readonly id: number; readonly value: unknown }) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  const url = new Promise((resolve) => waiting.set(0, resolve));
  let asked = 0;
  const ask = (what: string) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    waiting.set((asked += 1), resolve);
    child.send({ id: asked, ask: what });
    return promise as Promise<never>;
  };
  return {
    url: String(await url),
    get token() {
      return ways.next();
    },
    answeredMs: requestTimeoutMs + graceMs + busyMs,
    reset: () => ask('reset'),
    delay: () => ask('delay'),
    memory: () => ask('memory'),
    async telling() {
      const lines: readonly string[] = (await ask('telling')) ?? [];
      const written = stray;
      stray = '';
      return written === '' ? lines : [...lines, `On standard error, beside the log: ${written}`];
    },
    hasExited: () => hasExited,
    async [Symbol.asyncDispose]() {
      if (!hasExited) {
        const exit = once(child, 'exit');
        await ask('close');
        child.disconnect();
        await exit;
      }
      sandbox.kill();
      await ways[Symbol.asyncDispose]();
    },
  };
}
