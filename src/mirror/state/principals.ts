import { changesInParts, isSame, partSize, type Effects } from './changes.ts';
import { dropPages, isNews, keep, type Application, type Compared, type KnownNow } from './extents.ts';
import { knownPrincipal } from './known.ts';
import { lackOfList, noteGone } from './lacked.ts';
import { describedKey, type Extent, type ExtentKey } from '../keys.ts';
import { releasePrincipal } from './release.ts';
import { principalWord, type KnownPrincipal, type PrincipalFacts } from '../rows.ts';
import type { Principal, State } from './state.ts';

/** What takes long of every user, or of every group, found out before they are applied: nothing of the state is another by it. */
export interface ListAhead extends Compared {
  /** By the id of the principal in the state. */
  readonly listed: ReadonlyMap<string, PrincipalFacts>;
  /** Who was never met before. */
  readonly strangers: readonly Principal[];
}

/** In parts, between which the state may become another: then what it was compared with is not what it has. */
export function* lookAhead(
  state: State,
  { key, readAt, facts }: Extent<'principals'>,
): Generator<void, ListAhead> {
  const { principals } = state;
  const listed = new Map<string, PrincipalFacts>();
  const strangers: Principal[] = [];
  for (const [n, fact] of facts.entries()) {
    const word = principalWord(fact);
    const known = principals.get(word);
    const principal = known ?? principals.make(word);
    if (!known) strangers.push(principal);
    listed.set(principal.id, fact);
    if ((n + 1) % partSize === 0) yield;
  }
  const before = state.extents.get(key.text);
  const changes = before ? yield* changesInParts(key.text, key.kind, before, { readAt, facts }) : [];
  return { listed, strangers, before, changes };
}

/** Every user, or every group: there may be so many that it takes long. `ahead`: what was found out of it. */
export function* replacePrincipals(
  application: Application<'principals'>,
  ahead?: ListAhead,
): Generator<void, KnownNow<'principals'>> {
  if (!isNews(application)) return undefined;
  const { state, key, readAt, effects } = application;
  const [type] = key.parts;
  const { listed, strangers, ...compared } = ahead ?? (yield* lookAhead(state, application));
  const described = new Map<Principal, KnownPrincipal>();
  const lackOf = lackOfList(state, key);
  const list = (principal: Principal, fact: PrincipalFacts) => {
    const lack = principal.listed ? undefined : lackOf(principal.id);
    if (lack && principal.seenAt > lack.at) principal.lacked = lack;
    principal.listed = fact;
    principal.seenAt = Math.min(principal.seenAt, readAt);
  };
  for (const stranger of strangers) state.principals.add(stranger);
  let looked = 0;
  let met = 0;
  for (const principal of state.principals.values()) {
    if (++looked % partSize === 0) yield;
    if (principal.principalType !== type) continue;
    const fact = listed.get(principal.id);
    // The mark that a question named it belongs to the previous list.
    principal.isHeardOf &&= principal.seenAt > readAt;
    if (fact) {
      met++;
      if (principal.described) described.set(principal, knownPrincipal(state, principal));
      list(principal, fact);
    } else {
      if (principal.listed) noteGone(state, key, principal.id, readAt);
      principal.listed = undefined;
    }
    principal.known = undefined;
    if (!fact) releasePrincipal(state, principal);
  }
  // Some may have been let go of since.
  if (met < listed.size)
    for (const [id, fact] of listed) {
      const principal = state.principals.intern(id);
      if (principal.listed !== fact) list(principal, fact);
      if (++looked % partSize === 0) yield;
    }
  const known = keep(application, compared);
  dropPages(application, key.text);
  noteDescribed(state, described, effects);
  return known;
}

/** A user or group by itself. */
export function replacePrincipal(application: Application<'principal'>): KnownNow<'principal'> {
  if (!isNews(application)) return undefined;
  const { state, key, readAt, facts, effects } = application;
  const [type = '', id = ''] = key.parts;
  const principal = state.principals.intern(principalWord({ principalType: type, principalId: id }));
  const before = knownPrincipal(state, principal);
  principal.described = { readAt, facts };
  state.describedPrincipals.add(principal);
  principal.known = undefined;
  principal.seenAt = Math.min(principal.seenAt, readAt);
  noteKnown(key, before, knownPrincipal(state, principal), effects);
  return keep(application);
}

/** Those of them who were also described by themselves, with what is known of each. */
export function describedOf(state: State, facts: readonly PrincipalFacts[]): Map<Principal, KnownPrincipal> {
  const found = new Map<Principal, KnownPrincipal>();
  for (const fact of facts) {
    const principal = state.principals.get(principalWord(fact));
    if (principal?.described) found.set(principal, knownPrincipal(state, principal));
  }
  return found;
}

/** What a list tells otherwise of them than was known is a change of each: the next description is compared with it. */
export function noteDescribed(
  state: State,
  described: ReadonlyMap<Principal, KnownPrincipal>,
  effects: Effects,
): void {
  for (const [principal, before] of described)
    noteKnown(describedKey(principal), before, knownPrincipal(state, principal), effects);
}

/** A principal whom anything has told of before. That it is missing from a list is no change: lists prove nobody deleted. */
function noteKnown(
  { text: extent }: ExtentKey,
  { readAt: since, ...before }: KnownPrincipal,
  { readAt, ...after }: KnownPrincipal,
  { changes }: Effects,
): void {
  if (since === null || readAt === null || since >= readAt) return;
  const [was, is] = [before, after].map((facts) => ({ ...facts, deleted: facts.deleted === true }));
  if (!isSame(was, is)) changes.push({ extent, id: '', before: was, after: is, since, readAt });
}
