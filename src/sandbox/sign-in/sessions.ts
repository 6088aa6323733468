import { type Client, grantTypes } from './clients.ts';
import { Expiring } from './expiring.ts';
import { secret } from './secret.ts';

/** A person's sign-in with one client. */
interface Session {
  readonly userId: string;
  readonly client: Client;
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly endsAt: number;
  isOver: boolean;
}

export interface Tokens {
  readonly accessToken: string;
  readonly expiresInMs: number;
  readonly refreshToken?: string;
}

export interface TokenOptions {
  /** Of access tokens. Without it AWS's: an hour for those that can be renewed, 8 hours for others. */
  readonly tokenTtlMs: number | undefined;
  /** May tokens be renewed at all? */
  readonly refresh: boolean;
}

const hourMs = 3_600_000;
/** AWS's default for a session of the portal. */
const sessionMs = 8 * hourMs;
/** Only tokens with this scope can be renewed. */
const renewableScope = 'sso:account:access';

export class Sessions {
  readonly #byAccessToken: Expiring<Session>;
  readonly #byRefreshToken: Expiring<Session>;
  readonly #options: TokenOptions;
  readonly #now: () => number;

  constructor(options: TokenOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
    this.#byAccessToken = new Expiring(now);
    this.#byRefreshToken = new Expiring(now);
  }

  open(userId: string, client: Client, scopes: readonly string[]): Tokens {
    const endsAt = this.#now() + Math.max(sessionMs, this.#options.tokenTtlMs ?? 0);
    return this.#issue({ userId, client, scopes, endsAt, isOver: false });
  }

  /** A refresh token is good for once: the answer has the next. `isWelcome` says whether the person still is. */
  renew(refreshToken: string, client: Client, isWelcome: (userId: string) => boolean): Tokens | undefined {
    const session = this.#byRefreshToken.get(refreshToken);
    if (session === undefined || session.isOver || session.client.id !== client.id) return undefined;
    this.#byRefreshToken.take(refreshToken);
    return isWelcome(session.userId) ? this.#issue(session) : undefined;
  }

  userIdOf(accessToken: string): string | undefined {
    const session = this.#byAccessToken.get(accessToken);
    return session?.isOver === false ? session.userId : undefined;
  }

  /** Every token of the sign-in ends, the refresh token too. */
  end(accessToken: string): void {
    const session = this.#byAccessToken.get(accessToken);
    if (session !== undefined) session.isOver = true;
  }

  #issue(session: Session): Tokens {
    const now = this.#now();
    const hasScope = session.scopes.includes(renewableScope);
    const lifetimeMs = this.#options.tokenTtlMs ?? (hasScope ? hourMs : sessionMs);
    const expiresAt = Math.min(now + lifetimeMs, session.endsAt);
    const accessToken = secret(96);
    this.#byAccessToken.set(accessToken, session, expiresAt);
    const tokens = { accessToken, expiresInMs: expiresAt - now };
    const mayRenew =
      this.#options.refresh && hasScope && session.client.grantTypes.includes(grantTypes.refreshToken);
    if (!mayRenew) return tokens;
    const refreshToken = secret(96);
    this.#byRefreshToken.set(refreshToken, session, session.endsAt);
    return { ...tokens, refreshToken };
  }
}
