import { entitlementsKey } from '../../mirror/keys.ts';
import {
  principalKey,
  type EntitlementRow,
  type PrincipalId,
  type PrincipalState,
} from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { chain, run, wait, type Coroutine } from '../../reading/coroutine.ts';
import { inOrder } from '../../reading/in-order.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { inTurns } from '../../reading/turns.ts';
import type { Found } from '../facts/by-id.ts';
import { ensureEntitlements, entitlementsHeldBy, entitlementsIn } from '../facts/entitlements.ts';
import { asksForPrincipalFacts } from '../filter/bounds.ts';
import { evaluate, type Candidate } from '../filter/expression.ts';
import { untold } from '../filter/untold.ts';
import type { Question } from '../query/question.ts';
import { reachOf, type ReachedAccount } from './reach.ts';

/** A place in the order of entitlements: by account id, role ARN and entitlement id. Less of it is behind all that begins so. */
export type EntitlementPlace = readonly string[];

/** What was seen of the order, from where the scan began. */
export interface EntitlementScan {
  readonly rows: readonly EntitlementRow[];
  /** Everything up to here was seen; undefined when nothing was. */
  readonly frontier: EntitlementPlace | undefined;
  readonly hasEnded: boolean;
  /** What each account rests on, in order. */
  readonly segments: readonly { readonly accountId: string; readonly outcome: Outcome }[];
  /** What all of it rests on. */
  readonly outcomes: readonly Outcome[];
}

export function placeOf({ accountId, roleArn, entitlementId }: EntitlementRow): EntitlementPlace {
  return [accountId, roleArn, entitlementId];
}

export function isBeyond(row: EntitlementRow, after: EntitlementPlace | undefined): boolean {
  for (const [n, part] of placeOf(row).entries()) {
    const other = after?.[n];
    if (other === undefined) return after === undefined;
    if (part !== other) return part > other;
  }
  return false;
}

/** Account after account, each made fresh when the page gets there; no further than `wanted` rows need. `holders`: of no others. */
export function* scanAccounts(
  question: Question,
  accounts: readonly ReachedAccount[],
  after: EntitlementPlace | undefined,
  holders?: ReadonlySet<string>,
): Coroutine<Omit<EntitlementScan, 'outcomes'>> {
  const { facts, freshness, scope, wanted } = question;
  const judge = createJudge(question);
  const rows: EntitlementRow[] = [];
  const segments: EntitlementScan['segments'][number][] = [];
  let frontier = after;
  // The guess counts as one more account, so that a single odd one does not stand for all.
  const seen = { accounts: 1, entitlements: guessedSize };
  const ahead = accounts.filter(({ accountId }) => !after || accountId >= (after[0] ?? ''));
  const work = {
    known: (account: ReachedAccount) => {
      const readAt = facts.mirror.entitlements.readAt(account.accountId);
      const isFresh = readAt !== undefined && readAt >= freshness.assignments;
      return isFresh ? { account, outcomes: [{ readAt }] } : undefined;
    },
    read: (account: ReachedAccount) =>
      chain(run(ensureEntitlements(question, account)), (outcomes) => ({ account, outcomes })),
    weigh: ({ accountId }: ReachedAccount) =>
      facts.mirror.coverage.sizeOf(entitlementsKey(accountId)) ?? seen.entitlements / seen.accounts,
  };
  const flow = inOrder<ReachedAccount, AccountRead>([ahead].values(), () => wanted - rows.length, work);
  try {
    for (;;) {
      const next = yield* wait(flow.next());
      if (next.done) return { rows, frontier, hasEnded: true, segments };
      const { account, outcomes } = next.value;
      const { accountId } = account;
      const told = entitlementsIn(facts, accountId);
      seen.accounts += 1;
      seen.entitlements += told.length;
      const held = holders ? told.filter(({ principalId }) => holders.has(principalId)) : told;
      const isBegun = accountId === after?.[0];
      const candidates = isBegun ? held.filter((row) => isBeyond(row, after)) : held;
      const found = yield* judge(candidates, account);
      for (const outcome of [...outcomes, ...found.outcomes]) segments.push({ accountId, outcome });
      rows.push(...found.rows);
      if (rows.length >= wanted) return { rows, frontier, hasEnded: false, segments };
      frontier = [accountId];
      yield* inTurns(scope);
    }
  } catch (error) {
    if (!isTimeUp(scope, error)) throw error;
    return { rows, frontier, hasEnded: false, segments };
  }
}

interface AccountRead {
  readonly account: ReachedAccount;
  readonly outcomes: readonly Outcome[];
}

/** Entitlements to expect of an account before any was read: most have none. */
const guessedSize = 2;

/** Everything that some principals hold, wherever it is. */
export function* scanHolders(
  question: Question,
  holders: readonly PrincipalId[],
  after: EntitlementPlace | undefined,
): Coroutine<EntitlementScan> {
  const { facts, scope } = question;
  const ensure = (holder: PrincipalId) => run(ensureEntitlements(question, holder));
  const read = yield* wait(sideBySide(holders, ensure, scope));
  const outcomes = read.flat();
  const held = holders.flatMap((holder) => entitlementsHeldBy(facts, holder));
  const inAccounts = Map.groupBy(held, ({ accountId }) => accountId);
  const reach = yield* reachOf(question, new Set(inAccounts.keys()));
  const judge = createJudge(question);
  const rows: EntitlementRow[] = [];
  for (const account of reach.accounts) {
    const candidates = (inAccounts.get(account.accountId) ?? []).filter((row) => isBeyond(row, after));
    const found = yield* judge(candidates.toSorted(byPlace), account);
    rows.push(...found.rows);
    outcomes.push(...found.outcomes);
    yield* inTurns(scope);
  }
  return {
    rows,
    frontier: undefined,
    hasEnded: true,
    segments: [],
    outcomes: [...outcomes, ...reach.outcomes],
  };
}

function byPlace(one: EntitlementRow, other: EntitlementRow): number {
  return isBeyond(one, placeOf(other)) ? 1 : -1;
}

/** Decides for the rows of an account whether the filter holds, and looks up whose names it asks for. */
function createJudge(question: Question) {
  const { facts, expression, freshness, scope } = question;
  const principals = new Map<string, Found<PrincipalState>>();
  const candidateOf = (account: ReachedAccount, row: EntitlementRow): Candidate => {
    const { principalType, principalId } = row;
    const found = principals.get(principalKey(row));
    return { account, principal: { principalType, principalId, facts: found?.facts } };
  };
  return function* (
    candidates: readonly EntitlementRow[],
    account: ReachedAccount,
  ): Coroutine<Pick<EntitlementScan, 'rows' | 'outcomes'>> {
    const outcomes: Outcome[] = [];
    if (asksForPrincipalFacts(expression)) {
      const open = candidates.filter((row) => evaluate(expression, candidateOf(account, row)) === undefined);
      const unknown = open.filter((row) => !principals.has(principalKey(row)));
      const found = yield* wait(facts.principals(unknown, freshness.names, scope));
      for (const [key, one] of found) principals.set(key, one);
      for (const row of open) outcomes.push(principals.get(principalKey(row)) ?? { readAt: undefined });
    }
    const rows = candidates.filter((row) => {
      const candidate = candidateOf(account, row);
      const verdict = evaluate(expression, candidate);
      if (verdict === undefined)
        for (const failure of untold(expression, candidate)) outcomes.push({ readAt: undefined, failure });
      return verdict;
    });
    return { rows, outcomes };
  };
}
