import type { Completeness, ReadFailure, UnmatchedValue } from '../reading/completeness.ts';
import type {
  AssignmentNode,
  EffectiveAccessNode,
  EntitlementNode,
  Node,
  PermissionSetNode,
  PrincipalNode,
  TargetNode,
} from '../reader/nodes.ts';
import type { Held } from '../reader/history/held.ts';
import type { InstanceReader } from '../reader/instance-reader.ts';
import type { Login, Session } from '../portal/portal.ts';
import type { ChangeNode, ChangeOf } from '../resolvers/access/changes.ts';
import type { AssignmentSweepEvent } from '../resolvers/subscription.ts';
import type { AvailableAccountNode, AvailableRoleNode } from '../resolvers/sign-in/available.ts';
import type { AccessNode } from '../resolvers/access/access.ts';
import type { Viewer } from '../viewer.ts';
import { builder } from './builder.ts';

/** Every type that others refer to, and what its fields are resolved from. Type files import these, never each other. */
export const NodeInterface = builder.interfaceRef<Node | InstanceReader>('Node');
export const PrincipalInterface = builder.interfaceRef<PrincipalNode>('Principal');
export const User = builder.objectRef<PrincipalNode>('User');
export const Group = builder.objectRef<PrincipalNode>('Group');
export const PermissionSet = builder.objectRef<PermissionSetNode>('PermissionSet');
export const TargetInterface = builder.interfaceRef<TargetNode>('Target');
export const Account = builder.objectRef<TargetNode>('Account');
export const OrganizationalUnit = builder.objectRef<TargetNode>('OrganizationalUnit');
export const GrantInterface = builder.interfaceRef<AssignmentNode | EntitlementNode>('Grant');
export const Assignment = builder.objectRef<AssignmentNode>('Assignment');
export const Entitlement = builder.objectRef<EntitlementNode>('Entitlement');
export const EffectiveAccess = builder.objectRef<EffectiveAccessNode>('EffectiveAccess');
export const Access = builder.objectRef<AccessNode>('Access');
export const AccessPath = builder.objectRef<AssignmentNode>('AccessPath');
export const Instance = builder.objectRef<InstanceReader>('Instance');
export const AvailableAccount = builder.objectRef<AvailableAccountNode>('AvailableAccount');
export const AvailableRole = builder.objectRef<AvailableRoleNode>('AvailableRole');
export const LoginRef = builder.objectRef<Login>('Login');
export const SessionRef = builder.objectRef<Session>('Session');
export const ViewerRef = builder.objectRef<Viewer>('Viewer');
export const CompletenessRef = builder.objectRef<Completeness>('Completeness');
export const AssignmentSweepEventRef = builder.objectRef<AssignmentSweepEvent>('AssignmentSweepEvent');
export const ChangeInterface = builder.interfaceRef<ChangeNode>('Change');
export const AssignmentChange = builder.objectRef<ChangeOf<'assignment'>>('AssignmentChange');
export const EntitlementChange = builder.objectRef<ChangeOf<'entitlement'>>('EntitlementChange');
export const MembershipChange = builder.objectRef<ChangeOf<'membership'>>('MembershipChange');
export const PrincipalChange = builder.objectRef<ChangeOf<'principal'>>('PrincipalChange');
export const PermissionSetChange = builder.objectRef<ChangeOf<'permissionSet'>>('PermissionSetChange');
export const AccountChange = builder.objectRef<ChangeOf<'account'>>('AccountChange');
export const HeldRef = builder.objectRef<Held>('Held');
export const ReadFailureRef = builder.objectRef<ReadFailure>('ReadFailure');
export const UnmatchedValueRef = builder.objectRef<UnmatchedValue>('UnmatchedValue');

export const PrincipalType = builder.enumType('PrincipalType', {
  description: 'What kind of principal holds access.',
  values: {
    USER: { description: 'A person in the identity store.' },
    GROUP: { description: 'A group in the identity store: everybody in it holds what it holds.' },
  },
});
export const TargetType = builder.enumType('TargetType', {
  description: 'What kind of place access applies to.',
  values: {
    AWS_ACCOUNT: { description: 'One account, which is where assignments are made.' },
    AWS_OU: {
      description: "An organizational unit or the organization's root, which stand for the accounts in them.",
    },
  },
});
export const ProvisioningStatus = builder.enumType('ProvisioningStatus', {
  description: 'Whether the role in an account is as its permission set is now.',
  values: {
    LATEST_PERMISSION_SET_PROVISIONED: {
      description: 'The role has the latest changes of the permission set.',
    },
    LATEST_PERMISSION_SET_NOT_PROVISIONED: {
      description: 'The permission set was changed after it was provisioned to the account.',
    },
  },
});
