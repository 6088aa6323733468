/** Why the program cannot start, in lines for the person who started it. Ends the process without a stack trace. */
export class StartupError extends Error {
  readonly problems: readonly string[];
  readonly exitCode: number;

  constructor(
    problems: string | readonly string[],
    { exitCode = 1, ...options }: ErrorOptions & { readonly exitCode?: number } = {},
  ) {
    const lines = typeof problems === 'string' ? [problems] : problems;
    super(lines.join('\n'), options);
    this.name = 'StartupError';
    this.problems = lines;
    this.exitCode = exitCode;
  }
}

/** What people are told of an error whose text was written for them: of files, of a database, of what is in them. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
