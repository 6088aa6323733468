import { holdingsKey, principalsKey } from '../../../mirror/keys.ts';
import { principalKey, type PrincipalId, type PrincipalType } from '../../../mirror/rows.ts';
import { free, together, type Cost } from '../cost.ts';
import { costOfExtent } from '../extent-cost.ts';
import { listOperation } from '../../extents/identities.ts';
import { holderBound, listedTypes } from '../../filter/bounds.ts';
import type { PrincipalTest } from '../../filter/expression.ts';
import type { Question } from '../../query/question.ts';
import type { Catalog } from './catalog.ts';
import { isUnread } from './is-unread.ts';
import { pagesOf } from './pages.ts';

export interface PrincipalEstimates {
  readonly count: number;
  /** Calls that tell who they are. */
  readonly list: Cost;
  /** Calls of ListAccountAssignmentsForPrincipal. */
  readonly calls: number;
  /** Does the filter name them by id? */
  readonly isNamed: boolean;
  /** Was no list ever read that tells who they are? */
  readonly isGuess: boolean;
  /** Are `ids` certain, and not only by what was known of them once? */
  readonly isKnown: boolean;
  /** By what is known, however old. */
  readonly ids: readonly PrincipalId[];
}

/** Of a directory that was never listed, so much is expected to match a filter of names. */
const guessedMatch = 1 / 20;

/** Undefined when the filter can match principals that it does not name, such as deleted ones. */
export function estimatePrincipals(
  question: Question,
  { statistics }: Catalog,
): PrincipalEstimates | undefined {
  const named = holdersById(question);
  if (named)
    return { ...holdingsOf(question, named), isNamed: true, isKnown: true, isGuess: false, list: free };
  const types = listedTypes(question.expression);
  if (!types || types.some((type) => isRefused(question, type))) return undefined;
  const sizes = { USER: statistics.users, GROUP: statistics.groups };
  const { facts, driver, freshness } = question;
  const costs = types
    .map(principalsKey)
    .map((key) => (isUnread(driver, key) ? costOfExtent(facts, freshness, key) : free));
  const ids = holdersByName(question);
  const { coverage } = question.facts.mirror;
  const keys = types.map(principalsKey);
  const wasListed = keys.every((key) => coverage.readAt(key) !== undefined);
  const isKnown = keys.every((key) => question.driver.isFresh(key));
  const guess = types.reduce((sum, type) => sum + sizes[type] * guessedMatch, 0);
  const holdings = holdingsOf(question, ids);
  return {
    ...holdings,
    isKnown,
    isGuess: !wasListed,
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
function holdersByName({ facts, expression }: Question): PrincipalId[] {
  const fitting = (test: PrincipalTest) => facts.listed.fitting(test);
  return [...(holderBound(expression, fitting) ?? [])].toSorted().map(parseKey);
}

function holdingsOf(question: Question, ids: readonly PrincipalId[]) {
  const { coverage } = question.facts.mirror;
  const unread = ids.map((id) => holdingsKey(id)).filter((key) => isUnread(question.driver, key));
  const calls = unread.reduce((sum, key) => sum + pagesOf(coverage.sizeOf(key) ?? 0), 0);
  return { ids, count: ids.length, calls };
}

/** A directory that describes its users and groups, and does not list them. */
function isRefused({ facts, freshness }: Question, type: PrincipalType): boolean {
  return facts.reads.refusalOf(listOperation[type], freshness.assignments) !== undefined;
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
