import { audited } from '../../audit.ts';
import type { Context } from '../../context.ts';
import type { MintedToken } from '../../credentials-tokens.ts';
import { badInput } from '../../errors.ts';
import type { PortalChoice } from '../../portal/portal.ts';
import type { Viewer } from '../../viewer.ts';

export interface CredentialsTokenNode extends MintedToken {
  readonly uri: string;
}

interface CreateArgs {
  readonly input: PortalChoice & {
    readonly accountId: string;
    readonly roleName: string;
    readonly lifetime?: number | null | undefined;
  };
}

const defaultLifetimeMs = 8 * 3_600_000;
const maxLifetimeMs = 30 * 86_400_000;

export async function createCredentialsToken(
  _root: unknown,
  { input: { accountId, roleName, lifetime, ...choice } }: CreateArgs,
  { portal, credentialsTokens, viewer, scope, origin, audit }: Context,
): Promise<CredentialsTokenNode> {
  if (!/^\d{12}$/.test(accountId))
    throw badInput(
      'input.accountId',
      `give the 12 digits of an account, but got ${JSON.stringify(accountId)}`,
    );
  if (!/^[\w+=,.@-]{1,64}$/.test(roleName))
    throw badInput('input.roleName', `this is no name of a role: ${JSON.stringify(roleName)}`);
  const lifetimeMs = lifetime ?? defaultLifetimeMs;
  if (!(lifetimeMs >= 1_000 && lifetimeMs <= maxLifetimeMs))
    throw badInput('input.lifetime', 'give a duration from PT1S to P30D');
  // Only who the person is: what else is known of a viewer may change before the token is used.
  const person = { viewerId: viewer.viewerId, isLocal: viewer.isLocal };
  const minted = await audited(
    audit,
    { event: 'token_made', permission: 'credentials', values: [accountId, roleName] },
    async () => {
      const signIn = await portal.heldSignIn(person, choice, scope);
      return credentialsTokens.mint({ person, accountId, roleName, ...signIn, ...endOf(viewer) }, lifetimeMs);
    },
    ({ id }) => ({ tokenId: id }),
    ({ id }) => credentialsTokens.revoke(person, id),
  );
  return { ...minted, uri: `${origin}/credentials/${accountId}/${encodeURIComponent(roleName)}` };
}

/**
 * The one local person stays the same when their token is exchanged; who has a named token goes with it, also when it
 * expires. What cannot be withdrawn, as a JWT, is renewed all day.
 */
function endOf({ issuer, withdrawn, standing, validUntil }: Viewer) {
  if (issuer === 'local' || !withdrawn) return {};
  return {
    withdrawn,
    ...(standing !== undefined && { standing }),
    ...(validUntil !== undefined && { validUntil }),
  };
}

export async function revokeCredentialsToken(
  _root: unknown,
  { id }: { readonly id: string },
  { credentialsTokens, viewer, audit }: Context,
) {
  const revoked = await credentialsTokens.revoke(viewer, id);
  const event = { event: 'token_revoked', permission: 'credentials' } as const;
  audit.write(
    revoked ? { ...event, result: 'ok', tokenId: id } : { ...event, result: 'NOT_FOUND', values: [id] },
  );
  return { revoked };
}

/** Nothing in either value needs quotes, and both are quoted all the same. */
export function environment({ uri, token }: CredentialsTokenNode): string {
  return `export AWS_CONTAINER_CREDENTIALS_FULL_URI='${uri}'\nexport AWS_CONTAINER_AUTHORIZATION_TOKEN='${token}'\n`;
}
