import type { KnownPrincipal } from '../../mirror/rows.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { filterInTurns } from '../../reading/turns.ts';
import { asksForPrincipalFacts } from '../filter/bounds.ts';
import { evaluate } from '../filter/expression.ts';
import type { Question } from '../query/question.ts';
import type { ReachedAccount } from './reach.ts';
import type { ReadyPlan } from './ready-plan.ts';

interface Narrowed {
  readonly ids: readonly string[];
  readonly readAt: number | undefined;
}

/** As it was found out with this version of the mirror, by the accounts of a plan: one that is remembered has the same. */
const found = new WeakMap<
  readonly ReachedAccount[],
  { readonly version: number; readonly narrowed: Narrowed | undefined }
>();

/**
 * Where the filter asks what is known of principals: ids of those for whom it may hold, and how old the oldest of what
 * rules the others out is. What is known of too long ago rules nobody out. Undefined where most are left.
 */
export function* narrowedDown({
  question,
  accounts,
}: NonNullable<ReadyPlan['pairScan']>): Coroutine<Narrowed | undefined> {
  const { facts, expression } = question;
  if (!asksForPrincipalFacts(expression) || facts.directory.doubt()) return undefined;
  const { version } = facts.mirror;
  const known = found.get(accounts);
  if (known?.version === version) return known.narrowed;
  const narrowed = yield* narrowDown(question);
  found.set(accounts, { version, narrowed });
  return narrowed;
}

function* narrowDown({ facts, expression, freshness, scope }: Question): Coroutine<Narrowed | undefined> {
  const all = [...facts.mirror.principals.assigned()];
  let readAt = Number.POSITIVE_INFINITY;
  const mayHold = (known: KnownPrincipal) => {
    const { principalType, principalId } = known;
    const isFresh = known.deleted !== null && known.readAt !== null && known.readAt >= freshness.names;
    const candidate = { principal: { principalType, principalId, facts: isFresh ? known : undefined } };
    if (evaluate(expression, candidate) !== false) return true;
    // Who is ruled out without what is too old does not rest on it.
    if (isFresh) readAt = Math.min(readAt, known.readAt);
    return false;
  };
  const left = yield* wait(filterInTurns(all, mayHold, scope));
  if (left.length > all.length / 4) return undefined;
  return {
    ids: left.map(({ principalId }) => principalId),
    readAt: readAt === Number.POSITIVE_INFINITY ? undefined : readAt,
  };
}
