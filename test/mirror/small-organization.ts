import fc from 'fast-check';
import {
  accountKey,
  accountsKey,
  accountsOfKey,
  childrenKey,
  describedKey,
  entitlementsKey,
  membershipsKey,
  pageKey,
  pairKey,
  permissionSetKey,
  permissionSetsKey,
  principalsKey,
  provisionedKey,
  treeKey,
  unitKey,
  unitsKey,
  type Extent,
  type ExtentKey,
  type FactsByKind,
  type Kind,
} from '../../src/mirror/keys.ts';
import {
  principalWord,
  type AccountFacts,
  type EntitlementRow,
  type PermissionSetFacts,
  type PrincipalFacts,
  type PrincipalId,
  type PrincipalType,
  type UnitFacts,
} from '../../src/mirror/rows.ts';

export const accountIds = ['111111111111', '222222222222', '333333333333'];
export const arns = ['a', 'b', 'c'].map((letter) => `arn:aws:sso:::permissionSet/ssoins-1/ps-${letter}`);
export const unitIds = ['r-1', 'ou-1-a', 'ou-1-b'];
export const principalIds: readonly PrincipalId[] = [
  { principalType: 'GROUP', principalId: 'g' },
  { principalType: 'GROUP', principalId: 'x' },
  { principalType: 'USER', principalId: 'u' },
  // The same id as a group's.
  { principalType: 'USER', principalId: 'x' },
];

export function account(accountId: string, told: Partial<AccountFacts> = {}): AccountFacts {
  return { accountId, name: `name of ${accountId}`, email: null, state: 'ACTIVE', ancestors: null, ...told };
}

export function set(arn: string, name: string | null = 'a name'): PermissionSetFacts {
  return { arn, name, description: null, sessionDuration: null, relayState: null, createdAt: null };
}

export function facts(id: PrincipalId, name: string | null = `name of ${id.principalId}`): PrincipalFacts {
  return { ...id, name, displayName: null, email: null, description: null, enabled: null };
}

function unit(unitId: string, name: string): UnitFacts {
  return { unitId, name, ancestors: unitId.startsWith('r-') ? [] : ['r-1'] };
}

const some = <T>(all: readonly T[]) => fc.subarray([...all]);
const name = fc.constantFrom('one', 'two', 'three');
const place = fc.constantFrom(null, ['r-1'], ['r-1', 'ou-1-a']);
const ofType = (type: PrincipalType) => principalIds.filter((id) => id.principalType === type);
const told = <T, F>(ids: readonly T[], make: (id: T) => fc.Arbitrary<F>) =>
  some(ids).chain((chosen) => fc.tuple(...chosen.map(make)));

function extent<K extends Kind>(
  key: fc.Arbitrary<ExtentKey<K>> | ExtentKey<K>,
  make: (key: ExtentKey<K>) => fc.Arbitrary<FactsByKind[K]>,
): fc.Arbitrary<Omit<Extent, 'readAt'>> {
  const keys = 'kind' in key ? fc.constant(key) : key;
  return keys.chain((one) => make(one).map((found) => ({ key: one, facts: found })));
}

const accountTold = (accountId: string) =>
  fc.record({ name, ancestors: place }).map((one) => account(accountId, one));
const principalTold = (id: PrincipalId) => name.map((text) => facts(id, text));
const unitTold = (unitId: string) => name.map((text) => unit(unitId, text));
const entitlementTold = (accountId: string, entitlementId: string): fc.Arbitrary<EntitlementRow> =>
  fc.tuple(fc.constantFrom(...principalIds), fc.constantFrom('A', 'B')).map(([principal, role]) => ({
    ...principal,
    accountId,
    entitlementId,
    roleArn: `arn:aws:iam::${accountId}:role/${role}`,
    applicationArn: 'arn:aws:account-access:eu-west-1:111111111111:application/app-1',
    createdAt: null,
  }));
const types = fc.constantFrom<PrincipalType>('GROUP', 'USER');
const listOf = (type: PrincipalType) => told(ofType(type), principalTold);

const ofPair = extent(
  fc.tuple(fc.constantFrom(...accountIds), fc.constantFrom(...arns)).map((ids) => pairKey(...ids)),
  () => some(principalIds.map(principalWord)),
);
const ofList = extent(types.map(principalsKey), ({ parts: [type] }) => listOf(type as PrincipalType));
const described = extent(fc.constantFrom(...principalIds).map(describedKey), ({ parts: [type, id] }) =>
  fc.oneof(fc.constant(null), principalTold({ principalType: type as PrincipalType, principalId: id ?? '' })),
);

/** An extent of any kind, of an organization so small that extents tell of the same things all the time. */
const anyExtent = fc.oneof(
  { weight: 3, arbitrary: extent(accountsKey, () => told(accountIds, accountTold)) },
  extent(fc.constantFrom(...accountIds).map(accountKey), ({ parts: [id = ''] }) => accountTold(id)),
  extent(treeKey, () =>
    some(accountIds).map((ids) => ids.map((accountId) => ({ accountId, ancestors: ['r-1', 'ou-1-b'] }))),
  ),
  extent(unitsKey, () => told(unitIds, unitTold)),
  extent(fc.constantFrom(...unitIds).map(unitKey), ({ parts: [id = ''] }) =>
    unitTold(id).map((one) => [one]),
  ),
  extent(childrenKey('r-1'), () => told(unitIds.slice(1), unitTold)),
  extent(permissionSetsKey, () => some(arns)),
  extent(fc.constantFrom(...arns).map(permissionSetKey), ({ parts: [arn = ''] }) =>
    name.map((text) => set(arn, text)),
  ),
  {
    weight: 5,
    arbitrary: extent(fc.constantFrom(...accountIds).map(provisionedKey), () => some(arns)),
  },
  {
    weight: 5,
    arbitrary: extent(fc.constantFrom(...arns).map(accountsOfKey), () => some(accountIds)),
  },
  {
    weight: 8,
    arbitrary: ofPair,
  },
  {
    weight: 5,
    arbitrary: extent(fc.constantFrom(...accountIds).map(entitlementsKey), ({ parts: [id = ''] }) =>
      told(['e-1', 'e-2', 'e-3'], (entitlementId) => entitlementTold(id, entitlementId)),
    ),
  },
  ofList,
  extent(
    fc.tuple(fc.constantFrom('users', 'groups'), fc.nat({ max: 2 })).map((of) => pageKey(...of)),
    ({ parts: [list] }) =>
      listOf(list === 'users' ? 'USER' : 'GROUP').map((found) => ({ principals: found })),
  ),
  described,
  extent(membershipsKey({ principalType: 'USER', principalId: 'u' }), () =>
    some(['g', 'x']).map((ids) => ids.map((key) => ({ key }))),
  ),
);

const inTime = (extents: readonly Omit<Extent, 'readAt'>[]): Extent[] =>
  extents.map((one, n) => ({ ...one, readAt: 10 + n }));

/** Reads that began one after the other. */
export const someReads = fc.array(anyExtent, { minLength: 1, maxLength: 16 }).map(inTime);

/** The same, mostly lists of users and groups. */
export const readsOfPrincipals = fc
  .array(fc.oneof({ weight: 3, arbitrary: ofList }, described, ofPair), { minLength: 2, maxLength: 16 })
  .map(inTime);

/**
 * The same in any order, some more than once. Only the account lists come one after the other: that an account has left
 * is told by two of them.
 */
export function comingHome(reads: readonly Extent[]): fc.Arbitrary<Extent[]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...reads], { minLength: reads.length }),
      fc.array(fc.constantFrom(...reads), { maxLength: 4 }),
    )
    .chain(([all, again]) =>
      fc
        .array(fc.nat({ max: all.length }), { minLength: again.length, maxLength: again.length })
        .map((places) => {
          const order = [...all];
          for (const [n, one] of again.entries()) order.splice(places[n] ?? 0, 0, one);
          return listsInOrder(order);
        }),
    );
}

function listsInOrder(reads: readonly Extent[]): Extent[] {
  const lists = reads.filter(({ key }) => key.kind === 'accounts');
  const inOrder = lists.toSorted((one, other) => one.readAt - other.readAt).values();
  return reads.map((read) => (read.key.kind === 'accounts' ? (inOrder.next().value ?? read) : read));
}
