import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** `$XDG_STATE_HOME/identity-center-gateway/token`, where XDG's default is `~/.local/state`. */
export function defaultTokenFile(environment: Readonly<Record<string, string | undefined>>): string {
  const stateHome = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return join(stateHome, 'identity-center-gateway', 'token');
}

/**
 * The bearer token in `file`; made at the first start, and the same from then on, so that scripts can keep reading it.
 * Throws when others could have read it.
 */
export async function readOrCreateToken(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = randomBytes(32).toString('base64url');
  try {
    await writeFile(file, `${fresh}\n`, { flag: 'wx', mode: 0o600 });
    // A umask can only take bits away, yet some file systems give them back.
    await chmod(file, 0o600);
    return fresh;
  } catch (error) {
    if (!isNodeError(error) || error.code !== 'EEXIST') throw error;
  }
  return readToken(file);
}

/** Throws when others could have read it. */
export async function readToken(file: string): Promise<string> {
  const { mode } = await stat(file);
  const isShared = process.platform !== 'win32' && (mode & 0o077) !== 0;
  if (isShared) throw new Error(`${file} can be read by others; delete it, and a new token is made`);
  const token = (await readFile(file, 'utf8')).trim();
  if (!/^[\w.~+/=-]{32,}$/.test(token)) {
    throw new Error(`${file} holds no token of at least 32 characters; delete it, and a new one is made`);
  }
  return token;
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
