import { byId, indexFrom } from '../state/dictionary.ts';
import { principalWord, type AssignmentKey, type AssignmentRow, type PrincipalType } from '../rows.ts';
import type { Account, Pair, Principal, State } from '../state/state.ts';
import { pairsInOrder, summaryOf } from '../state/summary.ts';

/** Which rows of a stretch are wanted: ids that bound the filter, where it has such. */
export interface AssignmentBounds {
  readonly accountIds?: readonly string[] | undefined;
  readonly permissionSetArns?: readonly string[] | undefined;
  readonly principalIds?: readonly string[] | undefined;
  readonly principalType?: PrincipalType | undefined;
}

/** Is told of assignments one by one. */
export type AssignmentVisitor = (
  accountId: string,
  permissionSetArn: string,
  principalType: PrincipalType,
  principalId: string,
) => void;

/** A part of the order: after a place, up to and with another. */
interface Stretch {
  readonly after: AssignmentKey | undefined;
  readonly upTo: AssignmentKey;
}

/** At most so many are looked up one by one. */
const fewAccounts = 10;

/** Who holds what: the assignments, each owned by its pair. */
export class Assignments {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Rows after `after` up to and with `upTo`, in order. */
  between(
    after: AssignmentKey | undefined,
    upTo: AssignmentKey,
    bounds: AssignmentBounds,
    limit: number,
  ): AssignmentRow[] {
    const rows: AssignmentRow[] = [];
    for (const [pair, member] of this.#rows({ after, upTo }, bounds)) {
      if (rows.length >= limit) break;
      rows.push(toRow(pair, member));
    }
    return rows;
  }

  /** How many rows there are after `after` up to and with `upTo`. */
  countBetween(after: AssignmentKey | undefined, upTo: AssignmentKey, bounds: AssignmentBounds): number {
    const { principalIds, principalType } = bounds;
    const isOfPairs = after?.permissionSetArn === undefined && upTo.permissionSetArn === undefined;
    let count = 0;
    if (principalIds || !isOfPairs) for (const _ of this.#rows({ after, upTo }, bounds)) count++;
    else if (!bounds.permissionSetArns)
      for (const account of this.#accounts(after?.accountId ?? '', bounds.accountIds)) {
        if (account.id > upTo.accountId) break;
        if (account.id === after?.accountId) continue;
        const { GROUP, USER } = summaryOf(account).byType;
        count += principalType ? { GROUP, USER }[principalType] : GROUP + USER;
      }
    else
      for (const { members } of this.#pairs({ after, upTo }, bounds))
        count += principalType ? countOf(members, principalType) : members.length;
    return count;
  }

  /** Tells of each row after `after` up to and with `upTo`, in order, without making it. */
  visitBetween(
    after: AssignmentKey | undefined,
    upTo: AssignmentKey,
    bounds: AssignmentBounds,
    visit: AssignmentVisitor,
  ): void {
    for (const [{ account, set }, { principalType, principalId }] of this.#rows({ after, upTo }, bounds))
      visit(account.id, set.id, principalType, principalId);
  }

  #rows(stretch: Stretch, bounds: AssignmentBounds): Iterable<readonly [Pair, Principal]> {
    const principals = bounds.principalIds && this.#principals(bounds.principalIds, bounds.principalType);
    const held = principals?.reduce((sum, { pairs }) => sum + pairs.length, 0) ?? Number.POSITIVE_INFINITY;
    // For a few accounts it is quicker to look at each pair, whoever is asked for.
    const isWide = (bounds.accountIds?.length ?? this.#state.accounts.size) > fewAccounts;
    if (
      principals &&
      isWide &&
      stretch.after?.accountId !== stretch.upTo.accountId &&
      held < this.#state.totals.rows / 4
    )
      return this.#heldBy(principals, stretch, bounds);
    return this.#rowsOfPairs(stretch, bounds, principals && new Set(principals));
  }

  *#rowsOfPairs(
    stretch: Stretch,
    bounds: AssignmentBounds,
    principals: ReadonlySet<Principal> | undefined,
  ): Generator<readonly [Pair, Principal]> {
    const { principalType } = bounds;
    for (const pair of this.#pairs(stretch, bounds)) {
      const isWhole = isInside(pair, stretch);
      for (const member of pair.members) {
        if (principals?.has(member) === false) continue;
        if (principalType && member.principalType !== principalType) continue;
        if (isWhole || isWithin(pair, member, stretch)) yield [pair, member];
      }
    }
  }

  /** Begins with the principals, and goes from each to the pairs in which it is assigned. */
  *#heldBy(
    principals: readonly Principal[],
    stretch: Stretch,
    { accountIds, permissionSetArns }: AssignmentBounds,
  ): Generator<readonly [Pair, Principal]> {
    const accounts = accountIds && new Set(accountIds);
    const arns = permissionSetArns && new Set(permissionSetArns);
    const found: (readonly [Pair, Principal])[] = [];
    for (const principal of principals)
      for (const pair of principal.pairs) {
        if (accounts?.has(pair.account.id) === false || arns?.has(pair.set.id) === false) continue;
        if (isInside(pair, stretch) || isWithin(pair, principal, stretch)) found.push([pair, principal]);
      }
    yield* found.sort(inOrder);
  }

  /** Pairs with any part in the stretch, in order. */
  *#pairs({ after, upTo }: Stretch, { accountIds, permissionSetArns }: AssignmentBounds): Generator<Pair> {
    const arns = permissionSetArns && new Set(permissionSetArns);
    const from = after?.accountId ?? '';
    for (const account of this.#accounts(from, accountIds)) {
      if (account.id > upTo.accountId) return;
      // Without a permission set, a place is behind its whole account.
      if (account.id === from && after?.permissionSetArn === undefined) continue;
      if (arns && arns.size < account.pairs.size / 4)
        for (const arn of [...arns].toSorted()) {
          const pair = account.pairs.get(arn);
          if (pair && pair.members.length > 0) yield pair;
        }
      else
        for (const pair of pairsInOrder(account))
          if (pair.members.length > 0 && arns?.has(pair.set.id) !== false) yield pair;
    }
  }

  *#accounts(from: string, ids: readonly string[] | undefined): Generator<Account> {
    const { accounts } = this.#state;
    if (ids && ids.length <= fewAccounts) {
      for (const id of ids.filter((one) => one >= from).toSorted()) {
        const account = accounts.get(id);
        if (account) yield account;
      }
      return;
    }
    const wanted = ids && new Set(ids);
    const all = accounts.inOrder();
    for (let n = indexFrom(all, from); n < all.length; n++) {
      const account = all[n];
      if (account && wanted?.has(account.id) !== false) yield account;
    }
  }

  #principals(ids: readonly string[], type: PrincipalType | undefined): Principal[] {
    const types = type ? [type] : (['GROUP', 'USER'] as const);
    return [...new Set(ids)]
      .flatMap((id) =>
        types.map((one) =>
          this.#state.principals.get(principalWord({ principalType: one, principalId: id })),
        ),
      )
      .filter((principal) => principal !== undefined);
  }
}

function countOf(members: readonly Principal[], type: PrincipalType): number {
  let count = 0;
  for (const { principalType } of members) if (principalType === type) count++;
  return count;
}

/** Does the pair lie in the stretch, all of it for certain? */
function isInside({ account }: Pair, { after, upTo }: Stretch): boolean {
  const isBehind = account.id > (after?.accountId ?? '');
  return (
    isBehind &&
    (account.id < upTo.accountId || (account.id === upTo.accountId && upTo.permissionSetArn === undefined))
  );
}

function isWithin(pair: Pair, member: Principal, { after, upTo }: Stretch): boolean {
  return (!after || compare(pair, member, after) > 0) && compare(pair, member, upTo) <= 0;
}

/** A place without a permission set, or without a principal, is behind everything in its account, or its pair. */
function compare({ account, set }: Pair, { id }: Principal, place: AssignmentKey): number {
  if (account.id !== place.accountId) return account.id < place.accountId ? -1 : 1;
  if (place.permissionSetArn === undefined) return -1;
  if (set.id !== place.permissionSetArn) return set.id < place.permissionSetArn ? -1 : 1;
  if (place.principalId === undefined) return -1;
  const { principalType = '', principalId } = place;
  const other = principalWord({ principalType, principalId });
  if (id === other) return 0;
  return id < other ? -1 : 1;
}

function inOrder(
  [pair, member]: readonly [Pair, Principal],
  [other, another]: readonly [Pair, Principal],
): number {
  return byId(pair.account, other.account) || byId(pair.set, other.set) || byId(member, another);
}

function toRow({ account, set }: Pair, { principalType, principalId }: Principal): AssignmentRow {
  return { accountId: account.id, permissionSetArn: set.id, principalType, principalId };
}
