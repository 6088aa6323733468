import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNamedTokens } from '../../src/viewers/tokens/named-tokens.ts';
import { createToken, type NewToken } from '../../src/viewers/tokens/token-changes.ts';
import { runningServer, type TestServer } from '../server/running-server.ts';
import type { ServerOptions } from '../../src/server/server.ts';

/** A server that knows the viewers of a file of named tokens, and what it said about the file. */
export async function serverKnowing(
  tokens: readonly NewToken[],
  options: Partial<ServerOptions> = {},
  now?: () => number,
) {
  await using made = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
  made.defer(() => rm(folder, { recursive: true }));
  const file = join(folder, 'tokens.json');
  const created: string[] = [];
  for (const token of tokens) created.push(await createToken(file, token));
  const problems: string[] = [];
  const report = {
    warn: (message: string) => void problems.push(message),
    failed: (error: unknown) => void problems.push(String(error)),
  };
  const known = made.use(await openNamedTokens(file, report, now));
  const server = made.use(
    await runningServer({ auth: { mode: 'known', ways: [known.way] }, ...options }),
  ) satisfies TestServer;
  const kept = made.move();
  return { ...server, file, tokens: created, problems, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Until it is so; a file is looked at each second. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
