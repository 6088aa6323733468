import type { Evidence } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import type { ReadyPlan } from '../execute/ready-plan.ts';
import * as organization from '../extents/organization.ts';
import type { Question } from '../query/question.ts';

/** The root or OU right above each account in reach, by account id. What could not be read goes to the evidence. */
export function* unitsOf(
  { facts, driver, freshness }: Question,
  { lookup, pairScan }: ReadyPlan,
  evidence: Evidence,
): Coroutine<ReadonlyMap<string, string>> {
  const reached = [...(lookup?.accounts ?? []), ...(pairScan?.accounts ?? [])];
  const ids = [...new Set(reached.map(({ accountId }) => accountId))];
  const found = yield* wait(driver.accounts(ids, freshness.names));
  evidence.addAll(found.values());
  const known = [...found.values()].map((one) => one.facts).filter((one) => one !== undefined);
  // Where the account list does not tell the way from the root, the tree does.
  if (facts.hasLostPlaces(known)) evidence.add(yield* wait(driver.ensure(organization.tree(facts.source))));
  const units = new Map<string, string>();
  for (const [accountId, { ancestors }] of facts.mirror.accounts.byId(ids)) {
    const unitId = ancestors?.at(-1);
    if (unitId !== undefined) units.set(accountId, unitId);
  }
  return units;
}
