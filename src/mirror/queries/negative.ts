import type { ExtentKey } from '../keys.ts';
import { principalWord } from '../rows.ts';
import type { Account, Pair, PermissionSet, State, Unit } from '../state/state.ts';

/**
 * Is that what the extent is about does not exist all that anything tells of it? Whoever asks can name as many such
 * things as they like. Of names, as each can be written in many ways, this holds whatever they stand for.
 */
export function isNegative(state: State, key: ExtentKey): boolean {
  const [first = '', second = ''] = key.parts;
  switch (key.kind) {
    case 'account':
    case 'entitlements':
    case 'provisionedToAccount':
      return isNoAccount(state.accounts.get(first));
    case 'accountsOfSet':
    case 'permissionSet':
      return isNoSet(state.sets.get(first));
    case 'pair': {
      const pair = state.accounts.get(first)?.pairs.get(second);
      return pair !== undefined && !isThere(pair) && (isNoAccount(pair.account) || isNoSet(pair.set));
    }
    case 'principal':
      return isNobody(state, first, second);
    case 'children':
      return isNoUnit(state.units.get(first)) && state.extents.get(key.text)?.size === 0;
    case 'unit':
      return isNoUnit(state.units.get(first));
    case 'list':
      return isNegativeList(state, key);
    case 'accounts':
    case 'page':
    case 'permissionSets':
    case 'principals':
    case 'tree':
    case 'units':
      return false;
    default:
      return key.kind satisfies never;
  }
}

const holdings = /^principal\/(USER|GROUP)\/([^/]+)(?:\/account\/(.+))?$/;
const ofPrincipal = /^(?:entitlements\/principal|memberships)\/(user|group)\/(.+)$/i;
const ofSet = /^(?:detail|in-status)\/[^/]+\/(.+)$/;
const ofName = /^id-of\//;

function isNegativeList(state: State, { text }: ExtentKey): boolean {
  if (ofName.test(text)) return true;
  if (state.extents.get(text)?.size !== 0) return false;
  const [, arn] = ofSet.exec(text) ?? [];
  if (arn !== undefined) return isNoSet(state.sets.get(arn));
  const [, type = '', id = '', accountId] = holdings.exec(text) ?? ofPrincipal.exec(text) ?? [];
  if (type === '') return false;
  return (
    isNobody(state, type.toUpperCase(), id) ||
    (accountId !== undefined && isNoAccount(state.accounts.get(accountId)))
  );
}

function isNoAccount(account: Account | undefined): boolean {
  if (!account) return true;
  const { listed, onPages, way, described, provisioned, entitlements, pairs } = account;
  const { name = null, email = null, state = null } = described?.facts ?? {};
  const isTold = listed ?? way ?? name ?? email ?? state;
  if (isTold !== null && isTold !== undefined) return false;
  const count = (onPages?.size ?? 0) + (provisioned?.facts.size ?? 0) + (entitlements?.length ?? 0);
  return count === 0 && ![...pairs.values()].some(isThere);
}

function isNoSet(set: PermissionSet | undefined): boolean {
  if (!set) return true;
  const { isListed, described, accounts, pairs } = set;
  if (isListed || (described && described.facts.name !== null) || accounts?.facts.size) return false;
  return ![...pairs.values()].some(isThere);
}

/** Has nothing told of such a user or group? */
export function isNobody({ principals }: State, principalType: string, principalId: string): boolean {
  const principal = principals.get(
    principalWord({ principalType: principalType === 'USER' ? 'USER' : 'GROUP', principalId }),
  );
  if (!principal) return true;
  const { listed, onPages, described, pairs, entitlements } = principal;
  const count = (onPages?.size ?? 0) + pairs.length + (entitlements?.size ?? 0);
  return !listed && !described?.facts && count === 0;
}

function isNoUnit(unit: Unit | undefined): boolean {
  return ![...(unit?.told.values() ?? [])].some(({ facts }) => facts.name !== null);
}

function isThere({ isProvisioned, members }: Pair): boolean {
  return isProvisioned || members.length > 0;
}
