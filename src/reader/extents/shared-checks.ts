/** Questions that many reads come upon at once: each is asked by one of them, and the others wait for it. */
export class SharedChecks {
  readonly #underWay = new Map<string, Promise<unknown>>();

  /** Runs `check` unless `isSettled`, also after the one under way. One that fails, since who ran it left, is run by another. */
  async run(key: string, isSettled: () => boolean, check: () => Promise<unknown>): Promise<void> {
    for (;;) {
      if (isSettled()) return;
      const other = this.#underWay.get(key);
      if (!other) break;
      await other.catch(() => {});
    }
    const own = check();
    this.#underWay.set(key, own);
    try {
      await own;
    } finally {
      this.#underWay.delete(key);
    }
  }
}
