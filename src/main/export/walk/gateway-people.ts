import { pageSelection } from './gateway-pages.ts';
import { accountSelection, pathOf, type AssignmentNode } from './gateway-rows.ts';
import type { PersonFacts } from '../rows/people-columns.ts';

/** A row as the selection of `peopleDocument` asks for it. */
export interface PersonNode {
  readonly user: {
    readonly principalId: string;
    readonly name: string | null;
    readonly email: string | null;
    readonly enabled: boolean | null;
  };
  readonly via: { readonly principalId: string; readonly name: string | null } | null;
  readonly grant: {
    readonly target: AssignmentNode['target'];
    readonly permissionSet?: AssignmentNode['permissionSet'];
    readonly roleArn?: string;
  };
}

export const peopleDocument = `query People(
  $filter: AssignmentFilter, $user: PrincipalFilter, $after: String, $maxAge: Duration, $instanceArn: String
) {
  effectiveAccess(filter: $filter, user: $user, first: 500, after: $after, maxAge: $maxAge, instanceArn: $instanceArn) {
    nodes {
      user { principalId name email enabled }
      via { principalId name }
      grant {
        target { targetId name ... on Account { ${accountSelection} } }
        ... on Assignment { permissionSet { arn name } }
        ... on Entitlement { roleArn }
      }
    }
    ${pageSelection}
  }
}`;

export function personOf({ user, via, grant }: PersonNode): PersonFacts {
  const { target, permissionSet, roleArn } = grant;
  const holder = via
    ? { principalType: 'GROUP' as const, principalId: via.principalId }
    : { principalType: 'USER' as const, principalId: user.principalId };
  return {
    userId: user.principalId,
    grant: {
      accountId: target.targetId,
      ...holder,
      ...(permissionSet && { permissionSetArn: permissionSet.arn }),
      ...(roleArn !== undefined && { roleArn }),
    },
    user,
    group: via ?? undefined,
    permissionSet,
    account: target,
    ouPath: pathOf(target.parent),
  };
}
