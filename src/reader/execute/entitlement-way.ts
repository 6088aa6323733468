import { accountsKey, entitlementsKey, entitlementsOfKey } from '../../mirror/keys.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { applications, knownApplications } from '../extents/entitlements.ts';
import { principals } from '../extents/identities.ts';
import { accountBound, listedTypes } from '../filter/bounds.ts';
import { callsOf } from '../plan/cost.ts';
import { isUnread } from '../plan/estimates/is-unread.ts';
import { pagesOf } from '../plan/estimates/pages.ts';
import { surveyHolders } from '../plan/estimates/principals.ts';
import type { Question } from '../query/question.ts';
import {
  scanAccounts,
  scanHolders,
  type EntitlementPlace,
  type EntitlementScan,
} from './entitlement-scan.ts';
import { reachOf } from './reach.ts';

/** Everything after a place, by account or by principal, whichever takes fewer calls. */
export async function scanEntitlements(
  question: Question,
  after: EntitlementPlace | undefined,
): Promise<EntitlementScan> {
  const { facts, basis, scope } = question;
  try {
    const list = await basis.ensure(applications(facts.source));
    const isNone = list.readAt === undefined || knownApplications(facts.source).size === 0;
    if (isNone) return { ...nothingSeen, hasEnded: true, outcomes: [list] };
    const holders = await holdersToAsk(question);
    if (holders) {
      const found = await scanHolders(question, holders.ids, after);
      return { ...found, outcomes: [list, ...holders.outcomes, ...found.outcomes] };
    }
    const reach = await reachOf(question);
    const found = await scanAccounts(question, reach.accounts, after);
    return { ...found, outcomes: [list, ...reach.outcomes] };
  } catch (error) {
    if (!isTimeUp(scope, error)) throw error;
    return nothingSeen;
  }
}

const nothingSeen: EntitlementScan = {
  rows: [],
  frontier: undefined,
  hasEnded: false,
  stretches: [],
  outcomes: [],
};

/** Whom to ask about one by one, and what tells who they are; undefined where asking about accounts takes fewer calls. */
async function holdersToAsk(
  question: Question,
): Promise<{ readonly ids: readonly PrincipalId[]; readonly outcomes: readonly Outcome[] } | undefined> {
  const { facts, basis, expression } = question;
  const outcomes: Outcome[] = [];
  for (;;) {
    const survey = await surveyHolders(question, facts.statistics());
    if (!survey) return undefined;
    const { ids, isNamed, isKnown, list, count } = survey;
    const unread = ids.filter((id) => isUnread(question, entitlementsOfKey(id)));
    const calls = callsOf(list) + (isNamed || isKnown ? unread.length : count);
    if (calls > callsByAccount(question)) return undefined;
    if (isNamed) return { ids, outcomes };
    const lists = (listedTypes(expression) ?? []).map((type) => principals(facts.source, type));
    outcomes.push(...(await Promise.all(lists.map((extent) => basis.ensure(extent)))));
    // A directory that refuses to list, or whose list is in doubt, tells of nobody for certain.
    if (outcomes.some(({ failure }) => failure)) return undefined;
    if (isKnown) return { ids, outcomes };
  }
}

function callsByAccount(question: Question): number {
  const { facts, expression } = question;
  const named = accountBound(expression);
  const isListUnread = !named && isUnread(question, accountsKey);
  const accountIds = named ? [...named] : facts.mirror.accounts.list().map(({ accountId }) => accountId);
  const unread = accountIds.filter((id) => isUnread(question, entitlementsKey(id))).length;
  if (!isListUnread) return unread;
  const { accounts } = facts.statistics();
  return pagesOf(accounts, accountsPerPage) + Math.max(unread, accounts - accountIds.length);
}

/** Rows on a page of organizations:ListAccounts. */
const accountsPerPage = 20;
