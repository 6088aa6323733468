import { wasLately } from '../../reading/lately.ts';
import { until, type ReadScope } from '../../reading/scope.ts';
import type { Background } from '../background.ts';
import type { SignIn } from '../sign-in.ts';
import { lineageOf, type Token, tokenOf } from './token-cache.ts';
import type { TokenState } from './token-state.ts';

/** While a token still works, a failed renewal is not tried again at each request. */
const retryAfterMs = 30_000;

/** Tokens renewed without their person. */
export class Renewals {
  readonly #background: Background;
  readonly #state: TokenState;
  /** Renewals under way, by the token that they renew: another sign-in of the same person and place has its own. */
  readonly #underWay = new Map<string, Promise<Token | undefined>>();
  /** The latest failure, by sign-in key. */
  readonly #failed = new Map<string, { readonly lineage: string; readonly at: number }>();

  constructor(background: Background, state: TokenState) {
    this.#background = background;
    this.#state = state;
  }

  /** Whether renewing the token failed so recently that it should be used as it is while it lasts. */
  hasJustFailed(signIn: SignIn, token: Token): boolean {
    const failed = this.#failed.get(signIn.key);
    return failed?.lineage === lineageOf(token) && wasLately(failed.at, retryAfterMs, this.#background.now());
  }

  /**
   * The token that takes the place of this one; undefined when only a new sign-in helps. At most one renewal is under
   * way, as AWS takes a refresh token once, and it goes on without whoever asked for it.
   */
  async renew(signIn: SignIn, token: Token, scope: ReadScope): Promise<Token | undefined> {
    const lineage = lineageOf(token);
    const key = `${signIn.key} ${lineage}`;
    let renewal = this.#underWay.get(key);
    if (!renewal) {
      renewal = signIn.cache.alone(signIn.place, () => this.#renewNow(signIn, token));
      this.#underWay.set(key, renewal);
      const landed = () => {
        this.#underWay.delete(key);
        this.#failed.delete(signIn.key);
      };
      const failed = () => {
        this.#underWay.delete(key);
        this.#failed.set(signIn.key, { lineage, at: this.#background.now() });
      };
      renewal.then(landed, failed);
    }
    return until(renewal, [scope.signal, scope.deadline]);
  }

  async #renewNow({ cache, place, person }: SignIn, wanting: Token): Promise<Token | undefined> {
    const { connect, now, closing, meter } = this.#background;
    // Read again: another program may have renewed it since, or signed somebody in.
    const token = await cache.read(place);
    if (!token) return undefined;
    if (token.accessToken !== wanting.accessToken && this.#lastsLonger(token, wanting)) return token;
    const { refreshToken, client } = token;
    if (!refreshToken || !client || !this.#state.isRenewable(token)) return undefined;
    const { oidc } = await connect(token.region ?? place.region);
    const askedAt = now();
    const options = { signal: closing, meter, client: person.viewerId };
    const answer = await oidc.createToken(client, { refreshToken }, options);
    const isRefused = 'refused' in answer;
    const present = await (isRefused ? cache.readInsteadOf(place, token) : cache.read(place));
    // Another program renewed it first, and the token that it left must stay.
    if (present?.accessToken !== token.accessToken)
      return present && this.#state.leftMs(present) > 0 ? present : undefined;
    if (isRefused) {
      this.#state.refuse(refreshToken);
      return undefined;
    }
    const renewed = {
      refreshToken,
      ...tokenOf(answer, askedAt, client),
      lineage: lineageOf(token),
      ...(token.region !== undefined && { region: token.region }),
    };
    await cache.write(place, renewed);
    return renewed;
  }

  #lastsLonger(token: Token, than: Token): boolean {
    return this.#state.leftMs(token) > Math.max(0, this.#state.leftMs(than));
  }
}
