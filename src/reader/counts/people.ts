import { membershipsKey } from '../../mirror/keys.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import { timeUp, type Evidence } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { inTurns } from '../../reading/turns.ts';
import { memberships } from '../extents/identities.ts';
import { callsOf, costOf } from '../plan/cost.ts';
import { circumstancesOf } from '../plan/planner.ts';
import type { Question } from '../query/question.ts';
import type { Cell } from './cells.ts';

const operation = 'identitystore:ListGroupMemberships';
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
  const numberOfPeople = Math.max(0, ...members.numbers.values()) + 1;
  // The cell in which a principal, and a person, was met last.
  const metHolder = new Int32Array(principals.length).fill(-1);
  const metPerson = new Int32Array(numberOfPeople).fill(-1);
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
  /** By user id. */
  readonly numbers: ReadonlyMap<string, number>;
}

function* membersOf(
  question: Question,
  principals: readonly PrincipalId[],
  evidence: Evidence,
): Coroutine<Members> {
  const told = yield* readMembers(question, principals, evidence);
  const numbers = new Map<string, number>();
  const numberOf = (userId: string) => {
    const known = numbers.get(userId) ?? numbers.size;
    numbers.set(userId, known);
    return known;
  };
  const of: (readonly number[] | undefined)[] = [];
  for (const principal of principals) {
    const { principalType, principalId } = principal;
    const isKnown = principalType === 'USER' || told.has(principalId);
    const list = () => question.facts.mirror.lists.of(membershipsKey(principal)).map(({ key }) => key);
    const userIds = principalType === 'USER' ? [principalId] : list();
    of.push(isKnown ? userIds.map(numberOf) : undefined);
    yield* inTurns(question.scope);
  }
  return { of, numbers };
}

/** Ids of the groups whose members are known, once those that were not are read. */
function* readMembers(
  question: Question,
  principals: readonly PrincipalId[],
  evidence: Evidence,
): Coroutine<ReadonlySet<string>> {
  const { facts, freshness, scope } = question;
  const groups = principals.filter(({ principalType }) => principalType === 'GROUP');
  const isUnread = (group: PrincipalId) =>
    !facts.mirror.coverage.isFresh(membershipsKey(group), freshness.assignments);
  const cost = costOf(operation, groups.filter(isUnread).length);
  if (callsOf(cost) > 0)
    scope.allowance?.plan(groups, callsOf(cost), circumstancesOf(question).seconds(cost));
  const told = new Set<string>();
  const read = (group: PrincipalId) => {
    const note = (outcome: Parameters<Evidence['add']>[0]) => {
      evidence.add(outcome);
      if (!outcome.failure) told.add(group.principalId);
    };
    const outcome = facts.reads.ensure(memberships(facts.source, group), freshness.assignments, scope);
    return outcome instanceof Promise ? outcome.then(note) : note(outcome);
  };
  try {
    yield* wait(sideBySide(groups, read));
  } catch (error) {
    if (!isTimeUp(scope, error)) throw error;
    evidence.add({ readAt: undefined, failure: timeUp(operation) });
  }
  return told;
}
