import type { PrincipalId } from '../../mirror/rows.ts';
import { timeUp, type Evidence } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { inTurns } from '../../reading/turns.ts';
import { areMembershipsKnown, ensureMemberships, membershipIds, membersOperation } from '../facts/members.ts';
import type { Question } from '../query/question.ts';
import type { Cell } from './cells.ts';

/** Holders and members gone through before it is asked whether others should have their turn. */
const stride = 4_096;

/**
 * How many different people each cell has: its users, and the members of its groups, which are read where they are not
 * known. Undefined for a cell with a group whose members could not be read.
 */
export function* countPeople(
  question: Question,
  cells: readonly Cell[],
  principals: readonly PrincipalId[],
  evidence: Evidence,
): Coroutine<(number | undefined)[]> {
  const members = yield* membersOf(question, principals, evidence);
  // The cell in which a principal, and a person, was met last.
  const metHolder = new Int32Array(principals.length).fill(-1);
  const metPerson = new Int32Array(members.count).fill(-1);
  const counts: (number | undefined)[] = [];
  let work = 0;
  for (const [n, { holders }] of cells.entries()) {
    let people: number | undefined = 0;
    for (const holder of holders) {
      work += 1;
      if (metHolder[holder] === n) continue;
      metHolder[holder] = n;
      const some = members.of[holder];
      if (!some) people = undefined;
      for (const person of some ?? []) {
        work += 1;
        if (metPerson[person] === n) continue;
        metPerson[person] = n;
        if (people !== undefined) people += 1;
      }
      if (work < stride) continue;
      work = 0;
      yield* inTurns(question.scope);
    }
    counts.push(people);
  }
  return counts;
}

interface Members {
  /** Numbers of people by that of the principal; undefined where they could not be read. */
  readonly of: readonly (readonly number[] | undefined)[];
  readonly count: number;
}

function* membersOf(
  question: Question,
  principals: readonly PrincipalId[],
  evidence: Evidence,
): Coroutine<Members> {
  const groups = principals.filter(({ principalType }) => principalType === 'GROUP');
  try {
    evidence.addAll(yield* wait(ensureMemberships(question, groups)));
  } catch (error) {
    if (!isTimeUp(question.scope, error)) throw error;
    evidence.add({ readAt: undefined, failure: timeUp(membersOperation) });
  }
  const numbers = new Map<string, number>();
  const numberOf = (userId: string) => {
    const known = numbers.get(userId) ?? numbers.size;
    numbers.set(userId, known);
    return known;
  };
  const of: (readonly number[] | undefined)[] = [];
  for (const principal of principals) {
    if (principal.principalType === 'USER') of.push([numberOf(principal.principalId)]);
    else if (!areMembershipsKnown(question, principal)) of.push(undefined);
    else of.push(membershipIds(question.facts, principal).map(numberOf));
    yield* inTurns(question.scope);
  }
  return { of, count: numbers.size };
}
