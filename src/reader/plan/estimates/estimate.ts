import type { Cost } from '../cost.ts';
import type { PrincipalEstimates } from './principals.ts';
import type { Refusals } from './refusals.ts';

/**
 * What the mirror knows about a question, and guesses where it knows nothing: everything that a plan is made from.
 * Facts that are too old to answer with still tell how much there is to read.
 */
export interface Estimates extends Refusals {
  readonly accounts: {
    /** In reach. */
    readonly count: number;
    /** Calls that tell which they are. */
    readonly list: Cost;
    /** Does what the list tells of them, such as their names, rule some out? */
    readonly isJudged: boolean;
    /** Lookups of what the filter asks about accounts that it names. */
    readonly facts: Cost;
    /** The same for accounts that turn up otherwise: where permission sets are, or what somebody holds. */
    readonly factsAnywhere: Cost;
    /** Calls of ListPermissionSetsProvisionedToAccount. */
    readonly provisionedCalls: number;
  };
  readonly sets: {
    /** In reach. */
    readonly count: number;
    /** Does the filter rule out any? */
    readonly isBounded: boolean;
    /** Calls that tell which the instance has, where the filter does not name them. */
    readonly list: Cost;
    /** Calls that tell the names that decide. */
    readonly names: Cost;
    /** Calls of ListAccountsForProvisionedPermissionSet. */
    readonly accountsOfCalls: number;
  };
  readonly pairs: {
    /** Calls of ListAccountAssignments for what is provisioned in reach. */
    readonly calls: number;
  };
  /** Calls of ListAccountAssignments for every pair of reach that may be provisioned, by what is known so far. */
  readonly combinations: number;
  /** Those whose holdings hold everything that the filter can match; undefined when it names nobody. */
  readonly holders: PrincipalEstimates | undefined;
  /** About everything that reaches one user: their holdings tell it, or their memberships, which widen the question. */
  readonly isInherited: boolean;
  /** Lookups of what the filter asks about the principals that assignments name. */
  readonly principalNames: Cost;
  /** Rows that match. */
  readonly rows: number;
}
