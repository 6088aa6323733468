import { accountsKey, permissionSetsKey, principalsKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';

/** What an organization is like on average, for planning. */
export interface Statistics {
  readonly accounts: number;
  /** Permission sets of the instance. */
  readonly permissionSets: number;
  /** Permission sets provisioned to an account. */
  readonly setsPerAccount: number;
  /** Assignments in a provisioned pair. */
  readonly rowsPerPair: number;
  readonly users: number;
  readonly groups: number;
}

/** Before anything was measured: an organization as most are when they begin to ask. */
export const guesses: Statistics = {
  accounts: 60,
  permissionSets: 20,
  setsPerAccount: 5,
  rowsPerPair: 2,
  users: 200,
  groups: 100,
};
/** Averages measured in the mirror, however old its facts are; guesses where it has none. */
export function measure({ coverage, pairs, permissionSets }: Mirror): Statistics {
  const { ofAccounts, ofSets } = coverage.sizes;
  const { read, rows } = pairs.total();
  const accounts = coverage.sizeOf(accountsKey) ?? guesses.accounts;
  const met = permissionSets.count > 0 ? permissionSets.count : guesses.permissionSets;
  const sets = coverage.sizeOf(permissionSetsKey) ?? met;
  // The guess counts as one more list, so that a single odd one does not stand for all.
  const perSet = ofSets.count > 0 ? average(ofSets, accountsPerSet(guesses)) : undefined;
  const spread = perSet === undefined ? guesses.setsPerAccount : (perSet * sets) / Math.max(1, accounts);
  return {
    accounts,
    permissionSets: sets,
    setsPerAccount: ofAccounts.count > 0 ? average(ofAccounts, guesses.setsPerAccount) : spread,
    rowsPerPair: average({ count: read, total: rows }, guesses.rowsPerPair),
    users: coverage.sizeOf(principalsKey('USER')) ?? guesses.users,
    groups: coverage.sizeOf(principalsKey('GROUP')) ?? guesses.groups,
  };
}

function average({ count, total }: { count: number; total: number }, guess: number): number {
  return (total + guess) / (count + 1);
}

function accountsPerSet({ accounts, setsPerAccount, permissionSets }: Statistics): number {
  return (accounts * setsPerAccount) / permissionSets;
}
