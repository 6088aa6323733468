import {
  principalKey,
  type AssignmentKey,
  type AssignmentRow,
  type PermissionSetFacts,
  type PrincipalState,
} from '../mirror/rows.ts';
import type { AssignmentBounds } from '../mirror/assignments.ts';
import {
  asksForPermissionSetFacts,
  asksForPrincipalFacts,
  permissionSetBound,
  principalBound,
} from './filter/bounds.ts';
import { evaluate, type Candidate, type Verdict } from './filter/expression.ts';
import type { Found } from './lookup.ts';
import type { Question } from './question.ts';
import type { Reach, ReachedAccount } from './reach.ts';
import type { Settled } from './pairs.ts';
import type { Stretch } from './scan.ts';

/** Rows asked of the mirror at a time. */
const fetchSize = 1_000;
/** Ids of more accounts than this bound nothing that the order's own stretch does not. */
const maxBoundAccounts = 1_000;

export interface Matches {
  readonly rows: AssignmentRow[];
  /** Lookups that failed for rows which the filter therefore could not judge. */
  readonly outcomes: readonly Stretch[];
}

/** Decides for rows of the mirror whether the filter holds, looking up names of principals where it asks for them. */
export class Matcher {
  readonly #question: Question;
  readonly #accounts: ReadonlyMap<string, ReachedAccount>;
  readonly #bounds: AssignmentBounds;
  readonly #isEverything: boolean;
  readonly #asksForSets: boolean;
  readonly #asksForPrincipals: boolean;
  readonly #sets = new Map<string, Found<PermissionSetFacts>>();
  readonly #principals = new Map<string, Found<PrincipalState>>();

  constructor(question: Question, reach: Reach) {
    const { expression } = question;
    this.#question = question;
    this.#accounts = new Map(reach.accounts.map((account) => [account.accountId, account]));
    const arns = permissionSetBound(expression);
    const principalIds = principalBound(expression);
    this.#isEverything = expression.op === 'all' && expression.of.length === 0;
    this.#bounds = {
      accountIds:
        this.#isEverything || reach.accounts.length > maxBoundAccounts
          ? undefined
          : [...this.#accounts.keys()],
      permissionSetArns: arns && [...arns],
      principalIds: principalIds && [...principalIds],
    };
    this.#asksForSets = asksForPermissionSetFacts(expression);
    this.#asksForPrincipals = asksForPrincipalFacts(expression);
  }

  /** The first `wanted` matching rows after `after` up to and with `upTo`. */
  async between(after: AssignmentKey | undefined, upTo: AssignmentKey, wanted: number): Promise<Matches> {
    const { assignments } = this.#question.facts.mirror;
    const rows: AssignmentRow[] = [];
    const outcomes: Stretch[] = [];
    const limit = this.#isEverything ? Math.min(wanted, fetchSize) : fetchSize;
    for (let from = after; rows.length < wanted;) {
      const fetched = await assignments.between(from, upTo, this.#bounds, limit);
      const found = await this.among(fetched, wanted - rows.length);
      rows.push(...found.rows);
      outcomes.push(...found.outcomes);
      from = fetched.at(-1);
      if (fetched.length < limit) break;
    }
    return { rows, outcomes };
  }

  /** Those of the rows that match, `wanted` at most. */
  async among(candidates: readonly AssignmentRow[], wanted: number): Promise<Matches> {
    const rows: AssignmentRow[] = [];
    const outcomes: Stretch[] = [];
    await this.#learn(candidates);
    for (const row of candidates) {
      const verdict = this.#judge(row);
      if (verdict === true && rows.length < wanted) rows.push(row);
      if (verdict === undefined) outcomes.push(...this.#unknowns(row));
    }
    return { rows, outcomes };
  }

  /** Does the filter, which asks nothing of principals, hold for all of a pair? */
  async holdsForPair({ accountId, permissionSetArn }: Settled): Promise<boolean> {
    if (permissionSetArn === undefined) return false;
    const row = { accountId, permissionSetArn };
    await this.#learnSets([row]);
    return this.#judge(row) === true;
  }

  #judge(row: Pick<AssignmentRow, 'accountId' | 'permissionSetArn'> & Partial<AssignmentRow>): Verdict {
    const account = this.#accounts.get(row.accountId);
    if (!account) return false;
    if (this.#isEverything) return true;
    return evaluate(this.#question.expression, this.#candidate(account, row));
  }

  #candidate(
    account: ReachedAccount,
    row: Pick<AssignmentRow, 'permissionSetArn'> & Partial<AssignmentRow>,
  ): Candidate {
    const { permissionSetArn: arn, principalType, principalId } = row;
    const permissionSet = { arn, facts: this.#sets.get(arn)?.facts };
    if (!principalType || !principalId) return { account, permissionSet };
    const id = { principalType, principalId };
    return {
      account,
      permissionSet,
      principal: { ...id, facts: this.#principals.get(principalKey(id))?.facts },
    };
  }

  async #learn(rows: readonly AssignmentRow[]): Promise<void> {
    await this.#learnSets(rows);
    if (!this.#asksForPrincipals) return;
    const undecided = rows.filter(
      (row) => !this.#principals.has(principalKey(row)) && this.#judge(row) === undefined,
    );
    if (undecided.length === 0) return;
    const { facts, freshness, scope } = this.#question;
    for (const [key, found] of await facts.principals(undecided, freshness.names, scope))
      this.#principals.set(key, found);
  }

  async #learnSets(rows: readonly Pick<AssignmentRow, 'permissionSetArn'>[]): Promise<void> {
    if (!this.#asksForSets) return;
    const arns = new Set(rows.map((row) => row.permissionSetArn).filter((arn) => !this.#sets.has(arn)));
    if (arns.size === 0) return;
    const { facts, freshness, scope } = this.#question;
    for (const [arn, found] of await facts.permissionSets([...arns], freshness.names, scope))
      this.#sets.set(arn, found);
  }

  /** The lookups without which this row could not be judged. */
  #unknowns(row: AssignmentRow): Stretch[] {
    const found = [this.#sets.get(row.permissionSetArn), this.#principals.get(principalKey(row))];
    return found
      .filter((lookup) => lookup?.failure !== undefined)
      .map((outcome) => ({ at: row, outcome: outcome ?? { readAt: undefined } }));
  }
}
