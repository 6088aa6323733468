import { detailKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { run, wait, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { detail, type ManagedPolicyFacts, type TagFacts } from '../extents/permission-set-details.ts';
import type { PermissionSetKnowledge } from '../filter/carried.ts';
import { some } from '../filter/bounds.ts';
import { evaluate, type Expression } from '../filter/expression.ts';
import { costOf, together, type Cost } from '../plan/cost.ts';
import type { Found } from './by-id.ts';
import type { Facts } from './facts.ts';

/** What a filter asks of permission sets, each by a read of its own, in the order in which it is read. */
const aspects = ['name', 'managedPolicies', 'tags'] as const;
export type Aspect = (typeof aspects)[number];

const operations = {
  name: 'sso-admin:DescribePermissionSet',
  managedPolicies: 'sso-admin:ListManagedPoliciesInPermissionSet',
  tags: 'sso-admin:ListTagsForResource',
} as const satisfies Record<Aspect, string>;

/** Is it a call by which a permission set is looked up? */
export function isOfAspect(operation: string): boolean {
  return Object.values<string>(operations).includes(operation);
}

/** What is known of a permission set of what a filter asks, and since when. */
export type AskedSet = Outcome & { readonly facts: PermissionSetKnowledge | undefined };

/**
 * What a filter asks of permission sets and is undecided by what comes before: of those whose names rule them out,
 * policies and tags are not read. Each is found as often as it is asked for, and read once.
 */
export function askedSets(
  facts: Facts,
  expression: Expression,
  arns: readonly string[],
  notBefore: number,
  scope: ReadScope,
): Awaitable<Map<string, AskedSet>> {
  return run(find(facts, expression, arns, notBefore, scope));
}

function* find(
  facts: Facts,
  expression: Expression,
  arns: readonly string[],
  notBefore: number,
  scope: ReadScope,
): Coroutine<Map<string, AskedSet>> {
  const found = new Map<string, AskedSet>(arns.map((arn) => [arn, { facts: undefined, readAt: undefined }]));
  for (const aspect of aspects) {
    const open = arns.filter((arn) => isOpen(expression, arn, found.get(arn)?.facts, aspect));
    if (open.length === 0) continue;
    const looked =
      aspect === 'name'
        ? yield* namesOf(facts, open, notBefore, scope)
        : yield* detailsOf(facts, aspect, open, notBefore, scope);
    for (const [arn, one] of looked) found.set(arn, joined(found.get(arn), one));
  }
  return found;
}

/** By what was read already, however long ago. Makes no call. */
export function knownSet(mirror: Mirror, expression: Expression, arn: string): PermissionSetKnowledge {
  let knowledge: PermissionSetKnowledge = {};
  for (const aspect of aspects)
    if (some(expression, (leaf) => asks(leaf, aspect)))
      knowledge = { ...knowledge, ...readBack(mirror, aspect, arn).facts };
  return knowledge;
}

export interface SetSurvey {
  /** What is to be read before it is decided. */
  readonly open: readonly Aspect[];
  /** Reads that are young enough, by which it is decided as far as they go. */
  readonly readAt: readonly number[];
  /** Some of it was never read. */
  readonly isUnknown: boolean;
}

/** What of a permission set would be read now, as far as older facts foretell it. Makes no call. */
export function surveySet(
  mirror: Mirror,
  expression: Expression,
  arn: string,
  { names }: Pick<Freshness, 'names'>,
): SetSurvey {
  const open: Aspect[] = [];
  const ages: number[] = [];
  let isUnknown = false;
  let knowledge: PermissionSetKnowledge = {};
  for (const aspect of aspects) {
    if (!isOpen(expression, arn, knowledge, aspect)) continue;
    const { facts, readAt } = readBack(mirror, aspect, arn);
    if (readAt !== undefined && readAt >= names) ages.push(readAt);
    else open.push(aspect);
    isUnknown ||= facts === undefined;
    knowledge = { ...knowledge, ...facts };
  }
  return { open, readAt: ages, isUnknown };
}

/** What reading it of all of them would cost now. */
export function costOfSets(
  mirror: Mirror,
  expression: Expression,
  arns: readonly string[],
  freshness: Pick<Freshness, 'names'>,
): Cost {
  return costOfAspects(arns.flatMap((arn) => surveySet(mirror, expression, arn, freshness).open));
}

export function costOfAspects(open: readonly Aspect[]): Cost {
  return together(...open.map((aspect) => costOf(operations[aspect], 1)));
}

/** Does a part of the filter ask for it, and is undecided by what comes before it? */
function isOpen(
  expression: Expression,
  arn: string,
  known: PermissionSetKnowledge | undefined,
  aspect: Aspect,
): boolean {
  return some(
    expression,
    (leaf) => asks(leaf, aspect) && evaluate(leaf, { permissionSet: { arn, facts: known } }) === undefined,
  );
}

function asks(leaf: Expression, aspect: Aspect): boolean {
  return leaf.op === 'permissionSet' && leaf.test[aspect] !== undefined;
}

function* namesOf(
  facts: Facts,
  arns: readonly string[],
  notBefore: number,
  scope: ReadScope,
): Coroutine<Map<string, AskedSet>> {
  const found = yield* wait(facts.permissionSets(arns, notBefore, scope));
  return new Map(
    [...found].map(([arn, one]) => [arn, { ...one, facts: one.facts && { name: one.facts.name } }]),
  );
}

function* detailsOf(
  facts: Facts,
  aspect: Exclude<Aspect, 'name'>,
  arns: readonly string[],
  notBefore: number,
  scope: ReadScope,
): Coroutine<Map<string, AskedSet>> {
  const startedAt = facts.now();
  const ensure = (arn: string) => facts.reads.ensure(detail(facts.source, aspect, arn), notBefore, scope);
  const outcomes = yield* wait(sideBySide(arns, ensure, scope));
  const missing = arns.filter((_, n) => outcomes[n]?.error?.code === 'NOT_FOUND');
  const described = new Map(yield* wait(facts.permissionSets(missing, notBefore, scope)));
  // What tells that they are there may be older than their going.
  const there = missing.filter((arn) => !goneAt(described.get(arn)));
  if (there.length > 0)
    for (const [arn, one] of yield* wait(facts.permissionSets(there, startedAt, scope)))
      described.set(arn, one);
  return new Map(
    arns.map((arn, n) => {
      const outcome = outcomes[n] ?? { readAt: undefined };
      const gone = goneAt(described.get(arn));
      if (gone) return [arn, gone(aspect)];
      return [arn, { ...outcome, ...readBack(facts.mirror, aspect, arn) }];
    }),
  );
}

/** What AWS does not have any more carries nothing. */
function goneAt(found: Found<{ readonly name: string | null }> | undefined) {
  if (!found?.facts || found.failure || found.facts.name !== null) return undefined;
  const { readAt } = found;
  return (aspect: Aspect): AskedSet => ({ readAt, facts: { [aspect]: [] } });
}

function readBack(
  mirror: Mirror,
  aspect: Aspect,
  arn: string,
): { readonly facts: PermissionSetKnowledge | undefined; readonly readAt: number | undefined } {
  if (aspect === 'name') {
    const row = mirror.permissionSets.byArn([arn]).get(arn);
    if (!row || row.readAt === null) return { facts: undefined, readAt: undefined };
    return { facts: { name: row.name }, readAt: row.readAt };
  }
  const key = detailKey(aspect, arn);
  const readAt = mirror.coverage.readAt(key);
  if (readAt === undefined) return { facts: undefined, readAt };
  const values = mirror.lists.of(key).map(({ value }) => value);
  // The casts: the values are as the extent of that detail brought them.
  const facts =
    aspect === 'tags' ? { tags: values as TagFacts[] } : { managedPolicies: values as ManagedPolicyFacts[] };
  return { facts, readAt };
}

/** What two reads tell together: as old as the older, and failed where one has. */
function joined(one: AskedSet | undefined, other: AskedSet): AskedSet {
  if (!one) return other;
  const ages = [one.readAt, other.readAt].filter((readAt) => readAt !== undefined);
  const { failure, error } = one.failure ? one : other;
  return {
    readAt: ages.length > 0 ? Math.min(...ages) : undefined,
    facts: one.facts || other.facts ? { ...one.facts, ...other.facts } : undefined,
    ...(failure && { failure }),
    ...(error && { error }),
  };
}
