import type { ResultOf } from '../graphql/document.ts';
import type { Principal } from '../parts/links.tsx';
import type { Ou } from '../parts/ou-path.tsx';
import { nameOfPerson } from '../parts/person.tsx';
import type { accessQuery, assignmentsQuery } from './questions.ts';

type AssignmentNode = NonNullable<ResultOf<typeof assignmentsQuery>['assignments']>['nodes'][number];
type AccessNode = NonNullable<ResultOf<typeof accessQuery>['effectiveAccess']>['nodes'][number];
type Grant = AccessNode['grant'];

/** What is held on one account. */
export interface Holding {
  readonly key: string;
  readonly accountId: string;
  readonly account: string | undefined;
  readonly accountState: string | undefined;
  readonly ou: Ou | undefined;
  /** A permission set, or an IAM role by an entitlement. */
  readonly what: string;
  /** Undefined for an entitlement. */
  readonly setArn: string | undefined;
  readonly held:
    | { readonly firstSeen: string; readonly lastAbsent: string | null; readonly lastSeen: string }
    | undefined;
}

/** By whom AWS has it assigned. */
export interface Assigned extends Holding {
  readonly principal: Principal;
}

/** One way of a person into one account. */
export interface Way extends Holding {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly isDisabled: boolean;
    readonly isDeleted: boolean;
  };
  /** Undefined: held directly. */
  readonly group: { readonly id: string; readonly name: string } | undefined;
}

function holdingOf(grant: Grant): Holding {
  const { target } = grant;
  const account = 'state' in target ? target : undefined;
  const isAssignment = grant.__typename === 'Assignment';
  return {
    key: grant.id,
    accountId: target.targetId,
    account: target.name ?? undefined,
    accountState: account?.state ?? undefined,
    ou: account?.parent ?? undefined,
    what: isAssignment ? (grant.permissionSet.name ?? grant.permissionSet.arn) : grant.roleName,
    setArn: isAssignment ? grant.permissionSet.arn : undefined,
    held: (isAssignment ? grant.held : undefined) ?? undefined,
  };
}

export function assignedOf(node: AssignmentNode): Assigned {
  return { ...holdingOf(node), principal: node.principal };
}

export function wayOf({ user, via, grant }: AccessNode): Way {
  const holding = holdingOf(grant);
  return {
    ...holding,
    key: `${holding.key} ${user.principalId} ${via?.principalId ?? ''}`,
    user: {
      id: user.principalId,
      name: nameOfPerson(user),
      isDisabled: user.enabled === false,
      isDeleted: user.deleted === true,
    },
    group: via ? { id: via.principalId, name: via.displayName ?? via.principalId } : undefined,
  };
}
