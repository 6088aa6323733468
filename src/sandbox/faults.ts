/** What goes wrong instead of an answer. */
export type Fault =
  | {
      /** AWS's name of the error, such as AccessDeniedException. */
      readonly error: string;
      readonly message?: string;
      /** @default 500 for the names that AWS gives to faults of its own, 400 for others */
      readonly status?: number;
      /** Further members of the error's body, such as RetryAfterSeconds. */
      readonly members?: Readonly<Record<string, unknown>>;
      /** Such as retry-after. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection breaks without an answer. */
  | 'drop'
  /** The answer is right, and late by so much. */
  | { readonly hangMs: number };

export interface FaultRule {
  /** Such as `sso-admin:ListAccountAssignments`; without it every operation. */
  readonly operation?: string;
  /** Which of the operation's calls, by their input; without it all. */
  readonly when?: (input: Readonly<Record<string, unknown>>) => boolean;
  /** Lets so many matching calls through first: the pages that still come. @default 0 */
  readonly afterCalls?: number;
  /** How often it strikes before it is spent. @default no limit */
  readonly times?: number;
  readonly fault: Fault;
}

/** Faults that a test plants in the sandbox. */
export class Faults {
  readonly #rules = new Set<{ readonly rule: FaultRule; letThrough: number; left: number }>();

  /** Answers the function that takes the fault away again. */
  add(rule: FaultRule): () => void {
    const entry = { rule, letThrough: rule.afterCalls ?? 0, left: rule.times ?? Infinity };
    this.#rules.add(entry);
    return () => void this.#rules.delete(entry);
  }

  clear(): void {
    this.#rules.clear();
  }

  /** The fault that strikes this call: that of the oldest rule which matches and is not spent. */
  strike(operation: string, input: Readonly<Record<string, unknown>>): Fault | undefined {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.operation !== undefined && rule.operation !== operation) continue;
      if (entry.left <= 0 || rule.when?.(input) === false) continue;
      if (entry.letThrough > 0) {
        entry.letThrough -= 1;
        continue;
      }
      entry.left -= 1;
      return rule.fault;
    }
    return undefined;
  }
}
