import type { Organization } from '../organization/types.ts';
import type { Page } from '../protocol/paging.ts';
import type { PendingWrites } from './pending-writes.ts';

/** Ways in which a real organization differs from the plain one. All are off unless asked for. */
export interface Modes {
  /** As with Active Directory as the identity source: ListUsers and ListGroups demand a Filter. */
  readonly directoryCannotBeListed?: boolean;
  /** The caller is a delegated administrator: no ListAccountAssignmentsForPrincipal, no assignments of the management account. */
  readonly delegatedAdministrator?: boolean;
  /** No Paths on accounts and no Path on organizational units, as before 2026. */
  readonly pathsAbsent?: boolean;
  /** No Status on accounts: AWS retires it in favour of State. */
  readonly statusAbsent?: boolean;
  /** The instance does not have permission sets enabled. */
  readonly permissionSetsDisabled?: boolean;
  /** The caller may not use the customer managed key that encrypts the instance. */
  readonly kmsDenied?: boolean;
}

/** What a handler may touch while it answers one call. */
export interface Call {
  readonly organization: Organization;
  readonly modes: Modes;
  /** The Region that the sandbox's instance is in. */
  readonly homeRegion: string;
  /** The Region that the caller signed for. */
  readonly region: string;
  readonly pendingWrites: PendingWrites;
  /** Epoch seconds. */
  now(): number;
  /** The page of `rows` that the call's MaxResults and NextToken ask for. `keyOf` tells rows apart. */
  page<T>(rows: readonly T[], keyOf: (row: T) => string): Page<T>;
}

/** One handler for each operation of a service's model, typed by the model. */
export type Handlers<Operations extends Record<keyof Operations, { input: unknown; output: unknown }>> = {
  readonly [Name in keyof Operations]: (
    input: Operations[Name]['input'],
    call: Call,
  ) => Operations[Name]['output'];
};

/** The key of a row that is itself an id or an ARN. */
export const itself = (row: string): string => row;
