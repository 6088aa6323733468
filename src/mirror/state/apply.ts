import { finish, type Change, type Effects } from './changes.ts';
import { entitlementsInOrder, forgetEntitlements, replaceEntitlements } from './entitlements.ts';
import { clearPage, dropPages, isNews, keep, type Application, type KnownNow } from './extents.ts';
import { lackOfList, noteGone } from './lacked.ts';
import { accountsKey, permissionSetsKey, type Extent, type Kind } from '../keys.ts';
import {
  forgetAccount,
  heedLateList,
  leftAtOf,
  replaceMembers,
  replaceOfAccount,
  replaceOfSet,
} from './provisioning.ts';
import {
  describedOf,
  noteDescribed,
  replacePrincipal,
  replacePrincipals,
  type ListAhead,
} from './principals.ts';
import { releaseAccount, releasePermissionSet, releaseUnit } from './release.ts';
import { principalWord, type UnitFacts } from '../rows.ts';
import type { NumberedWords } from './dictionary.ts';
import type { Pair, State } from './state.ts';

export interface Applied {
  /** Extents as they are now known: this one, unless a read that began later has told already, and others. */
  readonly kept: readonly Extent[];
  /** Extents that say nothing any more. */
  readonly dropped: Effects['dropped'];
  readonly changes: readonly Change[];
}

/**
 * Adds an extent to the state, which is what the latest reads of all extents add up to, in whatever order they come.
 * Of two reads that tell of one thing the one that began later holds.
 */
export function apply<K extends Kind>(state: State, extent: Extent<K>): Applied {
  const effects: Effects = { changes: [], rewritten: [], dropped: [] };
  return appliedBy(extent, appliers[extent.key.kind]({ ...extent, state, effects }), effects);
}

/** The same of every user or every group, with what was found out of it beforehand. */
export function applyAhead(state: State, extent: Extent<'principals'>, ahead: ListAhead): Applied {
  return finish(applyInParts(state, extent, ahead));
}

/** The same in parts, where nobody looks at the state between them: of very many it takes long. */
export function* applyInParts(
  state: State,
  extent: Extent<'principals'>,
  ahead?: ListAhead,
): Generator<void, Applied> {
  const effects: Effects = { changes: [], rewritten: [], dropped: [] };
  return appliedBy(extent, yield* replacePrincipals({ ...extent, state, effects }, ahead), effects);
}

/** Of a pair whose members are told by numbers. */
export function applyPair(
  state: State,
  read: Omit<Extent<'pair'>, 'facts'>,
  members: NumberedWords,
): Applied {
  const effects: Effects = { changes: [], rewritten: [], dropped: [] };
  const pair = replacePair({ ...read, state, effects }, members);
  const known = pair && { facts: pair.members.map(({ id }) => id), knownSince: pair.knownSince };
  return appliedBy(read, known, effects);
}

function appliedBy<K extends Kind>(
  { key, readAt }: Omit<Extent<K>, 'facts'>,
  known: KnownNow<K>,
  { rewritten, changes, dropped }: Effects,
): Applied {
  return { kept: known ? [{ key, readAt, ...known }, ...rewritten] : rewritten, changes, dropped };
}

/** No read that began before an account had left comes home so long after it. */
const longestReadMs = 24 * 3_600_000;

type Appliers = { readonly [K in Kind]: (application: Application<K>) => KnownNow<K> };

const appliers: Appliers = {
  accounts: (application) => {
    if (!isNews(application)) return undefined;
    const { state, readAt, facts, effects } = application;
    const listed = new Map(facts.map((fact) => [fact.accountId, fact]));
    for (const account of state.accounts.values()) {
      if (!account.listed || listed.has(account.id)) continue;
      account.listed = undefined;
      account.known = undefined;
      state.leftAt.set(account.id, readAt);
      noteGone(state, accountsKey, account.id, readAt);
      forgetAccount(state, account, effects);
      forgetEntitlements(state, account, readAt, effects);
      releaseAccount(state, account);
    }
    for (const [id, leftAt] of state.leftAt) if (leftAt < readAt - longestReadMs) state.leftAt.delete(id);
    const lackOf = lackOfList(state, accountsKey);
    for (const [accountId, fact] of listed) {
      const account = state.accounts.intern(accountId);
      if (!account.listed) account.lacked = lackOf(accountId);
      account.listed = fact;
      account.known = undefined;
    }
    state.tellsPlaces = facts.every(({ ancestors }) => ancestors !== null);
    const known = keep(application);
    dropPages(application, accountsKey.text);
    return known;
  },

  account: (application) => {
    if (!isNews(application)) return undefined;
    const { state, readAt, facts } = application;
    const account = state.accounts.intern(facts.accountId);
    account.described = { readAt, facts };
    account.known = undefined;
    return keep(application);
  },

  tree: (application) => {
    if (!isNews(application)) return undefined;
    const { state, facts } = application;
    const ways = new Map(facts.map(({ accountId, ancestors }) => [accountId, ancestors]));
    for (const account of state.accounts.values()) {
      account.way = ways.get(account.id);
      account.known = undefined;
      releaseAccount(state, account);
    }
    for (const [accountId, ancestors] of ways) state.accounts.intern(accountId).way = ancestors;
    return keep(application);
  },

  units: (application) => replaceUnits(application),
  unit: (application) => replaceUnits(application),
  children: (application) => replaceUnits(application),

  permissionSets: (application) => {
    if (!isNews(application)) return undefined;
    const { state, facts } = application;
    const listed = new Set(facts);
    for (const set of state.sets.values()) {
      if (listed.has(set.id)) continue;
      if (set.isListed) noteGone(state, permissionSetsKey, set.id, application.readAt);
      set.isListed = false;
      releasePermissionSet(state, set);
    }
    const lackOf = lackOfList(state, permissionSetsKey);
    for (const arn of listed) {
      const set = state.sets.intern(arn);
      if (!set.isListed) set.lacked = lackOf(arn);
      set.isListed = true;
    }
    return keep(application);
  },

  permissionSet: (application) => {
    if (!isNews(application)) return undefined;
    const { state, readAt, facts } = application;
    const set = state.sets.intern(facts.arn);
    set.described = { readAt, facts };
    set.known = undefined;
    return keep(application);
  },

  provisionedToAccount: (application) => {
    const { state, key, readAt, facts, effects } = application;
    const [accountId = ''] = key.parts;
    const account = state.accounts.intern(accountId);
    if (!isNews(application) || readAt < leftAtOf(state, accountId)) {
      const arns = new Set(facts);
      heedLateList(state, account.pairs.values(), ({ set }) => arns.has(set.id), readAt, effects);
      releaseAccount(state, account);
      return undefined;
    }
    // Ids that the state has already: each of the told ones would keep the text alive that it is a part of.
    const arns = facts.map((arn) => state.sets.intern(arn).id);
    const known = keep({ ...application, facts: arns });
    replaceOfAccount(state, account, { readAt, facts: new Set(arns) }, effects);
    return known;
  },

  accountsOfSet: (application) => {
    const { state, key, readAt, facts, effects } = application;
    const [arn = ''] = key.parts;
    const isThere = (id: string) => readAt >= leftAtOf(state, id);
    const there = facts.filter(isThere);
    const set = state.sets.intern(arn);
    if (!isNews(application)) {
      const ids = new Set(there);
      heedLateList(state, set.pairs.values(), ({ account }) => ids.has(account.id), readAt, effects);
      return undefined;
    }
    const ids = new Set(there.map((id) => state.accounts.intern(id).id));
    const known = keep({ ...application, facts: [...ids] });
    replaceOfSet(state, set, { readAt, facts: ids }, effects);
    return known;
  },

  pair: (application) => {
    const { facts } = application;
    const pair = replacePair(application, facts);
    return pair && { facts, knownSince: pair.knownSince };
  },

  entitlements: (application) => {
    const { state, key, readAt, heardAt = readAt } = application;
    const [accountId = ''] = key.parts;
    if (!isNews(application) || readAt < leftAtOf(state, accountId)) return undefined;
    const facts = entitlementsInOrder(application.facts);
    replaceEntitlements(state, state.accounts.intern(accountId), facts, heardAt);
    return keep({ ...application, facts });
  },

  principals: (application) => finish(replacePrincipals(application)),

  principal: (application) => replacePrincipal(application),

  page: (application) => {
    const { state, key, readAt, facts, effects } = application;
    const [list = ''] = key.parts;
    const wholeAt = state.extents.get(list)?.readAt;
    if ((wholeAt !== undefined && wholeAt >= readAt) || !isNews(application)) return undefined;
    const described = describedOf(state, facts.principals ?? []);
    clearPage(state, key);
    for (const fact of facts.accounts ?? []) {
      const account = state.accounts.intern(fact.accountId);
      (account.onPages ??= new Map()).set(key.text, { readAt, facts: fact });
      account.known = undefined;
    }
    for (const fact of facts.principals ?? []) {
      const principal = state.principals.intern(principalWord(fact));
      (principal.onPages ??= new Map()).set(key.text, { readAt, facts: fact });
      principal.known = undefined;
    }
    noteDescribed(state, described, effects);
    return keep(application);
  },

  list: (application) => {
    if (!isNews(application)) return undefined;
    const byKey = new Map(application.facts.map((item) => [item.key, item]));
    const facts = [...byKey.values()].toSorted((one, other) => (one.key < other.key ? -1 : 1));
    return keep({ ...application, facts });
  },
};

function replacePair(
  application: Omit<Application<'pair'>, 'facts'>,
  members: NumberedWords | readonly string[],
): Pair | undefined {
  const { state, key, readAt, heardAt = readAt, knownSince = readAt, effects } = application;
  const [accountId = '', arn = ''] = key.parts;
  const account = state.accounts.intern(accountId);
  const set = state.sets.intern(arn);
  return replaceMembers(state, { account, set, readAt, heardAt, knownSince }, members, effects);
}

function replaceUnits<K extends 'children' | 'unit' | 'units'>(application: Application<K>): KnownNow<K> {
  if (!isNews(application)) return undefined;
  const { state, key, readAt, facts } = application;
  // The cast: an extent of this key has facts of its kind.
  const before = (state.extents.get(key.text)?.facts ?? []) as readonly UnitFacts[];
  for (const unit of facts) state.units.intern(unit.unitId).told.set(key.text, { readAt, facts: unit });
  const told = new Set(facts.map(({ unitId }) => unitId));
  for (const { unitId } of before) {
    const unit = state.units.get(unitId);
    if (!unit || told.has(unitId)) continue;
    unit.told.delete(key.text);
    releaseUnit(state, unit);
  }
  return keep(application);
}
