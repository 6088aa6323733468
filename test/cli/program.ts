import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program extends AsyncDisposable {
  readonly child: ChildProcess;
  /** The first line on standard output. Rejects when the program ends without one. */
  readonly firstLine: Promise<string>;
  readonly ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>;
}

/** Starts src/main.ts as a process of its own, with nothing of this machine's AWS or gateway settings. */
export function program(
  args: readonly string[],
  env: Record<string, string> = {},
  encoding: BufferEncoding = 'utf8',
): Program {
  return runningProgram(process.execPath, ['src/main.ts', ...args], env, encoding);
}

export function runningProgram(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
  encoding: BufferEncoding = 'utf8',
): Program {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|GATEWAY|SANDBOX)_/.test(name));
  const child = spawn(command, args, {
    cwd: root,
    // No test opens a browser on the machine of whoever runs it.
    env: { ...Object.fromEntries(inherited), AWS_SSO_DISABLE_BROWSER: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Whatever becomes of its test.
    timeout: 300_000,
  });
  let [stdout, stderr] = ['', ''];
  const first = Promise.withResolvers<string>();
  child.stdout.setEncoding(encoding).on('data', (chunk: string) => {
    stdout += chunk;
    if (stdout.includes('\n')) first.resolve(stdout.slice(0, stdout.indexOf('\n')));
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close').then(([code, signal]) => {
    first.reject(new Error(`ended without a line on standard output: ${stderr}`));
    return { code, signal, stdout, stderr };
  });
  // Who does not wait for the line has no use for its absence either.
  first.promise.catch(() => {});
  return {
    child,
    firstLine: first.promise,
    ended,
    async [Symbol.asyncDispose]() {
      // Which a launcher passes on to what it runs; it could not pass SIGKILL on.
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(impatience);
    },
  };
}
