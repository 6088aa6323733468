import {
  principalKey,
  type AssignmentKey,
  type AssignmentRow,
  type PrincipalState,
} from '../../mirror/rows.ts';
import type { AssignmentBounds } from '../../mirror/queries/assignments.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import {
  asksForPermissionSetFacts,
  asksForPrincipalFacts,
  isOfIds,
  permissionSetBound,
  principalBound,
  typeBound,
} from '../filter/bounds.ts';
import { evaluate, type Candidate, type Verdict } from '../filter/expression.ts';
import { untold } from '../filter/untold.ts';
import type { AskedSet } from '../facts/asked-sets.ts';
import type { Found } from '../facts/by-id.ts';
import type { Question } from '../query/question.ts';
import type { ReachedAccount } from './reach.ts';
import type { Segment } from './pair-scan.ts';
import type { SegmentOutcome } from './segment.ts';
import { perValue } from '../../reading/per-value.ts';
import { isTurnOver, nextTurn } from '../../reading/turns.ts';

/** Rows asked of the mirror at a time. */
const fetchSize = 1_000;

export interface Matches {
  readonly rows: AssignmentRow[];
  /** Lookups that the verdicts rest on, each where it was used first: also a failed one that older facts stood in for. */
  readonly outcomes: readonly SegmentOutcome[];
}

/** What a row can be judged by: its ids and account alone, also what is asked of its permission set, or all there is. */
type Knowing = 'ids' | 'sets' | 'everything';

/** Decides for rows of the mirror whether the filter holds, looking up names of principals where it asks for them. */
export class Predicate {
  readonly #question: Question;
  readonly #accounts: ReadonlyMap<string, ReachedAccount>;
  readonly bounds: AssignmentBounds;
  readonly #isEverything: boolean;
  readonly #asksForSets: boolean;
  readonly #asksForPrincipals: boolean;
  readonly #sets = new Map<string, AskedSet>();
  readonly #principals = new Map<string, Found<PrincipalState>>();
  readonly #untold = new Map<string, Outcome>();
  readonly #used = new Set<Outcome>();

  /** `holders`: ids of everybody who can match, where they are known otherwise than by the filter's ids. */
  constructor(question: Question, accounts: readonly ReachedAccount[], holders?: readonly string[]) {
    const { expression } = question;
    this.#question = question;
    this.#accounts = byId(accounts);
    const arns = permissionSetBound(expression);
    const principalIds = principalBound(expression) ?? holders;
    const principalType = typeBound(expression);
    this.#isEverything = expression.op === 'all' && expression.of.length === 0;
    this.bounds = {
      accountIds: this.#isEverything ? undefined : idsOf(accounts),
      permissionSetArns: arns && [...arns],
      principalIds: principalIds && [...principalIds],
      ...(principalType && { principalType }),
    };
    this.#asksForSets = asksForPermissionSetFacts(expression);
    this.#asksForPrincipals = asksForPrincipalFacts(expression);
  }

  /** Does the filter hold for every row within the bounds, and accounts in reach, whoever and whatever is on it? */
  get isExact(): boolean {
    return isOfIds(this.#question.expression);
  }

  /** The first `wanted` matching rows after `after` up to and with `upTo`. */
  *between(after: AssignmentKey | undefined, upTo: AssignmentKey, wanted: number): Coroutine<Matches> {
    const { assignments } = this.#question.facts.mirror;
    const rows: AssignmentRow[] = [];
    const outcomes: SegmentOutcome[] = [];
    const limit = this.#isEverything ? Math.min(wanted, fetchSize) : fetchSize;
    for (let from = after; rows.length < wanted;) {
      const fetched = assignments.between(from, upTo, this.bounds, limit);
      const found = yield* this.among(fetched, wanted - rows.length);
      rows.push(...found.rows);
      outcomes.push(...found.outcomes);
      from = fetched.at(-1);
      if (fetched.length < limit) break;
    }
    return { rows, outcomes };
  }

  /** Those of the rows that match, `wanted` at most. */
  *among(candidates: readonly AssignmentRow[], wanted: number): Coroutine<Matches> {
    const outcomes: SegmentOutcome[] = [];
    const use = (at: AssignmentRow, outcome: Outcome | undefined) => {
      if (!outcome || this.#used.has(outcome)) return;
      this.#used.add(outcome);
      outcomes.push({ at, outcome });
    };
    for (const row of yield* this.#learnSets(candidates)) use(row, this.#sets.get(row.permissionSetArn));
    for (const row of yield* this.#learnPrincipals(candidates))
      use(row, this.#principals.get(principalKey(row)));
    const rows: AssignmentRow[] = [];
    for (const row of candidates) {
      if (rows.length >= wanted) break;
      if (isTurnOver(this.#question.scope)) yield nextTurn(this.#question.scope);
      const verdict = this.#judge(row, 'everything');
      if (verdict) rows.push(row);
      if (verdict === undefined) for (const outcome of this.#untoldOf(row, 'everything')) use(row, outcome);
    }
    return { rows, outcomes };
  }

  /** Does the filter, which asks nothing of principals, hold for all of a pair? */
  *forPair({
    accountId,
    permissionSetArn,
  }: Segment): Coroutine<{ readonly holds: boolean; readonly outcomes: readonly Outcome[] }> {
    if (permissionSetArn === undefined) return { holds: false, outcomes: [] };
    const row = { accountId, permissionSetArn };
    yield* this.#learnSets([row]);
    const verdict = this.#judge(row, 'sets');
    return { holds: verdict === true, outcomes: verdict === undefined ? this.#untoldOf(row, 'sets') : [] };
  }

  /** What AWS left out of the answers that were to decide the row. */
  #untoldOf(row: Judgeable, knowing: Knowing): readonly Outcome[] {
    const account = this.#accounts.get(row.accountId);
    if (!account) return [];
    const failures = untold(this.#question.expression, this.#candidate(account, row, knowing));
    return failures.map((failure) => {
      const key = `${failure.operation} ${failure.accountId ?? failure.principalId}`;
      const known = this.#untold.get(key) ?? { readAt: undefined, failure };
      this.#untold.set(key, known);
      return known;
    });
  }

  #judge(row: Judgeable, knowing: Knowing): Verdict {
    const account = this.#accounts.get(row.accountId);
    // Pairs of other permission sets were not made fresh, whatever older facts say of them.
    if (!account || account.arns?.has(row.permissionSetArn) === false) return false;
    if (this.#isEverything) return true;
    return evaluate(this.#question.expression, this.#candidate(account, row, knowing));
  }

  #candidate(account: ReachedAccount, row: Judgeable, knowing: Knowing): Candidate {
    const { permissionSetArn: arn, principalType, principalId } = row;
    const permissionSet = { arn, facts: knowing === 'ids' ? undefined : this.#sets.get(arn)?.facts };
    if (!principalType || !principalId) return { account, permissionSet };
    const id = { principalType, principalId };
    const found = knowing === 'everything' ? this.#principals.get(principalKey(id)) : undefined;
    return { account, permissionSet, principal: { ...id, facts: found?.facts } };
  }

  /** Looks up the permission sets that decide by more than their ids, and answers the rows for which they do. */
  *#learnSets<Row extends Judgeable>(rows: readonly Row[]): Coroutine<readonly Row[]> {
    if (!this.#asksForSets) return [];
    const open = rows.filter((row) => this.#judge(row, 'ids') === undefined);
    const arns = new Set(open.map((row) => row.permissionSetArn).filter((arn) => !this.#sets.has(arn)));
    const { driver, expression } = this.#question;
    if (arns.size > 0)
      for (const [arn, found] of yield* wait(driver.permissionSets([...arns], expression)))
        this.#sets.set(arn, found);
    return open;
  }

  /** The same for principals. */
  *#learnPrincipals(rows: readonly AssignmentRow[]): Coroutine<readonly AssignmentRow[]> {
    if (!this.#asksForPrincipals) return [];
    const open = rows.filter((row) => this.#judge(row, 'sets') === undefined);
    const unknown = open.filter((row) => !this.#principals.has(principalKey(row)));
    const { driver } = this.#question;
    if (unknown.length > 0)
      for (const [key, found] of yield* wait(driver.principals(unknown))) this.#principals.set(key, found);
    return open;
  }
}

/** Of accounts in reach, which a plan keeps that is remembered. */
const byId = perValue(
  (accounts: readonly ReachedAccount[]) => new Map(accounts.map((account) => [account.accountId, account])),
);
const idsOf = perValue((accounts: readonly ReachedAccount[]) => accounts.map(({ accountId }) => accountId));

/** A row, or a pair for all of its rows. */
type Judgeable = Pick<AssignmentRow, 'accountId' | 'permissionSetArn'> & Partial<AssignmentRow>;
