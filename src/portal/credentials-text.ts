import type { RoleCredentials } from './portal.ts';

/** What a `credential_process` prints: one line of JSON. */
export function credentialProcess(credentials: RoleCredentials, accountId?: string): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials;
  return JSON.stringify({
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: timeOf(expiresAt),
    ...(accountId !== undefined && { AccountId: accountId }),
  });
}

/** `export` lines for a POSIX shell; a Region adds the variables that the SDKs and the CLI read it from. */
export function environment(credentials: RoleCredentials, region?: string | null): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials;
  const variables: Record<string, string> = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: timeOf(expiresAt),
    ...(region && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('');
}

/** In single quotes a POSIX shell takes everything as it is, but a single quote. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** Without milliseconds, which not every SDK has always read. */
function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
