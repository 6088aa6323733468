import { digest } from './digest.ts';
import type { Token } from './token-cache.ts';

/** Digests of what AWS has refused that are remembered, the latest. */
const maxRefused = 1_000;

/** How tokens stand: by the clock, and by what AWS has said of them, which a cache does not know. */
export class TokenState {
  readonly #now: () => number;
  /** Digests of access and refresh tokens that AWS does not take any more; a cache may still hold them. */
  readonly #refused = new Set<string>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** How long the token lasts, in milliseconds: 0 for one that AWS has refused. */
  leftMs({ accessToken, expiresAt }: Token): number {
    return this.#refused.has(digest(accessToken)) ? 0 : expiresAt - this.#now();
  }

  /** A token dated in the future was asked for before the clock was set back: nobody knows when it ends. */
  isEndKnown({ askedAt }: Token): boolean {
    return askedAt === undefined || askedAt <= this.#now();
  }

  isRenewable({ refreshToken, client }: Token): boolean {
    if (!refreshToken || !client || this.#refused.has(digest(refreshToken))) return false;
    return (client.expiresAt ?? Number.POSITIVE_INFINITY) > this.#now();
  }

  /** Of an access or a refresh token. */
  refuse(secret: string): void {
    this.#refused.add(digest(secret));
    const [oldest] = this.#refused;
    if (this.#refused.size > maxRefused && oldest !== undefined) this.#refused.delete(oldest);
  }
}
