/** What `\p{…}` is counted as: it takes that much longer to compile than a character. */
const classSteps = 5;

/**
 * About how many instructions RE2 compiles a pattern to, and never fewer by more than a few, with repetitions written
 * out: `(.?){1000}` has ten characters and four thousand instructions. It is known before the pattern is compiled, as
 * compiling alone may take seconds.
 *
 * The pattern need not be a good one: whatever is no repetition is counted as characters.
 */
export function patternSize(pattern: string): number {
  return new SizeReader(pattern).size();
}

/** One group: the size of what stands in it, and of its last piece, which a repetition is about. */
interface Group {
  total: number;
  last: number;
}

class SizeReader {
  readonly #pattern: string;
  readonly #open: Group[] = [];
  #group: Group = { total: 0, last: 0 };
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  size(): number {
    while (this.#at < this.#pattern.length) this.#step();
    while (this.#open.length > 0) this.#close();
    return this.#group.total;
  }

  #step(): void {
    const rest = this.#pattern.slice(this.#at, this.#at + 16);
    const repeated = /^\{(\d{1,5})(,(\d{0,5}))?\}/.exec(rest);
    if (repeated) {
      const [text, least = '0', isRange, most] = repeated;
      this.#at += text.length;
      // An open repetition counts as one more, which may come again.
      return this.#repeat(Math.max(Number(least), Number(most || 0)) + (isRange ? 1 : 0));
    }
    const [token = ''] = /^(?:\\Q|\\x\{|\\[pP]\{?|\\.|.)/su.exec(rest) ?? [];
    this.#at += token.length;
    if (token === '(') return this.#openGroup();
    if (token === ')') return this.#close();
    if (/^[*+?]$/.test(token)) return this.#repeat(1);
    if (token === '\\Q') return this.#quoted();
    if (token === '[') return this.#add(this.#classSize());
    if (/^\\[pP]/.test(token)) {
      if (token.endsWith('{')) this.#skipTo('}');
      return this.#add(classSteps);
    }
    if (token === '\\x{') this.#skipTo('}');
    return this.#add(token === '|' ? 2 : 1);
  }

  #add(size: number): void {
    this.#group.total += size;
    this.#group.last = size;
  }

  /** Each repetition is written out, with an instruction that may skip it. */
  #repeat(times: number): void {
    const { last } = this.#group;
    this.#group.total -= last;
    this.#add((last + 1) * Math.max(1, times));
  }

  #openGroup(): void {
    this.#open.push(this.#group);
    this.#group = { total: 0, last: 0 };
  }

  #close(): void {
    const inner = this.#group;
    const outer = this.#open.pop();
    if (!outer) return this.#add(1);
    this.#group = outer;
    // A capturing group begins and ends with an instruction that remembers the place.
    this.#add(inner.total + 2);
  }

  /** `\Q…\E` is taken as it stands. */
  #quoted(): void {
    const end = this.#pattern.indexOf('\\E', this.#at);
    const text = this.#pattern.slice(this.#at, end === -1 ? undefined : end);
    this.#at += text.length + 2;
    for (const _ of text) this.#add(1);
  }

  /** From behind its `[`, which a `]` may follow that is one of its characters. */
  #classSize(): number {
    const [text = ''] =
      /^\^?\]?(?:\[:\^?\w+:\]|\\[pP]\{[^}]*\}|\\.|[^\\\]])*\]?/su.exec(this.#pattern.slice(this.#at)) ?? [];
    this.#at += text.length;
    return 1 + classSteps * (text.match(/\\[pP]/g)?.length ?? 0);
  }

  #skipTo(end: string): void {
    const found = this.#pattern.indexOf(end, this.#at);
    this.#at = found === -1 ? this.#pattern.length : found + end.length;
  }
}
