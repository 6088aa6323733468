import { holdingsKey, membershipsKey, principalsKey, type ExtentKey } from '../../mirror/keys.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { knownPlan } from '../execute/prepare.ts';
import { principals } from '../extents/identities.ts';
import { holderBound } from '../filter/bounds.ts';
import type { Expression, PrincipalTest } from '../filter/expression.ts';
import { callsOf, costOf, together, type Cost } from '../plan/cost.ts';
import { pagesOf } from '../plan/estimates/pages.ts';
import { expectGrants } from './foretell.ts';
import { membersReadAt } from './holders.ts';
import type { People } from './people.ts';
import type { PeopleQuestion, Told } from './question.ts';

/** From the grants to the people who hold them, or from people to what they hold. */
export type Direction = 'BY_PERSON' | 'THROUGH_GRANTS';

const tells = 'sso-admin:ListAccountAssignmentsForPrincipal';
/** Of a directory that was never listed, so much is expected to match a filter of names. */
const guessedMatch = 1 / 20;

/**
 * The people to begin with, and what tells that it is they; undefined where the grants tell them for less. Where
 * people are few, what each of them holds is less to read than all grants and all members of their groups. Those who
 * have to be found by name are found first, and then it is chosen again.
 */
export function* peopleToBeginWith(
  question: PeopleQuestion,
  people: People,
  forced?: Direction,
): Coroutine<Told | undefined> {
  const { who, grants } = question;
  // As of a moment people are found by the members of groups: a list of users may lack whose facts are in doubt.
  if (!who || forced === 'THROUGH_GRANTS' || grants.facts.moment !== undefined) return undefined;
  const expression: Expression = { op: 'principal', test: who };
  const isForced = forced === 'BY_PERSON';
  if (!holderBound(expression, () => new Set())) return undefined;
  if (!isForced && !(yield* isByPersonCheaper(question, who))) return undefined;
  if (who.ids) return yield* people.select(yield* knownPeople(grants, who));
  const { facts, driver } = grants;
  const listed = yield* wait(driver.ensure(principals(facts.source, 'USER')));
  // Who is missing from a list that failed may be among them.
  if (listed.failure || !(isForced || (yield* isByPersonCheaper(question, who)))) return undefined;
  const { users, outcomes } = yield* people.select(yield* knownPeople(grants, who));
  return { users, outcomes: [listed, ...outcomes] };
}

function* isByPersonCheaper(question: PeopleQuestion, who: PrincipalTest): Coroutine<boolean> {
  const { facts, freshness, scope } = question.grants;
  // Where everything is known there is nothing to compare.
  if (membersReadAt(facts.mirror) >= freshness.assignments && knownPlan(question.grants)) return false;
  const seconds = (cost: Cost) => facts.source.aws.forecastSeconds(cost, scope.lane);
  const grants = yield* expectGrants(question.grants);
  const through = together(grants.cost, membersCost(question, grants.count));
  if (callsOf(through) === 0) return false;
  const byPerson = yield* personsCost(question, who, grants.cost);
  const difference = seconds(byPerson) - seconds(through);
  return difference < 0 || (difference === 0 && callsOf(byPerson) < callsOf(through));
}

/** The members of the groups that so many grants may name. */
function membersCost({ grants: { facts, freshness } }: PeopleQuestion, count: number): Cost {
  const { coverage, principals: known } = facts.mirror;
  const groups = [...known.groupsWithGrants()];
  const unread = groups.filter((group) => !coverage.isFresh(membershipsKey(group), freshness.assignments));
  const most = groups.length === 0 ? facts.statistics().groups : unread.length;
  return costOf('identitystore:ListGroupMemberships', Math.ceil(Math.min(most, count)));
}

/** Finding the people, and reading what each of them holds, or else the groups of each and the grants. */
function* personsCost(question: PeopleQuestion, who: PrincipalTest, grantsCost: Cost): Coroutine<Cost> {
  const { facts, freshness } = question.grants;
  const { coverage } = facts.mirror;
  const listKey = principalsKey('USER');
  const isNamed = who.ids !== undefined;
  const isListed = isNamed || coverage.isFresh(listKey, freshness.assignments);
  const size = coverage.sizeOf(listKey) ?? facts.statistics().users;
  const list = costOf('identitystore:ListUsers', isListed ? 0 : pagesOf(size));
  const isUnknown = !isNamed && coverage.readAt(listKey) === undefined;
  const known = isUnknown ? [] : yield* knownPeople(question.grants, who);
  const calls = (keyOf: (id: PrincipalId) => ExtentKey) => {
    if (isUnknown) return Math.ceil(size * guessedMatch);
    const unread = known
      .map((principalId) => keyOf({ principalType: 'USER', principalId }))
      .filter((key) => !coverage.isFresh(key, freshness.assignments));
    return unread.reduce((sum, key) => sum + pagesOf(coverage.sizeOf(key) ?? 0), 0);
  };
  if (!facts.reads.refusalOf(tells, freshness.assignments))
    return together(
      list,
      costOf(
        tells,
        calls((id) => holdingsKey(id)),
      ),
    );
  const groupsOfEach = costOf('identitystore:ListGroupMembershipsForMember', calls(membershipsKey));
  return together(list, grantsCost, groupsOfEach);
}

/** Those whom the question may mean: named by id, or by what the list told of them last. */
function* knownPeople(
  { facts, scope }: PeopleQuestion['grants'],
  who: PrincipalTest,
): Coroutine<readonly string[]> {
  if (who.ids) return [...who.ids].toSorted();
  yield* facts.listed.judge(who, scope);
  return [...facts.listed.fitting(who)].map((key) => key.slice('USER/'.length));
}
