import { brokenAnswer } from './errors.ts';

/**
 * Reads what one operation answered. AWS leaves out what it does not have, other endpoints send null; both mean
 * absent. But a row without its key cannot just vanish from a list that will be called complete, so it fails.
 */
export class Answer {
  readonly #operation: string;

  constructor(operation: string) {
    this.#operation = operation;
  }

  /** The rows of a list; an absent list has none. */
  rows<T, Row>(list: readonly (T | null)[] | null | undefined, toRow: (row: T | undefined) => Row): Row[] {
    if (list === undefined || list === null) return [];
    if (!Array.isArray(list)) throw brokenAnswer(this.#operation, 'what should be a list is none');
    return list.map((row) => toRow(row ?? undefined));
  }

  /** A member that its row is nothing without. */
  required(member: string, value: string | null | undefined): string {
    if (typeof value === 'string' && value !== '') return value;
    throw brokenAnswer(this.#operation, `${member} is missing`);
  }

  /** A number that its row is nothing without. */
  requiredNumber(member: string, value: number | null | undefined): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw brokenAnswer(this.#operation, `${member} is missing`);
  }

  /** A required member with a closed set of values. */
  oneOf<T extends string>(member: string, values: readonly T[], value: string | null | undefined): T {
    const found = values.find((known) => known === value);
    if (found !== undefined) return found;
    throw brokenAnswer(this.#operation, `${member} is none of ${values.join(', ')}`);
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], null | undefined> };

/** The optional members of a row, without those that are absent. */
export function present<T extends object>(members: T): Present<T> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  // Object.fromEntries forgets the keys' types; the entries are those of `members`.
  return Object.fromEntries(entries) as Present<T>;
}
