/** A time of load: what goes on until it is over, and what went wrong meanwhile. */
export class Load {
  /** In the words of what went wrong. */
  readonly problems: string[] = [];
  readonly counts: Record<string, number> = {};
  #isOver = false;
  readonly #work: Promise<void>[] = [];

  /** Has the time come to begin nothing more? */
  get isOver(): boolean {
    return this.#isOver;
  }

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  /** `what` is one of many that go on side by side. An error of theirs is a problem of the load. */
  goOn(what: string, work: () => Promise<void>): void {
    this.#work.push(work().catch((error: unknown) => void this.problems.push(`${what}: ${String(error)}`)));
  }

  /** Resolves when everybody has finished what they had begun. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#work);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
