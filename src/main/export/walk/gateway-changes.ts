import type { ChangeKind, FieldChange } from '../../../reader/history/change.ts';
import type { About, ChangeFacts } from '../rows/change-columns.ts';
import { pageSelection } from './gateway-pages.ts';

interface PrincipalNode {
  readonly principalType: 'USER' | 'GROUP';
  readonly principalId: string;
  readonly name?: string | null;
}

interface AccountNode {
  readonly targetId: string;
  readonly name?: string | null;
}

interface SetNode {
  readonly arn: string;
  readonly name?: string | null;
}

/** A change as the selection of `changesDocument` asks for it. */
export interface ChangeNode {
  readonly __typename: string;
  readonly kind: ChangeKind;
  readonly lastReadBefore: string;
  readonly firstReadAfter: string;
  readonly assignment?: {
    readonly principal: PrincipalNode;
    readonly permissionSet: SetNode;
    readonly target: AccountNode;
  };
  readonly entitlement?: {
    readonly principal: PrincipalNode;
    readonly roleArn: string;
    readonly target: AccountNode;
  };
  readonly group?: PrincipalNode;
  readonly user?: PrincipalNode;
  readonly principal?: PrincipalNode;
  readonly permissionSet?: SetNode;
  readonly account?: AccountNode;
  readonly fields?: readonly FieldChange[];
}

export function changesDocument(withNames: boolean): string {
  const name = withNames ? 'name' : '';
  const principal = `{ principalType principalId ${name} }`;
  const set = `{ arn ${name} }`;
  const account = `{ targetId ${name} }`;
  const fields = 'fields { field before after }';
  return `query Changes(
    $since: DateTime!, $until: DateTime, $filter: AssignmentFilter, $after: String, $instanceArn: String
  ) {
    changes(since: $since, until: $until, filter: $filter, first: 500, after: $after, instanceArn: $instanceArn) {
      nodes {
        __typename kind lastReadBefore firstReadAfter
        ... on AssignmentChange { assignment { principal ${principal} permissionSet ${set} target ${account} } }
        ... on EntitlementChange { entitlement { principal ${principal} roleArn target ${account} } }
        ... on MembershipChange { group ${principal} user ${principal} }
        ... on PrincipalChange { principal ${principal} ${fields} }
        ... on PermissionSetChange { permissionSet ${set} ${fields} }
        ... on AccountChange { account ${account} ${fields} }
      }
      ${pageSelection}
    }
  }`;
}

const abouts: Readonly<Record<string, About>> = {
  AssignmentChange: 'assignment',
  EntitlementChange: 'entitlement',
  MembershipChange: 'membership',
  PermissionSetChange: 'permission_set',
  AccountChange: 'account',
};

export function changeOf(node: ChangeNode): ChangeFacts {
  const { kind, lastReadBefore, firstReadAfter, assignment, entitlement, group, fields = [] } = node;
  const principal = (assignment ?? entitlement)?.principal ?? node.user ?? node.principal;
  const permissionSet = assignment?.permissionSet ?? node.permissionSet;
  const account = (assignment ?? entitlement)?.target ?? node.account;
  return {
    kind,
    lastReadBefore,
    firstReadAfter,
    about: abouts[node.__typename] ?? (principal?.principalType === 'USER' ? 'user' : 'group'),
    ...(principal && {
      principal: { type: principal.principalType, id: principal.principalId, name: principal.name },
    }),
    ...(group && { group: { id: group.principalId, name: group.name } }),
    ...(permissionSet && { permissionSet: { id: permissionSet.arn, name: permissionSet.name } }),
    ...(account && { account: { id: account.targetId, name: account.name } }),
    ...(entitlement && { roleArn: entitlement.roleArn }),
    fields,
  };
}
