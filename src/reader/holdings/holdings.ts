import { AwsError } from '../../errors.ts';
import { principalKey, type PrincipalId } from '../../mirror/rows.ts';
import { timeUp, type Outcome } from '../../reading/completeness.ts';
import { run } from '../../reading/coroutine.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import { LiveDriver } from '../drivers/live.ts';
import { scanEntitlements } from '../execute/entitlement-way.ts';
import { scan } from '../execute/executor.ts';
import { prepare } from '../execute/prepare.ts';
import { entitlementsOperation } from '../extents/entitlements.ts';
import type { Facts } from '../facts/facts.ts';
import type { Question } from '../query/question.ts';

/** What is granted in the whole organization, by what grants it names. */
export interface Holdings {
  /** By `principalKey`. */
  readonly principals: ReadonlyMap<string, PrincipalId>;
  readonly permissionSets: ReadonlySet<string>;
  /** Keys of those whom the grants of each account name. */
  readonly accounts: ReadonlyMap<string, ReadonlySet<string>>;
  readonly outcomes: readonly Outcome[];
  /** What is not in it is granted nowhere, for certain. */
  readonly isWhole: boolean;
}

/** Every assignment, and with `entitlements` every entitlement. Throws where the time is up before. */
export async function readHoldings(
  facts: Facts,
  freshness: Freshness,
  scope: ReadScope,
  { entitlements }: { readonly entitlements: boolean },
): Promise<Holdings> {
  const question: Question = {
    facts,
    expression: { op: 'all', of: [] },
    freshness,
    scope,
    driver: new LiveDriver(facts, freshness, scope),
    wanted: Number.POSITIVE_INFINITY,
  };
  const principals = new Map<string, PrincipalId>();
  const permissionSets = new Set<string>();
  const accounts = new Map<string, Set<string>>();
  const add = (accountId: string, { principalType, principalId }: PrincipalId) => {
    const key = principalKey({ principalType, principalId });
    if (!principals.has(key)) principals.set(key, { principalType, principalId });
    const known = accounts.get(accountId);
    if (known) known.add(key);
    else accounts.set(accountId, new Set([key]));
  };
  const prepared = await run(prepare(question));
  const visit = (accountId: string, arn: string, principalType: 'GROUP' | 'USER', principalId: string) => {
    permissionSets.add(arn);
    add(accountId, { principalType, principalId });
  };
  const scanned = await run(scan(prepared, undefined, { wanted: question.wanted, keep: false, visit }));
  // What was read stays in the mirror, so that the next call goes on from there.
  if (!scanned.hasEnded) throw scope.deadline.reason;
  const outcomes = [...prepared.outcomes, ...scanned.segments.map(({ outcome }) => outcome)];
  if (entitlements) outcomes.push(...(await readEntitlements(question, add)));
  const isWhole = outcomes.every(({ failure }) => !failure);
  return { principals, permissionSets, accounts, outcomes, isWhole };
}

async function readEntitlements(
  question: Question,
  add: (accountId: string, principal: PrincipalId) => void,
): Promise<readonly Outcome[]> {
  try {
    const { rows, segments, outcomes, hasEnded } = await run(scanEntitlements(question, undefined));
    for (const row of rows) add(row.accountId, row);
    const ended = hasEnded ? [] : [{ readAt: undefined, failure: timeUp(entitlementsOperation) }];
    return [...outcomes, ...segments.map(({ outcome }) => outcome), ...ended];
  } catch (error) {
    // What lets people in beside assignments is not needed for these: they are told.
    if (!(error instanceof AwsError)) throw error;
    const { operation, code, message } = error;
    return [{ readAt: undefined, failure: { operation, code, message }, error }];
  }
}
