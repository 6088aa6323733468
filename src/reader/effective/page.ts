import { Evidence, timeUp, type Completeness } from '../../reading/completeness.ts';
import { run, wait, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import type { ListQuery, Page, Pager } from '../../reading/listing.ts';
import { freshnessOf, pageSize, positionOf } from '../../reading/paging.ts';
import { forList, isTimeUp, type ReadScope } from '../../reading/scope.ts';
import { takeTurn } from '../../reading/turns.ts';
import type { Facts } from '../facts/facts.ts';
import { some } from '../filter/bounds.ts';
import { normalize } from '../filter/branches.ts';
import type { PrincipalTest } from '../filter/expression.ts';
import type { AssignmentFilterInput, PrincipalFilterInput } from '../filter/input.ts';
import { parseFilter, parsePrincipalFilter } from '../filter/parse.ts';
import { LiveDriver } from '../drivers/live.ts';
import { textOf } from '../query/ask.ts';
import { incomplete } from '../query/page.ts';
import { byPerson, openPersons } from './by-person.ts';
import { peopleToBeginWith, type Direction } from './choice.ts';
import { holdersOf } from './holders.ts';
import { openGrants } from './open-grants.ts';
import { People } from './people.ts';
import type { PeopleQuestion, Taken, TakeOptions, Told } from './question.ts';
import {
  assignmentsFrom,
  beforeGrant,
  compare,
  partsOf,
  placeFrom,
  placeOf,
  type EffectiveRow,
  type Place,
} from './rows.ts';
import { grantsFor, throughGrants } from './through-grants.ts';
import { unmatchedOfPeople } from './unmatched.ts';

export interface EffectiveQuery extends ListQuery {
  /** Which grants. */
  readonly filter?: AssignmentFilterInput | null | undefined;
  /** Which people. */
  readonly user?: PrincipalFilterInput | null | undefined;
  readonly requireComplete?: boolean | null | undefined;
  /** Plans for everything in reach rather than for this page: of whoever will take all pages. @default false */
  readonly wholeReach?: boolean;
  /** A test's choice. Left out where the people are not bounded. */
  readonly direction?: Direction;
}

export type EffectivePage = Page<EffectiveRow>;

/** One page of people and what lets each of them in: the fewest reads that fill it, and how complete it is. At once, where nothing is to be read. */
export function effectivePage(
  facts: Facts,
  pager: Pager,
  query: EffectiveQuery,
  asked: ReadScope,
): Awaitable<EffectivePage> {
  return run(pageOf(facts, pager, query, asked));
}

function* pageOf(
  facts: Facts,
  pager: Pager,
  query: EffectiveQuery,
  asked: ReadScope,
): Coroutine<EffectivePage> {
  yield* wait(takeTurn(asked));
  const scope = forList(asked);
  const first = pageSize(query.first);
  const { question, after, cursorAt } = ask(facts, pager, query, first, scope);
  const evidence = new Evidence();
  const { page, total } = yield* answer(question, query, { after, wanted: first + 1 }, evidence);

  const rows = page.rows.slice(0, first);
  const last = rows.at(-1);
  const isFull = page.rows.length > first;
  const end = page.hasEnded || isFull ? last && placeOf(last) : (page.frontier ?? after);
  for (const { at, outcome } of page.segments)
    if ((page.hasEnded && !isFull) || (end && compare(at, end) <= 0)) evidence.add(outcome);
  if (query.withTotalCount && !total?.hasEnded)
    evidence.add({ readAt: undefined, failure: timeUp('sso-admin:ListAccountAssignments') });

  const completeness: Completeness = {
    ...evidence.toCompleteness(),
    unmatched: () => unmatchedOfPeople(question, query),
  };
  if (query.requireComplete && !completeness.complete) throw incomplete(completeness);
  return {
    rows,
    hasNextPage: isFull || !page.hasEnded,
    hasPreviousPage: after !== undefined,
    get endCursor() {
      return page.hasEnded && !last ? undefined : cursorAt(end);
    },
    cursorOf: (row) => cursorAt(placeOf(row)),
    totalCount: query.withTotalCount && total?.hasEnded && completeness.complete ? total.count : undefined,
    completeness,
    freshness: question.grants.freshness,
  };
}

const nothing: Taken = { rows: [], count: 0, frontier: undefined, hasEnded: false, segments: [] };

const nobody: Taken = { ...nothing, hasEnded: true };

/** What was seen before the time was up, and of everything, where that is asked for. */
function* answer(
  question: PeopleQuestion,
  { withTotalCount, direction }: EffectiveQuery,
  { after, wanted }: Pick<TakeOptions, 'after' | 'wanted'>,
  evidence: Evidence,
): Coroutine<{ readonly page: Taken; readonly total?: Taken }> {
  // People are users.
  if (question.who?.type === 'GROUP') return { page: nobody, total: nobody };
  const people = new People(question);
  try {
    const take = yield* open(question, people, direction, evidence);
    if (!withTotalCount) return { page: yield* take({ after, wanted, keep: true }) };
    const total = yield* take({ after: undefined, wanted: Number.POSITIVE_INFINITY, keep: false });
    evidence.addAll(total.segments.map(({ outcome }) => outcome));
    return { total, page: yield* take({ after, wanted, keep: true }) };
  } catch (error) {
    if (!isTimeUp(question.grants.scope, error)) throw error;
    return { page: nothing };
  }
}

type Take = (options: TakeOptions) => Coroutine<Taken>;

/** Chooses the direction again once the lists were read that the grants need: of an organization that was never read the first choice is a guess. */
function* open(
  question: PeopleQuestion,
  people: People,
  direction: Direction | undefined,
  evidence: Evidence,
): Coroutine<Take> {
  const { facts, scope } = question.grants;
  const begin = yield* peopleToBeginWith(question, people, direction);
  if (begin) return yield* fromPeople(question, people, begin, evidence);
  const { version } = facts.mirror;
  const grants = yield* openGrants(question.grants, question.withEntitlements, holdersOf(question));
  const isNews = direction === undefined && facts.mirror.version !== version;
  const instead = isNews ? yield* peopleToBeginWith(question, people) : undefined;
  if (instead) {
    for (const planned of [question.grants, question.grants.driver]) scope.allowance?.plan(planned, 0, 0);
    return yield* fromPeople(question, people, instead, evidence);
  }
  evidence.addAll(grants.outcomes);
  return (options) => throughGrants(question, grants, people, options);
}

function* fromPeople(
  question: PeopleQuestion,
  people: People,
  begin: Told,
  evidence: Evidence,
): Coroutine<Take> {
  const persons = yield* openPersons(question, begin.users, people);
  evidence.addAll([...begin.outcomes, ...persons.outcomes]);
  return (options) => byPerson(question, persons, options);
}

/** Checks a query. Throws BAD_INPUT and INVALID_CURSOR. */
function ask(facts: Facts, pager: Pager, query: EffectiveQuery, first: number, scope: ReadScope) {
  const { instanceArn, cursors, maxAges, now } = pager;
  const filter = query.filter ?? {};
  const user = query.user ?? {};
  const list = ['effectiveAccess', filter, user];
  const parsed = parseFilter(filter, instanceArn);
  const position = positionOf(pager, query.after, list) ?? { startedAt: scope.askedAt ?? now() };
  const freshness = freshnessOf(position.startedAt, query.maxAgeMs, maxAges);
  const after = position.after && placeFrom(position.after);
  const isWhole = query.withTotalCount || query.wholeReach === true;
  const wanted = isWhole ? Number.POSITIVE_INFINITY : grantsFor(first + 1);
  const question: PeopleQuestion = {
    grants: {
      facts,
      expression: normalize(parsed),
      freshness,
      scope,
      driver: new LiveDriver(facts, freshness, scope),
      text: textOf(query.filter),
      wanted,
      // The total is counted from the beginning.
      ...(!query.withTotalCount && after && { after: assignmentsFrom(beforeGrant(after)) }),
    },
    who: whoOf(user),
    text: textOf(user),
    withEntitlements: !some(parsed, ({ op }) => op === 'permissionSet'),
  };
  const cursorAt = (place: Place | undefined) =>
    cursors.encode(
      { startedAt: position.startedAt, ...(place && { after: partsOf(place) }) },
      instanceArn,
      list,
    );
  return { question, after, cursorAt };
}

/** Undefined where everybody is asked about. */
function whoOf(user: PrincipalFilterInput): PrincipalTest | undefined {
  const test = parsePrincipalFilter(user, 'user');
  const { type = 'USER', ...more } = test;
  return Object.keys(more).length === 0 && type === 'USER' ? undefined : { ...more, type };
}
