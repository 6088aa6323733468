import type { AwsError } from '../../errors.ts';
import { holdingsKey, permissionSetKey, type ExtentKey } from '../../mirror/keys.ts';
import type { AssignmentRow, PrincipalId } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { chain, type Awaitable } from '../../reading/coroutine.ts';
import { unbounded, type Freshness, type ReadScope } from '../../reading/scope.ts';
import { heldRow } from '../extents/assignments.ts';
import { askedSets, costOfSets, type AskedSet } from '../facts/asked-sets.ts';
import type { Facts } from '../facts/facts.ts';
import type { Expression } from '../filter/expression.ts';
import type { Extent } from '../reads.ts';
import type { ReadDriver } from './driver.ts';

/** Reads from AWS what is not fresh. */
export class LiveDriver implements ReadDriver {
  readonly #facts: Facts;
  readonly #freshness: Freshness;
  readonly #scope: ReadScope;
  readonly #outcomes = new Map<string, Outcome>();
  error: AwsError | undefined;

  constructor(facts: Facts, freshness: Freshness, scope: ReadScope) {
    this.#facts = facts;
    this.#freshness = freshness;
    // What is read by it was planned, and allowed as a whole.
    this.#scope = unbounded(scope);
  }

  ensure(extent: Extent): Awaitable<Outcome> {
    const known = this.#outcomes.get(extent.key.text);
    if (known) return known;
    return chain(this.#read(extent), (outcome) => {
      this.#outcomes.set(extent.key.text, outcome);
      this.error ??= outcome.error;
      return outcome;
    });
  }

  attempt(extent: Extent): Awaitable<Outcome> {
    const known = this.#outcomes.get(extent.key.text);
    if (known?.failure) return known;
    return chain(this.#read(extent), (outcome) => {
      if (outcome.failure) this.#outcomes.set(extent.key.text, outcome);
      return outcome;
    });
  }

  accounts(accountIds: readonly string[], notBefore: number) {
    return this.#facts.accounts(accountIds, notBefore, this.#scope);
  }

  permissionSets(arns: readonly string[], expression: Expression): Awaitable<Map<string, AskedSet>> {
    const asked = askedSets(this.#facts, expression, arns, this.#freshness.names, this.#scope);
    return chain(asked, (found) => {
      for (const [arn, outcome] of found) this.#outcomes.set(permissionSetKey(arn).text, outcome);
      return found;
    });
  }

  principals(ids: readonly PrincipalId[]) {
    return this.#facts.principals(ids, this.#freshness.names, this.#scope);
  }

  readonly costs = {
    accounts: (ids: readonly string[], notBefore: number) => this.#facts.costs.accounts(ids, notBefore),
    permissionSets: (arns: readonly string[], expression: Expression) =>
      costOfSets(this.#facts.mirror, expression, arns, this.#freshness),
    principals: (ids: readonly PrincipalId[]) => this.#facts.costs.principals(ids, this.#freshness.names),
  };

  heldBy(principal: PrincipalId): readonly AssignmentRow[] {
    return this.#facts.mirror.lists.of(holdingsKey(principal)).map(({ key }) => heldRow(key));
  }

  isFresh(key: ExtentKey): boolean {
    return this.#facts.mirror.coverage.isFresh(key, this.#freshness.assignments);
  }

  outcomeOf({ text }: ExtentKey): Outcome | undefined {
    return this.#outcomes.get(text);
  }

  #read(extent: Extent): Awaitable<Outcome> {
    return this.#facts.reads.ensure(extent, this.#freshness.assignments, this.#scope);
  }
}
