import { connectionOf } from './connection.ts';
import {
  Account,
  Assignment,
  AvailableAccount,
  AvailableRole,
  ChangeInterface,
  EffectiveAccess,
  Entitlement,
  Group,
  PermissionSet,
  PrincipalInterface,
  TargetInterface,
  User,
} from '../refs.ts';
import { orderOfAssignments, orderOfEffectiveAccess, orderOfEntitlements } from '../sentences.ts';

/** The connections of the graph, each with the order of its nodes. */
export const AssignmentConnection = connectionOf(
  'Assignment',
  Assignment,
  `A page of assignments. ${orderOfAssignments}`,
);
export const EntitlementConnection = connectionOf(
  'Entitlement',
  Entitlement,
  `A page of entitlements. ${orderOfEntitlements}`,
);
export const EffectiveAccessConnection = connectionOf(
  'EffectiveAccess',
  EffectiveAccess,
  `A page of people and what lets each of them in. ${orderOfEffectiveAccess}`,
);
export const PrincipalConnection = connectionOf(
  'Principal',
  PrincipalInterface,
  'A page of users and groups. Ordered by principal type and id, groups first.',
);
export const UserConnection = connectionOf('User', User, 'A page of users. Ordered by id.');
export const GroupConnection = connectionOf('Group', Group, 'A page of groups. Ordered by id.');
export const PermissionSetConnection = connectionOf(
  'PermissionSet',
  PermissionSet,
  'A page of permission sets. Ordered by ARN.',
);
export const TargetConnection = connectionOf(
  'Target',
  TargetInterface,
  'A page of accounts and OUs. Ordered by target type (accounts first) and id.',
);
export const AccountConnection = connectionOf('Account', Account, 'A page of accounts. Ordered by id.');
export const AvailableAccountConnection = connectionOf(
  'AvailableAccount',
  AvailableAccount,
  'A page of the accounts that the signed-in person can enter. Ordered by account id.',
  { hasTotalCount: false },
);
export const AvailableRoleConnection = connectionOf(
  'AvailableRole',
  AvailableRole,
  'A page of the roles that the signed-in person can take. Ordered by account id and role name.',
  { hasTotalCount: false },
);
export const ChangeConnection = connectionOf(
  'Change',
  ChangeInterface,
  'A page of changes. Ordered by firstReadAfter, newest first.',
);
