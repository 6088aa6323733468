import { pairKey, type ExtentKey } from '../keys.ts';
import { principalWord, type PrincipalId } from '../rows.ts';
import { noteGone } from './lacked.ts';
import type { Lack, Pair, State } from './state.ts';

/** What a list had newly (`since` the read before, which lacked it), or lacked newly, as it was told when it was read. */
export interface ListChange {
  readonly key: ExtentKey;
  readonly id: string;
  readonly isAdded: boolean;
  readonly since: number;
  readonly readAt: number;
}

/**
 * Lists as they are told last do not say what the ones before lacked. What was not read between a list and the end of a
 * process is no first sight because of that.
 */
export function recall(state: State, change: ListChange): void {
  const { key, id, isAdded, since, readAt } = change;
  const [first = ''] = key.parts;
  if (key.kind === 'provisionedToAccount') recallPair(state, first, id, change);
  else if (key.kind === 'accountsOfSet') recallPair(state, id, first, change);
  else if (key.kind === 'accounts' || key.kind === 'permissionSets' || key.kind === 'principals') {
    const thing = listedIn(state, key, id);
    if (!isAdded) noteGone(state, key, id, readAt);
    else if (thing) thing.lacked = { since, at: since };
  }
}

function recallPair(
  state: State,
  accountId: string,
  arn: string,
  { isAdded, since, readAt }: ListChange,
): void {
  if (!isAdded) return noteGone(state, pairKey(accountId, arn), '', readAt);
  const pair: Pair | undefined = state.accounts.get(accountId)?.pairs.get(arn);
  if (!pair || pair.readAt !== undefined) return;
  const { since: first = since, at = since } = pair.absent ?? {};
  pair.absent = { since: Math.min(first, since), at: Math.max(at, since) };
}

/** The thing, if the list as it was told last has it. */
function listedIn(state: State, { kind }: ExtentKey, id: string): { lacked: Lack | undefined } | undefined {
  if (kind === 'permissionSets') {
    const set = state.sets.get(id);
    return set?.isListed ? set : undefined;
  }
  if (kind === 'accounts') {
    const account = state.accounts.get(id);
    return account?.listed && account;
  }
  const [principalType, principalId = ''] = id.split('/', 2);
  // The cast: as the changes of these lists are called.
  const principal = state.principals.get(principalWord({ principalType, principalId } as PrincipalId));
  return principal?.listed && principal;
}
