import { accountsOfExtent, provisionedExtent } from '../mirror/coverage.ts';
import type { Mirror } from '../mirror/mirror.ts';

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
/** Statistics of an organization of more pairs than this are looked up again after this time, of others at once. */
const fewPairs = 5_000;
const rememberMs = 10_000;

/** Averages measured in the mirror, however old its facts are; guesses where it has none. */
export class Measured {
  readonly #mirror: Mirror;
  readonly #now: () => number;
  #known: { readonly value: Promise<Statistics>; readonly at: number; readonly reads: number } | undefined;
  #pairs = 0;

  constructor(mirror: Mirror, now: () => number) {
    this.#mirror = mirror;
    this.#now = now;
  }

  /** `reads`: how many reads have changed the mirror so far. */
  now(reads: number): Promise<Statistics> {
    const known = this.#known;
    const age = this.#now() - (known?.at ?? Number.NEGATIVE_INFINITY);
    const isDue = this.#pairs <= fewPairs || age < 0 || age >= rememberMs;
    if (known && (known.reads === reads || !isDue)) return known.value;
    const value = this.#measure();
    this.#known = { value, at: this.#now(), reads };
    return value;
  }

  async #measure(): Promise<Statistics> {
    const { coverage, pairs, permissionSets } = this.#mirror;
    const [ofAccounts, ofSets, total, met] = await Promise.all([
      coverage.sizesUnder(provisionedExtent('')),
      coverage.sizesUnder(accountsOfExtent('')),
      pairs.total({}),
      permissionSets.count(),
    ]);
    this.#pairs = total.pairs;
    const sizeOf = async (extent: string, guess: number) => (await coverage.sizeOf(extent)) ?? guess;
    const accounts = await sizeOf('accounts', guesses.accounts);
    const sets = await sizeOf('permission-sets', met > 0 ? met : guesses.permissionSets);
    // The guess counts as one more list, so that a single odd one does not stand for all.
    const perSet = ofSets.count > 0 ? average(ofSets, accountsPerSet(guesses)) : undefined;
    const spread = perSet === undefined ? guesses.setsPerAccount : (perSet * sets) / Math.max(1, accounts);
    return {
      accounts,
      permissionSets: sets,
      setsPerAccount: ofAccounts.count > 0 ? average(ofAccounts, guesses.setsPerAccount) : spread,
      rowsPerPair: average({ count: total.read, total: total.rows }, guesses.rowsPerPair),
      users: await sizeOf('users', guesses.users),
      groups: await sizeOf('groups', guesses.groups),
    };
  }
}

function average({ count, total }: { count: number; total: number }, guess: number): number {
  return (total + guess) / (count + 1);
}

function accountsPerSet({ accounts, setsPerAccount, permissionSets }: Statistics): number {
  return (accounts * setsPerAccount) / permissionSets;
}
