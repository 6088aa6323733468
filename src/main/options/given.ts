/** What an option was given, before it is checked. */
export interface Given {
  readonly value: string | readonly string[];
  /** The flag or variable that it came from, for messages. */
  readonly source: string;
}
