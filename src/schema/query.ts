import * as available from '../resolvers/available.ts';
import * as find from '../resolvers/find.ts';
import * as query from '../resolvers/query.ts';
import * as session from '../resolvers/session.ts';
import { builder } from './builder.ts';
import { PermissionSetBy, PrincipalBy, TargetBy } from './by.ts';
import {
  AssignmentConnection,
  AvailableAccountConnection,
  AvailableRoleConnection,
  pageComplexity,
  PermissionSetConnection,
  PrincipalConnection,
  TargetConnection,
} from './connections.ts';
import { AssignmentPlan } from './assignment-plan.ts';
import { AssignmentFilter, PermissionSetFilter, PrincipalFilter, TargetFilter } from './filter.ts';
import { selects, selectsWithin } from './look-ahead.ts';
import {
  Instance,
  NodeInterface,
  PermissionSet,
  PrincipalInterface,
  SessionRef,
  TargetInterface,
} from './refs.ts';

builder.queryType({
  fields: (t) => {
    /** What every list takes, beside its filter. */
    const listArgs = {
      first: t.arg.int({ defaultValue: 100 }),
      after: t.arg.string(),
      maxAge: t.arg({ type: 'Duration' }),
      instanceArn: t.arg.string(),
    };
    /** Where a person signs in. */
    const portalArgs = { startUrl: t.arg.string(), region: t.arg.string() };
    return {
      node: t.field({
        type: NodeInterface,
        args: { id: t.arg.id({ required: true }) },
        resolve: find.node,
      }),
      nodes: t.field({
        type: [NodeInterface],
        nullable: { list: false, items: true },
        args: { ids: t.arg.idList({ required: true }) },
        resolve: find.nodes,
      }),
      instances: t.field({
        type: [Instance],
        description:
          'Needs admin credentials, as everything down to explainAssignments does. instanceArn is needed only when there are several.',
        resolve: query.instances,
      }),
      instance: t.field({ type: Instance, args: { arn: t.arg.string() }, resolve: query.instance }),
      principal: t.field({
        type: PrincipalInterface,
        args: { by: t.arg({ type: PrincipalBy, required: true }), instanceArn: t.arg.string() },
        resolve: find.principal,
      }),
      principals: t.field({
        type: PrincipalConnection,
        description:
          'Users and groups of the identity store. With deleted true: those that only assignments still name, for which every assignment is read.',
        args: { filter: t.arg({ type: PrincipalFilter }), ...listArgs },
        complexity: pageComplexity,
        resolve: (_root, args, context, info) => query.principals(args, selects(info, 'totalCount'), context),
      }),
      permissionSet: t.field({
        type: PermissionSet,
        args: { by: t.arg({ type: PermissionSetBy, required: true }), instanceArn: t.arg.string() },
        resolve: find.permissionSet,
      }),
      permissionSets: t.field({
        type: PermissionSetConnection,
        args: { filter: t.arg({ type: PermissionSetFilter }), ...listArgs },
        complexity: pageComplexity,
        resolve: (_root, args, context, info) =>
          query.permissionSets(args, selects(info, 'totalCount'), context),
      }),
      target: t.field({
        type: TargetInterface,
        args: { by: t.arg({ type: TargetBy, required: true }), instanceArn: t.arg.string() },
        resolve: find.target,
      }),
      targets: t.field({
        type: TargetConnection,
        args: { filter: t.arg({ type: TargetFilter }), ...listArgs },
        complexity: pageComplexity,
        resolve: (_root, args, context, info) => query.targets(args, selects(info, 'totalCount'), context),
      }),
      assignments: t.field({
        type: AssignmentConnection,
        description:
          "maxAge PT0S reads afresh; a walk over pages judges freshness from the walk's start. requireComplete turns any failure into the error INCOMPLETE.",
        args: {
          filter: t.arg({ type: AssignmentFilter }),
          first: t.arg.int({ defaultValue: 100 }),
          after: t.arg.string(),
          maxAge: t.arg({ type: 'Duration' }),
          requireComplete: t.arg.boolean({ defaultValue: false }),
          instanceArn: t.arg.string(),
        },
        complexity: pageComplexity,
        resolve: (_root, args, context, info) =>
          query.assignments(args, selects(info, 'totalCount'), context),
      }),
      explainAssignments: t.field({
        type: AssignmentPlan,
        description:
          'What assignments with these arguments would do, without doing it: for one page, or with first null for everything.',
        args: {
          filter: t.arg({ type: AssignmentFilter }),
          first: t.arg.int(),
          after: t.arg.string(),
          withNames: t.arg.boolean({ defaultValue: false }),
          maxAge: t.arg({ type: 'Duration' }),
          instanceArn: t.arg.string(),
        },
        resolve: query.explainAssignments,
      }),
      session: t.field({
        type: SessionRef,
        description:
          "The state of the caller's sign-in, also when there is none. startUrl and region default to the configured ones.",
        args: portalArgs,
        resolve: session.session,
      }),
      availableAccounts: t.field({
        type: AvailableAccountConnection,
        description: 'Needs a signed-in session, as availableRoles does; else the error LOGIN_REQUIRED.',
        args: { ...portalArgs, first: t.arg.int({ defaultValue: 100 }), after: t.arg.string() },
        complexity: pageComplexity,
        resolve: available.availableAccounts,
      }),
      availableRoles: t.field({
        type: AvailableRoleConnection,
        args: {
          ...portalArgs,
          accountIds: t.arg.stringList(),
          first: t.arg.int({ defaultValue: 100 }),
          after: t.arg.string(),
        },
        complexity: pageComplexity,
        resolve: (_root, args, context, info) =>
          available.availableRoles(args, selectsWithin(info, ['name', 'email']), context),
      }),
    };
  },
});
