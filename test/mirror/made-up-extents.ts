import {
  accountKey,
  accountsInStatusKey,
  accountsOfKey,
  describedKey,
  detailKey,
  entitlementsKey,
  entitlementsOfKey,
  holdingsKey,
  idOfKey,
  membershipsKey,
  pairKey,
  permissionSetKey,
  provisionedKey,
  unitKey,
  type ExtentKey,
  type FactsByKind,
  type Kind,
} from '../../src/mirror/keys.ts';
import { madeUp } from '../reader/made-up-ids.ts';
import { set } from './small-organization.ts';

/** What reads tell of the n-th made-up id of each kind: that there is no such thing. */
export function extentsAbout(n: number, instanceArn: string) {
  const [accountId, arn, unitId] = [madeUp.account(n), madeUp.set(n, instanceArn), madeUp.unit(n)];
  const user = { principalType: 'USER', principalId: madeUp.principal(n) } as const;
  const group = { ...user, principalType: 'GROUP' } as const;
  return [
    extent(accountKey(accountId), { accountId, name: null, email: null, state: null, ancestors: null }),
    extent(provisionedKey(accountId), []),
    extent(entitlementsKey(accountId), []),
    extent(permissionSetKey(arn), set(arn, null)),
    extent(accountsOfKey(arn), []),
    extent(detailKey('tags', arn), []),
    extent(accountsInStatusKey('LATEST', arn), []),
    extent(unitKey(unitId), [{ unitId, name: null, ancestors: null }]),
    extent(describedKey(user), null),
    extent(describedKey(group), null),
    extent(holdingsKey(user), []),
    extent(holdingsKey(user, accountId), []),
    extent(membershipsKey(group), []),
    extent(entitlementsOfKey(user), []),
    extent(idOfKey('email', madeUp.name(n)), []),
    extent(pairKey(accountId, 'arn'), []),
  ];
}

function extent<K extends Kind>(key: ExtentKey<K>, facts: FactsByKind[K]) {
  return { key: key as ExtentKey, facts: facts as FactsByKind[Kind] };
}
