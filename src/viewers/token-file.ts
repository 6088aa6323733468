import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { localViewer, localWay } from './authenticate.ts';
import type { Way } from './way.ts';
import { hashOf, LiveTokens } from './live-tokens.ts';
import { readSecretFile, secretsIn } from './secret-file.ts';
import { watchedFile } from './watched-file.ts';

/** `$XDG_STATE_HOME/identity-center-gateway/token`, where XDG's default is `~/.local/state`. */
export function defaultTokenFile(environment: Readonly<Record<string, string | undefined>>): string {
  const stateHome = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return join(stateHome, 'identity-center-gateway', 'token');
}

export interface TokenFile extends Disposable {
  readonly way: Way;
  /** The first token of the file, as it is now. */
  readonly current: () => string;
}

export interface FileReport {
  /** The file is taken, but something about it should be otherwise. */
  warn(message: string): void;
  /** What it has become cannot be taken; what it was goes on. */
  failed(error: unknown): void;
}

/**
 * The bearer tokens in `file`, one a line, each as good as the others: during a rotation the new one and the old. Made
 * with one token when it is missing; taken up again when it changes.
 */
export async function openTokenFile(file: string, isLocal: boolean, report: FileReport): Promise<TokenFile> {
  const live = new LiveTokens();
  let current = '';
  await createIfMissing(file);
  const watch = await watchedFile(
    file,
    async () => {
      const { text, warning } = await readSecretFile(file);
      const tokens = secretsIn(text, file);
      if (warning) report.warn(warning);
      live.replace(new Map(tokens.map((token) => [hashOf(token), localViewer(isLocal)])));
      [current] = tokens;
    },
    (error) => report.failed(error),
  );
  return { way: localWay(live), current: () => current, [Symbol.dispose]: () => watch[Symbol.dispose]() };
}

async function createIfMissing(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
    // A umask can only take bits away, yet some file systems give them back.
    await chmod(file, 0o600);
  } catch (error) {
    // Where nothing can be made, such as in a secret that is mounted, there may be one all the same.
    if (!isNodeError(error) || !['EEXIST', 'EROFS', 'EACCES'].includes(error.code ?? '')) throw error;
  }
}

/** The first secret of a file, which is made with one when it is missing. */
export async function readOrCreateToken(file: string): Promise<string> {
  await createIfMissing(file);
  return readToken(file);
}

/** The token that a client sends: the first of the file. */
export async function readToken(file: string): Promise<string> {
  const { text } = await readSecretFile(file);
  return secretsIn(text, file)[0];
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
