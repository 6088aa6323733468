import {
  principalKey,
  type PrincipalState,
  type PrincipalId,
  type PrincipalType,
} from '../../mirror/rows.ts';
import { costOf, free, together, type Cost } from '../cost.ts';
import { holdingsKey } from '../extents/assignments.ts';
import { listOperation, principals } from '../extents/identities.ts';
import { holderBound, listedTypes } from '../filter/bounds.ts';
import { evaluate, type Expression, type PrincipalTest } from '../filter/expression.ts';
import type { Question } from '../question.ts';
import { filterInTurns } from '../../reading/turns.ts';
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
  const named = await holdersById(question);
  if (named) return { ...(await holdingsOf(question, named)), isNamed: true, isKnown: true, list: free };
  const types = listedTypes(question.expression);
  if (!types || types.some((type) => isRefused(question, type))) return undefined;
  const sizes = { USER: statistics.users, GROUP: statistics.groups };
  const costs = await Promise.all(types.map((type) => listCost(question, type, sizes[type])));
  const ids = await holdersByName(question);
  const { coverage } = question.facts.mirror;
  const keys = types.map((type) => principals(question.facts.source, type).key);
  const wasListed = (await coverage.readAt(keys)).size === keys.length;
  const isKnown = (await coverage.stale(keys, question.freshness.assignments)).length === 0;
  const guess = types.reduce((sum, type) => sum + sizes[type] * guessedMatch, 0);
  const holdings = await holdingsOf(question, ids);
  return {
    ...holdings,
    isKnown,
    ...(!wasListed && { count: guess, calls: Math.ceil(guess) }),
    isNamed: false,
    list: together(...costs),
  };
}

/** The principals that the filter names by id; undefined when it does not. */
async function holdersById({ facts, expression, inheritedBy }: Question): Promise<PrincipalId[] | undefined> {
  if (inheritedBy !== undefined) return [{ principalType: 'USER', principalId: inheritedBy }];
  const keys = holderBound(expression);
  if (!keys) return undefined;
  const candidates = [...keys].toSorted().map(parseKey);
  // An id belongs to a user or to a group: where the store has told which, the other need not be asked about.
  const both = candidates.flatMap(({ principalId }) => bothTypes(principalId));
  const known = await facts.mirror.principals.byId(both);
  return candidates.filter(({ principalType, principalId }) => {
    const other = bothTypes(principalId).find((id) => id.principalType !== principalType);
    return !other || known.get(principalKey(other))?.deleted !== false;
  });
}

/** The principals of the mirror that the filter names otherwise. */
async function holdersByName({ facts, expression, scope }: Question): Promise<PrincipalId[]> {
  const types = listedTypes(expression) ?? [];
  const everybody = (await Promise.all(types.map((type) => facts.listed(type)))).flat();
  const fitting = new Map<PrincipalTest, ReadonlySet<string>>();
  const whoFits = (test: PrincipalTest) => fitting.get(test) ?? new Set<string>();
  for (const test of testsOf(expression)) {
    // Also those of whom AWS does not tell whether the test holds.
    const mayHold = (one: PrincipalState) =>
      evaluate({ op: 'principal', test }, { principal: { ...one, facts: one } }) !== false;
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

async function holdingsOf({ facts, freshness, basis }: Question, ids: readonly PrincipalId[]) {
  const unread = ids.map(holdingsKey).filter((key) => !basis.isSettled(key));
  const stale = await facts.mirror.coverage.stale(unread, freshness.assignments);
  const calls = stale.reduce((sum, { size }) => sum + pagesOf(size ?? 0), 0);
  return { ids, count: ids.length, calls };
}

/** A directory that describes its users and groups, and does not list them. */
function isRefused({ facts, freshness }: Question, type: PrincipalType): boolean {
  return facts.reads.refusalOf(listOperation[type], freshness.assignments) !== undefined;
}

async function listCost(question: Question, type: PrincipalType, size: number): Promise<Cost> {
  if (!(await isUnread(question, principals(question.facts.source, type).key))) return free;
  return costOf(listOperation[type], pagesOf(size));
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
