import type { Mirror } from '../mirror/mirror.ts';
import type { Freshness } from '../reading/scope.ts';

/** Stands for a time in which whatever is known of things, and is young enough, stays the same. */
export type Era = object;

/** One for each age that names may have, until something is read or one of them becomes too old. */
export class Eras {
  readonly #mirror: Mirror;
  #version = -1;
  readonly #eras = new Map<number, Era>();
  /** Of the freshness that was asked about last: that of all things on a page is the same. */
  #asked: { readonly freshness: Freshness; readonly era: Era | undefined } | undefined;

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  /** Undefined in the second of a read. */
  of(freshness: Freshness): Era | undefined {
    const { version } = this.#mirror;
    if (version !== this.#version) {
      this.#version = version;
      this.#eras.clear();
      this.#asked = undefined;
    }
    if (this.#asked?.freshness === freshness) return this.#asked.era;
    const gap = this.#mirror.gapOf(freshness.names);
    const era = gap === undefined ? undefined : (this.#eras.get(gap) ?? {});
    if (gap !== undefined && era) this.#eras.set(gap, era);
    this.#asked = { freshness, era };
    return era;
  }
}
