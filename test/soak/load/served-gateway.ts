import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { type Program, runningProgram } from '../../cli/program.ts';
import { Inspector } from './inspector.ts';

/** A gateway in a process of its own, as people start it, and what can be asked of it. */
export interface ServedGateway extends AsyncDisposable {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Everything that it said on standard error so far. */
  stderr(): string;
  /** Megabytes of objects that something still refers to. */
  liveMb(): Promise<number>;
  /** SIGTERM; resolves when the process has ended. */
  stop(): Promise<{ readonly code: number | null }>;
}

/**
 * The command `serve` against the sandbox. It is the program that ships, looked into by Node's own inspector: that can
 * collect garbage and tell the heap, and needs nothing of the program.
 */
export async function servedGateway(sandbox: Sandbox, drainDelay: string): Promise<ServedGateway> {
  const token = randomBytes(32).toString('base64url');
  const tokenFile = join(await mkdtemp(join(tmpdir(), 'load-')), 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const options = {
    '--port': '0',
    '--token-file': tokenFile,
    '--drain-delay': drainDelay,
    // What was read stays good, so that every answer is a warm one; and AWS's pace is not what is tried here.
    '--max-age': 'P1D',
    '--names-max-age': 'P1D',
    '--aws-tps': '10000',
    '--start-url': sandbox.startUrl,
    '--sso-region': 'us-east-1',
    '--token-cache': 'memory',
    '--login-message': 'off',
  };
  const program = runningProgram(
    process.execPath,
    ['--inspect=127.0.0.1:0', 'src/main.ts', 'serve', ...Object.entries(options).flat()],
    {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'load',
      AWS_SECRET_ACCESS_KEY: 'load',
    },
  );
  const [stderr, inspector] = await inspected(program);
  const ready = await program.firstLine;
  return {
    url: ready.replace('Gateway ready at ', ''),
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    stderr,
    liveMb: () => inspector.liveMb(),
    async stop() {
      // A process that is inspected would wait for its inspector at the end.
      await inspector.close();
      program.child.kill('SIGTERM');
      return program.ended;
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

async function inspected({ child }: Program): Promise<[() => string, Inspector]> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  child.stderr!.on('data', (chunk: string) => {
    text += chunk;
    const [, address] = /Debugger listening on (ws:\S+)/.exec(text) ?? [];
    if (address !== undefined) resolve(address);
  });
  return [() => text, await Inspector.open(await promise)];
}
