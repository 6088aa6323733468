/** For a client that asks for more operations than it may have under way. */
export function tooMany(whose: 'yours' | 'this connection'): string {
  return `Too many operations of ${whose} are under way; ask again when one is answered.`;
}

/** How many of a thing each of many clients has, and may have. */
export class Quota {
  readonly #limit: number;
  readonly #taken = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether `who` gets another one; it counts until it is done. */
  take(who: string, done: Promise<void>): boolean {
    const taken = this.#taken.get(who) ?? 0;
    if (taken >= this.#limit) return false;
    this.#taken.set(who, taken + 1);
    void done.then(() => this.#giveBack(who));
    return true;
  }

  #giveBack(who: string): void {
    const left = (this.#taken.get(who) ?? 0) - 1;
    if (left > 0) this.#taken.set(who, left);
    else this.#taken.delete(who);
  }
}
