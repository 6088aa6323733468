import { indexFrom } from '../state/dictionary.ts';
import { accountsKey, treeKey } from '../keys.ts';
import { knownAccount } from '../state/known.ts';
import { presenceOf } from '../state/provisioning.ts';
import type { AccountFacts, Known } from '../rows.ts';
import { never, type State } from '../state/state.ts';

/** Accounts of the organization, and which of them its account list holds. */
export class Accounts {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** All accounts of the list, by id. */
  list(): Known<AccountFacts>[] {
    return this.listAfter('', Number.POSITIVE_INFINITY);
  }

  /** Those of the list after an id, in order. */
  listAfter(accountId: string, limit: number): Known<AccountFacts>[] {
    const accounts = this.#state.accounts.inOrder();
    const found: Known<AccountFacts>[] = [];
    for (let n = indexFrom(accounts, accountId); n < accounts.length && found.length < limit; n++) {
      const account = accounts[n];
      if (account?.listed && account.id !== accountId) found.push(knownAccount(this.#state, account));
    }
    return found;
  }

  /** Is it a walk of the tree that tells where accounts are, since the account list did not do so since? */
  get arePlacedByTree(): boolean {
    const { extents, tellsPlaces } = this.#state;
    const walkedAt = extents.get(treeKey.text)?.readAt;
    const listedAt = extents.get(accountsKey.text)?.readAt ?? never;
    return walkedAt !== undefined && !(tellsPlaces && listedAt >= walkedAt);
  }

  /**
   * Accounts in which permission sets are provisioned and which the account list, once it was read, does not have, by
   * id, with when the latest list that tells so was read. `among`: those of these ids, in their order.
   */
  strays(among?: readonly string[]): { readonly accountId: string; readonly toldAt: number }[] {
    const { accounts, extents } = this.#state;
    if (!extents.has(accountsKey.text)) return [];
    const candidates = among?.map((id) => accounts.get(id)) ?? accounts.inOrder();
    return candidates.flatMap((account) => {
      if (!account || account.listed) return [];
      const pairs = [...account.pairs.values()].filter(({ isProvisioned }) => isProvisioned);
      const told = pairs.map((pair) => presenceOf(pair.account, pair.set));
      return told.length > 0 ? [{ accountId: account.id, toldAt: Math.max(...told) }] : [];
    });
  }

  /** Undefined of one that was never met. */
  get(accountId: string): Known<AccountFacts> | undefined {
    const account = this.#state.accounts.get(accountId);
    return account && knownAccount(this.#state, account);
  }

  /** Those of the ids that were ever met. */
  byId(accountIds: Iterable<string>): Map<string, Known<AccountFacts>> {
    const found = new Map<string, Known<AccountFacts>>();
    for (const id of accountIds) {
      const account = this.#state.accounts.get(id);
      if (account) found.set(id, knownAccount(this.#state, account));
    }
    return found;
  }
}
