import { randomBytes } from 'node:crypto';
import type { Permission } from '../../viewer.ts';
import { hashOf } from '../live-tokens.ts';
import { changeTokens } from './change-tokens.ts';
import type { NamedToken } from './tokens-file.ts';

/** What every token begins with, by which scanners for leaked secrets can know it. */
const prefix = 'icg_';

export interface NewToken {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly lifetimeMs?: number | undefined;
}

/** Resolves with the token, which nobody can read from the file. Throws when somebody has one of that name. */
export async function createToken(file: string, asked: NewToken, now = Date.now()): Promise<string> {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`;
  const added: NamedToken = {
    id: randomBytes(12).toString('base64url'),
    name: asked.name,
    sha256: hashOf(token),
    permissions: [...new Set(asked.permissions)],
    createdAt: new Date(now).toISOString(),
    ...(asked.lifetimeMs !== undefined && { expiresAt: new Date(now + asked.lifetimeMs).toISOString() }),
  };
  return changeTokens(file, (tokens) => {
    const others = tokens.filter(({ name }) => name !== asked.name);
    const known = tokens.find(({ name }) => name === asked.name);
    if (known && !isExpired(known, now))
      throw new Error(
        `there is a token of the name ${asked.name}; revoke it first, or give the new one another name`,
      );
    return { tokens: [...others, added], result: token };
  });
}

/** Throws when there is no token of that name. */
export async function revokeToken(file: string, name: string): Promise<void> {
  await changeTokens(file, (tokens) => {
    const left = tokens.filter((token) => token.name !== name);
    if (left.length === tokens.length) throw new Error(`${file} has no token of the name ${name}`);
    return { tokens: left, result: undefined };
  });
}

export function isExpired({ expiresAt }: NamedToken, now: number): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= now;
}
