import type { ProvisioningStatus } from '../../aws/sso-admin.ts';
import type { KnownPrincipal } from '../../mirror/rows.ts';
import type { Listing, ListQuery } from '../../reading/listing.ts';
import type { Facts } from '../facts/facts.ts';
import type { PermissionSetFilterInput, PrincipalFilterInput, TargetFilterInput } from '../filter/input.ts';
import { permissionSets } from '../lists/permission-sets.ts';
import { principals } from '../lists/principals.ts';
import { targets, type TargetRow } from '../lists/targets.ts';
import { assigned, entered, holdsAccess, inStatus } from './conditions.ts';
import { narrowed, type Condition } from './narrowed.ts';

/** Conditions that everything granted has to be known for. Left out or null: whether or not. */
export interface PrincipalsQuery extends ListQuery {
  readonly holdsAccess?: boolean | null | undefined;
}

export interface PermissionSetsQuery extends ListQuery {
  readonly assigned?: boolean | null | undefined;
  /** In some account. */
  readonly provisioningStatus?: ProvisioningStatus | null | undefined;
}

export interface TargetsQuery extends ListQuery {
  /** Of accounts only: it leaves out OUs. */
  readonly entered?: boolean | null | undefined;
}

export function principalsThat(
  facts: Facts,
  filter: PrincipalFilterInput,
  { holdsAccess: holds }: PrincipalsQuery,
): Listing<KnownPrincipal> {
  return where<KnownPrincipal>(principals(facts, filter), [isGiven(holds) && holdsAccess(facts, holds)]);
}

export function permissionSetsThat(
  facts: Facts,
  filter: PermissionSetFilterInput,
  { assigned: is, provisioningStatus: status }: PermissionSetsQuery,
): Listing<string> {
  return where(permissionSets(facts, filter), [
    isGiven(is) && assigned(facts, is),
    isGiven(status) && inStatus(facts, status),
  ]);
}

export function targetsThat(
  facts: Facts,
  filter: TargetFilterInput,
  { entered: is }: TargetsQuery,
): Listing<TargetRow> {
  if (!isGiven(is)) return targets(facts, filter);
  return where(targets(facts, { ...filter, type: filter.type ?? 'AWS_ACCOUNT' }), [entered(facts, is)]);
}

function where<Row>(listing: Listing<Row>, conditions: readonly (Condition<Row> | false)[]): Listing<Row> {
  return conditions.reduce((list, one) => (one ? narrowed(list, one) : list), listing);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
