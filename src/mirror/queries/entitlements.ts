import { entitlementsKey } from '../keys.ts';
import { principalWord, type EntitlementRow, type PrincipalId } from '../rows.ts';
import type { State } from '../state/state.ts';

/** Who may take which roles of which accounts, by account access manager. */
export class Entitlements {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Of one account, by role ARN and entitlement id; none when it was never read. */
  ofAccount(accountId: string): readonly EntitlementRow[] {
    return this.#state.accounts.get(accountId)?.entitlements?.map(({ row }) => row) ?? [];
  }

  /** Of one principal, in the accounts that were read, in no order. */
  ofPrincipal(id: PrincipalId): readonly EntitlementRow[] {
    const principal = this.#state.principals.get(principalWord(id));
    return [...(principal?.entitlements ?? [])].map(({ row }) => row);
  }

  /** When the read of an account's began, in epoch milliseconds. */
  readAt(accountId: string): number | undefined {
    return this.#state.extents.get(entitlementsKey(accountId).text)?.readAt;
  }

  /** Of how many of these accounts they were not read since `notBefore`. */
  stale(accountIds: readonly string[], notBefore: number): number {
    return accountIds.filter((id) => (this.readAt(id) ?? Number.NEGATIVE_INFINITY) < notBefore).length;
  }
}
