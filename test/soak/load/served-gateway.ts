import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { type Program, runningProgram } from '../../cli/program.ts';
import { everyWay } from '../../openid/every-way.ts';
import { Inspector } from './inspector.ts';

/** A gateway in a process of its own, as people start it, and what can be asked of it. */
export interface ServedGateway extends AsyncDisposable {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Those of the next viewer: known by the token, by a named token, and by an OpenID provider, in turn. */
  nextHeaders(): Readonly<Record<string, string>>;
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
  const ways = await everyWay();
  const options = {
    '--port': '0',
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
    ['--inspect=127.0.0.1:0', 'src/main.ts', 'serve', ...ways.flags, ...Object.entries(options).flat()],
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
    headers: headersOf(ways.tokens.token),
    nextHeaders: () => headersOf(ways.next()),
    stderr,
    liveMb: () => inspector.liveMb(),
    async stop() {
      // A process that is inspected would wait for its inspector at the end.
      await inspector.close();
      program.child.kill('SIGTERM');
      return program.ended;
    },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await ways[Symbol.asyncDispose]();
    },
  };
}

function headersOf(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
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
