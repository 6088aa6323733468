import { isSignInEnded } from '../../aws/call/errors.ts';
import type { PortalAws } from '../../aws/portal-aws.ts';
import { AwsError, GatewayError } from '../../errors.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { Background } from '../background.ts';
import type { Session } from '../portal.ts';
import { Renewals } from './renewals.ts';
import { loginRequired, sessionOf, type SignIn } from '../sign-in.ts';
import { lineageOf, type Token } from './token-cache.ts';
import { TokenState } from './token-state.ts';

/** A token is renewed before it ends: the one of a request under way must outlive it, as must what others read. */
const renewBeforeMs = 10 * 60_000;

/** The tokens of everybody: read from their caches, renewed without the person, and ended. */
export class Sessions {
  readonly #background: Background;
  readonly #state: TokenState;
  readonly #renewals: Renewals;

  constructor(background: Background) {
    this.#background = background;
    this.#state = new TokenState(background.now);
    this.#renewals = new Renewals(background, this.#state);
  }

  async session(signIn: SignIn): Promise<Session> {
    return this.#sessionOf(signIn, await signIn.cache.read(signIn.place));
  }

  #sessionOf(signIn: SignIn, token: Token | undefined): Session {
    if (!token) return sessionOf(signIn.place, 'SIGNED_OUT');
    const state = this.#state.leftMs(token) > 0 ? 'SIGNED_IN' : 'EXPIRED';
    const session = sessionOf(signIn.place, state, token, this.#state.isRenewable(token));
    if (this.#state.isEndKnown(token)) return session;
    const { expiresAt: _, ...known } = session;
    return known;
  }

  /** The token that there is, while it works. */
  async present(signIn: SignIn): Promise<Token | undefined> {
    const token = await signIn.cache.read(signIn.place);
    return token && this.#state.leftMs(token) > 0 ? token : undefined;
  }

  /** Whether there is a token that is valid for so long, or could be renewed just now. */
  async isSignedIn(signIn: SignIn, forMs: number, scope: ReadScope): Promise<boolean> {
    const token = await signIn.cache.read(signIn.place);
    if (!token) return false;
    const leftMs = this.#state.leftMs(token);
    if (leftMs > 0 && leftMs >= forMs) return true;
    return (await this.#renewals.renew(signIn, token, scope)) !== undefined;
  }

  /** Puts the token of a new sign-in where that of an older one was. */
  async keep(signIn: SignIn, token: Token): Promise<Session> {
    const { cache, place } = signIn;
    // Noted from the start: the SDK for JavaScript keeps what it finds when it renews the token.
    const kept = { ...token, lineage: lineageOf(token) };
    await cache.alone(place, () => cache.write(place, kept));
    return this.#sessionOf(signIn, kept);
  }

  /** Calls the portal with the person's token. When AWS refuses it, once more with another one, if there is one. */
  async use<T>(
    signIn: SignIn,
    scope: ReadScope,
    call: (token: Token, aws: PortalAws) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.current(signIn, scope);
      const aws = await this.#background.connect(token.region ?? signIn.place.region);
      try {
        return await call(token, aws);
      } catch (error) {
        if (!isSignInEnded(error)) throw error;
        this.#state.refuse(token.accessToken);
        if (attempt > 1) throw loginRequired(signIn, 'EXPIRED');
      }
    }
  }

  /** Forgets the token, and has AWS end the sign-in. True when there was one. */
  async end(signIn: SignIn, scope: ReadScope): Promise<boolean> {
    const { cache, place } = signIn;
    if (!(await cache.read(place))) return false;
    const token = await cache.alone(place, async () => {
      const present = await cache.read(place);
      if (present) await cache.remove(place);
      return present;
    });
    if (!token) return false;
    if (this.#state.leftMs(token) <= 0) return true;
    const { portal } = await this.#background.connect(token.region ?? place.region);
    this.#state.refuse(token.accessToken);
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
  async current(signIn: SignIn, scope: ReadScope): Promise<Token> {
    const token = await signIn.cache.read(signIn.place);
    if (!token) throw loginRequired(signIn, 'SIGNED_OUT');
    const leftMs = this.#state.leftMs(token);
    if (leftMs > renewBeforeMs && this.#state.isEndKnown(token)) return token;
    if (leftMs > 0 && this.#renewals.hasJustFailed(signIn, token)) return token;
    try {
      const renewed = await this.#renewals.renew(signIn, token, scope);
      if (renewed) return renewed;
    } catch (error) {
      if (leftMs <= 0 || !(error instanceof AwsError)) throw error;
    }
    if (leftMs <= 0) throw loginRequired(signIn, 'EXPIRED');
    return token;
  }
}
