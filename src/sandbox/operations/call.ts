import type { Organization } from '../organization/types.ts';
import type { Page } from '../protocol/paging.ts';
import type { SignIns } from '../sign-in/sign-ins.ts';
import type { PendingWrites } from './pending-writes.ts';

/** Ways in which a real organization differs from the plain one. All are off unless asked for. */
export interface Modes {
  /** As with Active Directory as the identity source: ListUsers and ListGroups demand a Filter. */
  readonly directoryCannotBeListed?: boolean;
  /**
   * The caller is the delegated administrator: no ListAccountAssignmentsForPrincipal, no assignments of the management
   * account, no change of a permission set that is provisioned there.
   */
  readonly delegatedAdministrator?: boolean;
  /** No Paths on accounts and no Path on organizational units, as before 2026. */
  readonly pathsAbsent?: boolean;
  /**
   * Identity Center as it was before October 2026: no ARNs and revisions in the identity store, no IdentityStoreArn,
   * and DescribeInstance without the instance's Regions.
   */
  readonly arnsAbsent?: boolean;
  /** No Status on accounts: AWS retires it in favour of State. */
  readonly statusAbsent?: boolean;
  /** The instance does not have permission sets enabled. */
  readonly permissionSetsDisabled?: boolean;
  /**
   * The Region that the sandbox is set to is an additional one of the instance: its primary Region is another. Here
   * the instance and the identity store can be read, and nothing else; in the primary Region everything works.
   */
  readonly replicaRegion?: boolean;
  /** The Region does not have account access manager. */
  readonly noAccountAccess?: boolean;
  /** The caller may not use the customer managed key that encrypts the instance. */
  readonly kmsDenied?: boolean;
  /** The network configuration of the identity store demands a VPC endpoint, and the caller does not come through one. */
  readonly networkRestricted?: boolean;
}

/** What a handler may touch while it answers one call. */
export interface Call {
  readonly organization: Organization;
  readonly modes: Modes;
  /** The primary Region of the sandbox's instance. */
  readonly homeRegion: string;
  /** The instance's additional Region, where it has one. */
  readonly replicaRegion: string | undefined;
  /** The Region that the caller signed for. */
  readonly region: string;
  /** Whose signature the call has; undefined for calls that are not signed. */
  readonly accessKeyId: string | undefined;
  readonly pendingWrites: PendingWrites;
  readonly signIns: SignIns;
  /** The address that the call came from. */
  readonly sourceIp: string;
  /** The URL at which the caller reached the sandbox, without a slash at its end. */
  readonly base: string;
  /** Epoch seconds. */
  now(): number;
  /**
   * The page of `rows` that the call's MaxResults and NextToken ask for. `keyOf` tells rows apart. `whose`: whose list
   * it is, where two people have different ones.
   */
  page<T>(rows: readonly T[], keyOf: (row: T) => string, whose?: string): Page<T>;
}

/** Is the caller in one of the instance's Regions? */
export function isServed({ region, homeRegion, replicaRegion }: Call): boolean {
  return region === homeRegion || region === replicaRegion;
}

/** One handler for each operation of a service's model, typed by the model. */
export type Handlers<Operations extends Record<keyof Operations, { input: unknown; output: unknown }>> = {
  readonly [Name in keyof Operations]: (
    input: Operations[Name]['input'],
    call: Call,
  ) => Operations[Name]['output'];
};

/** For services whose names begin with a small letter. */
export function nextOf({ NextToken }: { readonly NextToken?: string }): { readonly nextToken?: string } {
  return NextToken === undefined ? {} : { nextToken: NextToken };
}

/** The key of a row that is itself an id or an ARN. */
export const itself = (row: string): string => row;
