import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pageOf100 } from './subjects.ts';

const probeModule = new URL('../million/probe.ts', import.meta.url).href;
export const ourRoot = fileURLToPath(new URL('../..', import.meta.url));
export const token = 'a-token-of-the-benchmark-of-warm-answers';

export interface Probe {
  readonly rssMb: number;
  readonly blockedMs: number;
  /** Of the processor, since the last probe. */
  readonly cpuMs: number;
}

export interface Served extends AsyncDisposable {
  readonly url: string;
  probe(): Promise<Probe>;
}

/** A gateway that has read the organization S, with a token. `root`: whose source. */
export async function openGateway(
  root: string,
  tokenFile: string,
  environment: Readonly<Record<string, string>>,
): Promise<Served> {
  const flags = ['--port', '0', '--auth', 'token', '--token-file', tokenFile, '--sandbox-tps', '10000'];
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import', probeModule, 'src/main.ts', 'demo', ...flags],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
      env: { ...process.env, GATEWAY_MAX_REQUESTS_PER_MINUTE: '10000000', ...environment },
    },
  );
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`The gateway ended with ${code}`)),
  );
  const [line] = await Promise.race([
    once(createInterface(child.stdout!), 'line') as Promise<[string]>,
    ended,
  ]);
  ended.catch(() => {});
  return served(child, line.replace('Gateway ready at ', ''));
}

/** Yoga and Pothos alone, over a page that a gateway gave. */
export async function openBare(gatewayUrl: string, folder: string): Promise<Served> {
  const { assignments } = await ask(gatewayUrl, pageOf100);
  const script = fileURLToPath(new URL('bare-server.ts', import.meta.url));
  const file = join(folder, 'page.json');
  await writeFile(file, JSON.stringify(assignments));
  const child = spawn(process.execPath, ['--expose-gc', '--import', probeModule, script, file], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [url] = (await once(createInterface(child.stdout!), 'line')) as [string];
  return served(child, url);
}

/** What a query answers; everything that it needs was read before it returns. */
// oxlint-disable-next-line typescript/no-explicit-any -- the callers know what they asked for
export async function ask(url: string, query: string, variables: object = {}): Promise<any> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data: unknown; errors?: unknown };
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer.data;
}

function served(child: ChildProcess, url: string): Served {
  return {
    url,
    async probe() {
      const answered = once(child, 'message') as Promise<[Probe]>;
      child.send('probe');
      return (await answered)[0];
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
