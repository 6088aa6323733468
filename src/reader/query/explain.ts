import type { AssignmentRow } from '../../mirror/rows.ts';
import { ask, type AssignmentQuery } from './ask.ts';
import { callsOf, costOf, free, together, type Cost } from '../plan/cost.ts';
import { membershipsKey } from '../../mirror/keys.ts';
import type { Facts } from '../facts/facts.ts';
import { foresee, isFilled } from '../plan/dry-run.ts';
import { throughMemberships } from '../execute/principal-lookup.ts';
import { run } from '../../reading/coroutine.ts';
import type { Pager } from '../../reading/listing.ts';
import { pageSize } from '../../reading/paging.ts';
import { planOf, union, type Plan } from '../plan/plan.ts';
import type { Way } from '../plan/strategy.ts';
import type { Question } from './question.ts';
import type { ReadScope } from '../../reading/scope.ts';
import type { Part } from '../plan/part.ts';
import {
  choose,
  circumstancesOf,
  filled,
  isToldByHoldings,
  judgeNames,
  type Weighing,
} from '../plan/planner.ts';

export interface ExplainQuery extends Omit<AssignmentQuery, 'withTotalCount' | 'requireComplete'> {
  /** Null: everything. */
  readonly first?: number | null | undefined;
  /** With the names of all principals, permission sets and accounts. @default false */
  readonly withNames?: boolean | null | undefined;
}

/** What a query would do, by what is known so far. Makes no call, and changes nothing. */
export async function explain(
  facts: Facts,
  pager: Pager,
  query: ExplainQuery,
  scope: ReadScope,
): Promise<Plan> {
  const first = query.first === null || query.first === undefined ? undefined : pageSize(query.first);
  const wanted = first === undefined || query.wholeReach === true ? Number.POSITIVE_INFINITY : first + 1;
  const asked = ask(facts, pager, { ...query, withTotalCount: false }, wanted, scope).question;
  const weighing = { unavailable: new Set<Way>(), forced: query.strategy };
  const { question, memberships } = await widened(asked, weighing);
  await run(judgeNames(question));
  const choice = choose(question, weighing);
  const isCached =
    query.strategy === undefined && callsOf(choice.price) > 0 && (await isFilled(choice.whole));
  const parts = isCached ? [{ ...choice.whole, offer: filled }] : choice.parts;
  const foreseen = await Promise.all(parts.map((part) => foresee(part, query.withNames === true)));
  const rows = foreseen.flatMap((part) => part.rows).slice(0, first);
  const price = union(foreseen.map((part) => part.price));
  const isGuessed = rows.length === 0 && foreseen.some((part) => part.isGuessed);
  const namesOfThem = () =>
    isGuessed ? guessedNames(question, parts, price) : namesOf(question, parts, price, rows);
  const names = query.withNames ? namesOfThem() : free;
  return planOf(
    parts.map(({ offer }, n) => ({ offer, price: foreseen[n]?.price ?? free })),
    together(memberships, names),
    circumstancesOf(question),
  );
}

/** Where AWS does not tell what reaches a user, the plan is that of the user's memberships, as far as they are known. */
async function widened(
  question: Question,
  weighing: Weighing,
): Promise<{ readonly question: Question; readonly memberships: Cost }> {
  const { inheritedBy, facts, freshness } = question;
  if (inheritedBy === undefined || isToldByHoldings(question, weighing))
    return { question, memberships: free };
  const key = membershipsKey({ principalType: 'USER', principalId: inheritedBy });
  const calls = facts.mirror.coverage.isFresh(key, freshness.assignments) ? 0 : 1;
  return {
    question: await run(throughMemberships(question, inheritedBy, false)),
    memberships: costOf('identitystore:ListGroupMembershipsForMember', calls),
  };
}

/** Lookups of whatever stands on the rows; what the plan lists anyway need not be looked up. */
function namesOf(
  { facts, freshness }: Question,
  parts: readonly Part[],
  price: Cost,
  rows: readonly AssignmentRow[],
): Cost {
  const notBefore = freshness.names;
  const arns = new Set(rows.map(({ permissionSetArn }) => permissionSetArn));
  for (const { survey } of parts) for (const arn of survey.sets.unnamed) arns.delete(arn);
  const users = rows.filter(({ principalType }) => principalType === 'USER');
  const groups = rows.filter(({ principalType }) => principalType === 'GROUP');
  const unless = (operation: string, cost: () => Cost) => (price.has(operation) ? free : cost());
  return together(
    facts.costs.permissionSets([...arns], notBefore),
    unless('organizations:ListAccounts', () =>
      facts.costs.accounts([...new Set(rows.map(({ accountId }) => accountId))], notBefore),
    ),
    unless('identitystore:ListUsers', () => facts.costs.principals(users, notBefore)),
    unless('identitystore:ListGroups', () => facts.costs.principals(groups, notBefore)),
  );
}

/** Of rows of which nothing is known yet but about how many there are. */
function guessedNames({ facts, freshness }: Question, parts: readonly Part[], price: Cost): Cost {
  const { names: notBefore } = freshness;
  const { users, groups, accounts } = facts.statistics();
  const most = (count: (part: Part) => number, limit: number) =>
    Math.ceil(Math.min(limit, Math.max(...parts.map(count))));
  const rows = (part: Part) => Math.min(part.survey.rows, part.question.wanted);
  const costs = [
    facts.costs.strangers('USER', most(rows, users), notBefore),
    facts.costs.strangers('GROUP', most(rows, groups), notBefore),
    facts.costs.strangers(
      'ACCOUNT',
      most((part) => Math.min(rows(part), part.survey.accounts.count), accounts),
      notBefore,
    ),
    facts.costs.strangers(
      'PERMISSION_SET',
      most((part) => Math.min(rows(part), part.survey.sets.count), Infinity),
      notBefore,
    ),
  ];
  return new Map([...together(...costs)].filter(([operation]) => !price.has(operation)));
}
