import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type NamedToken, readTokensFile, textOf } from './tokens-file.ts';

const patienceMs = 10_000;
const pollMs = 50;

/**
 * Changes a file of tokens as a whole: who reads it meanwhile sees it as it was or as it is, and of two changes at the
 * same time neither is lost. A file that is missing has no tokens. Resolves with what `change` gives beside the tokens.
 */
export async function changeTokens<Result>(
  named: string,
  change: (tokens: readonly NamedToken[]) => {
    readonly tokens: readonly NamedToken[];
    readonly result: Result;
  },
): Promise<Result> {
  const file = await pathOf(named);
  const lock = `${file}.lock`;
  await acquire(lock);
  try {
    const { tokens, result } = change(await tokensOf(file));
    await replace(file, textOf(tokens));
    return result;
  } finally {
    await rm(lock, { force: true });
  }
}

async function acquire(lock: string): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      return;
    } catch (error) {
      if (!isCoded(error, 'EEXIST')) throw error;
    }
    if (performance.now() > until)
      throw new Error(
        `${lock} is there: another "token" command changes the file, or broke off; if none runs, delete it`,
      );
    await delay(pollMs);
  }
}

async function tokensOf(file: string): Promise<readonly NamedToken[]> {
  try {
    return (await readTokensFile(file)).tokens;
  } catch (error) {
    if (isCoded(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Where a link leads: put in the link's place, the new file would not be the one that is read behind it. */
async function pathOf(named: string): Promise<string> {
  try {
    return await realpath(named);
  } catch (error) {
    if (isCoded(error, 'ENOENT')) return named;
    throw error;
  }
}

/** By a file of its own that takes the place of the old one, with the same owner and rights. */
async function replace(file: string, text: string): Promise<void> {
  const before = await stat(file).catch(() => undefined);
  const mode = before ? before.mode & 0o777 : 0o600;
  const temporary = `${file}.${randomUUID()}`;
  try {
    {
      await using handle = await open(temporary, 'wx', 0o600);
      if (before) await giveTo(before, handle, file);
      await handle.chmod(mode);
      await handle.writeFile(text);
      await handle.sync();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A gateway that can read the file no more would go by what it was, and take a token that is revoked. */
async function giveTo({ uid, gid }: Owner, handle: FileHandle, file: string): Promise<void> {
  const made = await handle.stat();
  if (made.uid === uid && made.gid === gid) return;
  try {
    await handle.chown(uid, gid);
  } catch (cause) {
    throw new Error(`${file} belongs to another user or group; change it as that user, or as root`, {
      cause,
    });
  }
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function isCoded(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
