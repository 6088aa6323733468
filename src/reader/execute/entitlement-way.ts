import { accountsKey, entitlementsKey, entitlementsOfKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { all, wait, type Coroutine } from '../../reading/coroutine.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { applications, entitlementsOperation, knownApplications } from '../extents/entitlements.ts';
import { principals } from '../extents/identities.ts';
import { perVersion } from '../facts/per-version.ts';
import { accountBound, listedTypes } from '../filter/bounds.ts';
import { callsOf, costOf, together, type Cost } from '../plan/cost.ts';
import { catalogOf } from '../plan/estimates/catalog.ts';
import { isUnread } from '../plan/estimates/is-unread.ts';
import { pagesOf } from '../plan/estimates/pages.ts';
import { estimatePrincipals } from '../plan/estimates/principals.ts';
import { circumstancesOf, judgeNames } from '../plan/planner.ts';
import type { Question } from '../query/question.ts';
import {
  scanAccounts,
  scanHolders,
  type EntitlementPlace,
  type EntitlementScan,
} from './entitlement-scan.ts';
import { reachOf, type ReachedAccount } from './reach.ts';

/** Everything after a place, by account or by principal, whichever takes less time, then fewer calls. */
export function* scanEntitlements(
  question: Question,
  after: EntitlementPlace | undefined,
): Coroutine<EntitlementScan> {
  try {
    const entitlements = yield* openEntitlements(question);
    const found = yield* entitlements.scan(after, question.wanted);
    return { ...found, outcomes: [...entitlements.outcomes, ...found.outcomes] };
  } catch (error) {
    if (!isTimeUp(question.scope, error)) throw error;
    return nothingSeen;
  }
}

/** The entitlements of a question, once it is chosen how to read them. */
export interface OpenEntitlements {
  /** What all of it rests on. */
  readonly outcomes: readonly Outcome[];
  /** No call is left to be made, whatever is asked for. */
  isRead(): boolean;
  /** The next `wanted` after a place; only those of some accounts, where it is said of which. */
  scan(
    after: EntitlementPlace | undefined,
    wanted: number,
    isWithin?: (accountId: string) => boolean,
  ): Coroutine<EntitlementScan>;
}

/** What is known of where to look, or wanted of what is there. */
export interface Within {
  /** All accounts in reach, where they were looked for already. */
  readonly reach?: readonly ReachedAccount[] | undefined;
  /** Who holds what is wanted: others' may be left out. */
  readonly holders?: { readonly ids: ReadonlySet<string> } | undefined;
}

export function* openEntitlements(question: Question, within: Within = {}): Coroutine<OpenEntitlements> {
  const { facts, driver, freshness } = question;
  const list = yield* wait(driver.ensure(applications(facts.source)));
  const isNone = list.readAt === undefined || knownApplications(facts.source).size === 0;
  if (isNone) {
    return { outcomes: [list], isRead: () => true, scan: scanNothing };
  }
  const holders = yield* holdersToAsk(question);
  if (holders)
    return {
      outcomes: [list, ...holders.outcomes],
      isRead: () => holders.ids.every((id) => !isUnread(question.driver, entitlementsOfKey(id))),
      scan: (after) => scanHolders(question, holders.ids, after),
    };
  allow(question, () => costByAccount(question));
  const reach = within.reach ? { accounts: within.reach, outcomes: [] } : yield* reachOf(question);
  const { entitlements } = facts.mirror;
  const readAt = () => oldestRead(facts.mirror, reach.accounts);
  const isRead = () => readAt() >= freshness.assignments;
  const isNarrower = within.holders !== undefined && isRead();
  const held = isNarrower ? entitlements.accountsOf(within.holders.ids) : undefined;
  const accounts = reach.accounts.filter(({ accountId }) => held?.has(accountId) !== false);
  return {
    outcomes: [list, ...reach.outcomes, ...(held && reach.accounts.length > 0 ? [{ readAt: readAt() }] : [])],
    isRead,
    *scan(after, wanted, isWithin = () => true) {
      const inOrder = accounts.filter(({ accountId }) => isWithin(accountId));
      return {
        ...(yield* scanAccounts({ ...question, wanted }, inOrder, after, held && within.holders?.ids)),
        outcomes: [],
      };
    },
  };
}

const oldestReads = perVersion(() => new WeakMap<readonly ReachedAccount[], number>());

/** When the oldest read of the entitlements of these accounts began. A plan that is remembered gives the same accounts again. */
function oldestRead(mirror: Mirror, accounts: readonly ReachedAccount[]): number {
  const known = oldestReads(mirror);
  let oldest = known.get(accounts);
  if (oldest === undefined) {
    oldest = mirror.entitlements.oldest(accounts.map(({ accountId }) => accountId));
    known.set(accounts, oldest);
  }
  return oldest;
}

const nothingSeen: EntitlementScan = {
  rows: [],
  frontier: undefined,
  hasEnded: false,
  segments: [],
  outcomes: [],
};

// oxlint-disable-next-line require-yield -- a coroutine that needs nothing
function* scanNothing(): Coroutine<EntitlementScan> {
  return { ...nothingSeen, hasEnded: true };
}

/** Whom to ask about one by one, and what tells who they are; undefined where asking about accounts takes fewer calls. */
function* holdersToAsk(
  question: Question,
): Coroutine<{ readonly ids: readonly PrincipalId[]; readonly outcomes: readonly Outcome[] } | undefined> {
  const { facts, driver, expression } = question;
  // History has what accounts told; what one principal may take was told for a question, and is in no history.
  if (facts.moment !== undefined) return undefined;
  const outcomes: Outcome[] = [];
  for (;;) {
    yield* judgeNames(question);
    const estimates = estimatePrincipals(question, catalogOf(question, new Set()));
    if (!estimates) return undefined;
    const { ids, isNamed, isKnown, list, count } = estimates;
    const unread = ids.filter((id) => isUnread(question.driver, entitlementsOfKey(id)));
    const asked = isNamed || isKnown ? unread.length : count;
    const byPrincipal = together(list, costOf(entitlementsOperation, asked));
    if (isDearer(byPrincipal, costByAccount(question), question)) return undefined;
    allow(question, () => byPrincipal);
    if (isNamed) return { ids, outcomes };
    const lists = (listedTypes(expression) ?? []).map((type) => principals(facts.source, type));
    outcomes.push(...(yield* wait(all(lists.map((extent) => driver.ensure(extent))))));
    // A directory that refuses to list, or whose list is in doubt, tells of nobody for certain.
    if (outcomes.some(({ failure }) => failure)) return undefined;
    if (isKnown) return { ids, outcomes };
  }
}

/** Refuses to read everything where that is planned to make more calls than the request may; a page is short of that. */
function allow(question: Question, costOfAll: () => Cost): void {
  const { facts, wanted, scope } = question;
  if (wanted !== Number.POSITIVE_INFINITY || !scope.allowance || facts.moment !== undefined) return;
  const cost = costOfAll();
  const calls = callsOf(cost);
  // The question itself stands for the assignments that are planned with it.
  if (calls > 0) scope.allowance.plan(question.driver, calls, circumstancesOf(question).seconds(cost));
}

/** By seconds, as each service has a limit of its own, then by calls: as all plans are compared. */
function isDearer(one: Cost, other: Cost, question: Question): boolean {
  const { seconds } = circumstancesOf(question);
  const difference = seconds(one) - seconds(other);
  return difference > 0 || (difference === 0 && callsOf(one) > callsOf(other));
}

function costByAccount(question: Question): Cost {
  const { facts, expression } = question;
  const named = accountBound(expression);
  const isListUnread = !named && isUnread(question.driver, accountsKey);
  const accountIds = named ? [...named] : facts.mirror.accounts.list().map(({ accountId }) => accountId);
  const unread = accountIds.filter((id) => isUnread(question.driver, entitlementsKey(id))).length;
  if (!isListUnread) return costOf(entitlementsOperation, unread);
  const { accounts } = facts.statistics();
  return together(
    costOf('organizations:ListAccounts', pagesOf(accounts, accountsPerPage)),
    costOf(entitlementsOperation, Math.max(unread, accounts - accountIds.length)),
  );
}

/** Rows on a page of organizations:ListAccounts. */
const accountsPerPage = 20;
