/** Whose calls go first when tokens are short: a waiting person's before those of a background sweep. */
export type Lane = 'interactive' | 'background';

/** A claim to the next token of a bucket. In a lane clients take turns, and so do the requests of each client. */
export interface Turn {
  readonly lane: Lane;
  readonly client: string;
  /** Tells the requests of a client apart. */
  readonly request: object;
}

/**
 * The turns of everybody who wants a call: the earliest of them decides when it begins, so that nobody who joins a read
 * waits longer than for one of their own. A turn stays until the read ends, even when its owner leaves: a read that an
 * interactive turn has lifted out of the background stays lifted, since most reads are too short to be worth lowering
 * again.
 */
export class Turns {
  readonly #turns: Turn[];
  readonly #watchers = new Set<(joined: Turn) => void>();

  constructor(first: Turn) {
    this.#turns = [first];
  }

  get all(): readonly Turn[] {
    return this.#turns;
  }

  get lane(): Lane {
    return this.#turns.some(({ lane }) => lane === 'interactive') ? 'interactive' : 'background';
  }

  /** Adds a turn, which counts at once for calls that are waiting already. */
  add(turn: Turn): void {
    const isKnown = this.#turns.some(
      ({ lane, client, request }) => lane === turn.lane && client === turn.client && request === turn.request,
    );
    if (isKnown) return;
    this.#turns.push(turn);
    for (const watcher of this.#watchers) watcher(turn);
  }

  /** Tells of each turn that joins, until the returned function is called. */
  watch(watcher: (joined: Turn) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
