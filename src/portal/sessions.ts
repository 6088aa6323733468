import { createHash } from 'node:crypto';
import { isSignInEnded } from '../aws/errors.ts';
import type { PortalAws } from '../aws/portal-aws.ts';
import { AwsError, GatewayError } from '../errors.ts';
import { until, type ReadScope } from '../reading/scope.ts';
import type { Background } from './background.ts';
import type { Session } from './portal.ts';
import { loginRequired, sessionOf, type SignIn } from './sign-in.ts';
import type { Token } from './token-cache.ts';

/** A token is renewed before it ends: the one of a request under way must outlive it, as must what others read. */
const renewBeforeMs = 10 * 60_000;
/** While a token still works, a failed renewal is not tried again at each request. */
const retryRenewalMs = 30_000;
/** Digests of what AWS has refused that are remembered, the latest. */
const maxRefused = 1_000;

/** The tokens of everybody: read from their caches, renewed without the person, and ended. */
export class Sessions {
  readonly #background: Background;
  readonly #renewals = new Map<string, Promise<Token | undefined>>();
  readonly #failedAt = new Map<string, number>();
  /** Digests of access and refresh tokens that AWS does not take any more; the cache may still hold them. */
  readonly #refused = new Set<string>();

  constructor(background: Background) {
    this.#background = background;
  }

  async session(signIn: SignIn): Promise<Session> {
    const token = await signIn.cache.read(signIn.place);
    if (!token) return sessionOf(signIn.place, 'SIGNED_OUT');
    const state = this.#leftMs(token) > 0 ? 'SIGNED_IN' : 'EXPIRED';
    return sessionOf(signIn.place, state, token, this.#isRenewable(token));
  }

  async accessToken(signIn: SignIn): Promise<string | undefined> {
    const token = await signIn.cache.read(signIn.place);
    return token && this.#leftMs(token) > 0 ? token.accessToken : undefined;
  }

  /** Whether there is a token that is valid for so long, or could be renewed just now. */
  async isSignedIn(signIn: SignIn, forMs: number, scope: ReadScope): Promise<boolean> {
    const token = await signIn.cache.read(signIn.place);
    if (!token) return false;
    const leftMs = this.#leftMs(token);
    if (leftMs > 0 && leftMs >= forMs) return true;
    return (await this.#renew(signIn, token, scope)) !== undefined;
  }

  /** Puts the token of a new sign-in where that of an older one was. */
  async keep(signIn: SignIn, token: Token): Promise<Session> {
    await this.#renewalOver(signIn);
    await signIn.cache.write(signIn.place, token);
    this.#failedAt.delete(signIn.key);
    return this.session(signIn);
  }

  /** Calls the portal with the person's token. When AWS refuses it, once more with another one, if there is one. */
  async use<T>(
    signIn: SignIn,
    scope: ReadScope,
    call: (accessToken: string, aws: PortalAws) => Promise<T>,
  ): Promise<T> {
    const aws = await this.#background.connect(signIn.place.region);
    for (let attempt = 1; ; attempt += 1) {
      const { accessToken } = await this.#current(signIn, scope);
      try {
        return await call(accessToken, aws);
      } catch (error) {
        if (!isSignInEnded(error)) throw error;
        this.#refuse(accessToken);
        if (attempt > 1) throw loginRequired(signIn, 'EXPIRED');
      }
    }
  }

  /** Forgets the token, and has AWS end the sign-in. True when there was one. */
  async end(signIn: SignIn, scope: ReadScope): Promise<boolean> {
    await this.#renewalOver(signIn);
    const { cache, place } = signIn;
    const token = await cache.read(place);
    if (!token) return false;
    await cache.remove(place);
    if (this.#leftMs(token) <= 0) return true;
    const { portal } = await this.#background.connect(place.region);
    this.#refuse(token.accessToken);
    try {
      await portal.logout(token.accessToken, scope);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (isSignInEnded(error)) return true;
      const end = new Date(token.expiresAt).toISOString();
      const message = `The token is forgotten here, but AWS could not be told to end the sign-in, which ends by itself at ${end}. ${error.message}`;
      throw new GatewayError(error.code, message, { cause: error, signedOut: true });
    }
    return true;
  }

  /** A token that works as far as we know; LOGIN_REQUIRED without one. */
  async #current(signIn: SignIn, scope: ReadScope): Promise<Token> {
    const token = await signIn.cache.read(signIn.place);
    if (!token) throw loginRequired(signIn, 'SIGNED_OUT');
    const leftMs = this.#leftMs(token);
    if (leftMs > renewBeforeMs) return token;
    const failedAgoMs = this.#background.now() - (this.#failedAt.get(signIn.key) ?? Number.NEGATIVE_INFINITY);
    if (leftMs > 0 && failedAgoMs < retryRenewalMs) return token;
    try {
      const renewed = await this.#renew(signIn, token, scope);
      if (renewed) return renewed;
    } catch (error) {
      if (leftMs <= 0 || !(error instanceof AwsError)) throw error;
    }
    if (leftMs <= 0) throw loginRequired(signIn, 'EXPIRED');
    return token;
  }

  /** At most one at a time: AWS takes a refresh token once. It goes on without whoever asked for it. */
  async #renew(signIn: SignIn, token: Token, scope: ReadScope): Promise<Token | undefined> {
    const { key } = signIn;
    let renewal = this.#renewals.get(key);
    if (!renewal) {
      if (!this.#isRenewable(token)) return undefined;
      renewal = this.#renewNow(signIn, token);
      this.#renewals.set(key, renewal);
      const landed = () => this.#renewals.delete(key);
      renewal.then(landed, () => {
        landed();
        this.#failedAt.set(key, this.#background.now());
      });
    }
    return until(renewal, [scope.signal, scope.deadline]);
  }

  async #renewNow({ cache, place, person }: SignIn, wanting: Token): Promise<Token | undefined> {
    const { connect, now, closing, meter } = this.#background;
    // Read again: another program may have renewed it since.
    const token = await cache.read(place);
    if (!token?.refreshToken || !token.client || !this.#isRenewable(token)) return undefined;
    if (token.accessToken !== wanting.accessToken && this.#leftMs(token) > renewBeforeMs) return token;
    const { oidc } = await connect(place.region);
    const askedAt = now();
    const { refreshToken, client } = token;
    const options = { signal: closing, meter, client: person.viewerId };
    const answer = await oidc.createToken(client, { refreshToken }, options);
    if ('refused' in answer) {
      this.#refuse(refreshToken);
      return undefined;
    }
    const renewed = {
      accessToken: answer.accessToken,
      expiresAt: askedAt + answer.expiresInMs,
      refreshToken: answer.refreshToken ?? refreshToken,
      client,
    };
    await cache.write(place, renewed);
    return renewed;
  }

  /** What is written while a renewal is under way, the renewal would write over. */
  async #renewalOver({ key }: SignIn): Promise<void> {
    await this.#renewals.get(key)?.catch(() => {});
  }

  #isRenewable({ refreshToken, client }: Token): boolean {
    if (!refreshToken || !client || this.#refused.has(digest(refreshToken))) return false;
    return (client.expiresAt ?? Number.POSITIVE_INFINITY) > this.#background.now();
  }

  /** Nothing for a token that AWS has refused. */
  #leftMs({ accessToken, expiresAt }: Token): number {
    return this.#refused.has(digest(accessToken)) ? 0 : expiresAt - this.#background.now();
  }

  #refuse(token: string): void {
    this.#refused.add(digest(token));
    const [oldest] = this.#refused;
    if (this.#refused.size > maxRefused && oldest !== undefined) this.#refused.delete(oldest);
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
