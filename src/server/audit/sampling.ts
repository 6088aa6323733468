const everyMs = 60_000;
const mostKinds = 10_000;

interface Kind {
  readonly toldAt: number;
  leftOut: number;
}

/** Of what is the same all day, one a minute is told, with how many were left out before it. */
export class Sampling {
  readonly #kinds = new Map<string, Kind>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Null when this one is left out, else how many of its kind were since one was told. */
  leftOut(kind: string): number | null {
    const known = this.#kinds.get(kind);
    const now = this.#now();
    const sinceMs = known ? now - known.toldAt : everyMs;
    if (known && sinceMs >= 0 && sinceMs < everyMs) {
      known.leftOut += 1;
      return null;
    }
    this.#kinds.delete(kind);
    this.#kinds.set(kind, { toldAt: now, leftOut: 0 });
    const [oldest] = this.#kinds.keys();
    if (oldest !== undefined && this.#kinds.size > mostKinds) this.#kinds.delete(oldest);
    return known?.leftOut ?? 0;
  }
}
