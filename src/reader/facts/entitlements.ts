import { entitlementsOfKey } from '../../mirror/keys.ts';
import type { AwsError } from '../../errors.ts';
import type { EntitlementRow, PrincipalId } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import {
  applications,
  entitlementsOfAccount,
  entitlementsOfPrincipal,
  entitlementsOperation,
  knownApplications,
} from '../extents/entitlements.ts';
import { run, wait, type Coroutine } from '../../reading/coroutine.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import type { ReadDriver } from '../drivers/driver.ts';
import { LiveDriver } from '../drivers/live.ts';
import { orThrow } from '../reads.ts';
import type { Facts } from './facts.ts';

/** Whose entitlements: of an account, or those that name a principal, without those of a user's groups. */
export type EntitlementSubject = { readonly accountId: string } | PrincipalId;

interface Asking {
  readonly facts: Facts;
  readonly driver: ReadDriver;
  readonly freshness: Freshness;
}

/**
 * Makes the entitlements of one subject fresh, and answers what they rest on: first the list of applications. Without an
 * application of this instance nothing more is asked. Where that list, or all lists of entitlements, are refused, it is
 * told once, as it is about no account in particular; what was read before stands in.
 */
export function* ensureEntitlements(asking: Asking, of: EntitlementSubject): Coroutine<Outcome[]> {
  const { facts, driver, freshness } = asking;
  const list = yield* wait(driver.ensure(applications(facts.source)));
  if (list.readAt === undefined || knownApplications(facts.source).size === 0) return [list];
  const extent =
    'accountId' in of
      ? entitlementsOfAccount(facts.source, of.accountId)
      : entitlementsOfPrincipal(facts.source, of);
  const refusal = () => facts.reads.refusalOf(entitlementsOperation, freshness.assignments)?.error;
  const isFresh = (extent.readAt() ?? Number.NEGATIVE_INFINITY) >= freshness.assignments;
  const before = isFresh ? undefined : refusal();
  if (before) return [list, ofNoneInParticular(before, extent.readAt())];
  const outcome = yield* wait(driver.attempt(extent));
  const since = outcome.error && refusal();
  return [list, since ? ofNoneInParticular(since, outcome.readAt) : outcome];
}

function ofNoneInParticular(error: AwsError, known: number | undefined): Outcome {
  const { operation, code, message } = error;
  const failure = { operation, code, message, ...(known !== undefined && { asOf: known }) };
  return { readAt: known, failure, error };
}

/** The one of that id in an account, if there is one. Throws when it cannot be told. */
export async function entitlementById(
  facts: Facts,
  { accountId, entitlementId }: Pick<EntitlementRow, 'accountId' | 'entitlementId'>,
  freshness: Freshness,
  scope: ReadScope,
): Promise<EntitlementRow | undefined> {
  const driver = new LiveDriver(facts, freshness, scope);
  const outcomes = await run(ensureEntitlements({ facts, driver, freshness }, { accountId }));
  outcomes.forEach(orThrow);
  return entitlementsIn(facts, accountId).find((row) => row.entitlementId === entitlementId);
}

/** What is known of an account's, by role ARN and entitlement id. */
export function entitlementsIn({ source, mirror }: Facts, accountId: string): readonly EntitlementRow[] {
  const known = knownApplications(source);
  return mirror.entitlements.ofAccount(accountId).filter(({ applicationArn }) => known.has(applicationArn));
}

/** What is known of a principal's, by account id, role ARN and entitlement id. */
export function entitlementsHeldBy({ source, mirror }: Facts, principal: PrincipalId): EntitlementRow[] {
  const known = knownApplications(source);
  // The cast: what the extent of this key keeps.
  const rows = mirror.lists.of(entitlementsOfKey(principal)).map(({ value }) => value as EntitlementRow);
  return rows.filter(({ applicationArn }) => known.has(applicationArn));
}
