import type { AwsError } from '../../errors.ts';
import type { ExtentKey } from '../../mirror/keys.ts';
import type { Outcome } from '../../reading/completeness.ts';
import type { Extent, Reads } from '../reads.ts';
import type { ReadScope } from '../../reading/scope.ts';

/** The lists that an answer rests on. Each is asked for once, however often the way to the answer is weighed anew. */
export class Basis {
  readonly #reads: Reads;
  readonly #notBefore: number;
  readonly #scope: ReadScope;
  readonly #outcomes = new Map<string, Outcome>();
  /** Why the first list that could not be had could not: what to say when no way is left. */
  error: AwsError | undefined;

  /** `notBefore`: the earliest start of a read, in epoch milliseconds, that will do. */
  constructor(reads: Reads, notBefore: number, scope: ReadScope) {
    this.#reads = reads;
    this.#notBefore = notBefore;
    this.#scope = scope;
  }

  async ensure(extent: Extent): Promise<Outcome> {
    const known = this.#outcomes.get(extent.key.text);
    if (known) return known;
    const outcome = await this.#reads.ensure(extent, this.#notBefore, this.#scope);
    this.#outcomes.set(extent.key.text, outcome);
    this.error ??= outcome.error;
    return outcome;
  }

  /** Of an extent of which there are many: only that it failed is kept, so that nothing is asked for that fails twice. */
  async attempt(extent: Extent): Promise<Outcome> {
    const known = this.#outcomes.get(extent.key.text);
    if (known?.failure) return known;
    const outcome = await this.#reads.ensure(extent, this.#notBefore, this.#scope);
    if (outcome.failure) this.#outcomes.set(extent.key.text, outcome);
    return outcome;
  }

  /** What was found out in another way than by `ensure`. */
  settle({ text }: ExtentKey, outcome: Outcome): void {
    this.#outcomes.set(text, outcome);
  }

  outcomeOf({ text }: ExtentKey): Outcome | undefined {
    return this.#outcomes.get(text);
  }

  /** Was it asked for? Then no other call will be made for it, however that ended. */
  isSettled({ text }: ExtentKey): boolean {
    return this.#outcomes.has(text);
  }
}
