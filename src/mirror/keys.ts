import type {
  AccountFacts,
  EntitlementRow,
  Item,
  PermissionSetFacts,
  PrincipalFacts,
  PrincipalId,
  PrincipalType,
  UnitFacts,
  Way,
} from './rows.ts';

/** The kinds of extents that the mirror tells apart, and what one read of each brings home. */
export interface FactsByKind {
  /** The organization's account list. */
  readonly accounts: readonly AccountFacts[];
  /** A described account: without name, e-mail address and state when the organization does not have it. */
  readonly account: AccountFacts;
  /** The way from the root to each account, found by walking the tree. */
  readonly tree: readonly Way[];
  /** Every root and OU. */
  readonly units: readonly UnitFacts[];
  /** A described OU, or all roots. */
  readonly unit: readonly UnitFacts[];
  /** The OUs right below a root or OU. */
  readonly children: readonly UnitFacts[];
  /** ARNs of the instance's permission sets. */
  readonly permissionSets: readonly string[];
  readonly permissionSet: PermissionSetFacts;
  /** ARNs of the permission sets that are provisioned to an account. */
  readonly provisionedToAccount: readonly string[];
  /** Ids of the accounts in which a permission set is provisioned. */
  readonly accountsOfSet: readonly string[];
  /** Who is assigned in one account with one permission set: each a `principalWord`. */
  readonly pair: readonly string[];
  /** Who may take which role of one account, by account access manager. */
  readonly entitlements: readonly EntitlementRow[];
  /** Every user, or every group. */
  readonly principals: readonly PrincipalFacts[];
  /** A described user or group: null when the identity store does not have it. */
  readonly principal: PrincipalFacts | null;
  /** A page of the list of accounts, users or groups, while that was not read to its end. */
  readonly page: ListPage;
  /** What no other extent shares: memberships, policies, what one principal holds. */
  readonly list: readonly Item[];
}

export interface ListPage {
  readonly accounts?: readonly AccountFacts[];
  readonly principals?: readonly PrincipalFacts[];
}

export type Kind = keyof FactsByKind;

/** Names an extent. */
export interface ExtentKey<K extends Kind = Kind> {
  readonly kind: K;
  /** Unique within an instance: what the store knows it by. */
  readonly text: string;
  /** What is in the text: ids, or the type of a principal and its id. */
  readonly parts: readonly string[];
}

/** What one read of an extent told, and when it began, in epoch milliseconds. */
export interface Extent<K extends Kind = Kind> {
  readonly key: ExtentKey<K>;
  readonly readAt: number;
  /** When the read ended: everybody whom it names existed by then. @default when it began */
  readonly heardAt?: number;
  /** Since when what it tells of is known, where that is before this read. @default this read */
  readonly knownSince?: number | undefined;
  readonly facts: FactsByKind[K];
}

export const accountsKey = key('accounts', 'accounts');
export const treeKey = key('tree', 'tree');
export const unitsKey = key('units', 'units');
export const permissionSetsKey = key('permissionSets', 'permission-sets');

const lists = { USER: 'users', GROUP: 'groups' } as const;
const described = { USER: 'user/', GROUP: 'group/' } as const;

/** All users, or all groups. */
export const principalsKey = (type: PrincipalType) => key('principals', lists[type], [type]);

/** A page, from 0, of `accounts`, `users` or `groups`. */
export const pageKey = (listText: string, page: number) =>
  key('page', `page/${listText}/${page}`, [listText, String(page)]);

export const accountKey = (accountId: string) => key('account', `account/${accountId}`, [accountId]);
export const unitKey = (unitId: string) => key('unit', `unit/${unitId}`, [unitId]);
export const childrenKey = (unitId: string) => key('children', `children/${unitId}`, [unitId]);
export const permissionSetKey = (arn: string) => key('permissionSet', `permission-set/${arn}`, [arn]);

export const provisionedKey = (accountId: string) =>
  key('provisionedToAccount', `provisioned/account/${accountId}`, [accountId]);

export const accountsOfKey = (arn: string) =>
  key('accountsOfSet', `provisioned/permission-set/${arn}`, [arn]);

export const pairKey = (accountId: string, arn: string) =>
  key('pair', `pair/${accountId}/${arn}`, [accountId, arn]);

/** Who may take which role of an account. */
export const entitlementsKey = (accountId: string) =>
  key('entitlements', `entitlements/account/${accountId}`, [accountId]);

/** One user or group, described. */
export const describedKey = ({ principalType, principalId }: PrincipalId) =>
  key('principal', described[principalType] + principalId, [principalType, principalId]);

/** What a principal holds, everywhere or in one account. */
export function holdingsKey({ principalType, principalId }: PrincipalId, accountId?: string) {
  const everywhere = `principal/${principalType}/${principalId}`;
  return list(accountId === undefined ? everywhere : `${everywhere}/account/${accountId}`);
}

/** The roles that a principal may take, in all accounts. */
export const entitlementsOfKey = ({ principalType, principalId }: PrincipalId) =>
  list(`entitlements/principal/${principalType}/${principalId}`);

/** The applications of account access manager whose users and groups are the instance's. */
export const applicationsKey = list('account-access-applications');

/** The groups of a user, or the members of a group. */
export const membershipsKey = ({ principalType, principalId }: PrincipalId) =>
  list(`memberships/${described[principalType]}${principalId}`);

/** The id that belongs to a name of that kind. */
export const idOfKey = (argument: string, text: string) => list(`id-of/${argument}/${text}`);

/** The OU or root right above. */
export const parentKey = (childId: string) => list(`parent/${childId}`);

/** One detail of a permission set, such as its tags. */
export const detailKey = (detail: string, arn: string) => list(`detail/${detail}/${arn}`);

/** The accounts in which a permission set has one provisioning status. */
export const accountsInStatusKey = (status: string, arn: string) => list(`in-status/${status}/${arn}`);

export function isOfPrincipals(key: ExtentKey): key is ExtentKey<'principals'> {
  return key.kind === 'principals';
}

/** The key that a store gives back as text. */
export function parseKey(text: string): ExtentKey {
  const slash = text.indexOf('/');
  const rest = text.slice(slash + 1);
  const parse = slash < 0 ? whole[text] : parsers[text.slice(0, slash)];
  return parse?.(rest) ?? list(text);
}

const whole: Readonly<Record<string, () => ExtentKey>> = {
  accounts: () => accountsKey,
  tree: () => treeKey,
  units: () => unitsKey,
  'permission-sets': () => permissionSetsKey,
  users: () => principalsKey('USER'),
  groups: () => principalsKey('GROUP'),
};

const parsers: Readonly<Record<string, (rest: string) => ExtentKey | undefined>> = {
  account: accountKey,
  unit: unitKey,
  children: childrenKey,
  'permission-set': permissionSetKey,
  user: (principalId) => describedKey({ principalType: 'USER', principalId }),
  group: (principalId) => describedKey({ principalType: 'GROUP', principalId }),
  page: (rest) => {
    const [listText = '', page] = split(rest);
    return page === undefined ? undefined : pageKey(listText, Number(page));
  },
  provisioned: (rest) => {
    const [side = '', id] = split(rest);
    if (id === undefined) return undefined;
    return side === 'account' ? provisionedKey(id) : accountsOfKey(id);
  },
  entitlements: (rest) => {
    const [side, accountId] = split(rest);
    return side === 'account' && accountId !== undefined ? entitlementsKey(accountId) : undefined;
  },
  pair: (rest) => {
    const [accountId = '', arn] = split(rest);
    return arn === undefined ? undefined : pairKey(accountId, arn);
  },
};

/** ARNs have slashes of their own. */
function split(text: string): readonly string[] {
  const slash = text.indexOf('/');
  return slash < 0 ? [text] : [text.slice(0, slash), text.slice(slash + 1)];
}

function key<K extends Kind>(kind: K, text: string, parts: readonly string[] = []): ExtentKey<K> {
  return { kind, text, parts };
}

function list(text: string): ExtentKey<'list'> {
  return key('list', text);
}
