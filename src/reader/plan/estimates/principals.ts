import { holdingsKey, principalsKey } from '../../../mirror/keys.ts';
import {
  principalKey,
  type PrincipalState,
  type PrincipalId,
  type PrincipalType,
} from '../../../mirror/rows.ts';
import { costOf, free, together, type Cost } from '../cost.ts';
import { listOperation } from '../../extents/identities.ts';
import { holderBound, listedTypes } from '../../filter/bounds.ts';
import { evaluate, type Expression, type PrincipalTest } from '../../filter/expression.ts';
import type { Question } from '../../query/question.ts';
import { filterInTurns } from '../../../reading/turns.ts';
import type { Statistics } from '../statistics.ts';
import { isUnread } from './is-unread.ts';
import { pagesOf } from './pages.ts';

export interface HolderSurvey {
  readonly count: number;
  /** Calls that tell who they are. */
  readonly list: Cost;
  /** Calls of ListAccountAssignmentsForPrincipal. */
  readonly calls: number;
  /** Does the filter name them by id? */
  readonly isNamed: boolean;
  /** Are `ids` certain, and not only by what was known of them once? */
  readonly isKnown: boolean;
  /** By what is known, however old. */
  readonly ids: readonly PrincipalId[];
}

/** Of a directory that was never listed, so much is expected to match a filter of names. */
const guessedMatch = 1 / 20;

/** Undefined when the filter can match principals that it does not name, such as deleted ones. */
export async function surveyHolders(
  question: Question,
  statistics: Statistics,
): Promise<HolderSurvey | undefined> {
  const named = holdersById(question);
  if (named) return { ...holdingsOf(question, named), isNamed: true, isKnown: true, list: free };
  const types = listedTypes(question.expression);
  if (!types || types.some((type) => isRefused(question, type))) return undefined;
  const sizes = { USER: statistics.users, GROUP: statistics.groups };
  const costs = types.map((type) => listCost(question, type, sizes[type]));
  const ids = await holdersByName(question);
  const { coverage } = question.facts.mirror;
  const keys = types.map(principalsKey);
  const wasListed = keys.every((key) => coverage.readAt(key) !== undefined);
  const isKnown = keys.every((key) => coverage.isFresh(key, question.freshness.assignments));
  const guess = types.reduce((sum, type) => sum + sizes[type] * guessedMatch, 0);
  const holdings = holdingsOf(question, ids);
  return {
    ...holdings,
    isKnown,
    ...(!wasListed && { count: guess, calls: Math.ceil(guess) }),
    isNamed: false,
    list: together(...costs),
  };
}

/** The principals that the filter names by id; undefined when it does not. */
function holdersById({ facts, expression, inheritedBy }: Question): PrincipalId[] | undefined {
  if (inheritedBy !== undefined) return [{ principalType: 'USER', principalId: inheritedBy }];
  const keys = holderBound(expression);
  if (!keys) return undefined;
  const candidates = [...keys].toSorted().map(parseKey);
  // An id belongs to a user or to a group: where the store has told which, the other need not be asked about.
  const both = candidates.flatMap(({ principalId }) => bothTypes(principalId));
  const known = facts.mirror.principals.byId(both);
  return candidates.filter(({ principalType, principalId }) => {
    const other = bothTypes(principalId).find((id) => id.principalType !== principalType);
    return !other || known.get(principalKey(other))?.deleted !== false;
  });
}

/** The principals of the mirror that the filter names otherwise. */
async function holdersByName({ facts, expression, scope }: Question): Promise<PrincipalId[]> {
  const types = listedTypes(expression) ?? [];
  const everybody = types.flatMap((type) => facts.listed(type));
  const fitting = new Map<PrincipalTest, ReadonlySet<string>>();
  const whoFits = (test: PrincipalTest) => fitting.get(test) ?? new Set<string>();
  for (const test of testsOf(expression)) {
    // Also those of whom AWS does not tell whether the test holds.
    const mayHold = (facts: PrincipalState) => {
      const { principalType, principalId } = facts;
      return (
        evaluate({ op: 'principal', test }, { principal: { principalType, principalId, facts } }) !== false
      );
    };
    fitting.set(test, new Set((await filterInTurns(everybody, mayHold, scope)).map(principalKey)));
  }
  return [...(holderBound(expression, whoFits) ?? [])].toSorted().map(parseKey);
}

/** Those by which `holderBound` asks whom the store has. */
function testsOf(expression: Expression): ReadonlySet<PrincipalTest> {
  const tests = new Set<PrincipalTest>();
  holderBound(expression, (test) => {
    tests.add(test);
    return new Set();
  });
  return tests;
}

function holdingsOf(question: Question, ids: readonly PrincipalId[]) {
  const { coverage } = question.facts.mirror;
  const unread = ids.map((id) => holdingsKey(id)).filter((key) => isUnread(question, key));
  const calls = unread.reduce((sum, key) => sum + pagesOf(coverage.sizeOf(key) ?? 0), 0);
  return { ids, count: ids.length, calls };
}

/** A directory that describes its users and groups, and does not list them. */
function isRefused({ facts, freshness }: Question, type: PrincipalType): boolean {
  return facts.reads.refusalOf(listOperation[type], freshness.assignments) !== undefined;
}

function listCost(question: Question, type: PrincipalType, size: number): Cost {
  if (!isUnread(question, principalsKey(type))) return free;
  const { facts, freshness } = question;
  const read = facts.source.longLists.pagesRead(principalsKey(type), freshness.assignments);
  return costOf(listOperation[type], Math.max(1, pagesOf(size) - read));
}

function bothTypes(principalId: string): PrincipalId[] {
  return [
    { principalType: 'GROUP', principalId },
    { principalType: 'USER', principalId },
  ];
}

function parseKey(key: string): PrincipalId {
  const [type = '', principalId = ''] = key.split('/');
  return { principalType: type === 'USER' ? 'USER' : 'GROUP', principalId };
}
