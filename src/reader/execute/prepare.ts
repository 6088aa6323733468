import { AwsError } from '../../errors.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { all, wait, type Coroutine } from '../../reading/coroutine.ts';
import { cached, NotCached } from '../drivers/cached.ts';
import { accounts } from '../extents/organization.ts';
import { principals } from '../extents/identities.ts';
import { permissionSets, provisionedAccounts } from '../extents/permission-sets.ts';
import type { Facts } from '../facts/facts.ts';
import { asksForPlaces, listedTypes } from '../filter/bounds.ts';
import type { Expression } from '../filter/expression.ts';
import { heldBy, readHoldings, throughMemberships } from './principal-lookup.ts';
import type { Prerequisite, Strategy } from '../plan/strategy.ts';
import type { Question } from '../query/question.ts';
import { reachOf, type ReachedAccount } from './reach.ts';
import { orThrow } from '../reads.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import type { BranchPlan } from '../plan/branch-plan.ts';
import { choose, filled, isOfNames, isToldByHoldings, judgeNames, type Plan } from '../plan/planner.ts';
import { callsOf } from '../plan/cost.ts';
import { judge } from '../plan/judge.ts';
import { runPairScan } from './executor.ts';
import { readyPlansOf } from './ready-plans.ts';
import type { ReadyPlan } from './ready-plan.ts';
import type { Scan } from './segment.ts';

/** The plan of a question, with what it needs before the first row. `watch` is told of each plan that is chosen, and may throw. */
export function* prepare(
  asked: Question,
  forced?: Strategy,
  watch?: (plan: Plan) => void,
): Coroutine<ReadyPlan> {
  const plans = readyPlansOf(asked.facts);
  if (!plans || forced !== undefined || watch) return yield* chosen(asked, forced, watch);
  const { version } = asked.facts.mirror;
  const known = plans.get(asked);
  if (known) return known;
  const plan = yield* chosen(asked);
  plans.set(asked, plan, version);
  return plan;
}

/** That of a question that needs no call, where it is known. */
export function knownPlan(question: Question): ReadyPlan | undefined {
  return readyPlansOf(question.facts)?.get(question);
}

/** Chooses the strategy again after each step, with what has become known. */
function* chosen(asked: Question, forced?: Strategy, watch?: (plan: Plan) => void): Coroutine<ReadyPlan> {
  let question = asked;
  let begun: Begun | undefined;
  const unavailable = new Set<Strategy>();
  for (;;) {
    const { inheritedBy } = question;
    if (inheritedBy !== undefined && !isToldByHoldings(question, { unavailable, forced }))
      question = yield* throughMemberships(question, inheritedBy);
    yield* judgeNames(question);
    const plan = choose(question, { unavailable, forced });
    watch?.(plan);
    if (forced === undefined && mayFill(plan)) {
      begun = yield* begin(plan.whole, begun);
      if (begun && begun.scan.count >= question.wanted)
        return yield* ready([{ ...plan.whole, candidate: filled }], begun);
    }
    judge(asked, plan.parts);
    const part = plan.parts.find(({ candidate }) => candidate.prerequisite !== undefined);
    if (!part?.candidate.prerequisite)
      return { ...(yield* ready(plan.parts, begun)), isFree: callsOf(plan.price) === 0 };
    if (!(yield* steps[part.candidate.prerequisite](part))) unavailable.add(part.candidate.strategy);
  }
}

/** A page that was begun with what the mirror has. */
interface Begun {
  readonly scan: Scan;
  readonly outcomes: readonly Outcome[];
}

/** Is a page asked for, for which something would have to be read that the mirror's rows may make needless? */
function mayFill({ whole: { question }, price }: Plan): boolean {
  const { wanted, inheritedBy } = question;
  // What reaches one user is told by that user alone.
  if (wanted === Number.POSITIVE_INFINITY || inheritedBy !== undefined) return false;
  return !isOfNames(price);
}

/** Goes through what is fresh, in order, as far as it has no gap. */
function* begin(whole: BranchPlan, begun: Begun | undefined): Coroutine<Begun | undefined> {
  const { driver, wanted, after } = whole.question;
  const question = { ...whole.question, driver: cached(driver) };
  const outcomes: Outcome[] = [];
  try {
    const pairScan = yield* pairScanOf([{ ...whole, question, candidate: filled }], outcomes);
    const options = { wanted, keep: true, mayRead: false };
    const scan = yield* runPairScan({ ...pairScan, isCovered: false }, after, options, begun?.scan);
    // Behind the last row that was wanted there may be more of its pair.
    return { scan: scan.count < wanted ? scan : { ...scan, frontier: scan.rows.at(-1) }, outcomes };
  } catch (error) {
    // A list that could not be read is needed by this walk alone: another way may do without it.
    if (!(error instanceof NotCached) && !(error instanceof AwsError)) throw error;
    return begun;
  }
}

/** Each makes known what it names, and tells whether the strategy can go on. */
const steps: Readonly<Record<Prerequisite, (part: BranchPlan) => Coroutine<boolean>>> = {
  *LIST_ACCOUNTS({ question: { facts, driver }, estimates }) {
    const outcome = yield* wait(driver.ensure(accounts(facts.source)));
    // Where permission sets are provisioned is told without the list.
    if (estimates.refused.has('BY_PERMISSION_SET')) orThrow(outcome);
    return isTold(outcome);
  },
  *LIST_PERMISSION_SETS({ question: { facts, driver } }) {
    return isTold(yield* wait(driver.ensure(permissionSets(facts.source))));
  },
  *NAME_PERMISSION_SETS({ question: { driver, expression }, estimates }) {
    yield* wait(driver.permissionSets(estimates.sets.unnamed, expression));
    return true;
  },
  *LIST_ACCOUNTS_OF_SETS({ question: { facts, driver, scope }, estimates }) {
    const extents = estimates.sets.unlisted.map((arn) => provisionedAccounts(facts.source, arn));
    const outcomes = yield* wait(sideBySide(extents, (extent) => driver.ensure(extent), scope));
    // With none to read, it is not known which there are: their list was asked for in vain.
    return extents.length > 0 && outcomes.every(isTold);
  },
  *LIST_PRINCIPALS({ question: { facts, driver, expression } }) {
    const lists = (listedTypes(expression) ?? []).map((type) => principals(facts.source, type));
    const outcomes = yield* wait(all(lists.map((list) => driver.ensure(list))));
    return outcomes.every(({ failure }) => !failure);
  },
  READ_HOLDINGS: ({ question, estimates }) => readHoldings(question, estimates.holders?.ids ?? []),
};

function isTold({ error, readAt }: Outcome): boolean {
  return !error || readAt !== undefined;
}

function* ready(parts: readonly BranchPlan[], begun: Begun | undefined): Coroutine<ReadyPlan> {
  const outcomes: Outcome[] = [];
  const held = parts.filter(({ candidate }) => candidate.strategy === 'BY_PRINCIPAL');
  const walked = parts.filter(({ candidate }) => candidate.strategy !== 'BY_PRINCIPAL');
  const lookup = held.length > 0 ? yield* lookupOf(held, outcomes) : undefined;
  if (walked.length === 0) return { lookup, pairScan: undefined, outcomes };
  const pairScan = yield* pairScanOf(walked, outcomes);
  if (!begun) return { lookup, pairScan, outcomes };
  const { after } = pairScan.question;
  return { lookup, pairScan, outcomes: [...outcomes, ...begun.outcomes], begun: { after, scan: begun.scan } };
}

function* lookupOf(parts: readonly BranchPlan[], outcomes: Outcome[]): Coroutine<ReadyPlan['lookup']> {
  const question = either(parts);
  const { facts, driver } = question;
  const holders = new Map(
    parts
      .flatMap(({ estimates }) => estimates.holders?.ids ?? [])
      .map((id) => [`${id.principalType}/${id.principalId}`, id]),
  );
  for (const {
    question: { expression },
    estimates,
  } of parts)
    if (!estimates.holders?.isNamed)
      for (const type of listedTypes(expression) ?? [])
        outcomes.push(yield* wait(driver.ensure(principals(facts.source, type))));
  const { rows, outcomes: read } = yield* heldBy(question, [...holders.values()]);
  outcomes.push(...read);
  const reach = yield* reachOf(question, new Set(rows.map(({ accountId }) => accountId)));
  outcomes.push(...reach.outcomes);
  return { question, rows, accounts: reach.accounts };
}

function* pairScanOf(
  parts: readonly BranchPlan[],
  outcomes: Outcome[],
): Coroutine<NonNullable<ReadyPlan['pairScan']>> {
  const accountsById = new Map<string, ReachedAccount>();
  for (const { question, estimates, candidate } of parts) {
    const isBySet = candidate.strategy === 'BY_PERMISSION_SET';
    const among = isBySet ? yield* accountsOfSets(question, estimates.sets, outcomes) : undefined;
    const reach = yield* reachOf(question, among);
    outcomes.push(...reach.outcomes);
    if (candidate.strategy !== 'BY_ACCOUNT')
      outcomes.push(...(yield* evidenceOfSets(question, estimates.sets)));
    const arns =
      candidate.strategy !== 'BY_ACCOUNT' || isCertain(estimates.sets) ? setsOf(estimates.sets) : undefined;
    for (const account of reach.accounts) {
      const { accountId } = account;
      const known = accountsById.get(accountId);
      const asksPairs = candidate.strategy === 'BY_PAIR' || (known?.asksPairs ?? false);
      const isTold = isBySet && (known?.isTold ?? true);
      const all = known ? known.arns && arns && known.arns.union(arns) : arns;
      // A part that asks nothing of accounts did not look them up.
      const facts = account.facts ?? known?.facts;
      accountsById.set(accountId, { accountId, facts, asksPairs, isTold, arns: all });
    }
  }
  const question = either(parts);
  if (parts.length > 1 && asksForPlaces(question.expression)) place(accountsById, question.facts);
  const inOrder = [...accountsById.values()].toSorted((one, other) =>
    one.accountId < other.accountId ? -1 : 1,
  );
  const isCovered = parts.every(isInMirror);
  const [only] = parts;
  const { holders } = only?.estimates ?? {};
  const ids =
    parts.length === 1 && holders?.isKnown ? holders.ids.map(({ principalId }) => principalId) : undefined;
  const isWhole = parts.length === 1 && only?.candidate.strategy !== 'BY_PERMISSION_SET';
  return { question, accounts: inOrder, isCovered, holders: ids, ...(isWhole && { reach: inOrder }) };
}

/** A part that asks nothing of places did not look for them; another one did, and now they are known of all. */
function place(accounts: Map<string, ReachedAccount>, { mirror }: Facts): void {
  const lost = [...accounts.values()].filter(({ facts }) => facts && facts.ancestors === null);
  const placed = mirror.accounts.byId(lost.map(({ accountId }) => accountId));
  for (const account of lost)
    accounts.set(account.accountId, { ...account, facts: placed.get(account.accountId) ?? account.facts });
}

/** Is nothing left to be read for it, not even what tells what is in reach? */
function isInMirror({ estimates: { accounts, sets, pairs } }: BranchPlan): boolean {
  const open = [accounts.list, accounts.facts, accounts.factsAnywhere, sets.names];
  const areSetsKnown = !sets.isBounded || sets.isKnown;
  return (
    areSetsKnown &&
    pairs.calls === 0 &&
    accounts.provisionedCalls === 0 &&
    open.every(({ size }) => size === 0)
  );
}

type Sets = BranchPlan['estimates']['sets'];

/** Those in reach; undefined when all are. */
function setsOf({ isBounded, arns, names }: Sets): ReadonlySet<string> | undefined {
  return isBounded && names.size === 0 ? new Set(arns) : undefined;
}

/** By account nothing is told of what the permission sets' list or an old name might leave out: both have to be fresh. */
function isCertain({ isKnown, outcomes }: Sets): boolean {
  return isKnown && outcomes.every(({ failure }) => !failure);
}

/** The list and the names by which permission sets were found to be in reach. */
function* evidenceOfSets({ facts, driver }: Question, { isNamed, outcomes }: Sets): Coroutine<Outcome[]> {
  if (isNamed) return [...outcomes];
  return [yield* wait(driver.ensure(permissionSets(facts.source))), ...outcomes];
}

/** By permission set: the accounts in which those in reach are provisioned, and the lists that told it. */
function* accountsOfSets(
  { facts, driver }: Question,
  sets: Sets,
  outcomes: Outcome[],
): Coroutine<ReadonlySet<string>> {
  const arns = sets.arns ?? [...facts.mirror.permissionSets.all().keys()];
  for (const arn of arns) outcomes.push(yield* wait(driver.ensure(provisionedAccounts(facts.source, arn))));
  return facts.mirror.pairs.accountsOf(arns);
}

/** One question about what several parts are about. */
function either(parts: readonly BranchPlan[]): Question {
  const [first, ...others] = parts.map(({ question }) => question);
  if (!first) throw new Error('A question has at least one part');
  const expression: Expression = { op: 'any', of: parts.map(({ question }) => question.expression) };
  return others.length === 0 ? first : { ...first, expression };
}
