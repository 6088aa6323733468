/** Why the program cannot start, in lines for the person who started it. Ends the process with code 1 and no stack trace. */
export class StartupError extends Error {
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    const lines = typeof problems === 'string' ? [problems] : problems;
    super(lines.join('\n'), options);
    this.name = 'StartupError';
    this.problems = lines;
  }
}
