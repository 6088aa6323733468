import type { AwsError } from '../../errors.ts';
import { brokenAnswer } from './errors.ts';

/** What the SDK tells of the response. */
interface Metadata {
  readonly httpStatusCode?: number | undefined;
  /** AWS and its emulators put a request id into every answer; a proxy on the way does not. */
  readonly requestId?: string | undefined;
}

/**
 * Reads what one operation answered, each member as the type that it should have: the SDK lets others through. AWS
 * leaves out what it does not have, other endpoints send null; both mean absent. But a row without its key cannot just
 * vanish from a list that will be called complete, and one of something else must not stand in for what was asked for:
 * so the read fails.
 */
export class Answer {
  readonly #operation: string;
  readonly #metadata: Metadata;

  constructor(operation: string, metadata: Metadata = {}) {
    this.#operation = operation;
    this.#metadata = metadata;
  }

  /** The rows of the list that was asked for. Absent, it has none: if AWS says so. */
  rows<T, Row>(
    member: string,
    list: readonly (T | null)[] | null | undefined,
    toRow: (row: T | undefined) => Row,
  ): Row[] {
    this.mayLack(member, list);
    return this.items(member, list).map((row) => toRow(row ?? undefined));
  }

  /** A list within a row; absent, it is empty. */
  items<T>(member: string, list: readonly T[] | null | undefined): readonly T[] {
    if (list === undefined || list === null) return [];
    if (!Array.isArray(list)) throw this.broken(`${member} is no list`);
    return list;
  }

  /** A structure within a row: the SDK lets anything through for one. */
  structure<T>(member: string, value: T): T {
    if (typeof value === 'object' || value === undefined) return value;
    throw this.broken(`${member} is no structure`);
  }

  /**
   * For the member that the answer is about: where AWS leaves it out, there is none; where anybody else does, nothing
   * is known.
   */
  mayLack(member: string, value: unknown): void {
    const isAbsent = value === undefined || value === null;
    if (isAbsent && this.#metadata.requestId === undefined)
      throw this.broken(`${member} is missing, and no request id (x-amzn-requestid) says that AWS has none`);
  }

  /** A member without which its row is unusable. */
  required(member: string, value: unknown): string {
    const text = this.text(member, value);
    if (text) return text;
    throw this.broken(`${member} is missing`);
  }

  /** A number without which its row is unusable. */
  requiredNumber(member: string, value: unknown): number {
    const number = this.number(member, value);
    if (number !== undefined) return number;
    throw this.broken(`${member} is missing`);
  }

  /** A required member with a closed set of values. */
  oneOf<T extends string>(member: string, values: readonly T[], value: unknown): T {
    const found = values.find((known) => known === value);
    if (found !== undefined) return found;
    throw this.broken(`${member} is none of ${values.join(', ')}`);
  }

  /** Checks a member that repeats what was asked for. It may be absent, but must not be about something else. */
  same(member: string, asked: string, value: unknown): string {
    const told = this.text(member, value);
    if (told === undefined || told === asked) return asked;
    throw this.broken(`${member} is ${shown(told)}, and not the ${shown(asked)} that was asked for`);
  }

  text(member: string, value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    throw this.broken(`${member} is no text`);
  }

  number(member: string, value: unknown): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.broken(`${member} is no number`);
  }

  flag(member: string, value: unknown): boolean | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    throw this.broken(`${member} is neither true nor false`);
  }

  /** Milliseconds since 1970. */
  time(member: string, value: unknown): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
    throw this.broken(`${member} is no time`);
  }

  texts(member: string, list: readonly unknown[] | null | undefined): string[] | undefined {
    if (list === undefined || list === null) return undefined;
    return this.items(member, list).map((item) => this.required(member, item));
  }

  broken(problem: string): AwsError {
    return brokenAnswer(this.#operation, problem, this.#metadata.httpStatusCode);
  }
}

/** Shortened: ids are short, but a value that is no id may be long. */
function shown(id: string): string {
  return id.length > 120 ? `${id.slice(0, 119)}…` : id;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], null | undefined> };

/** The optional members of a row, without those that are absent. */
export function present<T extends object>(members: T): Present<T> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  // Object.fromEntries forgets the keys' types; the entries are those of `members`.
  return Object.fromEntries(entries) as Present<T>;
}
