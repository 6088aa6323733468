import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GatewayError } from '../../errors.ts';
import type { Place } from '../place.ts';
import {
  clientFileName,
  clientFromJson,
  clientToJson,
  tokenFileNames,
  tokenFromJson,
  tokenToJson,
} from './cache-files.ts';
import { holdingLockFile } from './lock-file.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Token, TokenCache } from './token-cache.ts';

export interface FolderOptions {
  /** How long other programs may take from renewing a token to writing it down. @default 300 */
  readonly settleMs?: number;
}

/**
 * A folder that is shared with the AWS CLI and the SDKs, such as ~/.aws/sso/cache: each uses what the other wrote.
 * A file that is damaged or somebody else's counts as absent and is never removed; only a new sign-in of the same
 * name takes its place, as with the CLI.
 */
export function createFolderCache(folder: string, { settleMs = 300 }: FolderOptions = {}): TokenCache {
  const read = (name: string) => readJson(join(folder, name));
  const write = (name: string, json: object) => writeJson(folder, name, json);
  const oneByOne = oneAtATime();

  async function readToken(place: Place): Promise<Token | undefined> {
    const files = await Promise.all(tokenFileNames(place).map(read));
    const tokens = files.flatMap((json) => tokenFromJson(json, place) ?? []);
    return tokens.toSorted((a, b) => b.expiresAt - a.expiresAt)[0];
  }

  return {
    // Where no sso-session is configured, the CLI asks for a token of 8 hours, because nobody would renew it.
    defaultScopes: undefined,

    read: readToken,

    async readInsteadOf(place, { accessToken }) {
      const present = await readToken(place);
      if (present?.accessToken !== accessToken) return present;
      await delay(settleMs);
      return readToken(place);
    },

    async write(place, token) {
      const [name = ''] = tokenFileNames(place);
      await write(name, tokenToJson(place, token));
    },

    async remove(place) {
      for (const name of tokenFileNames(place)) {
        if (tokenFromJson(await read(name), place)) await rm(join(folder, name), { force: true });
      }
    },

    readClient: async (place, scopes) => clientFromJson(await read(clientFileName(place, scopes))),
    writeClient: (place, scopes, client) =>
      write(clientFileName(place, scopes), clientToJson(scopes, client)),
    async removeClient(place, scopes) {
      const name = clientFileName(place, scopes);
      if (clientFromJson(await read(name))) await rm(join(folder, name), { force: true });
    },

    alone(place, work) {
      const [name = ''] = tokenFileNames(place);
      // Without `.json` at its end, no other program takes it for a token.
      return oneByOne(name, () => holdingLockFile(join(folder, `${name}.lock`), work));
    },
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Not there, not readable, or not JSON; the error would quote the file.
    return undefined;
  }
}

/** Whole or not at all: others read the file at any moment. Nobody but its owner may. */
async function writeJson(folder: string, name: string, json: object): Promise<void> {
  // Without `.json` at its end, no other program takes it for a token.
  const temporary = join(folder, `${name}.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await using file = await open(temporary, 'wx', 0o600);
    await file.writeFile(`${JSON.stringify(json, undefined, 2)}\n`);
    await file.sync();
    await rename(temporary, join(folder, name));
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const message = `The token cache ${folder} cannot be written (${code}): allow it, or use another with --token-cache.`;
    throw new GatewayError('INTERNAL', message, { cause });
  }
}
