import type { Viewer } from '../../viewer.ts';
import { hashOf } from '../live-tokens.ts';

/** A token is checked again after so long: its key may have been taken back. */
const recheckMs = 60_000;
const mostTokens = 10_000;

interface Verified {
  readonly viewer: Viewer;
  readonly until: number;
}

/** Tokens that were found good lately, so that not each request of theirs is checked by its signature. */
export class VerifiedTokens {
  readonly #viewers = new Map<string, Verified>();

  get(token: string, now: number): Viewer | undefined {
    const known = this.#viewers.get(hashOf(token));
    return known && now < known.until ? known.viewer : undefined;
  }

  add(token: string, viewer: Viewer, now: number): void {
    const hash = hashOf(token);
    this.#viewers.delete(hash);
    this.#viewers.set(hash, { viewer, until: Math.min(now + recheckMs, viewer.validUntil ?? now) });
    // The first of the map was added longest ago.
    const { value: oldest } = this.#viewers.keys().next();
    if (this.#viewers.size > mostTokens && oldest !== undefined) this.#viewers.delete(oldest);
  }
}
