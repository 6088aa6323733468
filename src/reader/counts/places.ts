import type { AccountFacts, Known } from '../../mirror/rows.ts';
import type { Evidence } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { inTurns } from '../../reading/turns.ts';
import type { ReadyPlan } from '../execute/ready-plan.ts';
import * as organization from '../extents/organization.ts';
import type { Question } from '../query/question.ts';

/** The root or OU right above each account in reach, by account id. What could not be read goes to the evidence. */
export function* unitsOf(
  question: Question,
  { lookup, pairScan }: ReadyPlan,
  evidence: Evidence,
): Coroutine<ReadonlyMap<string, string>> {
  const { facts, driver, scope } = question;
  const reached = [...(lookup?.accounts ?? []), ...(pairScan?.accounts ?? [])];
  const ids = new Set(reached.map(({ accountId }) => accountId));
  const known = yield* knownOf(question, ids, evidence);
  // Where the account list does not tell the way from the root, the tree does.
  if (facts.hasLostPlaces(known)) evidence.add(yield* wait(driver.ensure(organization.tree(facts.source))));
  const units = new Map<string, string>();
  for (const accountId of ids) {
    const unitId = facts.mirror.accounts.get(accountId)?.ancestors?.at(-1);
    if (unitId !== undefined) units.set(accountId, unitId);
    yield* inTurns(scope);
  }
  return units;
}

/** Of thousands of accounts most are known: only the others are looked up together. */
function* knownOf(
  { facts, driver, freshness, scope }: Question,
  ids: Iterable<string>,
  evidence: Evidence,
): Coroutine<readonly Known<AccountFacts>[]> {
  const known: Known<AccountFacts>[] = [];
  const unknown: string[] = [];
  for (const accountId of ids) {
    const fresh = facts.fresh.account(accountId, freshness.names);
    if (fresh) known.push(fresh);
    else unknown.push(accountId);
    yield* inTurns(scope);
  }
  evidence.addAll(known.map(({ readAt }) => ({ readAt: readAt ?? undefined })));
  const found = yield* wait(driver.accounts(unknown, freshness.names));
  evidence.addAll(found.values());
  return [...known, ...[...found.values()].flatMap((one) => one.facts ?? [])];
}
