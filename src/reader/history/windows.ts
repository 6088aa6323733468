import type { Mirror } from '../../mirror/mirror.ts';
import type { Outcome } from '../../reading/completeness.ts';
import type { Expression } from '../filter/expression.ts';
import type { AssignmentFilterInput } from '../filter/input.ts';
import { knownOfWindow } from './known.ts';

/** What a walk over changes asks about, on each of its pages. */
export interface Window {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly filter?: AssignmentFilterInput | null | undefined;
  readonly expression: Expression;
  /** Why what is kept could not be asked. */
  readonly broken: string | undefined;
}

/** Windows that were asked about last are remembered. */
const mostKept = 8;

/** What answers about windows rest on: found once for all pages of a walk, while nothing else comes to be known. */
export class Windows {
  readonly #mirror: Mirror;
  readonly #known = new Map<string, { readonly version: number; readonly outcomes: readonly Outcome[] }>();

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  knownSince({ since, filter, expression, broken }: Window): readonly Outcome[] {
    const { version } = this.#mirror;
    const window = JSON.stringify([since, filter, broken]);
    const known = this.#known.get(window);
    if (known?.version === version) return known.outcomes;
    const outcomes = knownOfWindow(this.#mirror, expression, since, broken);
    this.#known.delete(window);
    this.#known.set(window, { version, outcomes });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKept && oldest !== undefined) this.#known.delete(oldest);
    return outcomes;
  }
}
