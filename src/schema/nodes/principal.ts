import type { PrincipalNode } from '../../reader/nodes.ts';
import { access } from '../../resolvers/access/access.ts';
import { fact, nameOf } from '../../resolvers/batch.ts';
import { encodeNodeId } from '../../resolvers/nodes/node-id.ts';
import * as principal from '../../resolvers/nodes/principal.ts';
import * as user from '../../resolvers/nodes/user.ts';
import { agedPageArgs, maxAge } from '../fields/args.ts';
import { TargetBy } from '../fields/by.ts';
import { AssignmentConnection, GroupConnection, UserConnection } from '../fields/connections.ts';
import { paged, planned, plannedPage } from '../cost/declared.ts';
import { selects } from '../fields/look-ahead.ts';
import { Access, Group, NodeInterface, PrincipalInterface, PrincipalType, User } from '../refs.ts';
import { lastName, nodeId, orderOfAssignments, unread } from '../sentences.ts';
import { identifiedBy, told } from '../fields/told.ts';

PrincipalInterface.implement({
  description: 'Who holds access. User and Group implement it.',
  interfaces: [NodeInterface],
  resolveType: ({ principalType }) => (principalType === 'USER' ? User : Group).name,
  fields: (t) => ({
    principalId: t.exposeString('principalId', {
      ...told,
      nullable: false,
      description: 'The UserId or GroupId of the identity store.',
    }),
    principalType: t.expose('principalType', {
      ...told,
      type: PrincipalType,
      nullable: false,
      description: 'Whether this is a user or a group.',
    }),
    name: t.string({
      ...told,
      description: `A user's userName, a group's displayName. Null when the principal is deleted or has no name; ${lastName} Looked up only when selected. ${unread}`,
      resolve: nameOf(principal.load),
    }),
    deleted: t.boolean({
      ...told,
      description:
        'True when the identity store no longer knows this id, while assignments still name it. Null when that could not be told.',
      resolve: fact(principal.load, 'deleted'),
    }),
    readAt: t.field({
      type: 'DateTime',
      description: `When the read began that tells its name and state. Null when nothing has told of it. Looked up only when selected. ${unread}`,
      resolve: fact(principal.load, 'readAt'),
    }),
    assignments: t.field({
      type: AssignmentConnection,
      description: `Assignments that name this principal. ${orderOfAssignments} ${unread}`,
      args: agedPageArgs,
      ...plannedPage,
      resolve: (node, args, context, info) =>
        principal.assignments(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});

const identity = identifiedBy(({ principalId }: PrincipalNode) => [principalId]);

const id = ({ reader, principalType, principalId }: PrincipalNode) =>
  encodeNodeId('Principal', reader.instance.instanceArn, principalType, principalId);

User.implement({
  ...identity,
  description: 'A person in the identity store.',
  interfaces: [PrincipalInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({
      ...told,
      nullable: false,
      description: nodeId,
      resolve: id,
    }),
    assignments: t.field({
      type: AssignmentConnection,
      description: `Assignments that name this user and, with includeInherited, those of their groups; each of these names the group. ${orderOfAssignments} ${unread}`,
      args: {
        ...agedPageArgs,
        includeInherited: t.arg.boolean({
          defaultValue: false,
          description: 'Add the assignments that the user has through groups.',
        }),
      },
      ...plannedPage,
      resolve: (node, args, context, info) =>
        user.assignments(node, args, selects(info, 'totalCount'), context),
    }),
    userName: t.string({
      ...told,
      description: `The name that the user signs in with. Null when the user is deleted. Looked up only when selected. ${unread}`,
      resolve: fact(principal.load, 'name'),
    }),
    displayName: t.string({
      ...told,
      description: `The name that is shown to others. Null when the user has none or is deleted. Looked up only when selected. ${unread}`,
      resolve: fact(principal.load, 'displayName'),
    }),
    email: t.string({
      ...told,
      description: `The user's e-mail address, the primary one of several. Null when the user has none or is deleted. Looked up only when selected. ${unread}`,
      resolve: fact(principal.load, 'email'),
    }),
    enabled: t.boolean({
      ...told,
      description: `Whether the user can sign in, by the identity store. Null when it does not say, or the user is deleted. Looked up only when selected. ${unread}`,
      resolve: fact(principal.load, 'enabled'),
    }),
    groups: t.field({
      type: GroupConnection,
      description: `The groups that the user is a member of, by group id. ${unread}`,
      args: agedPageArgs,
      ...paged,
      resolve: (node, args, context, info) =>
        principal.memberships(node, args, selects(info, 'totalCount'), context),
    }),
    access: t.field({
      type: Access,
      description: `Why this user reaches that account by permission sets: a path for each assignment and route. Entitlements of account access manager, which give IAM roles without permission sets, are not looked at. A name that no account has is the error NOT_FOUND; an id that no account of the organization has is reached by nobody. ${unread}`,
      args: {
        target: t.arg({
          type: TargetBy,
          required: true,
          description: 'Which account. An OU or a root is refused as BAD_INPUT.',
        }),
        maxAge: t.arg(maxAge),
      },
      ...planned,
      resolve: access,
    }),
  }),
});

Group.implement({
  ...identity,
  description: 'A group in the identity store.',
  interfaces: [PrincipalInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({
      ...told,
      nullable: false,
      description: nodeId,
      resolve: id,
    }),
    displayName: t.string({
      ...told,
      description: `The name of the group. Null when the group is deleted. Looked up only when selected. ${unread}`,
      resolve: fact(principal.load, 'displayName'),
    }),
    description: t.string({
      ...told,
      description: `What somebody wrote about the group in AWS. Null when nobody did, or the group is deleted. Looked up only when selected. ${unread}`,
      resolve: fact(principal.load, 'description'),
    }),
    members: t.field({
      type: UserConnection,
      description: `The users in the group, by user id. ${unread}`,
      args: agedPageArgs,
      ...paged,
      resolve: (node, args, context, info) =>
        principal.memberships(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});
