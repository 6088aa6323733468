import { accountsOfKey, permissionSetKey, permissionSetsKey } from '../../../mirror/keys.ts';
import type { Known, PermissionSetFacts } from '../../../mirror/rows.ts';
import type { Outcome } from '../../../reading/completeness.ts';
import { free } from '../cost.ts';
import { costOfExtent } from '../extent-cost.ts';
import { asksForPermissionSetFacts, constrains, permissionSetBound } from '../../filter/bounds.ts';
import { costOfAspects, knownSet, surveySet, type Aspect } from '../../facts/asked-sets.ts';
import { evaluate } from '../../filter/expression.ts';
import type { Question } from '../../query/question.ts';
import type { Catalog } from './catalog.ts';
import type { Estimates } from './estimate.ts';
import { isUnread } from './is-unread.ts';
import { pagesOf } from './pages.ts';

export interface PermissionSetEstimates extends Required<Estimates['sets']> {
  /** Those that may be in reach; undefined when all may. */
  readonly arns: readonly string[] | undefined;
  /** Does the filter name them by id? */
  readonly isNamed: boolean;
  /** Those whose names decide and have to be looked up. */
  readonly unnamed: readonly string[];
  /** Those whose list of accounts would have to be read. */
  readonly unlisted: readonly string[];
  /** The names that were used, where they are fresh. */
  readonly outcomes: readonly Outcome[];
  /** Of the instance, in all. */
  readonly total: number;
  /** Those in reach of whose accounts no list was ever read. */
  readonly unknown: number;
  /** Is it certain which there are, and not only by what was known once? */
  readonly isKnown: boolean;
  /** Everything about where they are provisioned is fresh. */
  readonly isCovered: boolean;
}

/** Of permission sets whose names were never read, so many are expected to be ruled out by a filter of names. */
const guessedMatch = 1 / 4;

export function estimatePermissionSets(question: Question, catalog: Catalog): PermissionSetEstimates {
  const { facts, driver, expression } = question;
  const { statistics } = catalog;
  const { coverage } = facts.mirror;
  const isBounded = constrains(expression, 'permissionSet');
  const candidates = candidatesOf(question, catalog);
  const isListRead = candidates.isNamed || !isUnread(driver, permissionSetsKey);
  const list = isListRead ? free : costOfExtent(facts, question.freshness, permissionSetsKey);

  const deciding = namesThatDecide(question, candidates.all);
  const isKnown = isCertain(question, candidates);
  const { outcomes, open } = settled(question, deciding);
  const names = costOfAspects(open.flatMap((one) => one.open));
  const arns = [...candidates.known.keys()];
  const old = arns.filter((arn) => !driver.isFresh(accountsOfKey(arn)));
  // What was asked for in vain is not asked for again, and yet it is not known.
  const unlisted = old.filter((arn) => isUnread(driver, accountsOfKey(arn)));
  const sizes = unlisted.map((arn) => coverage.sizeOf(accountsOfKey(arn)));
  const listed = coverage.sizeOf(permissionSetsKey);
  const total = listed ?? Math.max(statistics.permissionSets, candidates.all.size);
  const guessed =
    listed !== undefined || candidates.isNamed
      ? 0
      : Math.max(0, total - arns.length) * (isBounded ? guessedMatch : 1);
  const unnamed = open.filter(({ isUnknown }) => isUnknown).length;
  const count = arns.length - unnamed * (1 - guessedMatch) + guessed;
  const accountsPerSet = (statistics.accounts * statistics.setsPerAccount) / Math.max(1, total);
  const known = sizes.filter((size) => size !== undefined);
  const unknown = sizes.length - known.length + guessed;
  return {
    count,
    isBounded,
    list,
    names,
    accountsOfCalls: known.reduce((sum, size) => sum + pagesOf(size), 0) + unknown * pagesOf(accountsPerSet),
    arns: isBounded ? arns : undefined,
    isNamed: candidates.isNamed,
    unnamed: open.map(({ arn }) => arn),
    unlisted,
    outcomes,
    total,
    unknown,
    isKnown,
    isCovered: isKnown && open.length === 0 && old.length === 0,
  };
}

interface Candidates {
  readonly isNamed: boolean;
  /** With what is known of them, however old. */
  readonly all: ReadonlyMap<string, Known<PermissionSetFacts>>;
  /** Those that may be in reach. */
  readonly known: ReadonlyMap<string, Known<PermissionSetFacts>>;
}

function candidatesOf({ facts, expression }: Question, { permissionSets }: Catalog): Candidates {
  const named = permissionSetBound(expression);
  const rows = named ? facts.mirror.permissionSets.byArn(named) : permissionSets;
  const all = new Map<string, Known<PermissionSetFacts>>();
  for (const arn of named ?? []) all.set(arn, { ...nothing, arn });
  for (const [arn, row] of rows) all.set(arn, row);
  const mayMatch = ([arn]: [string, unknown]) =>
    evaluate(expression, { permissionSet: { arn, facts: knownSet(facts.mirror, expression, arn) } }) !==
    false;
  return { isNamed: named !== undefined, all, known: new Map([...all].filter(mayMatch)) };
}

const nothing = {
  name: null,
  description: null,
  sessionDuration: null,
  relayState: null,
  createdAt: null,
  readAt: null,
};

function isCertain({ driver }: Question, { isNamed }: Candidates): boolean {
  return isNamed || driver.isFresh(permissionSetsKey);
}

/** Those that are in reach or not by their names. */
function namesThatDecide({ expression }: Question, all: Candidates['all']): readonly string[] {
  if (!constrains(expression, 'permissionSet') || !asksForPermissionSetFacts(expression)) return [];
  return [...all.keys()].filter((arn) => evaluate(expression, { permissionSet: { arn } }) === undefined);
}

interface OpenSet {
  readonly arn: string;
  readonly open: readonly Aspect[];
  /** Not even older facts tell whether it is in reach. */
  readonly isUnknown: boolean;
}

/** What is known of what the filter asks of these, and of which of them it is not known or too old. */
function settled(
  { facts: { mirror }, freshness, driver, expression }: Question,
  arns: readonly string[],
): { readonly outcomes: readonly Outcome[]; readonly open: readonly OpenSet[] } {
  const outcomes: Outcome[] = [];
  const open: OpenSet[] = [];
  for (const arn of arns) {
    const outcome = driver.outcomeOf(permissionSetKey(arn));
    if (outcome) {
      outcomes.push(outcome);
      continue;
    }
    const asked = surveySet(mirror, expression, arn, freshness);
    outcomes.push(...asked.readAt.map((readAt) => ({ readAt })));
    if (asked.open.length > 0) open.push({ arn, open: asked.open, isUnknown: asked.isUnknown });
  }
  return { outcomes, open };
}
