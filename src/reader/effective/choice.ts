import { holdingsKey, membershipsKey, principalsKey, type ExtentKey } from '../../mirror/keys.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { knownPlan } from '../execute/prepare.ts';
import { principals } from '../extents/identities.ts';
import { holderBound } from '../filter/bounds.ts';
import { evaluate, type Expression } from '../filter/expression.ts';
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
  if (!isForced && !(yield* isByPersonCheaper(question, expression))) return undefined;
  if (who.ids) return yield* people.select([...who.ids].toSorted());
  const { facts, driver } = grants;
  const listed = yield* wait(driver.ensure(principals(facts.source, 'USER')));
  // Who is missing from a list that failed may be among them.
  if (listed.failure || !(isForced || (yield* isByPersonCheaper(question, expression)))) return undefined;
  const { users, outcomes } = yield* people.select(
    knownPeople(question, expression).map((id) => id.principalId),
  );
  return { users, outcomes: [listed, ...outcomes] };
}

function* isByPersonCheaper(question: PeopleQuestion, expression: Expression): Coroutine<boolean> {
  const { facts, freshness, scope } = question.grants;
  // Where everything is known there is nothing to compare.
  if (membersReadAt(facts.mirror) >= freshness.assignments && knownPlan(question.grants)) return false;
  const seconds = (cost: Cost) => facts.source.aws.forecastSeconds(cost, scope.lane);
  const grants = yield* expectGrants(question.grants);
  const through = together(grants.cost, membersCost(question, grants.count));
  if (callsOf(through) === 0) return false;
  const byPerson = personsCost(question, expression, grants.cost);
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
function personsCost(question: PeopleQuestion, expression: Expression, grantsCost: Cost): Cost {
  const { facts, freshness } = question.grants;
  const { coverage } = facts.mirror;
  const listKey = principalsKey('USER');
  const isNamed = question.who?.ids !== undefined;
  const isListed = isNamed || coverage.isFresh(listKey, freshness.assignments);
  const size = coverage.sizeOf(listKey) ?? facts.statistics().users;
  const list = costOf('identitystore:ListUsers', isListed ? 0 : pagesOf(size));
  const isUnknown = !isNamed && coverage.readAt(listKey) === undefined;
  const calls = (keyOf: (id: PrincipalId) => ExtentKey) => {
    if (isUnknown) return Math.ceil(size * guessedMatch);
    const unread = knownPeople(question, expression)
      .map(keyOf)
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
function knownPeople(
  { grants: { facts }, who }: PeopleQuestion,
  expression: Expression,
): readonly PrincipalId[] {
  if (who?.ids) return [...who.ids].map((principalId) => ({ principalType: 'USER', principalId }));
  return facts.listed
    .of('USER')
    .filter((one) => evaluate(expression, { principal: { ...one, facts: one } }) !== false);
}
