import { createHash, randomBytes } from 'node:crypto';
import { endingOf, expired, type Flow } from './attempt.ts';
import type { Background } from '../background.ts';
import { callbackUri, listenForCallback, type CallbackListener } from './loopback-callback.ts';
import { accountAccess } from '../address.ts';
import { tokenOf } from '../tokens/token-cache.ts';
import { registered } from './registration.ts';

/** How long the browser has, as long as AWS gives a device code. */
const patienceMs = 10 * 60_000;

/**
 * The authorization code grant with PKCE (RFC 7636), for a browser on this machine: the answer comes back to
 * loopback, so that nobody can be talked into approving somebody else's sign-in.
 */
export function pkceFlow({ connect, now, clock, meter }: Background): Flow {
  return async (signIn, signal) => {
    const { place, cache, person } = signIn;
    const { oidc } = await connect(place.region);
    const scopes = place.scopes ?? cache.defaultScopes ?? [accountAccess];
    const kind = { kind: 'pkce', redirectUris: [callbackUri] } as const;
    const options = { signal, meter, client: person.viewerId };
    const client = await registered(signIn, scopes, kind, oidc, now, options);
    const codeVerifier = randomBytes(32).toString('base64url');
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const state = randomBytes(16).toString('base64url');
    const listener = await listenForCallback(state);
    const { redirectUri } = listener;
    const { clientId } = client;
    const url = oidc.authorizationUrl({ clientId, redirectUri, state, codeChallenge, scopes }).href;
    return {
      shown: { verificationUri: url, verificationUriComplete: url, expiresAt: now() + patienceMs },
      async finish(finishing) {
        const callback = await callbackOf(listener, finishing);
        if (callback === undefined) return expired;
        if ('error' in callback) return endingOf(wordOf(callback.error));
        const askedAt = now();
        const grant = { code: callback.code, codeVerifier, redirectUri };
        const answer = await oidc.createToken(client, grant, { signal: finishing, meter });
        if ('refused' in answer) {
          // AWS may have forgotten the client; the next sign-in must not meet it again.
          if (answer.refused.endsWith('client')) await cache.removeClient(place, scopes);
          return endingOf(answer.refused);
        }
        return tokenOf(answer, askedAt, client);
      },
    };
  };

  /** Undefined when nobody came in time. The listener is closed however it ends. */
  async function callbackOf({ answer, close }: CallbackListener, signal: AbortSignal) {
    const over = new AbortController();
    const stop = () => over.abort(signal.reason);
    signal.addEventListener('abort', stop);
    try {
      signal.throwIfAborted();
      return await Promise.race([answer, clock.sleep(patienceMs, over.signal).then(() => undefined)]);
    } finally {
      signal.removeEventListener('abort', stop);
      over.abort();
      await close();
    }
  }
}

/** The browser brings any text; only what looks like OAuth's words is shown. */
function wordOf(error: string): string {
  return /^[a-z_]{1,40}$/.test(error) ? error : 'no reason was given';
}
