import { holdingsKey, membershipsKey, provisionedKey } from '../../mirror/keys.ts';
import { principalKey, type AssignmentRow, type PairRow, type PrincipalId } from '../../mirror/rows.ts';
import { heldRow } from '../extents/assignments.ts';
import { costOf, free, partOf, together, type Cost } from './cost.ts';
import { costOfAspects, knownSet, surveySet } from '../facts/asked-sets.ts';
import { evaluate } from '../filter/expression.ts';
import { priceOf } from './plan.ts';
import type { Way } from './strategy.ts';
import type { Question } from '../query/question.ts';
import { filterInTurns } from '../../reading/turns.ts';
import { isBeyond, placeText } from '../execute/order.ts';
import { pagesOf } from './estimates/pages.ts';
import type { Part } from './part.ts';

/** What a part of a question will cost, and the rows that it will give, as far as older facts tell them. */
export interface Foreseen {
  readonly price: Cost;
  readonly rows: readonly AssignmentRow[];
  /** It goes through accounts of which nothing is known. */
  readonly isGuessed: boolean;
}

/** Of more principals than this it is not worth looking at what each held. */
const maxHolders = 100;
const maxRows = 100_000;
/** Accounts looked at together. */
const chunkSize = 32;

/**
 * Dry-runs the chosen way on cached facts of any age; makes no call. Of everything the survey knows the exact sum, so
 * that rows are looked for only where they are asked for.
 */
export async function foresee(part: Part, needsRows: boolean): Promise<Foreseen> {
  const { question, survey, offer } = part;
  const isEverything = question.wanted === Number.POSITIVE_INFINITY;
  if (offer.way === 'BY_PRINCIPAL') return byPrincipal(part);
  if (!isWayKnown(part) || (isEverything && !needsRows))
    return { price: priceOf(offer, question.wanted), rows: [], isGuessed: true };
  const walked = await walk({ question, survey, way: offer.way });
  // Of a page only those who go there know where it ends.
  if (isEverything || walked.isGuessed) return { ...walked, price: priceOf(offer, question.wanted) };
  return { ...walked, price: together(partOf(offer.upfront, 1), walked.price) };
}

/** Does the mirror have all rows that are wanted, without a gap before the last of them? */
export async function isFilled({ question, survey }: Pick<Part, 'question' | 'survey'>): Promise<boolean> {
  const { accounts, sets } = survey;
  const open = [accounts.list, accounts.facts, sets.names];
  // What reaches one user is told by that user alone.
  if (question.inheritedBy !== undefined) return false;
  if (question.wanted === Number.POSITIVE_INFINITY || open.some(({ size }) => size > 0)) return false;
  const { rows } = await walk({ question, survey, way: 'BY_ACCOUNT' }, true);
  return rows.length >= question.wanted;
}

/** Has any read ever told where the walk leads? */
function isWayKnown({ survey, offer }: Part): boolean {
  const { accounts, sets } = survey;
  if (offer.way === 'BY_PERMISSION_SET') return sets.unknown === 0;
  return accounts.list.size === 0 || accounts.reached.length > 0;
}

/** What each holds, by their holdings, or, where these were never read, by the pairs. */
async function byPrincipal({ question, survey, offer }: Part): Promise<Foreseen> {
  const { after, inheritedBy, wanted } = question;
  const holders = survey.holders?.ids ?? [];
  const rows = new Map<string, AssignmentRow>();
  let calls = 0;
  for (const holder of holders.slice(0, maxHolders)) {
    const told = holdingsOf(question, holder);
    calls += told.calls;
    for (const row of told.rows) {
      const isOurs = inheritedBy !== undefined || principalKey(row) === principalKey(holder);
      if (isOurs && (!after || isBeyond(row, after))) rows.set(placeText(row), row);
    }
  }
  const price = priceOf(offer, wanted);
  const isExact = survey.holders?.list.size === 0 && holders.length <= maxHolders;
  const operation = 'sso-admin:ListAccountAssignmentsForPrincipal';
  const inOrder = [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  const matching = await matchingOf(question, inOrder);
  return {
    price: isExact ? new Map([...price, [operation, calls]]) : price,
    rows: matching.slice(0, wanted),
    isGuessed: offer.next !== undefined,
  };
}

function holdingsOf(
  { facts, freshness, driver, inheritedBy }: Question,
  holder: PrincipalId,
): { readonly rows: readonly AssignmentRow[]; readonly calls: number } {
  const { coverage, lists, assignments } = facts.mirror;
  const key = holdingsKey(holder);
  const isFree = coverage.isFresh(key, freshness.assignments) || driver.outcomeOf(key) !== undefined;
  const size = coverage.sizeOf(key);
  if (size !== undefined)
    return { rows: lists.of(key).map((item) => heldRow(item.key)), calls: isFree ? 0 : pagesOf(size) };
  const memberships = membershipsKey(holder);
  const isMember = holder.principalType === 'USER';
  // Of a user whose groups are not known the pairs tell too little to count with.
  if (inheritedBy !== undefined && coverage.sizeOf(memberships) === undefined)
    return { rows: [], calls: isFree ? 0 : 1 };
  const groups = isMember ? lists.of(memberships).map((item) => item.key) : [];
  const principalIds = [holder.principalId, ...groups];
  const found = assignments.between(undefined, { accountId: '~' }, { principalIds }, maxRows);
  const whose = new Set([principalKey(holder), ...groups.map((id) => `GROUP/${id}`)]);
  const rows = found.filter((row) => whose.has(principalKey(row)));
  return { rows, calls: isFree ? 0 : pagesOf(rows.length) };
}

/** A part of a question, and a way through its accounts. */
interface Walk extends Pick<Part, 'question' | 'survey'> {
  readonly way: Way;
}

/** With `stops` it ends before the first call. */
async function walk(part: Walk, stops = false): Promise<Foreseen> {
  const { question, survey } = part;
  const { freshness, after, wanted } = question;
  const cost = { lists: 0, pairs: 0 };
  const rows: AssignmentRow[] = [];
  const unnamed = new Set(survey.sets.unnamed);
  const named = new Set<string>();
  let isGuessed = false;
  const accountIds = await accountsOf(part);
  const isOver = () => rows.length >= wanted || (stops && cost.lists + cost.pairs > 0);
  for (let start = 0; start < accountIds.length && !isOver(); start += chunkSize) {
    const chunk = await chunkOf(part, accountIds.slice(start, start + chunkSize));
    for (const { accountId, listCalls, isKnown, pairs } of chunk) {
      if (isOver()) break;
      cost.lists += listCalls;
      if (stops && listCalls > 0) break;
      isGuessed ||= !isKnown;
      for (const { pair, matching } of pairs) {
        const { permissionSetArn, readAt } = pair;
        if (accountId === after?.accountId && permissionSetArn < (after.permissionSetArn ?? '~')) continue;
        if (isOver()) break;
        isGuessed ||= readAt === null;
        if ((readAt ?? 0) < freshness.assignments) {
          cost.pairs += pagesOf(pair.size);
          if (stops) break;
        }
        if (unnamed.has(permissionSetArn)) named.add(permissionSetArn);
        rows.push(...matching.filter((row) => !after || isBeyond(row, after)));
      }
    }
  }
  const strangers = rows.length > 0 ? survey.principalNames : free;
  const price = together(
    costOf('sso-admin:ListPermissionSetsProvisionedToAccount', cost.lists),
    costOf('sso-admin:ListAccountAssignments', cost.pairs),
    part.way === 'BY_ACCOUNT' ? costOfSets(part, named) : free,
    strangers,
  );
  return { price, rows: rows.slice(0, wanted), isGuessed };
}

/** Lookups of what the filter asks of these permission sets. */
function costOfSets({ question: { facts, expression, freshness } }: Walk, arns: ReadonlySet<string>): Cost {
  const surveys = [...arns].map((arn) => surveySet(facts.mirror, expression, arn, freshness));
  return costOfAspects(surveys.flatMap(({ open }) => open));
}

/** The accounts that the walk goes through, in order. */
async function accountsOf({ question, survey, way }: Walk): Promise<readonly string[]> {
  const { accounts, sets } = survey;
  if (way !== 'BY_PERMISSION_SET') return accounts.reached.toSorted();
  const { mirror } = question.facts;
  const among = mirror.pairs.accountsOf(sets.arns ?? mirror.permissionSets.all().keys());
  const { after, expression } = question;
  const facts = mirror.accounts.byId(among);
  const ahead = [...among].filter((accountId) => !after || accountId >= after.accountId);
  const mayMatch = (accountId: string) =>
    evaluate(expression, { account: { accountId, facts: facts.get(accountId) } }) !== false;
  return (await filterInTurns(ahead, mayMatch, question.scope)).toSorted();
}

interface AccountWalk {
  readonly accountId: string;
  readonly listCalls: number;
  readonly isKnown: boolean;
  readonly pairs: readonly { readonly pair: PairRow; readonly matching: readonly AssignmentRow[] }[];
}

async function chunkOf(
  { question, survey, way }: Walk,
  accountIds: readonly string[],
): Promise<AccountWalk[]> {
  const { facts, freshness } = question;
  const { coverage, pairs, assignments } = facts.mirror;
  const { arns, isCovered } = survey.sets;
  const inReach = arns && new Set(arns);
  const untold = new Set(survey.sets.unlisted);
  const provisioned = Map.groupBy(pairs.ofAccounts(accountIds), ({ accountId }) => accountId);
  const last = accountIds.at(-1) ?? '';
  const bounds = { accountIds, permissionSetArns: arns };
  const rows = assignments.between(
    { accountId: accountBefore(accountIds[0]) },
    { accountId: last },
    bounds,
    Number.POSITIVE_INFINITY,
  );
  const matching = Map.groupBy(
    await matchingOf(question, rows),
    (row) => `${row.accountId}/${row.permissionSetArn}`,
  );
  return accountIds.map((accountId) => {
    const key = provisionedKey(accountId);
    const size = coverage.sizeOf(key);
    const isFresh = coverage.isFresh(key, freshness.assignments);
    const isListed = isFresh || isCovered || way === 'BY_PERMISSION_SET';
    const known = (provisioned.get(accountId) ?? []).filter(
      ({ permissionSetArn }) => inReach?.has(permissionSetArn) ?? true,
    );
    const asksPairs = way === 'BY_PAIR' && !isListed;
    const asked = asksPairs ? combined(accountId, untold, known) : known;
    return {
      accountId,
      listCalls: isListed || asksPairs ? 0 : pagesOf(size ?? known.length),
      // Where the lists of all permission sets were read, they told of accounts that have none, too.
      isKnown: isListed || asksPairs || size !== undefined || known.length > 0 || survey.sets.unknown === 0,
      pairs: asked.map((pair) => ({
        pair,
        matching: matching.get(`${accountId}/${pair.permissionSetArn}`) ?? [],
      })),
    };
  });
}

/** By pair also those are asked about of which no fresh list tells whether they are provisioned. */
function combined(accountId: string, untold: ReadonlySet<string>, known: readonly PairRow[]): PairRow[] {
  const others = untold.difference(new Set(known.map(({ permissionSetArn }) => permissionSetArn)));
  const asked = [...others].map((permissionSetArn) => ({ accountId, permissionSetArn, readAt: 0, size: 0 }));
  return [...known, ...asked].toSorted((one, other) =>
    one.permissionSetArn < other.permissionSetArn ? -1 : 1,
  );
}

/** A place before everything in the account. */
function accountBefore(accountId = ''): string {
  return String(Number(accountId) - 1).padStart(12, '0');
}

/** Those of the rows for which the filter holds, by what is known of everybody and everything on them. */
async function matchingOf(
  { facts, expression, scope }: Question,
  rows: readonly AssignmentRow[],
): Promise<readonly AssignmentRow[]> {
  const { accounts, principals } = facts.mirror;
  const byAccount = accounts.byId(new Set(rows.map(({ accountId }) => accountId)));
  const arns = new Set(rows.map(({ permissionSetArn }) => permissionSetArn));
  const bySet = new Map([...arns].map((arn) => [arn, knownSet(facts.mirror, expression, arn)]));
  const byPrincipal = principals.byId(rows);
  const holds = (row: AssignmentRow) => {
    const { accountId, permissionSetArn: arn, principalType, principalId } = row;
    return (
      evaluate(expression, {
        account: { accountId, facts: byAccount.get(accountId) },
        permissionSet: { arn, facts: bySet.get(arn) },
        principal: { principalType, principalId, facts: byPrincipal.get(principalKey(row)) },
      }) === true
    );
  };
  return filterInTurns(rows, holds, scope);
}
