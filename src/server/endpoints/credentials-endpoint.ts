import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Audit, audited } from '../../audit.ts';
import type { CredentialsGrant, CredentialsTokens, RedeemedGrant } from '../../credentials-tokens.ts';
import { type ErrorCode, GatewayError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Person, RoleCredentials } from '../../portal/portal.ts';
import type { Lifetime } from '../limits/in-flight.ts';
import { send } from '../respond.ts';

export interface CredentialsSource {
  readonly tokens: Pick<CredentialsTokens, 'redeem'>;
  roleCredentials(
    grant: CredentialsGrant,
    lifetime: Pick<Lifetime, 'signal' | 'deadline' | 'done'>,
  ): Promise<RoleCredentials>;
}

/** The status for what a person or an SDK can do something about. An SDK tries again after any of them. */
const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  LOGIN_REQUIRED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  AWS_THROTTLED: 429,
};

/**
 * The endpoint that AWS's SDKs know from containers (AWS_CONTAINER_CREDENTIALS_FULL_URI). Authorization is the minted
 * token itself, without a scheme, as the SDKs send it; whatever else a viewer may show is not taken here. `wrong`
 * resolves when a token that is none may be refused.
 */
export async function answerCredentials(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  source: CredentialsSource,
  lifetime: Lifetime,
  logger: Logger,
  wrong: () => Promise<void>,
  auditFor: (person: Person) => Audit,
): Promise<void> {
  try {
    const grant = await grantFor(request, path, source.tokens, wrong);
    const { signal, deadline, done } = lifetime;
    const { accountId, roleName } = grant;
    const credentials = await audited(
      auditFor(grant.person),
      { event: 'credentials', permission: 'credentials', tokenId: grant.tokenId },
      () => source.roleCredentials(grant, { signal, deadline, done }),
      () => ({ accountId, roleName }),
    );
    send(response, 200, 'application/json', bodyOf(credentials, accountId));
  } catch (error) {
    if (response.destroyed) return;
    if (error instanceof GatewayError) return fault(response, error);
    logger.error({ err: error, path: '/credentials' }, 'credentials could not be handed out');
    fault(response, new GatewayError('INTERNAL', "Unexpected error; the gateway's log has it."));
  }
}

async function grantFor(
  { method, headers: { authorization } }: IncomingMessage,
  path: string,
  tokens: CredentialsSource['tokens'],
  wrong: () => Promise<void>,
): Promise<RedeemedGrant> {
  const grant = authorization === undefined ? undefined : await tokens.redeem(authorization);
  if (!grant) {
    if (authorization !== undefined) await wrong();
    const message =
      'Send the token that createCredentialsToken made as the Authorization, without "Bearer". This one is missing, unknown, revoked or expired, or the sign-in that it was minted in is over.';
    throw new GatewayError('UNAUTHENTICATED', message);
  }
  if (method !== 'GET') throw new GatewayError('BAD_INPUT', 'Credentials are answered to GET.');
  if (path !== pathOf(grant))
    throw new GatewayError('FORBIDDEN', `This token is for ${pathOf(grant)} and nothing else.`);
  return grant;
}

function pathOf({ accountId, roleName }: CredentialsGrant): string {
  return `/credentials/${accountId}/${encodeURIComponent(roleName)}`;
}

function bodyOf(credentials: RoleCredentials, accountId: string): string {
  return JSON.stringify({
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken,
    Expiration: new Date(credentials.expiresAt).toISOString(),
    AccountId: accountId,
  });
}

function fault(response: ServerResponse, { code, message }: GatewayError): void {
  const body = JSON.stringify({ Code: code, Message: message });
  send(response, statuses[code] ?? (code === 'INTERNAL' ? 500 : 503), 'application/json', body);
}
