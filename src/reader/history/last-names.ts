import { parseKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import { principalKey, type PrincipalFacts, type PrincipalId } from '../../mirror/rows.ts';
import type { StoredChange } from '../../store/store.ts';
import type { Subject } from './change.ts';

/** A permission set by its ARN, or a user or group. */
export type Named = string | PrincipalId;

/** A text for what has a name: of the same thing the same. */
export function keyOf(named: Named): string {
  return typeof named === 'string' ? named : principalKey(named);
}

/** What things were called when a change was told last that has their name. */
export interface NamesTold {
  nameOf(named: Named): string | undefined;
}

/** What a thing was called last, by what changed and what is known; null where neither tells. */
export function lastNameOf(history: NamesTold, mirror: Mirror, named: Named): string | null {
  const told = history.nameOf(named);
  if (told !== undefined) return told;
  if (typeof named === 'string') return mirror.permissionSets.get(named)?.name ?? null;
  return mirror.principals.byId([named]).get(principalKey(named))?.name ?? null;
}

/** What a change calls users, groups and permission sets. */
export function namesIn(subject: Subject): readonly (readonly [Named, string | null])[] {
  switch (subject.about) {
    case 'assignment':
      return [
        [subject.row, subject.names.principal],
        [subject.row.permissionSetArn, subject.names.permissionSet],
      ];
    case 'principal':
      return [[subject.principal, subject.name]];
    case 'permissionSet':
      return [[subject.arn, subject.name]];
    case 'account':
    case 'entitlement':
    case 'membership':
      return [];
    default:
      return subject satisfies never;
  }
}

/** The same of a difference that is no change: that a list lacks somebody proves nothing, and has their name. */
export function nameOfUnlisted({
  extent,
  before,
  after,
}: StoredChange): readonly (readonly [Named, string | null])[] {
  if (before === undefined || after !== undefined || parseKey(extent).kind !== 'principals') return [];
  // The cast: the facts of such a list.
  const facts = JSON.parse(before) as PrincipalFacts;
  return [[facts, facts.name]];
}
