import { accountsKey, principalsKey, treeKey } from '../keys.ts';
import type {
  AccountFacts,
  Known,
  KnownPrincipal,
  PermissionSetFacts,
  PrincipalFacts,
  UnitFacts,
} from '../rows.ts';
import {
  never,
  type Account,
  type PermissionSet,
  type Principal,
  type State,
  type Told,
  type Unit,
} from './state.ts';

/** What is known of an account: what the latest read told; its place by whoever told that last. */
export function knownAccount(state: State, account: Account): Known<AccountFacts> {
  return (account.known ??= latestOfAccount(state, account));
}

function latestOfAccount({ extents }: State, account: Account): Known<AccountFacts> {
  const { id, listed, onPages, described, way } = account;
  const ofList = listed && { readAt: extents.get(accountsKey.text)?.readAt ?? never, facts: listed };
  const told = newestFirst([described, ofList, ...(onPages?.values() ?? [])]);
  const walked = way && { readAt: extents.get(treeKey.text)?.readAt ?? never, ancestors: way };
  const places = [...told.map(({ readAt, facts }) => ({ readAt, ancestors: facts.ancestors })), walked]
    .filter((place) => place !== undefined)
    .filter(({ ancestors }) => ancestors !== null);
  const ancestors = newestFirst(places)[0]?.ancestors ?? null;
  const [latest] = told;
  if (!latest) return { accountId: id, name: null, email: null, state: null, ancestors, readAt: null };
  return { ...latest.facts, ancestors, readAt: latest.readAt };
}

export function knownPermissionSet(set: PermissionSet): Known<PermissionSetFacts> {
  return (set.known ??= set.described
    ? { ...set.described.facts, readAt: set.described.readAt }
    : { ...noPermissionSet, arn: set.id });
}

const noPermissionSet = {
  name: null,
  description: null,
  sessionDuration: null,
  relayState: null,
  createdAt: null,
  readAt: null,
};

export function knownPrincipal(state: State, principal: Principal): KnownPrincipal {
  return (principal.known ??= latestOfPrincipal(state, principal));
}

function latestOfPrincipal({ extents }: State, principal: Principal): KnownPrincipal {
  const { principalType, principalId, listed, onPages, described } = principal;
  const listedAt = extents.get(principalsKey(principalType).text)?.readAt ?? never;
  let latest: Told<PrincipalFacts | null> | undefined = described;
  if (listed && !(latest && latest.readAt >= listedAt)) latest = { readAt: listedAt, facts: listed };
  for (const page of onPages?.values() ?? []) if (!latest || page.readAt > latest.readAt) latest = page;
  const nobody = { principalType, principalId, ...noPrincipal };
  if (!latest) return { ...nobody, deleted: null, readAt: null };
  const { readAt, facts } = latest;
  // A principal who is known to be deleted, and is missing from a later list too, stays deleted.
  if (!facts) return { ...nobody, deleted: true, readAt: listed ? readAt : Math.max(readAt, listedAt) };
  // A principal who was told of long before a list that lacks them may be deleted: nothing is known of them any more.
  return { ...facts, deleted: !listed && readAt < listedAt - lagMs ? null : false, readAt };
}

/**
 * For so long after somebody was told of, a list may lack them by mistake: AWS's lists lag its writes, and take time to
 * read.
 */
const lagMs = 60_000;

const noPrincipal = { name: null, displayName: null, email: null, description: null, enabled: null };

export function knownUnit({ told }: Unit): Known<UnitFacts> | undefined {
  const [latest] = newestFirst([...told.values()]);
  return latest && { ...latest.facts, readAt: latest.readAt };
}

/** Newest first; of reads that began at the same moment, the first given comes first. */
function newestFirst<T extends { readonly readAt: number }>(told: readonly (T | undefined)[]): T[] {
  return told.filter((one) => one !== undefined).toSorted((one, other) => other.readAt - one.readAt);
}
