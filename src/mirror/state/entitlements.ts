import { entitlementsKey } from '../keys.ts';
import { principalWord, type EntitlementRow } from '../rows.ts';
import type { Effects } from './changes.ts';
import { drop } from './extents.ts';
import { releasePrincipal } from './release.ts';
import type { Account, Entitlement, State } from './state.ts';

/** By role ARN and entitlement id, each once: AWS may repeat one. */
export function entitlementsInOrder(rows: readonly EntitlementRow[]): EntitlementRow[] {
  const byId = new Map(rows.map((row) => [row.entitlementId, row]));
  return [...byId.values()].toSorted((one, other) => (isBefore(one, other) ? -1 : 1));
}

function isBefore(one: EntitlementRow, other: EntitlementRow): boolean {
  if (one.roleArn !== other.roleArn) return one.roleArn < other.roleArn;
  return one.entitlementId < other.entitlementId;
}

/** What was told of an account last; `heardAt`: when everybody whom it names existed. */
export function replaceEntitlements(
  state: State,
  account: Account,
  rows: readonly EntitlementRow[],
  heardAt: number,
): void {
  const told = rows.map((row) => ({ row, principal: state.principals.intern(principalWord(row)) }));
  for (const entitlement of told) {
    const { principal } = entitlement;
    (principal.entitlements ??= new Set()).add(entitlement);
    principal.seenAt = Math.min(principal.seenAt, heardAt);
  }
  forget(state, account.entitlements ?? []);
  account.entitlements = told;
}

/** The account has left the organization: what was read before says nothing any more. */
export function forgetEntitlements(state: State, account: Account, leftAt: number, effects: Effects): void {
  const key = entitlementsKey(account.id);
  const held = state.extents.get(key.text);
  if (!held || held.readAt >= leftAt) return;
  drop(state, key, leftAt, effects);
  forget(state, account.entitlements ?? []);
  account.entitlements = undefined;
}

function forget(state: State, entitlements: readonly Entitlement[]): void {
  for (const entitlement of entitlements) {
    entitlement.principal.entitlements?.delete(entitlement);
    releasePrincipal(state, entitlement.principal);
  }
}
