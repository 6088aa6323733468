import { audited, unaudited } from '../../audit.ts';
import type { Config } from '../../config/config.ts';
import { createToken, isExpired, revokeToken } from '../../viewers/tokens/token-changes.ts';
import { type NamedToken, readTokensFile } from '../../viewers/tokens/tokens-file.ts';
import { openTokenAudit } from '../gateway/open-audit.ts';
import { StartupError } from '../startup-error.ts';

/** Prints the token, and nothing else, on standard output: a script takes it from there into a secret. */
export async function create(config: Config): Promise<number> {
  const {
    tokens: file,
    tokenName: name,
    tokenPermissions: permissions,
    tokenLifetimeMs: lifetimeMs,
  } = config;
  const missing = [
    ...(file === undefined ? ['--tokens: is needed'] : []),
    ...(name === undefined ? ['--name: is needed'] : []),
    ...(permissions.length === 0 ? ['--permission: is needed; a token without one is good for nothing'] : []),
  ];
  if (file === undefined || name === undefined || missing.length > 0) throw new StartupError(missing);
  using audit = openTokenAudit(config);
  const token = await audited(
    audit ?? unaudited,
    { event: 'token_made', tokenName: name, permissions },
    () => createToken(file, { name, permissions, lifetimeMs }),
    () => ({}),
    () => revokeToken(file, name),
  );
  process.stdout.write(`${token}\n`);
  process.stderr.write(`This is the only time that the token of ${name} is shown: ${file} has its hash.\n`);
  return 0;
}

export async function list(config: Config): Promise<number> {
  const { tokens } = await readTokensFile(needed(config.tokens, '--tokens'));
  const now = Date.now();
  process.stdout.write(
    config.json === true ? `${JSON.stringify(tokens.map(shown), undefined, 2)}\n` : table(tokens, now),
  );
  return 0;
}

export async function revoke(config: Config): Promise<number> {
  const [file, name] = [needed(config.tokens, '--tokens'), needed(config.tokenName, '--name')];
  using audit = openTokenAudit(config);
  await revokeToken(file, name);
  const isWritten = audit?.write({ event: 'token_revoked', result: 'ok', tokenName: name }) ?? true;
  process.stderr.write(`The token of ${name} is revoked: gateways that run refuse it within seconds.\n`);
  if (!isWritten) throw new StartupError('--audit-file: it could not be written that the token is revoked');
  return 0;
}

function needed(value: string | undefined, flag: string): string {
  if (value === undefined) throw new StartupError(`${flag}: is needed`);
  return value;
}

function shown({ sha256: _hash, ...token }: NamedToken) {
  return { ...token, expiresAt: token.expiresAt ?? null };
}

function table(tokens: readonly NamedToken[], now: number): string {
  const rows = [
    ['NAME', 'PERMISSIONS', 'CREATED', 'EXPIRES'],
    ...tokens.map((token) => [
      token.name,
      token.permissions.join(','),
      token.createdAt,
      `${token.expiresAt ?? 'never'}${isExpired(token, now) ? ' (expired)' : ''}`,
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  '));
  return `${lines.join('\n')}\n`;
}
