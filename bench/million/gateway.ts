import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { endpoint, identityStoreId, instanceArn, region } from './organization.ts';

interface Probe {
  readonly rssMb: number;
  /** Of JavaScript's objects, and what they hold outside. */
  readonly heapMb: number;
  /** The longest turn of the event loop since the last probe. */
  readonly blockedMs: number;
  /** Processor time since the last probe. */
  readonly cpuMs: number;
}

export interface MillionGateway extends AsyncDisposable {
  /** From the start of the process to its first answer. */
  readonly startMs: number;
  ask(
    query: string,
    variables?: object,
  ): Promise<{ readonly ms: number; readonly calls: number; readonly data: any }>;
  probe(): Promise<Probe>;
  /** Processor time of the process so far, in milliseconds. */
  cpuMs(): Promise<number>;
}

/** The gateway as a process of its own, on a store that has everything. `more`: further flags. */
export async function openMillion(
  file: string,
  more: Readonly<Record<string, string>> = {},
): Promise<MillionGateway> {
  const flags = {
    port: 0,
    auth: 'none',
    region,
    store: file,
    'instance-arn': instanceArn,
    'identity-store-id': identityStoreId,
    'request-timeout': 'PT10M',
    ...more,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const startedAt = performance.now();
  const gateway = spawn(
    process.execPath,
    // With the limit of `npm start`.
    [
      '--max-semi-space-size=16',
      '--expose-gc',
      '--import',
      new URL('./probe.ts', import.meta.url).href,
      'src/main.ts',
      'serve',
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: 'anyone',
        AWS_SECRET_ACCESS_KEY: 'anything',
      },
    },
  );
  const [line] = (await once(createInterface(gateway.stdout!), 'line')) as [string];
  const url = line.replace('Gateway ready at ', '');
  const ask: MillionGateway['ask'] = async (query, variables = {}) => {
    const askedAt = performance.now();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as any;
    assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
    return { ms: performance.now() - askedAt, data: answer.data, calls: answer.extensions.aws.calls };
  };
  await ask('query { assignments(first: 1) { nodes { id } } }');
  return {
    startMs: performance.now() - startedAt,
    ask,
    async probe() {
      const answered = once(gateway, 'message') as Promise<[Probe]>;
      gateway.send('probe');
      return (await answered)[0];
    },
    async cpuMs() {
      const answered = once(gateway, 'message') as Promise<[number]>;
      gateway.send('cpu');
      return (await answered)[0];
    },
    async [Symbol.asyncDispose]() {
      const exited = once(gateway, 'exit');
      gateway.kill('SIGTERM');
      await exited;
    },
  };
}
