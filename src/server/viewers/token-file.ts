import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** `$XDG_STATE_HOME/identity-center-gateway/token`, where XDG's default is `~/.local/state`. */
export function defaultTokenFile(environment: Readonly<Record<string, string | undefined>>): string {
  const stateHome = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return join(stateHome, 'identity-center-gateway', 'token');
}

/**
 * The bearer token in `file`; made at the first start, and the same from then on, so that scripts can keep reading it.
 * Throws when others could have read it, or made it.
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

/** Throws when others could have read it, or made it. */
export async function readToken(file: string): Promise<string> {
  // What is looked at and what is read are one file, also if somebody puts another in its place meanwhile.
  await using handle = await open(file);
  const { mode, uid } = await handle.stat();
  const [isShared, isOthers] = [(mode & 0o077) !== 0, uid !== process.getuid?.()];
  if (process.platform !== 'win32' && (isShared || isOthers)) {
    const problem = isOthers ? 'belongs to another user' : 'can be read by others';
    throw new Error(`${file} ${problem}; delete it, and a new token is made`);
  }
  const token = (await handle.readFile('utf8')).trim();
  if (!/^[\w.~+/=-]{32,}$/.test(token)) {
    throw new Error(`${file} holds no token of at least 32 characters; delete it, and a new one is made`);
  }
  return token;
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
