import type { ExtentKey } from '../keys.ts';
import type { Item } from '../rows.ts';
import type { State } from '../state/state.ts';

/** Lists whose members belong to one extent alone: memberships, policies, tags, what one principal holds. */
export class Lists {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** The members of a list, in the byte order of their keys; none when it was never read. */
  of({ text }: ExtentKey<'list'>): readonly Item[] {
    // The cast: an extent of this key has facts of its kind.
    return (this.#state.extents.get(text)?.facts ?? []) as readonly Item[];
  }

  /** Is it a member? By halves, as they are in order. */
  has(key: ExtentKey<'list'>, itemKey: string): boolean {
    const items = this.of(key);
    let [from, end] = [0, items.length];
    while (from < end) {
      const middle = (from + end) >> 1;
      const found = items[middle]?.key ?? '';
      if (found === itemKey) return true;
      if (found < itemKey) from = middle + 1;
      else end = middle;
    }
    return false;
  }

  /** The members after a key. */
  after(key: ExtentKey<'list'>, itemKey: string, limit = Number.POSITIVE_INFINITY): Item[] {
    const items = this.of(key);
    return items.filter((item) => item.key > itemKey).slice(0, limit);
  }
}
