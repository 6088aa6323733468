import type { Outcome } from '../../reading/completeness.ts';
import type { Coroutine } from '../../reading/coroutine.ts';
import type { GrantKey, GrantRow } from './rows.ts';

/** What was seen of the order of grants, from where it was begun. */
export interface GrantScan {
  readonly rows: readonly GrantRow[];
  /** Everything up to here was seen; undefined when nothing was, or when nothing is left. */
  readonly frontier: GrantKey | undefined;
  readonly hasEnded: boolean;
  readonly segments: readonly { readonly at: GrantKey; readonly outcome: Outcome }[];
}

/** Some grants of a question, in order. */
export interface Grants {
  /** The lists that all of it rests on. */
  readonly outcomes: readonly Outcome[];
  /** Looking further ahead makes no call. */
  isFree(): boolean;
  /** The next ones after a place: `wanted`, or a few more. `upTo`: those behind it are not looked for. */
  after(place: GrantKey | undefined, wanted: number, upTo?: GrantKey): Coroutine<GrantScan>;
}

/** Whom grants have to name to let in anybody of whom the question asks. */
export interface Holders {
  readonly ids: ReadonlySet<string>;
  /** How old the oldest is of what rules the others out; undefined where nothing was read for it. */
  readonly readAt: number | undefined;
}
