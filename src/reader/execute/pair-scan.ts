import { accountsOfKey, permissionSetsKey, provisionedKey } from '../../mirror/keys.ts';
import type { AssignmentKey, PairRow } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { run, chain, wait, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import { pair as pairExtent, provisionedToAccount } from '../extents/assignments.ts';
import { evaluate } from '../filter/expression.ts';
import { asksForPermissionSetFacts } from '../filter/bounds.ts';
import { inOrder, type Flow } from '../../reading/in-order.ts';
import type { AskedSet } from '../facts/asked-sets.ts';
import type { PermissionSetKnowledge } from '../filter/carried.ts';
import type { Question } from '../query/question.ts';
import type { ReachedAccount } from './reach.ts';

/**
 * A segment of the order whose facts are in the mirror, or could not be had: one pair,
 * or, without a permission set, the end of an account.
 */
export interface Segment {
  readonly accountId: string;
  readonly permissionSetArn?: string;
  /** How many assignments the mirror has in it. */
  readonly size: number;
  /** AWS was asked for it; otherwise the mirror had it. */
  readonly wasRead: boolean;
  readonly outcomes: readonly Outcome[];
}

/** A pair still to be made fresh, one ruled out by its name, which has only a place, or the end of an account. */
interface Step {
  readonly accountId: string;
  readonly permissionSetArn?: string;
  readonly pair?: PairRow;
  readonly outcomes: readonly Outcome[];
}

/**
 * Every pair that the question reaches, in order, each made fresh enough before it is given.
 * `demand` says how many more rows the consumer wants, told how many reads are under way: reads run ahead while these
 * are expected to bring fewer, and with 0 it pauses where the first would have to be read.
 */
export function scanPairs(
  question: Question,
  accounts: readonly ReachedAccount[],
  after: AssignmentKey | undefined,
  demand: (underWay: number) => number,
): Flow<Segment> {
  const { rowsPerPair, setsPerAccount } = question.facts.statistics();
  const prune = pruner(question, after);
  const expectedOf = ({ pair }: Step) => {
    if (!pair) return 0;
    return pair.readAt === null ? rowsPerPair : pair.size;
  };
  // Lists bring pairs only when those that they brought already are not enough.
  let brought = 0;
  let pairsUnderWay = 0;
  const demandForLists = (underWay: number) => {
    const rows = demand(underWay + pairsUnderWay);
    return rows > 0 ? Math.max(rows - brought, Number.MIN_VALUE) : 0;
  };
  const listed = inOrder(accountsInChunks(question, accounts), demandForLists, {
    known: ({ account, pairs, outcome }): ListedAccount | undefined => pairs && { account, pairs, outcome },
    read: (step) => readProvisioned(question, step),
    weigh: ({ expected }) => expected ?? setsPerAccount * rowsPerPair,
  });
  const nextBatch = function* (): Coroutine<IteratorResult<readonly Step[], unknown>> {
    const next = yield* wait(listed.next());
    if (next.done) return next;
    const { account, pairs, outcome } = next.value;
    const batch = yield* prune(account, pairs, outcome ? [outcome] : []);
    for (const step of batch) brought += expectedOf(step);
    return { done: false, value: batch };
  };
  const settled = inOrder({ next: () => run(nextBatch()) }, demand, {
    known: (step) => {
      const one = known(question, step);
      return one && { one, step };
    },
    read: (step) => {
      pairsUnderWay++;
      return chain(read(question, step), (one) => ({ one, step }));
    },
    weigh: expectedOf,
  });
  const take = (next: Awaited<ReturnType<typeof settled.next>>): IteratorResult<Segment, unknown> => {
    if (next.done) return next;
    const { one, step } = next.value;
    brought -= expectedOf(step);
    if (one.wasRead) pairsUnderWay--;
    return { done: false, value: one };
  };
  return { next: () => chain(settled.next(), take) };
}

interface ListedAccount {
  readonly account: ReachedAccount;
  readonly pairs: readonly PairRow[];
  /** Of the account's own list; undefined when other lists told. */
  readonly outcome: Outcome | undefined;
}

/** An account whose pairs are known, or one whose list has to be read first. */
interface AccountStep {
  readonly account: ReachedAccount;
  readonly pairs?: readonly PairRow[];
  readonly outcome?: Outcome;
  /** Rows that its pairs had when they were last read. */
  readonly expected?: number;
}

/** Each account with the pairs to go through: by its own list, by those of the permission sets, or every combination. */
function* accountsInChunks(
  question: Question,
  accounts: readonly ReachedAccount[],
): Generator<AccountStep[], void> {
  const { facts, driver } = question;
  const { coverage, pairs } = facts.mirror;
  const told = setsThatTold(question, accounts);
  for (const chunk of growingChunks(accounts)) {
    const ids = chunk.map(({ accountId }) => accountId);
    const known = Map.groupBy(pairs.ofAccounts(ids), (pair) => pair.accountId);
    yield chunk.map((account) => {
      const { accountId, arns } = account;
      const provisioned = (known.get(accountId) ?? []).filter(
        ({ permissionSetArn }) => arns?.has(permissionSetArn) ?? true,
      );
      const list = provisionedKey(accountId);
      if (driver.isFresh(list))
        return { account, pairs: provisioned, outcome: { readAt: coverage.readAt(list) } };
      if (account.isTold || (arns ? arns.isSubsetOf(told.arns) : told.isEverything))
        return { account, pairs: provisioned };
      if (account.asksPairs && arns)
        return { account, pairs: combined(accountId, arns, told.arns, provisioned) };
      const expected = provisioned.reduce((sum, { size }) => sum + size, 0);
      return { account, ...(provisioned.length > 0 && { expected }) };
    });
  }
}

/** What is provisioned by the sets that told it, and every other combination. */
function combined(
  accountId: string,
  arns: ReadonlySet<string>,
  told: ReadonlySet<string>,
  provisioned: readonly PairRow[],
): PairRow[] {
  const known = new Map(provisioned.map((pair) => [pair.permissionSetArn, pair]));
  return [...arns].toSorted().flatMap((permissionSetArn) => {
    const pair = known.get(permissionSetArn);
    if (pair) return [pair];
    return told.has(permissionSetArn) ? [] : [{ accountId, permissionSetArn, readAt: null, size: 0 }];
  });
}

/** The permission sets whose accounts are known, and whether these are all sets of the instance. */
function setsThatTold(
  { facts, driver }: Question,
  accounts: readonly ReachedAccount[],
): { readonly arns: ReadonlySet<string>; readonly isEverything: boolean } {
  const { permissionSets: sets } = facts.mirror;
  const known = new Set(sets.all().keys());
  // A filter may name permission sets that the instance does not have: AWS tells of them, too, that they are nowhere.
  const named = new Set(accounts.map(({ arns }) => arns));
  const arns = [...named].reduce<ReadonlySet<string>>((all, some) => (some ? all.union(some) : all), known);
  const told = new Set([...arns].filter((arn) => driver.isFresh(accountsOfKey(arn))));
  return { arns: told, isEverything: driver.isFresh(permissionSetsKey) && known.isSubsetOf(told) };
}

function readProvisioned({ facts, driver }: Question, { account }: AccountStep): Awaitable<ListedAccount> {
  const { accountId, arns } = account;
  return chain(driver.attempt(provisionedToAccount(facts.source, accountId)), (outcome) => {
    const pairs = facts.mirror.pairs.ofAccounts([accountId]);
    return { account, pairs: pairs.filter((pair) => arns?.has(pair.permissionSetArn) ?? true), outcome };
  });
}

/** What the mirror has of the step, fresh enough. */
function known({ freshness }: Question, { pair, ...step }: Step): Segment | undefined {
  if (!pair) return { ...step, size: 0, wasRead: false };
  const { accountId, outcomes } = step;
  const { permissionSetArn, readAt, size } = pair;
  if (readAt === null || readAt < freshness.assignments) return undefined;
  return {
    accountId,
    permissionSetArn,
    size,
    wasRead: false,
    outcomes: [...outcomes, { readAt }],
  };
}

function read({ facts, driver }: Question, { pair, ...step }: Step): Awaitable<Segment> {
  if (!pair) return { ...step, size: 0, wasRead: false };
  const { accountId, outcomes } = step;
  const { permissionSetArn } = pair;
  return chain(driver.attempt(pairExtent(facts.source, accountId, permissionSetArn)), (outcome) => {
    const size = facts.mirror.pairs.sizeOf(accountId, permissionSetArn);
    return { accountId, permissionSetArn, size, wasRead: true, outcomes: [...outcomes, outcome] };
  });
}

type Pruner = (
  account: ReachedAccount,
  pairs: readonly PairRow[],
  outcomes: readonly Outcome[],
) => Coroutine<Step[]>;

/** Drops the pairs that lie before `after` or cannot match, describing no more permission sets than are met, and each once. */
function pruner({ driver, expression }: Question, after: AssignmentKey | undefined): Pruner {
  const asksForFacts = asksForPermissionSetFacts(expression);
  const described = new Map<string, AskedSet>();
  const judge = (account: ReachedAccount, arn: string, facts?: PermissionSetKnowledge) =>
    evaluate(expression, { account, permissionSet: { arn, facts } });
  const isAhead = ({ accountId, permissionSetArn }: PairRow) =>
    accountId !== after?.accountId || permissionSetArn >= (after.permissionSetArn ?? '~');

  return function* (account, pairs, outcomes) {
    const reached = pairs
      .filter(isAhead)
      .map((pair) => ({ pair, verdict: judge(account, pair.permissionSetArn) }))
      .filter(({ verdict }) => verdict !== false);
    // A name that decides nothing is not asked for, and cannot fail the page.
    const open = reached.filter(({ verdict }) => asksForFacts && verdict === undefined);
    const unnamed = open
      .map(({ pair }) => pair.permissionSetArn)
      .filter((permissionSetArn) => !described.has(permissionSetArn));
    if (unnamed.length > 0)
      for (const [arn, found] of yield* wait(driver.permissionSets(unnamed, expression)))
        described.set(arn, found);
    const { accountId } = account;
    const steps = reached.flatMap(({ pair, verdict }): Step[] => {
      const { permissionSetArn } = pair;
      const name = verdict === undefined ? described.get(permissionSetArn) : undefined;
      if (name && judge(account, permissionSetArn, name.facts) === false)
        // Ruled out by an old name that stands in for a failed read: the page rests on it.
        return name.failure ? [{ accountId, permissionSetArn, outcomes: [name] }] : [];
      return [{ accountId, pair, outcomes: name ? [...outcomes, name] : outcomes }];
    });
    return [...steps, { accountId, outcomes }];
  };
}

/** Small at first, so that a first page waits for little; then larger, so that a long walk asks the mirror seldom. */
function* growingChunks<T>(items: readonly T[]): Generator<readonly T[], void> {
  let size = 8;
  for (let start = 0; start < items.length;) {
    yield items.slice(start, start + size);
    start += size;
    size = Math.min(size * 2, 128);
  }
}
