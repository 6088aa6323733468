import type { AssignmentRow } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { accounts } from '../extents/organization.ts';
import { principals } from '../extents/identities.ts';
import { permissionSetKey } from '../../mirror/keys.ts';
import { permissionSets, provisionedAccounts } from '../extents/permission-sets.ts';
import { askedSets } from '../facts/asked-sets.ts';
import type { Facts } from '../facts/facts.ts';
import { asksForPlaces, listedTypes } from '../filter/bounds.ts';
import type { Expression } from '../filter/expression.ts';
import { heldBy, readHoldings, throughMemberships } from './principal-lookup.ts';
import type { Step, Way } from '../plan/strategy.ts';
import type { Question } from '../query/question.ts';
import { reachOf, type ReachedAccount } from './reach.ts';
import { orThrow } from '../reads.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import type { Part } from '../plan/part.ts';
import { judge } from '../plan/judge.ts';
import { isToldByHoldings, weigh } from '../plan/planner.ts';

/** A question whose way is chosen, with everything read that is needed before the first row. */
export interface Prepared {
  /** By principal: everything that the principals hold. */
  readonly holdings: Stretch<{ readonly rows: readonly AssignmentRow[] }> | undefined;
  /** In every other way: the accounts whose pairs are to be gone through, in order. */
  readonly walk:
    | Stretch<{
        /** Everything that it needs is in the mirror, fresh enough. */
        readonly isCovered: boolean;
        /** Ids of everybody who can match, where that is known. */
        readonly holders?: readonly string[] | undefined;
      }>
    | undefined;
  /** The lists that both rest on. */
  readonly outcomes: readonly Outcome[];
}

/** What of a question is answered in one of the two ways. */
type Stretch<More> = More & {
  readonly question: Question;
  readonly accounts: readonly ReachedAccount[];
};

/** Chooses the way again after each step, with what has become known. */
export async function prepare(asked: Question, forced?: Way): Promise<Prepared> {
  let question = asked;
  const unavailable = new Set<Way>();
  for (;;) {
    const { inheritedBy } = question;
    if (inheritedBy !== undefined && !isToldByHoldings(question, { unavailable, forced }))
      question = await throughMemberships(question, inheritedBy);
    const parts = await weigh(question, { unavailable, forced });
    judge(asked, parts);
    const part = parts.find(({ offer }) => offer.next !== undefined);
    if (!part?.offer.next) return ready(parts);
    if (!(await steps[part.offer.next](part))) unavailable.add(part.offer.way);
  }
}

/** Each makes known what it names, and tells whether the way can be gone on. */
const steps: Readonly<Record<Step, (part: Part) => Promise<boolean>>> = {
  async LIST_ACCOUNTS({ question: { facts, basis }, survey }) {
    const outcome = await basis.ensure(accounts(facts.source));
    // Where permission sets are provisioned is told without the list.
    if (survey.refused.has('BY_PERMISSION_SET')) orThrow(outcome);
    return isTold(outcome);
  },
  LIST_PERMISSION_SETS: async ({ question: { facts, basis } }) =>
    isTold(await basis.ensure(permissionSets(facts.source))),
  async NAME_PERMISSION_SETS({ question: { facts, basis, expression, freshness, scope }, survey }) {
    const found = await askedSets(facts, expression, survey.sets.unnamed, freshness.names, scope);
    for (const [arn, outcome] of found) basis.settle(permissionSetKey(arn), outcome);
    return true;
  },
  async LIST_ACCOUNTS_OF_SETS({ question: { facts, basis }, survey }) {
    const extents = survey.sets.unlisted.map((arn) => provisionedAccounts(facts.source, arn));
    const outcomes = await sideBySide(extents, (extent) => basis.ensure(extent));
    return outcomes.every(isTold);
  },
  async LIST_PRINCIPALS({ question: { facts, basis, expression } }) {
    const lists = (listedTypes(expression) ?? []).map((type) => principals(facts.source, type));
    const outcomes = await Promise.all(lists.map((list) => basis.ensure(list)));
    return outcomes.every(({ failure }) => !failure);
  },
  READ_HOLDINGS: ({ question, survey }) => readHoldings(question, survey.holders?.ids ?? []),
};

function isTold({ error, readAt }: Outcome): boolean {
  return !error || readAt !== undefined;
}

async function ready(parts: readonly Part[]): Promise<Prepared> {
  const outcomes: Outcome[] = [];
  const held = parts.filter(({ offer }) => offer.way === 'BY_PRINCIPAL');
  const walked = parts.filter(({ offer }) => offer.way !== 'BY_PRINCIPAL');
  const holdings = held.length > 0 ? await holdingsOf(held, outcomes) : undefined;
  const walk = walked.length > 0 ? await walkOf(walked, outcomes) : undefined;
  return { holdings, walk, outcomes };
}

async function holdingsOf(parts: readonly Part[], outcomes: Outcome[]): Promise<Prepared['holdings']> {
  const question = either(parts);
  const { facts, basis } = question;
  const holders = new Map(
    parts
      .flatMap(({ survey }) => survey.holders?.ids ?? [])
      .map((id) => [`${id.principalType}/${id.principalId}`, id]),
  );
  for (const {
    question: { expression },
    survey,
  } of parts)
    if (!survey.holders?.isNamed)
      for (const type of listedTypes(expression) ?? [])
        outcomes.push(await basis.ensure(principals(facts.source, type)));
  const { rows, outcomes: read } = await heldBy(question, [...holders.values()]);
  outcomes.push(...read);
  const reach = await reachOf(question, new Set(rows.map(({ accountId }) => accountId)));
  outcomes.push(...reach.outcomes);
  return { question, rows, accounts: reach.accounts };
}

async function walkOf(parts: readonly Part[], outcomes: Outcome[]): Promise<Prepared['walk']> {
  const accountsById = new Map<string, ReachedAccount>();
  for (const { question, survey, offer } of parts) {
    const isBySet = offer.way === 'BY_PERMISSION_SET';
    const among = isBySet ? await accountsOfSets(question, survey.sets, outcomes) : undefined;
    const reach = await reachOf(question, among);
    outcomes.push(...reach.outcomes);
    if (offer.way !== 'BY_ACCOUNT') outcomes.push(...(await evidenceOfSets(question, survey.sets)));
    const arns = offer.way !== 'BY_ACCOUNT' || isCertain(survey.sets) ? setsOf(survey.sets) : undefined;
    for (const account of reach.accounts) {
      const { accountId } = account;
      const known = accountsById.get(accountId);
      const asksPairs = offer.way === 'BY_PAIR' || (known?.asksPairs ?? false);
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
  const { holders } = only?.survey ?? {};
  const ids =
    parts.length === 1 && holders?.isKnown ? holders.ids.map(({ principalId }) => principalId) : undefined;
  return { question, accounts: inOrder, isCovered, holders: ids };
}

/** A part that asks nothing of places did not look for them; another one did, and now they are known of all. */
function place(accounts: Map<string, ReachedAccount>, { mirror }: Facts): void {
  const lost = [...accounts.values()].filter(({ facts }) => facts && facts.ancestors === null);
  const placed = mirror.accounts.byId(lost.map(({ accountId }) => accountId));
  for (const account of lost)
    accounts.set(account.accountId, { ...account, facts: placed.get(account.accountId) ?? account.facts });
}

/** Is nothing left to be read for it, not even what tells what is in reach? */
function isInMirror({ survey: { accounts, sets, pairs } }: Part): boolean {
  const open = [accounts.list, accounts.facts, accounts.factsAnywhere, sets.names];
  const areSetsKnown = !sets.isBounded || sets.isKnown;
  return (
    areSetsKnown &&
    pairs.calls === 0 &&
    accounts.provisionedCalls === 0 &&
    open.every(({ size }) => size === 0)
  );
}

type Sets = Part['survey']['sets'];

/** Those in reach; undefined when all are. */
function setsOf({ isBounded, arns, names }: Sets): ReadonlySet<string> | undefined {
  return isBounded && names.size === 0 ? new Set(arns) : undefined;
}

/** By account nothing is told of what the permission sets' list or an old name might leave out: both have to be fresh. */
function isCertain({ isKnown, outcomes }: Sets): boolean {
  return isKnown && outcomes.every(({ failure }) => !failure);
}

/** The list and the names by which permission sets were found to be in reach. */
async function evidenceOfSets({ facts, basis }: Question, { isNamed, outcomes }: Sets): Promise<Outcome[]> {
  return isNamed ? [...outcomes] : [await basis.ensure(permissionSets(facts.source)), ...outcomes];
}

/** By permission set: the accounts in which those in reach are provisioned, and the lists that told it. */
async function accountsOfSets(
  { facts, basis }: Question,
  sets: Sets,
  outcomes: Outcome[],
): Promise<ReadonlySet<string>> {
  const arns = sets.arns ?? [...facts.mirror.permissionSets.all().keys()];
  for (const arn of arns) outcomes.push(await basis.ensure(provisionedAccounts(facts.source, arn)));
  return facts.mirror.pairs.accountsOf(arns);
}

/** One question about what several parts are about. */
function either(parts: readonly Part[]): Question {
  const [first, ...others] = parts.map(({ question }) => question);
  if (!first) throw new Error('A question has at least one part');
  const expression: Expression = { op: 'any', of: parts.map(({ question }) => question.expression) };
  return others.length === 0 ? first : { ...first, expression };
}
