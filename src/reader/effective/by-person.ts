import { AwsError } from '../../errors.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { openGrants, type Grants } from './grants.ts';
import type { PeopleQuestion, PeopleStretch, Taken, TakeOptions } from './question.ts';
import { beforeGrant, isUpTo, placeOf, placeText, type EffectiveRow, type Place } from './rows.ts';

/** What reaches one person, or why that could not be told. */
interface Person {
  readonly userId: string;
  readonly grants?: Grants;
  readonly failed?: Outcome;
}

/** Everything that reaches each of some people, read before the first row. */
export interface Persons {
  readonly persons: readonly Person[];
  readonly outcomes: readonly Outcome[];
}

export async function openPersons({ grants }: PeopleQuestion, userIds: readonly string[]): Promise<Persons> {
  const errors: AwsError[] = [];
  const persons = await sideBySide(userIds, async (userId): Promise<Person> => {
    try {
      return { userId, grants: await openGrants({ ...grants, inheritedBy: userId }) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push(error);
      const { operation, code, message } = error;
      return {
        userId,
        failed: { readAt: undefined, failure: { operation, code, message, principalId: userId } },
      };
    }
  });
  const [first] = errors;
  // Where nobody's access can be had, there is no answer to be incomplete.
  if (first && errors.length === persons.length) throw first;
  return {
    persons,
    outcomes: persons.flatMap(({ grants: of, failed }) => (failed ? [failed] : (of?.outcomes ?? []))),
  };
}

/** Ids between a place and the one right before its grant: all that differ in their last hexadecimal letter. */
const idsBetween = 16;

/** Merges what reaches each person, in order, as far as all of it was seen. */
export async function byPerson(
  { grants: { scope } }: PeopleQuestion,
  { persons }: Persons,
  { after, wanted, keep }: TakeOptions,
): Promise<Taken> {
  const rows: EffectiveRow[] = [];
  const stretches: PeopleStretch[] = [];
  /** How far each person's access was seen that was not seen to its end. */
  const ends: (Place | undefined)[] = [];
  const from = after && beforeGrant(after);
  const asked = wanted + idsBetween;
  try {
    for (const { userId, grants } of persons) {
      if (!grants) continue;
      const scanned = await grants.after(from, asked);
      for (const grant of scanned.rows) rows.push({ userId, grant });
      for (const { at, outcome } of scanned.stretches) stretches.push({ at: { grant: at }, outcome });
      const last = scanned.rows.at(-1);
      const isCut = last !== undefined && scanned.rows.length >= asked;
      if (isCut) ends.push({ grant: last, userId });
      else if (!scanned.hasEnded) ends.push(scanned.frontier && { grant: scanned.frontier });
    }
  } catch (error) {
    if (!isTimeUp(scope, error)) throw error;
    return { rows: [], count: 0, frontier: after, hasEnded: false, stretches: [] };
  }
  const frontier = ends.length > 0 ? (leastOf(ends) ?? after) : undefined;
  const ahead = rows.filter((row) => {
    const place = placeOf(row);
    return !(after && isUpTo(place, after)) && (ends.length === 0 || (frontier && isUpTo(place, frontier)));
  });
  const taken = inOrder(ahead).slice(0, wanted);
  const hasEnded = ends.length === 0 && taken.length < wanted;
  return { rows: keep ? taken : [], count: taken.length, frontier, hasEnded, stretches };
}

/** Undefined where one is: of that person nothing was seen. */
function leastOf(places: readonly (Place | undefined)[]): Place | undefined {
  let least = places[0];
  for (const place of places) least = least && place && (placeText(place) < placeText(least) ? place : least);
  return least;
}

function inOrder(rows: readonly EffectiveRow[]): EffectiveRow[] {
  return rows
    .map((row) => ({ row, text: placeText(placeOf(row)) }))
    .toSorted((one, other) => (one.text < other.text ? -1 : 1))
    .map(({ row }) => row);
}
