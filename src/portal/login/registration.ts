import { grantTypes, type Oidc } from '../../aws/oidc.ts';
import type { CallOptions } from '../../aws/call/call.ts';
import type { SignIn } from '../sign-in.ts';
import type { Client, Scopes } from '../tokens/token-cache.ts';

/** How a client gets its tokens, which it has to be registered for. */
export type ClientKind =
  | { readonly kind: 'device' }
  | { readonly kind: 'pkce'; readonly redirectUris: readonly string[] };

/** A registration that ends sooner would end in the middle of a sign-in. */
const leastLeftMs = 15 * 60_000;
/** People see it where they approve. */
const clientName = 'identity-center-gateway';

/** The client that is registered already, or a new one, which is kept for about 90 days. */
export async function registered(
  { cache, place }: SignIn,
  scopes: Scopes,
  client: ClientKind,
  oidc: Oidc,
  now: () => number,
  options: CallOptions,
): Promise<Client> {
  const known = await cache.readClient(place, scopes);
  if (known && fits(known, client) && (known.expiresAt ?? 0) - now() > leastLeftMs) return known;
  const grants =
    client.kind === 'pkce'
      ? {
          grantTypes: [grantTypes.authorizationCode, grantTypes.refreshToken],
          redirectUris: client.redirectUris,
          issuerUrl: place.awsStartUrl ?? place.startUrl,
        }
      : {};
  const facts = await oidc.registerClient({ clientName, ...grants, ...(scopes && { scopes }) }, options);
  const made = { ...facts, ...(grants.grantTypes && { grantTypes: grants.grantTypes }) };
  await cache.writeClient(place, scopes, made);
  return made;
}

function fits({ grantTypes: granted }: Client, { kind }: ClientKind): boolean {
  if (kind === 'pkce') return granted?.includes(grantTypes.authorizationCode) === true;
  return granted === undefined || granted.includes(grantTypes.deviceCode);
}
