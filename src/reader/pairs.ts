import type { AssignmentKey, PairRow, PermissionSetFacts } from '../mirror/rows.ts';
import type { Outcome } from './completeness.ts';
import { pair as pairExtent, provisionedKey, provisionedToAccount } from './extents/assignments.ts';
import { evaluate } from './filter/expression.ts';
import { asksForPermissionSetFacts } from './filter/bounds.ts';
import { inOrder } from './in-order.ts';
import type { Found } from './lookup.ts';
import type { Prepared } from './prepare.ts';
import type { Question } from './question.ts';
import type { ReachedAccount } from './reach.ts';

/**
 * A stretch of the order whose facts are in the mirror, or could not be had: one pair,
 * or, without a permission set, the end of an account.
 */
export interface Settled {
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

/** At most as many reads run ahead of the page: enough to keep AWS's 20 calls a second busy over slow lines. */
const maxAhead = 8;

/**
 * Every pair that the question reaches, in order, each made fresh enough before it is yielded.
 * `appetite` says how many more pairs the consumer is likely to want: reads run ahead no further than that,
 * and with 0 it ends where the first would have to be read.
 */
export async function* settledPairs(
  question: Question,
  accounts: readonly ReachedAccount[],
  sets: Prepared['sets'],
  after: AssignmentKey | undefined,
  appetite: () => number,
): AsyncGenerator<Settled, void> {
  const ahead = () => Math.min(maxAhead, appetite());
  const steps = sets
    ? combinations(question, accounts, sets, after)
    : provisioned(question, accounts, after, ahead);
  yield* inOrder(steps, ahead, {
    known: (step) => known(question, step),
    read: (step) => read(question, step),
  });
}

/** By pair, every combination, whether provisioned or not; by permission set, those that are. */
async function* combinations(
  question: Question,
  accounts: readonly ReachedAccount[],
  sets: NonNullable<Prepared['sets']>,
  after: AssignmentKey | undefined,
): AsyncGenerator<Step[], void> {
  const { assignments } = question.facts.mirror;
  const prune = pruner(question, after);
  const arns = [...sets.keys()];
  for (const chunk of growingChunks(accounts)) {
    const ids = chunk.map(({ accountId }) => accountId);
    const known = await assignments.readPairs(ids, arns);
    for (const account of chunk) {
      const { accountId } = account;
      const here = arns.filter((arn) => sets.get(arn)?.has(accountId) ?? true);
      const unread = (permissionSetArn: string) => ({ accountId, permissionSetArn, readAt: null, size: 0 });
      const pairs = here.map((arn) => known.get(`${accountId}/${arn}`) ?? unread(arn));
      yield await prune(account, pairs, []);
    }
  }
}

/** By account: what is provisioned, once that has been read. */
async function* provisioned(
  question: Question,
  accounts: readonly ReachedAccount[],
  after: AssignmentKey | undefined,
  ahead: () => number,
): AsyncGenerator<Step[], void> {
  const { facts, freshness, scope } = question;
  const { assignments, coverage } = facts.mirror;
  const prune = pruner(question, after);
  const { setsPerAccount } = await facts.statistics();

  const covered = async function* () {
    for (const chunk of growingChunks(accounts)) {
      const readAt = await coverage.readAt(chunk.map(({ accountId }) => provisionedKey(accountId)));
      const items = chunk.map((account) => {
        const known = readAt.get(provisionedKey(account.accountId));
        return { account, known, isFresh: known !== undefined && known >= freshness.assignments };
      });
      const fresh = items.filter((item) => item.isFresh).map((item) => item.account.accountId);
      const pairs = Map.groupBy(await assignments.provisionedPairs(fresh), (pair) => pair.accountId);
      yield items.map((item) => ({ ...item, pairs: pairs.get(item.account.accountId) ?? [] }));
    }
  };
  const listed = inOrder(covered(), () => Math.ceil(ahead() / Math.max(1, setsPerAccount)), {
    known: ({ account, known: readAt, isFresh, pairs }) =>
      isFresh ? { account, pairs, outcome: { readAt } } : undefined,
    read: async ({ account }) => {
      const extent = provisionedToAccount(facts.source, account.accountId);
      const outcome = await facts.reads.ensure(extent, freshness.assignments, scope);
      return { account, pairs: await assignments.provisionedPairs([account.accountId]), outcome };
    },
  });
  for await (const { account, pairs, outcome } of listed) yield await prune(account, pairs, [outcome]);
}

/** What the mirror has of the step, fresh enough. */
function known({ freshness }: Question, { pair, ...step }: Step): Settled | undefined {
  if (!pair) return { ...step, size: 0, wasRead: false };
  const { accountId, outcomes } = step;
  const { permissionSetArn, readAt, size } = pair;
  if (readAt === null || readAt < freshness.assignments) return undefined;
  return { accountId, permissionSetArn, size, wasRead: false, outcomes: [...outcomes, { readAt }] };
}

async function read({ facts, freshness, scope }: Question, { pair, ...step }: Step): Promise<Settled> {
  if (!pair) return { ...step, size: 0, wasRead: false };
  const { accountId, outcomes } = step;
  const { permissionSetArn } = pair;
  const extent = pairExtent(facts.source, accountId, permissionSetArn);
  const outcome = await facts.reads.ensure(extent, freshness.assignments, scope);
  const pairs = await facts.mirror.assignments.readPairs([accountId], [permissionSetArn]);
  const size = pairs.get(`${accountId}/${permissionSetArn}`)?.size ?? 0;
  return { accountId, permissionSetArn, size, wasRead: true, outcomes: [...outcomes, outcome] };
}

type Pruner = (
  account: ReachedAccount,
  pairs: readonly PairRow[],
  outcomes: readonly Outcome[],
) => Promise<Step[]>;

/** Drops the pairs that lie before `after` or cannot match, describing no more permission sets than are met, and each once. */
function pruner({ facts, expression, freshness, scope }: Question, after: AssignmentKey | undefined): Pruner {
  const asksForNames = asksForPermissionSetFacts(expression);
  const described = new Map<string, Found<PermissionSetFacts>>();
  const judge = (account: ReachedAccount, arn: string, facts?: PermissionSetFacts) =>
    evaluate(expression, { account, permissionSet: { arn, facts } });
  const isAhead = ({ accountId, permissionSetArn }: PairRow) =>
    accountId !== after?.accountId || permissionSetArn >= (after.permissionSetArn ?? '~');

  return async (account, pairs, outcomes) => {
    const reached = pairs
      .filter(isAhead)
      .map((pair) => ({ pair, verdict: judge(account, pair.permissionSetArn) }))
      .filter(({ verdict }) => verdict !== false);
    // A name that decides nothing is not asked for, and cannot fail the page.
    const open = reached.filter(({ verdict }) => asksForNames && verdict === undefined);
    const unnamed = open
      .map(({ pair }) => pair.permissionSetArn)
      .filter((permissionSetArn) => !described.has(permissionSetArn));
    if (unnamed.length > 0)
      for (const [arn, found] of await facts.permissionSets(unnamed, freshness.names, scope))
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
