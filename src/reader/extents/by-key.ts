import type { ExtentKey } from '../../mirror/keys.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import type { Extent } from '../reads.ts';
import { holdings, pair, provisionedToAccount } from './assignments.ts';
import { applications, entitlementsOfAccount, entitlementsOfPrincipal } from './entitlements.ts';
import { idOf, memberships, principal, principals, type PrincipalName } from './identities.ts';
import { account, accounts, children, parent, tree, unit, units } from './organization.ts';
import { detail, type Detail } from './permission-set-details.ts';
import {
  accountsInStatus,
  permissionSet,
  permissionSets,
  provisionedAccounts,
  type ProvisioningStatus,
} from './permission-sets.ts';
import type { Source } from './source.ts';

/**
 * The extent that a key names: what another gateway asks for by it. Undefined for a key of another version of the
 * gateway. `maxPages` as whoever asks for a list has it.
 */
export function extentOf(source: Source, key: ExtentKey, maxPages?: number): Extent | undefined {
  const [first = '', second = ''] = key.parts;
  switch (key.kind) {
    case 'accounts':
      return accounts(source, maxPages);
    case 'account':
      return account(source, first);
    case 'tree':
      return tree(source);
    case 'units':
      return units(source);
    case 'unit':
      return unit(source, first);
    case 'children':
      return children(source, first);
    case 'permissionSets':
      return permissionSets(source);
    case 'permissionSet':
      return permissionSet(source, first);
    case 'provisionedToAccount':
      return provisionedToAccount(source, first);
    case 'accountsOfSet':
      return provisionedAccounts(source, first);
    case 'pair':
      return pair(source, first, second);
    case 'entitlements':
      return entitlementsOfAccount(source, first);
    case 'principals':
      return principals(source, first === 'USER' ? 'USER' : 'GROUP', maxPages);
    case 'principal':
      return principal(source, { principalType: first === 'USER' ? 'USER' : 'GROUP', principalId: second });
    case 'list':
      return listOf(source, key.text);
    // A page comes with its list.
    case 'page':
      return undefined;
    default:
      return key.kind satisfies never;
  }
}

/** What the texts of lists begin with, and the list that the rest names. */
const lists: readonly (readonly [RegExp, (source: Source, ...parts: string[]) => Extent])[] = [
  [/^account-access-applications$/, (source) => applications(source)],
  [
    /^principal\/(USER|GROUP)\/([^/]+)(?:\/account\/([^/]+))?$/,
    (source, type, id, accountId) => holdings(source, principalOf(type, id), accountId),
  ],
  [
    /^entitlements\/principal\/(USER|GROUP)\/([^/]+)$/,
    (source, type, id) => entitlementsOfPrincipal(source, principalOf(type, id)),
  ],
  [
    /^memberships\/(user|group)\/([^/]+)$/,
    (source, type = '', id) => memberships(source, principalOf(type.toUpperCase(), id)),
  ],
  [
    /^id-of\/(userName|email|groupName)\/(.*)$/s,
    // The cast: the name that the pattern tells.
    (source, name = '', text) => idOf(source, { [name]: text } as unknown as PrincipalName),
  ],
  [/^parent\/([^/]+)$/, (source, id = '') => parent(source, id)],
  [
    /^detail\/(managedPolicies|customerManagedPolicies|inlinePolicy|permissionsBoundary|tags)\/(.+)$/,
    // The cast: the kinds that the pattern tells.
    (source, kind, arn = '') => detail(source, kind as Detail, arn),
  ],
  [
    /^in-status\/([^/]+)\/(.+)$/,
    // The cast: as the reader that asks wrote it into its key.
    (source, status, arn = '') => accountsInStatus(source, arn, status as ProvisioningStatus),
  ],
];

function listOf(source: Source, text: string): Extent | undefined {
  for (const [pattern, make] of lists) {
    const parts = pattern.exec(text)?.slice(1);
    if (parts) return make(source, ...parts);
  }
  return undefined;
}

function principalOf(type: string | undefined, principalId = ''): PrincipalId {
  return { principalType: type === 'USER' ? 'USER' : 'GROUP', principalId };
}
