import { hash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Viewer } from '../viewer.ts';

type KnownViewer = Omit<Viewer, 'withdrawn' | 'standing'>;

interface Known {
  readonly viewer: Viewer;
  readonly withdrawal: AbortController;
}

/** Who is known by which token, as it is now. Tokens are kept as hashes, and so are no secret here. */
export class LiveTokens {
  #known: ReadonlyMap<string, Known> = new Map();

  // A lookup by hash tells nothing by its timing about the token that it is a hash of.
  recognize(token: string): Viewer | undefined {
    return this.#known.get(hashOf(token))?.viewer;
  }

  /** Whether somebody is known by what has this name. */
  stands(standing: string): boolean {
    return [...this.#known.values()].some(({ viewer }) => viewer.standing === standing);
  }

  /** From now on these are known, by the hashes of their tokens. What was begun with others ends. */
  replace(viewers: ReadonlyMap<string, KnownViewer>): void {
    const before = this.#known;
    this.#known = new Map(
      [...viewers].map(([tokenHash, viewer]) => {
        const known = before.get(tokenHash);
        return [tokenHash, known && known.viewer.standing === standingOf(viewer) ? known : knownAs(viewer)];
      }),
    );
    for (const [tokenHash, known] of before)
      if (this.#known.get(tokenHash) !== known) known.withdrawal.abort();
  }
}

/** The same as long as the viewer is, and of no other. */
function standingOf({ viewerId, name, validUntil, permissions }: KnownViewer): string {
  return hashOf(JSON.stringify([viewerId, name, validUntil, [...permissions].toSorted()]));
}

export function hashOf(token: string): string {
  return hash('sha256', token, 'hex');
}

function knownAs(viewer: KnownViewer): Known {
  const withdrawal = new AbortController();
  // Every subscription of the viewer listens.
  setMaxListeners(0, withdrawal.signal);
  const standing = standingOf(viewer);
  return { viewer: { ...viewer, withdrawn: withdrawal.signal, standing }, withdrawal };
}
