import type { ExtentKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Applied } from '../../mirror/state/apply.ts';

/**
 * Extents that only say of something that it does not exist, so that nobody asks AWS again: a client may name as many
 * such things as they like. The latest are kept.
 */
export class NegativeExtents {
  readonly #mirror: Mirror;
  readonly #most: number;
  /** By the text of the key, the latest last. */
  readonly #keys = new Map<string, ExtentKey>();

  constructor(mirror: Mirror, most: number) {
    this.#mirror = mirror;
    this.#most = most;
  }

  /** An extent was read, or comes from the store. */
  heed(key: ExtentKey): void {
    // There are mostly none, and very many extents come from a store.
    if (this.#keys.size > 0) this.#keys.delete(key.text);
    if (this.#mirror.isNegative(key)) this.#keys.set(key.text, key);
  }

  /** Where there are too many, lets go of the oldest, some more than need be at once; answers which went. */
  letGo(): Applied['dropped'] {
    if (this.#keys.size <= this.#most) return [];
    const dropped: Applied['dropped'][number][] = [];
    for (const [text, key] of this.#keys) {
      if (this.#keys.size <= 0.9 * this.#most) break;
      this.#keys.delete(text);
      // Something else may have told of it meanwhile.
      const readAt = this.#mirror.isNegative(key) ? this.#mirror.letGo(key) : undefined;
      if (readAt !== undefined) dropped.push({ key: text, readAt });
    }
    return dropped;
  }
}
