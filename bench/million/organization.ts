import { encode } from '../../src/mirror/encoding.ts';
import {
  accountsKey,
  describedKey,
  membershipsKey,
  pairKey,
  permissionSetKey,
  permissionSetsKey,
  principalsKey,
  provisionedKey,
  type ExtentKey,
  type FactsByKind,
  type Kind,
} from '../../src/mirror/keys.ts';
import { principalWord, type PrincipalId, type PrincipalType } from '../../src/mirror/rows.ts';
import { SqliteFile } from '../../src/store/sqlite-file.ts';
import type { StoredExtent } from '../../src/store/store.ts';

export const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
export const identityStoreId = 'd-1234567890';
/** Nobody answers there: everything is in the mirror. */
export const endpoint = 'http://127.0.0.1:9';
export const region = 'us-east-1';

interface Sizes {
  readonly accounts: number;
  readonly permissionSets: number;
  readonly users: number;
  readonly groups: number;
  /** Permission sets in each account. */
  readonly perAccount: number;
  readonly perPair: number;
  /** People in each group; 0: nothing is known of who is in which. */
  readonly perGroup: number;
}

const aMillion: Sizes = {
  accounts: 2_000,
  permissionSets: 100,
  users: 25_000,
  groups: 5_000,
  perAccount: 100,
  perPair: 5,
  perGroup: 0,
};
const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');

function principalsOf(principalType: PrincipalType, count: number): (PrincipalId & { readonly n: number })[] {
  return Array.from({ length: count }, (_, n) => {
    // Ids that are in no order with the names.
    const scattered = hex(Math.imul(n + 1, 0x9e3779b1) >>> 0, 8);
    const kind = principalType === 'USER' ? '4' : '5';
    return { principalType, principalId: `9096c94604-${scattered}-0000-4000-8000-${kind}${hex(n, 11)}`, n };
  });
}

export function organizationOf(sizes: Sizes) {
  return {
    sizes,
    accountIds: Array.from({ length: sizes.accounts }, (_, n) => String(100_000_000_000 + n * 7)),
    arns: Array.from(
      { length: sizes.permissionSets },
      (_, n) => `arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-${hex(n, 16)}`,
    ),
    users: principalsOf('USER', sizes.users),
    groups: principalsOf('GROUP', sizes.groups),
  };
}

export const organization = organizationOf(aMillion);

export interface FillOptions {
  /** @default a million assignments */
  readonly of?: ReturnType<typeof organizationOf>;
  /** When everything was read, in epoch milliseconds. @default now */
  readonly readAt?: number;
  /** Since when it is known. @default since then */
  readonly knownSince?: number;
  /** Receives who is assigned in each pair, by its key. */
  readonly membersOf?: Map<string, readonly PrincipalId[]>;
}

/** Keeps in a file what reading everything would have kept; gives the number of assignments. */
export async function fill(
  location: string,
  { of = organization, readAt = Date.now(), knownSince = readAt, membersOf }: FillOptions = {},
): Promise<number> {
  const { file } = SqliteFile.open(location);
  const scope = file.scopeOf({ endpoint, instanceArn });
  let waiting: StoredExtent[] = [];
  const flush = () => {
    file.commit(scope, { extents: waiting, changes: [], dropped: [] }, 0);
    waiting = [];
  };
  const keep = <K extends Kind>(key: ExtentKey<K>, facts: FactsByKind[K]) => {
    waiting.push({ key: key.text, readAt, knownSince, facts: encode(key, facts) });
    if (waiting.length >= 5_000) flush();
  };
  const { sizes, accountIds, arns, users, groups } = of;
  const named = ({ principalType, principalId, n }: (typeof users)[number]) => ({
    principalType,
    principalId,
    name: `${principalType === 'USER' ? 'user' : 'group'}-${n % 90 === 0 ? 'payments-' : ''}${n}`,
    displayName: `Person ${n}`,
    email: `user-${n}@example.com`,
    description: null,
    enabled: principalType === 'USER' ? n % 50 !== 1 : null,
  });
  const isDeleted = ({ n }: { readonly n: number }) => n % 1_000 === 3;
  keep(
    accountsKey,
    accountIds.map((accountId, n) => ({
      accountId,
      name: `account-${n}`,
      email: `account-${n}@example.com`,
      state: 'ACTIVE',
      ancestors: ['r-abcd'],
    })),
  );
  keep(permissionSetsKey, arns);
  for (const [n, arn] of arns.entries())
    keep(permissionSetKey(arn), {
      arn,
      name: `Set ${n}`,
      description: null,
      sessionDuration: 'PT1H',
      relayState: null,
      createdAt: null,
    });
  for (const [type, all] of [
    ['USER', users],
    ['GROUP', groups],
  ] as const) {
    keep(principalsKey(type), all.filter((one) => !isDeleted(one)).map(named));
    for (const one of all.filter(isDeleted)) keep(describedKey(one), null);
  }
  const everybody = [...users, ...groups];
  let rows = 0;
  let seed = 7;
  const random = () => (seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
  for (const [n, accountId] of accountIds.entries()) {
    const provisioned = arns.filter((_, set) => (set + n * 13) % arns.length < sizes.perAccount);
    keep(provisionedKey(accountId), provisioned);
    for (const arn of provisioned) {
      const members = new Set<PrincipalId>();
      while (members.size < sizes.perPair)
        members.add(everybody[Math.floor(random() ** 2 * everybody.length)]!);
      keep(pairKey(accountId, arn), [...members].map(principalWord));
      membersOf?.set(pairKey(accountId, arn).text, [...members]);
      rows += members.size;
    }
  }
  for (const [n, group] of sizes.perGroup > 0 ? groups.entries() : []) {
    const at = (place: number) => users[(n * 31 + place * place) % users.length]!.principalId;
    const members = new Set(Array.from({ length: sizes.perGroup }, (_, place) => at(place)));
    keep(
      membershipsKey(group),
      [...members].map((member) => ({ key: member, value: null })),
    );
  }
  flush();
  file.close();
  return rows;
}
