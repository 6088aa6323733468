import type { KeyPart } from '../../schema/fields/told.ts';

/** Characters that all fragments have together at most, before all are made anew. */
const mostCharacters = 8_000_000;
/** What one counts for beside its text. */
const overhead = 200;

/** Texts by the parts of their things' keys, which are looked up as they are: to make one key of them would take longer. */
type Tree = Map<KeyPart, Tree | string>;

interface Kept {
  readonly round: number;
  readonly texts: Tree;
}

/** How many characters were kept, and how often all were forgotten. */
const all = { round: 0, characters: 0 };

/**
 * What one selection tells of things, as JSON, by the era in which that stays the same and by the key of the thing. Of
 * two keys of which one is how the other begins only the later is kept. An era's go with it.
 */
export class Fragments {
  readonly #eras = new WeakMap<object, Kept>();

  get(era: object, key: readonly KeyPart[]): string | undefined {
    const kept = this.#eras.get(era);
    if (kept?.round !== all.round) return undefined;
    let at: Tree | string | undefined = kept.texts;
    for (const part of key) {
      if (typeof at !== 'object') return undefined;
      at = at.get(part);
    }
    return typeof at === 'string' ? at : undefined;
  }

  set(era: object, key: readonly KeyPart[], text: string): void {
    all.characters += text.length + overhead;
    if (all.characters > mostCharacters) {
      all.characters = 0;
      all.round += 1;
    }
    let kept = this.#eras.get(era);
    if (kept?.round !== all.round) this.#eras.set(era, (kept = { round: all.round, texts: new Map() }));
    let at = kept.texts;
    for (const part of key.slice(0, -1)) {
      const known = at.get(part);
      const below: Tree = typeof known === 'object' ? known : new Map();
      if (known !== below) at.set(part, below);
      at = below;
    }
    // What was put together stays a tree of its parts until somebody looks into it: each answer would go through it anew.
    void text.charCodeAt(0);
    at.set(key.at(-1) ?? '', text);
  }
}
