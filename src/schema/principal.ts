import type { PrincipalNode } from '../reader/nodes.ts';
import { access } from '../resolvers/access.ts';
import { fact } from '../resolvers/batch.ts';
import { encodeNodeId } from '../resolvers/node-id.ts';
import * as principal from '../resolvers/principal.ts';
import * as user from '../resolvers/user.ts';
import { TargetBy } from './by.ts';
import {
  AssignmentConnection,
  GroupConnection,
  agedPageArgs,
  pageArgs,
  pageComplexity,
  UserConnection,
} from './connections.ts';
import { selects } from './look-ahead.ts';
import { Access, Group, NodeInterface, PrincipalInterface, PrincipalType, User } from './refs.ts';

PrincipalInterface.implement({
  description: 'Who holds access. User and Group implement it.',
  interfaces: [NodeInterface],
  resolveType: ({ principalType }) => (principalType === 'USER' ? User : Group),
  fields: (t) => ({
    principalId: t.exposeString('principalId', { nullable: false }),
    principalType: t.expose('principalType', { type: PrincipalType, nullable: false }),
    name: t.string({
      description:
        "A user's userName, a group's displayName. Null when the principal is deleted or has no name. Looked up only when selected.",
      resolve: fact(principal.load, 'name'),
    }),
    deleted: t.boolean({
      description:
        'True when the identity store no longer knows this id, while assignments still name it. Null when that could not be told.',
      resolve: fact(principal.load, 'deleted'),
    }),
    assignments: t.field({
      type: AssignmentConnection,
      description: 'Assignments that name this principal, by account and permission set.',
      args: agedPageArgs,
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        principal.assignments(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});

const id = ({ reader, principalType, principalId }: PrincipalNode) =>
  encodeNodeId('Principal', reader.instance.instanceArn, principalType, principalId);

User.implement({
  description: 'A person in the identity store.',
  interfaces: [PrincipalInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({ nullable: false, resolve: id }),
    assignments: t.field({
      type: AssignmentConnection,
      description: 'includeInherited adds those that come through groups; each names the group.',
      args: {
        ...agedPageArgs,
        includeInherited: t.arg.boolean({ defaultValue: false }),
      },
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        user.assignments(node, args, selects(info, 'totalCount'), context),
    }),
    userName: t.string({ resolve: fact(principal.load, 'name') }),
    displayName: t.string({ resolve: fact(principal.load, 'displayName') }),
    email: t.string({ resolve: fact(principal.load, 'email') }),
    enabled: t.boolean({ resolve: fact(principal.load, 'enabled') }),
    groups: t.field({
      type: GroupConnection,
      description: 'By group id.',
      args: pageArgs,
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        principal.memberships(node, args, selects(info, 'totalCount'), context),
    }),
    access: t.field({
      type: Access,
      description:
        'Why this user reaches that account: a path for each permission set and route. The target must be an account. A name that no account has is the error NOT_FOUND; an id that no account of the organization has is reached by nobody.',
      args: { target: t.arg({ type: TargetBy, required: true }), maxAge: t.arg({ type: 'Duration' }) },
      resolve: access,
    }),
  }),
});

Group.implement({
  description: 'A group in the identity store.',
  interfaces: [PrincipalInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({ nullable: false, resolve: id }),
    displayName: t.string({ resolve: fact(principal.load, 'displayName') }),
    description: t.string({ resolve: fact(principal.load, 'description') }),
    members: t.field({
      type: UserConnection,
      description: 'By user id.',
      args: pageArgs,
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        principal.memberships(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});
