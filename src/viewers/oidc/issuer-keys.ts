import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import type { IssuerMetadata } from './metadata.ts';
import { restingAfterFailure } from './resting.ts';
import type { IssuerSettings } from './settings.ts';

/** Keys that are not known are looked for at most so often, however many tokens name one. */
const coolDownMs = 30_000;
/** Keys that were taken back are known no longer than this while the issuer can be reached. */
const refreshMs = 600_000;
/** With keys older than this nothing is checked, also when the issuer cannot be reached. */
const mostAgeMs = 3_600_000;
/** Not longer: whoever has a good token waits for it. */
const restMs = 5_000;

/** That a token is neither good nor bad, since its issuer's keys cannot be had. */
export class KeysUnavailable extends Error {}

export interface KeysOptions {
  readonly metadata: () => Promise<IssuerMetadata>;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

/** The keys by which an issuer signs, as they are now: read with the first token, and again when it signs with others. */
export function issuerKeys({ jwksUri }: IssuerSettings, options: KeysOptions): JWTVerifyGetKey {
  const { metadata, now, failed } = options;
  let readAt = Number.POSITIVE_INFINITY;
  const read = restingAfterFailure(readAnswer, restMs, now, failed);
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;

  async function remote() {
    return (keys ??= createRemoteJWKSet(new URL(jwksUri ?? (await metadata()).jwks_uri), {
      cooldownDuration: coolDownMs,
      cacheMaxAge: mostAgeMs,
      async [customFetch](url, init) {
        const answer = await read(url, init);
        readAt = now();
        return answer;
      },
    }));
  }

  return async (header, token) => {
    try {
      const known = await remote();
      // What fails is told by `failed`; meanwhile the keys that are known go on.
      if (now() > readAt + refreshMs && !known.reloading) void known.reload().catch(() => {});
      return await known(header, token);
    } catch (error) {
      if (isOfTheToken(error)) throw error;
      throw new KeysUnavailable('The keys of the issuer cannot be read', { cause: error });
    }
  };
}

async function readAnswer(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  if (response.status !== 200) throw new Error(`${url} answers with status ${response.status}`);
  return response;
}

function isOfTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
