import { AwsError } from '../../errors.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { run, wait, type Coroutine } from '../../reading/coroutine.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { inTurns } from '../../reading/turns.ts';
import { areAccountsFewer } from './entitlement-cost.ts';
import { openEntitlementGrants } from './entitlement-grants.ts';
import type { Grants } from './grants.ts';
import { openGrants } from './open-grants.ts';
import type { People } from './people.ts';
import type { PeopleQuestion, PeopleSegment, Taken, TakeOptions } from './question.ts';
import { beforeGrant, compare, placeOf, type EffectiveRow, type Place } from './rows.ts';
import { throughGrants } from './through-grants.ts';

/** What reaches one person, or why that could not be told. */
interface Person {
  readonly userId: string;
  readonly grants?: Grants;
  readonly failed?: Outcome;
}

/** Everything that reaches each of some people, read before the first row. */
export interface Persons {
  readonly persons: readonly Person[];
  /** Entitlements, where these are found through the accounts and not person by person. */
  readonly entitled: Grants | undefined;
  readonly people: People;
  readonly outcomes: readonly Outcome[];
}

export function* openPersons(
  { grants, withEntitlements }: PeopleQuestion,
  userIds: readonly string[],
  people: People,
): Coroutine<Persons> {
  const isOfEach = withEntitlements && !areAccountsFewer(grants, userIds);
  const entitled = withEntitlements && !isOfEach ? yield* openEntitlementGrants(grants) : undefined;
  const errors: AwsError[] = [];
  const open = function* (userId: string): Coroutine<Person> {
    try {
      return { userId, grants: yield* openGrants({ ...grants, inheritedBy: userId }, isOfEach) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push(error);
      const { operation, code, message } = error;
      return {
        userId,
        failed: { readAt: undefined, failure: { operation, code, message, principalId: userId } },
      };
    }
  };
  const persons = yield* wait(sideBySide(userIds, (userId) => run(open(userId)), grants.scope));
  const [first] = errors;
  // Where nobody's access can be had, there is no answer to be incomplete.
  if (first && errors.length === persons.length) throw first;
  const outcomes = persons.flatMap(({ grants: of, failed }) => (failed ? [failed] : (of?.outcomes ?? [])));
  return { persons, entitled, people, outcomes: [...outcomes, ...(entitled?.outcomes ?? [])] };
}

/** Ids between a place and the one right before its grant: all that differ in their last hexadecimal letter. */
const idsBetween = 16;

/** Merges what reaches each person, in order, as far as all of it was seen. */
export function* byPerson(
  question: PeopleQuestion,
  { persons, entitled, people }: Persons,
  { after, wanted, keep }: TakeOptions,
): Coroutine<Taken> {
  const { scope } = question.grants;
  const rows: EffectiveRow[] = [];
  const segments: PeopleSegment[] = [];
  /** How far each person's access was seen that was not seen to its end. */
  const ends: (Place | undefined)[] = [];
  const from = after && beforeGrant(after);
  const asked = wanted + idsBetween;
  try {
    for (const { userId, grants } of persons) {
      if (!grants) continue;
      const scanned = yield* grants.after(from, asked);
      for (const grant of scanned.rows) rows.push({ userId, grant });
      for (const { at, outcome } of scanned.segments) segments.push({ at: { grant: at }, outcome });
      if (!scanned.hasEnded) ends.push(scanned.frontier && { grant: scanned.frontier });
      yield* inTurns(scope);
    }
    if (entitled) {
      const taken = yield* throughGrants(question, entitled, people, { after, wanted: asked, keep: true });
      rows.push(...taken.rows);
      segments.push(...taken.segments);
      const last = taken.rows.at(-1);
      const isCut = last !== undefined && taken.rows.length >= asked;
      if (!taken.hasEnded) ends.push(isCut ? placeOf(last) : taken.frontier);
    }
  } catch (error) {
    if (!isTimeUp(scope, error)) throw error;
    return { rows: [], count: 0, frontier: after, hasEnded: false, segments: [] };
  }
  const frontier = ends.length > 0 ? (leastOf(ends) ?? after) : undefined;
  const ahead = rows.filter((row) => {
    const place = placeOf(row);
    const isSeen = ends.length === 0 || (frontier !== undefined && compare(place, frontier) <= 0);
    return isSeen && !(after && compare(place, after) <= 0);
  });
  const taken = ahead.toSorted((one, other) => compare(placeOf(one), placeOf(other))).slice(0, wanted);
  const hasEnded = ends.length === 0 && taken.length < wanted;
  return { rows: keep ? taken : [], count: taken.length, frontier, hasEnded, segments };
}

/** Undefined where one is: of that person nothing was seen. */
function leastOf(places: readonly (Place | undefined)[]): Place | undefined {
  let least = places[0];
  for (const place of places) least = least && place && (compare(place, least) < 0 ? place : least);
  return least;
}
