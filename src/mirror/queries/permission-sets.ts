import { indexFrom } from '../state/dictionary.ts';
import { knownPermissionSet } from '../state/known.ts';
import { permissionSetsKey } from '../keys.ts';
import type { Known, PermissionSetFacts } from '../rows.ts';
import type { State } from '../state/state.ts';

/** Permission sets and what DescribePermissionSet told of each. */
export class PermissionSets {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Those of the list after an ARN, in order. */
  listAfter(arn: string, limit: number): string[] {
    const sets = this.#state.sets.inOrder();
    const found: string[] = [];
    for (let n = indexFrom(sets, arn); n < sets.length && found.length < limit; n++) {
      const set = sets[n];
      if (set?.isListed && set.id !== arn) found.push(set.id);
    }
    return found;
  }

  isListed(arn: string): boolean {
    return this.#state.sets.get(arn)?.isListed ?? false;
  }

  /** How many were met so far: a statistic for planning. */
  get count(): number {
    return this.#state.sets.size;
  }

  /** Those of the list, or, before it was ever read, those that were met, by ARN. */
  all(): Map<string, Known<PermissionSetFacts>> {
    const sets = this.#state.sets.inOrder();
    const isListRead = this.#state.extents.has(permissionSetsKey.text);
    const found = isListRead ? sets.filter(({ isListed }) => isListed) : sets;
    return new Map(found.map((set) => [set.id, knownPermissionSet(set)]));
  }

  /** Undefined of one that was never met. */
  get(arn: string): Known<PermissionSetFacts> | undefined {
    const set = this.#state.sets.get(arn);
    return set && knownPermissionSet(set);
  }

  /** Those of the ARNs that were ever met. */
  byArn(arns: Iterable<string>): Map<string, Known<PermissionSetFacts>> {
    const found = new Map<string, Known<PermissionSetFacts>>();
    for (const arn of arns) {
      const set = this.#state.sets.get(arn);
      if (set) found.set(arn, knownPermissionSet(set));
    }
    return found;
  }
}
