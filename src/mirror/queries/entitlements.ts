import { entitlementsKey } from '../keys.ts';
import { principalWord, type EntitlementRow, type PrincipalId } from '../rows.ts';
import { never, type State } from '../state/state.ts';

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

  /** In which accounts that were read any of these users and groups has any. */
  accountsOf(principalIds: Iterable<string>): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const principalId of principalIds)
      for (const principalType of ['GROUP', 'USER'] as const)
        for (const { accountId } of this.ofPrincipal({ principalType, principalId })) ids.add(accountId);
    return ids;
  }

  /** When the read of an account's began, in epoch milliseconds. */
  readAt(accountId: string): number | undefined {
    return this.#state.extents.get(entitlementsKey(accountId).text)?.readAt;
  }

  /** When the oldest of the reads of these accounts began: before everything while one was not read. */
  oldest(accountIds: Iterable<string>): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const id of accountIds) oldest = Math.min(oldest, this.readAt(id) ?? never);
    return oldest;
  }
}
