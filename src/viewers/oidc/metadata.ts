import { z } from 'zod';
import { isSafe } from './settings.ts';

const url = z.string().refine(isSafe);

const metadata = z.looseObject({
  issuer: z.string(),
  jwks_uri: url,
  // An issuer of tokens for machines alone has none of them.
  authorization_endpoint: url.optional(),
  token_endpoint: url.optional(),
});

export type IssuerMetadata = z.output<typeof metadata>;

const timeoutMs = 5_000;

/** What an issuer says of itself. Throws when that is about another issuer, or no metadata. */
export async function discover(issuer: string): Promise<IssuerMetadata> {
  const at = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(at, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${at} answers with status ${response.status}`);
  const { data } = metadata.safeParse(await response.json().catch(() => undefined));
  if (!data) throw new Error(`${at} answers with no metadata of an OpenID issuer`);
  if (data.issuer !== issuer)
    throw new Error(`${at} is of another issuer; "issuer" has to be as it says, to the letter`);
  return data;
}
