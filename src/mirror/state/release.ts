import type { Account, PermissionSet, Principal, State, Unit } from './state.ts';

/** Removes from memory what no extent tells of and nothing names any more. */
export function releaseAccount({ accounts }: State, account: Account): void {
  const { listed, onPages, described, way, provisioned, pairs, entitlements } = account;
  const isTold = listed ?? described ?? way ?? provisioned ?? entitlements;
  if (!isTold && !onPages?.size && pairs.size === 0) accounts.delete(account);
}

export function releasePermissionSet({ sets }: State, set: PermissionSet): void {
  const { isListed, described, accounts, pairs } = set;
  if (!isListed && !described && !accounts && pairs.size === 0) sets.delete(set);
}

export function releasePrincipal({ principals }: State, principal: Principal): void {
  const { listed, onPages, described, isHeardOf, pairs, entitlements } = principal;
  const isTold = listed ?? described;
  if (!isTold && !onPages?.size && !isHeardOf && pairs.length === 0 && !entitlements?.size)
    principals.delete(principal);
}

export function releaseUnit({ units }: State, unit: Unit): void {
  if (unit.told.size === 0) units.delete(unit);
}
