import { textTest } from '../filter/text.ts';

/** Names that there are, looked up as a filter compares them: exactly, or by Unicode's simple case folding. */
export class Names implements Iterable<string> {
  readonly #names: ReadonlySet<string>;
  #folded: Map<string, string[]> | undefined;

  constructor(named: readonly { readonly name: string | null }[]) {
    this.#names = new Set(named.map(({ name }) => name).filter((name) => name !== null));
  }

  has(name: string, ignoresCase: boolean): boolean {
    if (!ignoresCase) return this.#names.has(name);
    this.#folded ??= Map.groupBy(this.#names, folded);
    const test = textTest({ eq: name, ignoreCase: true }, 'name');
    // A few texts are folded alike that are not equal ("ß" and "ss"), so the test decides.
    return this.#folded.get(folded(name))?.some(test) ?? false;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#names.values();
  }
}

function folded(text: string): string {
  return text.toLowerCase().toUpperCase();
}
