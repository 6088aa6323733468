import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type NamedToken, readTokensFile, textOf } from './tokens-file.ts';

const patienceMs = 10_000;
const pollMs = 50;

/**
 * Changes a file of tokens as a whole: who reads it meanwhile sees it as it was or as it is, and of two changes at the
 * same time neither is lost. A file that is missing has no tokens. Resolves with what `change` gives beside the tokens.
 */
export async function changeTokens<Result>(
  file: string,
  change: (tokens: readonly NamedToken[]) => {
    readonly tokens: readonly NamedToken[];
    readonly result: Result;
  },
): Promise<Result> {
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

/** By a file of its own that takes the place of the old one, with the same rights. */
async function replace(file: string, text: string): Promise<void> {
  const mode = await stat(file).then(
    (stats) => stats.mode & 0o777,
    () => 0o600,
  );
  const temporary = `${file}.${randomUUID()}`;
  try {
    {
      await using handle = await open(temporary, 'wx', mode);
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

function isCoded(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
