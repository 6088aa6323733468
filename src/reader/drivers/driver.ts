import type { AwsError } from '../../errors.ts';
import type { ExtentKey } from '../../mirror/keys.ts';
import type { AccountFacts, AssignmentRow, PrincipalId, PrincipalState } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import type { Awaitable } from '../../reading/coroutine.ts';
import type { AskedSet } from '../facts/asked-sets.ts';
import type { Found } from '../facts/by-id.ts';
import type { Expression } from '../filter/expression.ts';
import type { Cost } from '../plan/cost.ts';
import type { Extent } from '../reads.ts';

/** By account id or `principalKey`. */
export type Looked<Facts> = Awaitable<Map<string, Found<Facts>>>;

/**
 * By what a question gets its facts: the planner and the executor are the same over each. What is fresh enough comes at
 * once, without a promise.
 */
export interface ReadDriver {
  /** Why the first list that could not be had could not: what to say when no plan is left. */
  readonly error: AwsError | undefined;
  /** Makes fresh what the answer rests on. Each is asked for once, however often the plan is chosen anew. */
  ensure(extent: Extent): Awaitable<Outcome>;
  /** Of an extent of which there are many: only that it failed is kept, so that nothing is asked for that fails twice. */
  attempt(extent: Extent): Awaitable<Outcome>;
  /** `notBefore`: the earliest start of a read, in epoch milliseconds, that will do. */
  accounts(accountIds: readonly string[], notBefore: number): Looked<AccountFacts>;
  /** What the filter asks of them. */
  permissionSets(arns: readonly string[], expression: Expression): Awaitable<Map<string, AskedSet>>;
  principals(ids: readonly PrincipalId[]): Looked<PrincipalState>;
  /** What looking them up would cost now; nothing where all of them come at once. */
  readonly costs: {
    accounts(accountIds: readonly string[], notBefore: number): Cost;
    permissionSets(arns: readonly string[], expression: Expression): Cost;
    principals(ids: readonly PrincipalId[]): Cost;
  };
  /** What a principal holds, once that is read. */
  heldBy(principal: PrincipalId): readonly AssignmentRow[];
  /** Was it read since the age that the question allows? */
  isFresh(key: ExtentKey): boolean;
  /** How asking for it ended; undefined when it was not asked for. No other call will be made for it. */
  outcomeOf(key: ExtentKey): Outcome | undefined;
}
