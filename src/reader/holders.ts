import { principalKey, type AssignmentRow, type PrincipalId, type PrincipalType } from '../mirror/rows.ts';
import type { Outcome } from './completeness.ts';
import { holdings, holdingsKey } from './extents/assignments.ts';
import { groupsOfUser, principals } from './extents/identities.ts';
import { holderBound } from './filter/bounds.ts';
import { evaluate, type Expression } from './filter/expression.ts';
import type { Question } from './question.ts';
import { orThrow } from './reads.ts';
import { sideBySide } from './side-by-side.ts';

/** Everything that some principals hold, in order, and what it rests on. */
export interface Holdings {
  readonly rows: readonly AssignmentRow[];
  readonly outcomes: readonly Outcome[];
}

/** Principals whose holdings hold everything that the filter can match, and what that rests on. */
export interface Holders {
  readonly ids: readonly PrincipalId[];
  readonly outcomes: readonly Outcome[];
}

/** The principals that the filter names by id; undefined when it does not. */
export async function holdersById({
  facts,
  expression,
  inheritedBy,
}: Question): Promise<Holders | undefined> {
  if (inheritedBy !== undefined)
    return { ids: [{ principalType: 'USER', principalId: inheritedBy }], outcomes: [] };
  const keys = holderBound(expression);
  if (!keys) return undefined;
  const candidates = [...keys].toSorted().map(parseKey);
  // An id belongs to a user or to a group: where the store has told which, the other need not be asked about.
  const both = candidates.flatMap(({ principalId }) => bothTypes(principalId));
  const known = await facts.mirror.principals.byId(both);
  const ids = candidates.filter(({ principalType, principalId }) => {
    const other = bothTypes(principalId).find((id) => id.principalType !== principalType);
    return !other || known.get(principalKey(other))?.deleted !== false;
  });
  return { ids, outcomes: [] };
}

/** Could the lists of users and groups tell whom the filter names? */
export function canNameHolders({ expression }: Question): boolean {
  return holderBound(expression, () => new Set()) !== undefined;
}

/** The principals that the filter names otherwise, by the lists of users and groups; undefined without those lists. */
export async function holdersByName({
  facts,
  expression,
  freshness,
  scope,
}: Question): Promise<Holders | undefined> {
  const lists = (['GROUP', 'USER'] as const).map((type) => principals(facts.source, type));
  const outcomes = await Promise.all(
    lists.map((list) => facts.reads.ensure(list, freshness.assignments, scope)),
  );
  if (outcomes.some(({ failure }) => failure)) return undefined;
  const types = ['GROUP', 'USER'] as const;
  const everybody = await facts.mirror.principals.listAfter(
    [],
    { types, deleted: false },
    Number.MAX_SAFE_INTEGER,
  );
  const keys = holderBound(expression, (test) => {
    const holds = everybody.filter((one) =>
      evaluate({ op: 'principal', test }, { principal: { ...one, facts: one } }),
    );
    return new Set(holds.map(principalKey));
  });
  return keys && { ids: [...keys].toSorted().map(parseKey), outcomes };
}

/**
 * By principal: reads what each holds. Undefined when AWS refuses to tell, or does not know somebody who may be
 * deleted and still be named by assignments: then only the pairs can tell.
 */
export async function readHoldings(
  question: Question,
  { ids: holders, outcomes: basis }: Holders,
): Promise<Holdings | undefined> {
  const { facts, freshness, scope, inheritedBy } = question;
  const outcomes = await sideBySide(holders, (id) =>
    facts.reads.ensure(holdings(facts.source, id), freshness.assignments, scope),
  );
  const answered = new Set(
    holders.filter((_, n) => !outcomes[n]?.error).map(({ principalId }) => principalId),
  );
  const isUnanswered = outcomes.some(({ error }, n) => {
    if (error?.code === 'AWS_ACCESS_DENIED') return true;
    return error?.code === 'NOT_FOUND' && !answered.has(holders[n]?.principalId ?? '');
  });
  if (isUnanswered) return undefined;
  const rows = new Map<string, AssignmentRow>();
  for (const holder of holders) {
    for (const { key } of await facts.mirror.items.after(holdingsKey(holder), '', Number.MAX_SAFE_INTEGER)) {
      const row = parseRow(key);
      // A user's holdings name the groups they come through; they belong to the answer only when asked for.
      if (inheritedBy !== undefined || principalKey(row) === principalKey(holder)) rows.set(key, row);
    }
  }
  const inOrder = [...rows].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    rows: inOrder.map(([, row]) => row),
    outcomes: [...basis, ...outcomes.filter(({ error }) => error?.code !== 'NOT_FOUND')],
  };
}

/** Whoever a user's access comes through, where AWS does not tell it itself: the user, and each of their groups. */
export async function throughMemberships(
  question: Question,
  userId: string,
): Promise<{ expression: Expression; outcome: Outcome }> {
  const { facts, freshness, scope, expression } = question;
  const extent = groupsOfUser(facts.source, userId);
  const outcome = orThrow(await facts.reads.ensure(extent, freshness.assignments, scope));
  const groups = await facts.mirror.items.after(extent.key, '', Number.MAX_SAFE_INTEGER);
  const anyOf = [
    { op: 'principal' as const, test: { type: 'USER' as const, ids: new Set([userId]) } },
    {
      op: 'principal' as const,
      test: { type: 'GROUP' as const, ids: new Set(groups.map(({ key }) => key)) },
    },
  ];
  return { expression: { op: 'all', of: [expression, { op: 'any', of: anyOf }] }, outcome };
}

function bothTypes(principalId: string): PrincipalId[] {
  return [
    { principalType: 'GROUP', principalId },
    { principalType: 'USER', principalId },
  ];
}

function parseKey(key: string): PrincipalId {
  const [type = '', principalId = ''] = key.split('/');
  return { principalType: typeOf(type), principalId };
}

function parseRow(key: string): AssignmentRow {
  const [accountId = '', permissionSetArn = '', type = '', principalId = ''] = key.split(' ');
  return { accountId, permissionSetArn, principalType: typeOf(type), principalId };
}

function typeOf(type: string): PrincipalType {
  return type === 'USER' ? 'USER' : 'GROUP';
}
