import { gone, type Change, type Effects } from './changes.ts';
import { drop, rewrite } from './extents.ts';
import {
  accountsKey,
  accountsOfKey,
  permissionSetsKey,
  type Extent,
  type ExtentKey,
  pairKey,
  provisionedKey,
} from '../keys.ts';
import { releaseAccount, releasePermissionSet, releasePrincipal } from './release.ts';
import { byId, type NumberedWords } from './dictionary.ts';
import { knownAccount, knownPermissionSet, knownPrincipal } from './known.ts';
import { goneAtOf, lackOfList, noteGone } from './lacked.ts';
import {
  never,
  type Account,
  type Lack,
  type Pair,
  type PermissionSet,
  type Principal,
  type State,
  type Told,
} from './state.ts';
import { principalKey } from '../rows.ts';

/**
 * AWS tells from two sides which permission sets are provisioned in which accounts: of two lists that disagree about
 * a pair, the one that began later holds. What was read of a pair goes when a list that began later lacks the pair,
 * or when its account leaves the account list.
 */
export function replaceOfAccount(
  state: State,
  account: Account,
  told: Told<ReadonlySet<string>> | undefined,
  effects: Effects,
): void {
  const before = account.provisioned;
  account.provisioned = told;
  const arns = new Set([...(told?.facts ?? []), ...account.pairs.keys()]);
  const list = provisionedKey(account.id);
  for (const arn of arns)
    settle(state, account, state.sets.intern(arn), lackIn(state, list, before, arn), effects);
  releaseAccount(state, account);
}

export function replaceOfSet(
  state: State,
  set: PermissionSet,
  told: Told<ReadonlySet<string>> | undefined,
  effects: Effects,
): void {
  const before = set.accounts;
  set.accounts = told;
  const ids = new Set([...(told?.facts ?? []), ...set.pairs.keys()]);
  const list = accountsOfKey(set.id);
  for (const id of ids)
    settle(state, state.accounts.intern(id), set, lackIn(state, list, before, id), effects);
  releasePermissionSet(state, set);
}

/** A list older than the one that decides may still prove that a pair was absent when it began. */
export function heedLateList(
  state: State,
  pairs: Iterable<Pair>,
  has: (pair: Pair) => boolean,
  readAt: number,
  effects: Effects,
): void {
  const lack = { since: readAt, at: readAt };
  for (const pair of pairs) if (!has(pair)) settle(state, pair.account, pair.set, lack, effects);
}

/** What the list before says of what it does not have. */
function lackIn(
  { extents }: State,
  { text }: ExtentKey,
  before: Told<ReadonlySet<string>> | undefined,
  id: string,
): Lack | undefined {
  if (!before || before.facts.has(id)) return undefined;
  return { since: extents.get(text)?.knownSince ?? before.readAt, at: before.readAt };
}

/** The account has left the organization: what was read of it before is dropped. */
export function forgetAccount(state: State, account: Account, effects: Effects): void {
  const { id, provisioned } = account;
  const leftAt = leftAtOf(state, id);
  for (const set of state.sets.values()) {
    const { accounts } = set;
    if (!accounts?.facts.has(id) || accounts.readAt >= leftAt) continue;
    const rest = new Set(accounts.facts);
    rest.delete(id);
    set.accounts = { ...accounts, facts: rest };
    rewrite(state, accountsOfKey(set.id), [...rest], leftAt, effects);
  }
  if (provisioned && provisioned.readAt < leftAt) {
    drop(state, provisionedKey(id), leftAt, effects);
    replaceOfAccount(state, account, undefined, effects);
  } else for (const { set } of account.pairs.values()) settle(state, account, set, undefined, effects);
}

/** A read of who is assigned in a pair. */
interface PairRead extends Pick<Pair, 'account' | 'set'> {
  readonly readAt: number;
  readonly heardAt: number;
  readonly knownSince: number;
}

/** Everything assigned in a pair; gives the pair. Nothing when a later read has already decided, about it or that it is gone. */
export function replaceMembers(
  state: State,
  { account, set, readAt, heardAt, knownSince }: PairRead,
  words: NumberedWords | readonly string[],
  effects: Effects,
): Pair | undefined {
  const known = account.pairs.get(set.id);
  const isLate = known?.readAt !== undefined && known.readAt > readAt;
  if (isLate || readAt < absenceOf(state, account, set, known?.absent?.at ?? never)) {
    releaseAccount(state, account);
    releasePermissionSet(state, set);
    return undefined;
  }
  const pair = known ?? enter(account, set);
  const members = membersOf(state, words);
  const since = knownUpTo(state, pair);
  note(state, pair, since, readAt, members, effects);
  count(state, pair, -1);
  putMembers(state, pair, members);
  pair.readAt = readAt;
  pair.knownSince = Math.min(
    knownSince,
    pair.knownSince ?? (since > never ? absentSince(state, pair, since) : readAt),
  );
  count(state, pair, 1);
  for (const member of members) if (member.seenAt > heardAt) member.seenAt = heardAt;
  return pair;
}

/** In order, and each once: AWS may repeat somebody. What was kept is so already, and looked through only. */
function membersOf({ principals }: State, words: NumberedWords | readonly string[]): readonly Principal[] {
  const members = 'all' in words ? principals.internAll(words) : words.map((word) => principals.intern(word));
  if (isAscending(members)) return members;
  members.sort(byId);
  // Mostly nobody is repeated, and a filtered array would take three times the memory.
  return isAscending(members) ? members : members.filter((member, n) => member !== members[n - 1]);
}

function isAscending(members: readonly Principal[]): boolean {
  let before = '';
  for (const { id } of members) {
    if (id <= before) return false;
    before = id;
  }
  return true;
}

/** Decides by the lists whether the pair is there, and whether what was read of it still holds. */
function settle(
  state: State,
  account: Account,
  set: PermissionSet,
  lacked: Lack | undefined,
  effects: Effects,
): void {
  const known = account.pairs.get(set.id);
  const absentAt = absenceOf(state, account, set, Math.max(lacked?.at ?? never, known?.absent?.at ?? never));
  const hasAt = presenceOf(account, set);
  const isProvisioned = hasAt > never && hasAt >= absenceOf(state, account, set, never);
  if (!known && !isProvisioned) {
    releasePermissionSet(state, set);
    releaseAccount(state, account);
    return;
  }
  const pair = known ?? enter(account, set);
  if (pair.isProvisioned && !isProvisioned) noteGone(state, pairKey(account.id, set.id), '', absentAt);
  count(state, pair, -1);
  pair.isProvisioned = isProvisioned;
  if (absentAt > never) {
    const since = lacked?.since ?? absentAt;
    pair.absent = { since: Math.min(pair.absent?.since ?? since, since), at: absentAt };
  }
  if (pair.readAt !== undefined && pair.readAt < absentAt) {
    note(state, pair, pair.readAt, absentAt, [], effects);
    const { text } = pairKey(account.id, set.id);
    effects.changes.push(gone(text, pair.readAt, absentAt, pair.knownSince ?? pair.readAt));
    effects.dropped.push({ key: text, readAt: pair.readAt });
    putMembers(state, pair, []);
    pair.readAt = undefined;
    pair.knownSince = undefined;
  }
  count(state, pair, 1);
  if (!isProvisioned && pair.readAt === undefined) leave(state, pair);
}

/** When the account list began that an account had left; before everything when it never did. */
export function leftAtOf({ leftAt }: State, accountId: string): number {
  return leftAt.get(accountId) ?? never;
}

/** What lists of accounts and of permission sets say of a pair whose account or set they lack, or lacked before. */
function lacksOf(state: State, account: Account, set: PermissionSet): readonly Lack[] {
  const ofAccounts = account.listed ? account.lacked : lackOfList(state, accountsKey)(account.id);
  const ofSets = set.isListed ? set.lacked : lackOfList(state, permissionSetsKey)(set.id);
  if (!ofAccounts && !ofSets) return none;
  return [ofAccounts, ofSets].filter((lack) => lack !== undefined);
}

const none: readonly Lack[] = [];

/** Of a pair that was not read: since when lists did not have it, up to the latest that does not. */
function absentSince(state: State, { account, set, absent }: Pair, upTo: number): number {
  const lists = [
    ...(account.provisioned?.facts.has(set.id)
      ? []
      : [lackOfList(state, provisionedKey(account.id))(set.id)]),
    ...(set.accounts?.facts.has(account.id) ? [] : [lackOfList(state, accountsOfKey(set.id))(account.id)]),
    ...lacksOf(state, account, set),
    absent,
  ].flatMap((lack) => lack?.since ?? []);
  return Math.max(Math.min(upTo, ...lists), goneAtOf(state, pairKey(account.id, set.id)));
}

/** When the latest list began that has the pair. */
export function presenceOf(account: Account, { id, accounts }: PermissionSet): number {
  const ofAccount = account.provisioned?.facts.has(id) ? account.provisioned.readAt : never;
  const ofSet = accounts?.facts.has(account.id) ? accounts.readAt : never;
  return Math.max(ofAccount, ofSet);
}

/** When the latest list began that lacks the pair, or its account; `atLeast` where that is known otherwise. */
function absenceOf(state: State, account: Account, { id, accounts }: PermissionSet, atLeast: number): number {
  const ofAccount =
    account.provisioned && !account.provisioned.facts.has(id) ? account.provisioned.readAt : never;
  const ofSet = accounts && !accounts.facts.has(account.id) ? accounts.readAt : never;
  return Math.max(atLeast, ofAccount, ofSet, leftAtOf(state, account.id));
}

function enter(account: Account, set: PermissionSet): Pair {
  const pair: Pair = {
    account,
    set,
    isProvisioned: false,
    absent: undefined,
    readAt: undefined,
    knownSince: undefined,
    members: [],
  };
  account.pairs.set(set.id, pair);
  account.pairsInOrder = undefined;
  set.pairs.set(account.id, pair);
  return pair;
}

/** Of a pair that is not provisioned, and in which nobody is assigned. */
export function leave(state: State, { account, set }: Pair): void {
  account.pairs.delete(set.id);
  account.pairsInOrder = undefined;
  set.pairs.delete(account.id);
  releasePermissionSet(state, set);
  releaseAccount(state, account);
}

/** Keeps the totals in step with a pair: taken away before it changes, and added when it has. */
function count({ totals }: State, pair: Pair, sign: 1 | -1): void {
  const { account, isProvisioned, readAt, members } = pair;
  account.summary = undefined;
  if (!isProvisioned) return;
  totals.pairs += sign;
  totals.read += readAt === undefined ? 0 : sign;
  totals.rows += sign * members.length;
}

function putMembers(state: State, pair: Pair, members: Pair['members']): void {
  // Very many pairs are read for the first time when a store is loaded: a set for nothing takes longer than the rest.
  const before = pair.members.length > 0 ? new Set(pair.members) : undefined;
  pair.members = members;
  for (const member of members) if (!before?.delete(member)) member.pairs.push(pair);
  if (!before) return;
  for (const member of before) {
    const last = member.pairs.pop();
    if (last && last !== pair) member.pairs[member.pairs.indexOf(pair)] = last;
    releasePrincipal(state, member);
  }
}

/** Up to when it is known who was assigned: by the last read, or by a list that proves that nobody was. */
function knownUpTo(state: State, { account, set, readAt, absent }: Pair): number {
  if (readAt !== undefined) return readAt;
  let lackedAt = absent?.at ?? never;
  for (const { at } of lacksOf(state, account, set)) lackedAt = Math.max(lackedAt, at);
  return absenceOf(state, account, set, lackedAt);
}

/** Tells what changed in a pair since then. A first sight is no change. */
function note(
  state: State,
  pair: Pair,
  since: number,
  readAt: number,
  told: Pair['members'],
  effects: Effects,
): void {
  if (since === never) return;
  effects.changes.push(
    ...changesOfMembers(state, pair, { since, members: pair.members }, { readAt, members: told }),
  );
}

/**
 * What is otherwise in the pair now than a read told that comes late; nothing where no later read or list has told of it.
 */
export function changesSinceLate(
  state: State,
  { key: { parts }, readAt: since, facts }: Extent<'pair'>,
): Change[] {
  const [accountId = '', arn = ''] = parts;
  const [account, set] = [state.accounts.intern(accountId), state.sets.intern(arn)];
  const pair = account.pairs.get(set.id);
  // What came after an absence was told as added since.
  const absentAt = absenceOf(state, account, set, pair?.absent?.at ?? never);
  const isAbsent = absentAt > since;
  const readAt = isAbsent ? absentAt : (pair?.readAt ?? never);
  const then = facts.map((word) => state.principals.intern(word));
  const told = { readAt, members: isAbsent ? [] : (pair?.members ?? []) };
  const changes =
    readAt > since ? changesOfMembers(state, { account, set }, { since, members: then }, told) : [];
  for (const principal of then) releasePrincipal(state, principal);
  releaseAccount(state, account);
  releasePermissionSet(state, set);
  return changes;
}

/** What a list that comes late proves not to have been there, and was read since. */
export function changesSinceLateList(
  state: State,
  pairs: Iterable<Pair>,
  has: (pair: Pair) => boolean,
  since: number,
): Change[] {
  return [...pairs].flatMap((pair) => {
    const { readAt = never, absent, members } = pair;
    if (has(pair) || readAt <= since || (absent && absent.at >= since)) return [];
    return changesOfMembers(state, pair, { since, members: [] }, { readAt, members });
  });
}

function changesOfMembers(
  state: State,
  { account, set }: Pick<Pair, 'account' | 'set'>,
  { since, members }: { readonly since: number; readonly members: Pair['members'] },
  told: { readonly readAt: number; readonly members: Pair['members'] },
): Change[] {
  const extent = pairKey(account.id, set.id).text;
  const [before, after] = [new Set(members), new Set(told.members)];
  const names = (member: Principal) => ({
    principal: knownPrincipal(state, member).name,
    permissionSet: knownPermissionSet(set).name,
    account: knownAccount(state, account).name,
  });
  const { readAt } = told;
  const change = (member: Principal) => ({ extent, id: principalKey(member), since, readAt });
  const gone = [...before.difference(after)];
  const come = [...after.difference(before)];
  return [
    ...gone.map((member) => ({ ...change(member), before: names(member), after: undefined })),
    ...come.map((member) => ({ ...change(member), before: undefined, after: names(member) })),
  ];
}
