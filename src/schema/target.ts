import type { TargetNode } from '../reader/nodes.ts';
import * as account from '../resolvers/account.ts';
import { fact } from '../resolvers/batch.ts';
import { encodeNodeId } from '../resolvers/node-id.ts';
import * as unit from '../resolvers/organizational-unit.ts';
import * as target from '../resolvers/target.ts';
import {
  AccountConnection,
  AssignmentConnection,
  agedPageArgs,
  pageArgs,
  pageComplexity,
  PermissionSetConnection,
} from './connections.ts';
import { selects } from './look-ahead.ts';
import { Account, NodeInterface, OrganizationalUnit, TargetInterface, TargetType } from './refs.ts';

TargetInterface.implement({
  description:
    "Where access applies. Account and OrganizationalUnit implement it; an assignment's target is always an Account.",
  interfaces: [NodeInterface],
  resolveType: (node) => (target.isAccount(node) ? Account : OrganizationalUnit),
  fields: (t) => ({
    targetId: t.exposeString('targetId', {
      nullable: false,
      description: 'A 12-digit account id, an OU id (ou-…) or a root id (r-…).',
    }),
    targetType: t.field({
      type: TargetType,
      nullable: false,
      resolve: (node) => (target.isAccount(node) ? 'AWS_ACCOUNT' : 'AWS_OU'),
    }),
    name: t.string({ resolve: target.name }),
    assignments: t.field({
      type: AssignmentConnection,
      description: 'Assignments on this account; on an OU, those on its accounts.',
      args: agedPageArgs,
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        target.assignments(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});

const id = ({ reader, targetId }: TargetNode) =>
  encodeNodeId('Target', reader.instance.instanceArn, targetId);

Account.implement({
  description: 'An account of the organization.',
  interfaces: [TargetInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({ nullable: false, resolve: id }),
    email: t.string({ resolve: fact(account.load, 'email') }),
    state: t.string({
      description: "AWS's account state: ACTIVE, SUSPENDED, PENDING_CLOSURE, …",
      resolve: fact(account.load, 'state'),
    }),
    parent: t.field({
      type: OrganizationalUnit,
      resolve: (node, _args, context) => account.parent(node, context),
    }),
    permissionSets: t.field({
      type: PermissionSetConnection,
      description: 'Provisioned in it, by ARN.',
      args: agedPageArgs,
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        account.permissionSets(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});

OrganizationalUnit.implement({
  description: "An organizational unit, or the organization's root.",
  interfaces: [TargetInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({ nullable: false, resolve: id }),
    assignments: t.field({
      type: AssignmentConnection,
      description: 'recursive adds the accounts of child OUs.',
      args: {
        ...agedPageArgs,
        recursive: t.arg.boolean({ defaultValue: false }),
      },
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        target.assignments(node, args, selects(info, 'totalCount'), context),
    }),
    parent: t.field({
      type: OrganizationalUnit,
      resolve: (node, _args, context) => unit.parent(node, context),
    }),
    children: t.field({
      type: [OrganizationalUnit],
      resolve: (node, _args, context) => unit.children(node, context),
    }),
    accounts: t.field({
      type: AccountConnection,
      description: 'By account id.',
      args: {
        ...pageArgs,
        recursive: t.arg.boolean({ defaultValue: false }),
      },
      complexity: pageComplexity,
      resolve: (node, args, context, info) => unit.accounts(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});
