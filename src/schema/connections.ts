import { builder } from './builder.ts';
import { connectionOf } from './connection.ts';
import {
  Account,
  Assignment,
  AvailableAccount,
  AvailableRole,
  Group,
  PermissionSet,
  PrincipalInterface,
  TargetInterface,
  User,
} from './refs.ts';

/** The connections of the graph, each with the order of its nodes. */
export const AssignmentConnection = connectionOf(
  'Assignment',
  Assignment,
  'Ordered by account id, permission set ARN, principal type, principal id.',
);
export const PrincipalConnection = connectionOf(
  'Principal',
  PrincipalInterface,
  'Ordered by principal type and id.',
);
export const UserConnection = connectionOf('User', User, 'Ordered by id.');
export const GroupConnection = connectionOf('Group', Group, 'Ordered by id.');
export const PermissionSetConnection = connectionOf('PermissionSet', PermissionSet, 'Ordered by ARN.');
export const TargetConnection = connectionOf(
  'Target',
  TargetInterface,
  'Ordered by target type (accounts first) and id.',
);
export const AccountConnection = connectionOf('Account', Account, 'Ordered by id.');
export const AvailableAccountConnection = connectionOf(
  'AvailableAccount',
  AvailableAccount,
  'Ordered by account id.',
  { hasTotalCount: false },
);
export const AvailableRoleConnection = connectionOf(
  'AvailableRole',
  AvailableRole,
  'Ordered by account id and role name.',
  { hasTotalCount: false },
);

/** Of every connection. */
export const pageArgs = builder.args((t) => ({
  first: t.int({ defaultValue: 100 }),
  after: t.string(),
}));

/** Of a connection whose facts may be asked for no older than so much. */
export const agedPageArgs = builder.args((t) => ({
  first: t.int({ defaultValue: 100 }),
  after: t.string(),
  maxAge: t.field({ type: 'Duration' }),
}));

/**
 * What a connection's own fields cost is counted for each node of the page that is asked for.
 * A negative page is refused later; here it must not make up for what the rest of the query costs.
 */
export const pageComplexity = ({ first }: { readonly first?: number | null | undefined }) => ({
  field: 1,
  multiplier: Math.max(1, first ?? 100),
});
