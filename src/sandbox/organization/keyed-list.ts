/** Rows in the order they were added, and by key. */
export class KeyedList<Row> {
  readonly #keyOf: (row: Row) => string;
  readonly #byKey = new Map<string, Row>();
  readonly #rows: Row[] = [];

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get(key: string): Row | undefined {
    return this.#byKey.get(key);
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  add(row: Row): void {
    this.#byKey.set(this.#keyOf(row), row);
    this.#rows.push(row);
  }

  /** Puts a changed row in its old one's place. */
  replace(old: Row, changed: Row): void {
    this.#byKey.set(this.#keyOf(changed), changed);
    this.#rows[this.#rows.indexOf(old)] = changed;
  }

  remove(row: Row): void {
    this.#byKey.delete(this.#keyOf(row));
    this.#rows.splice(this.#rows.indexOf(row), 1);
  }
}
