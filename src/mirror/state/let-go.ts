import { forgetExtent } from './extents.ts';
import type { ExtentKey, Kind } from '../keys.ts';
import { leave } from './provisioning.ts';
import { releaseAccount, releasePermissionSet, releasePrincipal, releaseUnit } from './release.ts';
import { principalWord } from '../rows.ts';
import type { State } from './state.ts';

/**
 * Forgets an extent that says of something that it does not exist, as if that had never been read. It is no news, and
 * no change. Answers when it had been read.
 */
export function letGo(state: State, key: ExtentKey): number | undefined {
  if (key.kind === 'pair') return letGoOfPair(state, key.parts);
  const held = forgetExtent(state, key);
  if (held) forgetters[key.kind]?.(state, key);
  return held?.readAt;
}

/** What the things in memory have of an extent besides. */
const forgetters: { readonly [K in Kind]?: (state: State, key: ExtentKey) => void } = {
  account: (state, { parts: [id = ''] }) => {
    const account = state.accounts.get(id);
    if (!account) return;
    account.described = undefined;
    account.known = undefined;
    releaseAccount(state, account);
  },
  provisionedToAccount: (state, { parts: [id = ''] }) => {
    const account = state.accounts.get(id);
    if (!account) return;
    account.provisioned = undefined;
    releaseAccount(state, account);
  },
  entitlements: (state, { parts: [id = ''] }) => {
    const account = state.accounts.get(id);
    if (!account) return;
    account.entitlements = undefined;
    releaseAccount(state, account);
  },
  permissionSet: (state, { parts: [arn = ''] }) => {
    const set = state.sets.get(arn);
    if (!set) return;
    set.described = undefined;
    set.known = undefined;
    releasePermissionSet(state, set);
  },
  accountsOfSet: (state, { parts: [arn = ''] }) => {
    const set = state.sets.get(arn);
    if (!set) return;
    set.accounts = undefined;
    releasePermissionSet(state, set);
  },
  principal: (state, { parts: [type, principalId = ''] }) => {
    const principalType = type === 'USER' ? 'USER' : 'GROUP';
    const principal = state.principals.get(principalWord({ principalType, principalId }));
    if (!principal) return;
    principal.described = undefined;
    principal.known = undefined;
    principal.isHeardOf = false;
    state.describedPrincipals.delete(principal);
    releasePrincipal(state, principal);
  },
  unit: (state, { text, parts: [id = ''] }) => {
    const unit = state.units.get(id);
    unit?.told.delete(text);
    if (unit) releaseUnit(state, unit);
  },
};

function letGoOfPair(state: State, [accountId = '', arn = '']: readonly string[]): number | undefined {
  const pair = state.accounts.get(accountId)?.pairs.get(arn);
  if (pair) leave(state, pair);
  return pair?.readAt;
}
