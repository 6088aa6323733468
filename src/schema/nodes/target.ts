import type { TargetNode } from '../../reader/nodes.ts';
import * as account from '../../resolvers/nodes/account.ts';
import { fact } from '../../resolvers/batch.ts';
import { encodeNodeId } from '../../resolvers/nodes/node-id.ts';
import * as unit from '../../resolvers/nodes/organizational-unit.ts';
import * as target from '../../resolvers/nodes/target.ts';
import { agedPageArgs } from '../fields/args.ts';
import { AccountConnection, AssignmentConnection, PermissionSetConnection } from '../fields/connections.ts';
import { paged, plannedPage } from '../cost/declared.ts';
import { selects } from '../fields/look-ahead.ts';
import { Account, NodeInterface, OrganizationalUnit, TargetInterface, TargetType } from '../refs.ts';
import { lastName, nodeId, orderOfAssignments, unread } from '../sentences.ts';
import { identifiedBy, told } from '../fields/told.ts';

TargetInterface.implement({
  description:
    "Where access applies. Account and OrganizationalUnit implement it; an assignment's target is always an Account.",
  interfaces: [NodeInterface],
  resolveType: (node) => (target.isAccount(node) ? Account : OrganizationalUnit).name,
  fields: (t) => ({
    targetId: t.exposeString('targetId', {
      ...told,
      nullable: false,
      description: 'A 12-digit account id, an OU id (ou-…) or a root id (r-…).',
    }),
    targetType: t.field({
      ...told,
      type: TargetType,
      nullable: false,
      description: 'Whether this is an account, or an OU or root.',
      resolve: (node) => (target.isAccount(node) ? 'AWS_ACCOUNT' : 'AWS_OU'),
    }),
    name: t.string({
      ...told,
      description: `Its name in AWS Organizations. Null when the organization does not have it; ${lastName} Looked up only when selected. ${unread}`,
      resolve: target.name,
    }),
    readAt: t.field({
      type: 'DateTime',
      description: `When the read began that tells its name, and an account's state. Null when nothing has told of it. Looked up only when selected. ${unread}`,
      resolve: target.readAt,
    }),
    assignments: t.field({
      type: AssignmentConnection,
      description: `Assignments on this account; of an OU, those on its accounts. ${orderOfAssignments} ${unread}`,
      args: agedPageArgs,
      ...plannedPage,
      resolve: (node, args, context, info) =>
        target.assignments(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});

const identity = identifiedBy(({ targetId }: TargetNode) => [targetId]);

const id = ({ reader, targetId }: TargetNode) =>
  encodeNodeId('Target', reader.instance.instanceArn, targetId);

Account.implement({
  ...identity,
  description: 'An account of the organization, or one that only assignments name.',
  interfaces: [TargetInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({
      ...told,
      nullable: false,
      description: nodeId,
      resolve: id,
    }),
    email: t.string({
      ...told,
      description: `E-mail address of the root user of the account. Null when the organization does not have the account. Looked up only when selected. ${unread}`,
      resolve: fact(account.load, 'email'),
    }),
    state: t.string({
      ...told,
      description: `AWS's account state: ACTIVE, SUSPENDED, PENDING_CLOSURE, … Null when the organization does not have the account. Looked up only when selected. ${unread}`,
      resolve: fact(account.load, 'state'),
    }),
    parent: t.field({
      type: OrganizationalUnit,
      description: `The OU that the account is in, or the root. Null when the organization does not have the account. ${unread}`,
      resolve: (node, _args, context) => account.parent(node, context),
    }),
    permissionSets: t.field({
      type: PermissionSetConnection,
      description: `Permission sets that are provisioned in the account, by ARN. ${unread}`,
      args: agedPageArgs,
      ...paged,
      resolve: (node, args, context, info) =>
        account.permissionSets(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});

const recursive = { defaultValue: false, description: 'Add the accounts of child OUs, down to the last.' };

OrganizationalUnit.implement({
  ...identity,
  description: "An organizational unit, or the organization's root.",
  interfaces: [TargetInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({
      ...told,
      nullable: false,
      description: nodeId,
      resolve: id,
    }),
    assignments: t.field({
      type: AssignmentConnection,
      description: `Assignments on the accounts in this OU and, with recursive, on those in its child OUs. ${orderOfAssignments} ${unread}`,
      args: {
        ...agedPageArgs,
        recursive: t.arg.boolean(recursive),
      },
      ...plannedPage,
      resolve: (node, args, context, info) =>
        target.assignments(node, args, selects(info, 'totalCount'), context),
    }),
    parent: t.field({
      type: OrganizationalUnit,
      description: `The OU that this one is in, or the root. Null for a root. ${unread}`,
      resolve: (node, _args, context) => unit.parent(node, context),
    }),
    children: t.field({
      type: [OrganizationalUnit],
      description: `The OUs that are directly in this one, by id. ${unread}`,
      resolve: (node, _args, context) => unit.children(node, context),
    }),
    accounts: t.field({
      type: AccountConnection,
      description: `The accounts in this OU and, with recursive, those in its child OUs; by account id. ${unread}`,
      args: {
        ...agedPageArgs,
        recursive: t.arg.boolean(recursive),
      },
      ...paged,
      resolve: (node, args, context, info) => unit.accounts(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});
