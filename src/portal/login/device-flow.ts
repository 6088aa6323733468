import { faultOf } from '../../aws/call/fault.ts';
import type { Oidc, Refusal, TokenFacts } from '../../aws/oidc.ts';
import { AwsError } from '../../errors.ts';
import { type Attempt, type Carried, endingOf, expired, type Flow, type Resume } from './attempt.ts';
import type { Background } from '../background.ts';
import { registered } from './registration.ts';
import type { SignIn } from '../sign-in.ts';
import { type Scopes, tokenOf } from '../tokens/token-cache.ts';

/** RFC 8628: what `slow_down` adds to the interval, for good. */
const slowDownMs = 5_000;
/** The least interval: one of 0 would poll without a pause. */
const leastIntervalMs = 1_000;
/** The longest pause between polls while the network is gone. */
const maxBackOffMs = 60_000;

/**
 * The device authorization grant (RFC 8628): the person approves a code in a browser, wherever that is. Whoever has the
 * device code can wait for them.
 */
export function deviceFlow(background: Background): { readonly begin: Flow; readonly resume: Resume } {
  const { now, clock, meter } = background;

  const begin: Flow = async (signIn, signal) => {
    const { place } = signIn;
    const { oidc } = await background.connect(place.region);
    const startedAt = now();
    const startedOn = clock.now();
    const { client, authorization } = await authorize(oidc, signIn, scopesOf(signIn), signal);
    const { userCode, verificationUri, verificationUriComplete, expiresInMs } = authorization;
    const { deviceCode, intervalMs } = authorization;
    const carried = {
      client,
      deviceCode,
      intervalMs,
      region: place.region,
      ...(place.awsStartUrl !== undefined && { awsStartUrl: place.awsStartUrl }),
    };
    return {
      shown: {
        userCode,
        verificationUri,
        ...(verificationUriComplete !== undefined && { verificationUriComplete }),
        expiresAt: startedAt + expiresInMs,
      },
      carried,
      finish: finishing(oidc, signIn, carried, startedOn + expiresInMs),
    };
  };

  const resume: Resume = async (signIn, carried, leftMs) => {
    const endsOn = clock.now() + leftMs;
    const { oidc } = await background.connect(carried.region);
    return finishing(oidc, signIn, carried, endsOn);
  };

  return { begin, resume };

  function finishing(oidc: Oidc, signIn: SignIn, carried: Carried, endsOn: number): Attempt['finish'] {
    return async (signal, isHeld) => {
      const answer = await poll(background, oidc, carried, { endsOn, isHeld, signal });
      if (answer === 'expired_token') return expired;
      if (typeof answer === 'string') {
        if (isAboutClient(answer)) await signIn.cache.removeClient(signIn.place, scopesOf(signIn));
        return endingOf(answer);
      }
      return tokenOf(answer, answer.askedAt, carried.client);
    };
  }

  async function authorize(oidc: Oidc, signIn: SignIn, scopes: Scopes, signal: AbortSignal) {
    for (let attempt = 1; ; attempt += 1) {
      const options = { signal, meter, client: signIn.person.viewerId };
      const client = await registered(signIn, scopes, { kind: 'device' }, oidc, now, options);
      const { startUrl, awsStartUrl = startUrl } = signIn.place;
      const authorization = await oidc.startDeviceAuthorization(client, awsStartUrl, options);
      if (!('refused' in authorization)) return { client, authorization };
      // AWS has forgotten the client that the cache has: once more with a new one.
      await signIn.cache.removeClient(signIn.place, scopes);
      if (attempt > 1) {
        const operation = 'sso-oidc:StartDeviceAuthorization';
        throw new AwsError('AWS_UNAVAILABLE', operation, `${operation}: ${authorization.refused}.`);
      }
    }
  }
}

function scopesOf({ place, cache }: SignIn): Scopes {
  return place.scopes ?? cache.defaultScopes;
}

type Polled = (TokenFacts & { readonly askedAt: number }) | Refusal;

/** Asks until the person has decided, the code has ended, or the signal aborts. `endsOn` is a time of the clock. */
async function poll(
  { clock, now, random, meter }: Background,
  oidc: Oidc,
  { client, deviceCode, intervalMs: firstIntervalMs }: Carried,
  { endsOn, isHeld, signal }: Readonly<{ endsOn: number; isHeld: () => boolean; signal: AbortSignal }>,
): Promise<Polled> {
  let intervalMs = Math.max(leastIntervalMs, firstIntervalMs);
  let faults = 0;
  let retryAfterMs = 0;
  for (;;) {
    // Doubled at each fault, as RFC 8628 asks, and spread, for all who lost the network together.
    const backOffMs =
      faults === 0 ? 0 : Math.min(maxBackOffMs, intervalMs * 2 ** faults) * (0.5 + random() / 2);
    const delayMs = Math.max(intervalMs, backOffMs, retryAfterMs);
    const leftMs = endsOn - clock.now();
    await clock.sleep(Math.max(0, Math.min(delayMs, leftMs)), signal);
    if (leftMs <= delayMs) return 'expired_token';
    if (!isHeld()) continue;
    const askedAt = now();
    try {
      const answer = await oidc.createToken(client, { deviceCode }, { signal, meter });
      faults = 0;
      retryAfterMs = 0;
      if (!('refused' in answer)) return { ...answer, askedAt };
      if (answer.refused === 'slow_down') intervalMs += slowDownMs;
      else if (answer.refused !== 'authorization_pending') return answer.refused;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AwsError) || faultOf(error.cause) === 'final') throw error;
      faults += 1;
      retryAfterMs = Number(error.details['retryAfterMs'] ?? 0);
    }
  }
}

function isAboutClient(refused: Refusal): boolean {
  return refused === 'invalid_client' || refused === 'unauthorized_client';
}
