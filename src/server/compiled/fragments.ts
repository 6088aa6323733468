/** Characters that all fragments have together at most, before all are made anew. */
const mostCharacters = 8_000_000;

interface Kept {
  readonly round: number;
  readonly texts: Map<string, string>;
}

/** How many characters were kept, and how often all were forgotten. */
const all = { round: 0, characters: 0 };

/**
 * What one selection tells of things, as JSON, by the era in which that stays the same and by the key of the thing. An
 * era's go with it.
 */
export class Fragments {
  readonly #eras = new WeakMap<object, Kept>();

  get(era: object, key: string): string | undefined {
    const kept = this.#eras.get(era);
    return kept?.round === all.round ? kept.texts.get(key) : undefined;
  }

  set(era: object, key: string, text: string): void {
    all.characters += key.length + text.length;
    if (all.characters > mostCharacters) {
      all.characters = 0;
      all.round += 1;
    }
    let kept = this.#eras.get(era);
    if (kept?.round !== all.round) this.#eras.set(era, (kept = { round: all.round, texts: new Map() }));
    kept.texts.set(key, text);
  }
}
