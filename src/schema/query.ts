import { effectiveAccess } from '../resolvers/access/effective-access.ts';
import * as available from '../resolvers/sign-in/available.ts';
import * as history from '../resolvers/access/changes.ts';
import * as find from '../resolvers/nodes/find.ts';
import * as query from '../resolvers/query.ts';
import * as session from '../resolvers/sign-in/session.ts';
import { viewer } from '../resolvers/viewer.ts';
import { agedPageArgs, asOf, instanceArg, listArgs, maxAge, pageArgs, portalArgs } from './fields/args.ts';
import { builder } from './builder.ts';
import { PermissionSetBy, PrincipalBy, TargetBy } from './fields/by.ts';
import { ChangeKind } from './access/change.ts';
import {
  AssignmentConnection,
  AvailableAccountConnection,
  AvailableRoleConnection,
  ChangeConnection,
  EffectiveAccessConnection,
  EntitlementConnection,
  PermissionSetConnection,
  PrincipalConnection,
  TargetConnection,
} from './fields/connections.ts';
import { AssignmentPlan } from './access/assignment-plan.ts';
import { costs, idsToFilterBy, idsToLookUp, paged, planned, plannedPage } from './cost/declared.ts';
import { AssignmentFilter, PermissionSetFilter, PrincipalFilter, TargetFilter } from './access/filter.ts';
import { thatAreAssigned, thatAreEntered, thatHold } from './access/holdings.ts';
import { selects, selectsWithin } from './fields/look-ahead.ts';
import {
  Instance,
  NodeInterface,
  PermissionSet,
  PrincipalInterface,
  SessionRef,
  TargetInterface,
  ViewerRef,
} from './refs.ts';
import {
  orderOfAssignments,
  orderOfEffectiveAccess,
  orderOfEntitlements,
  readsIdentityCenter,
  readsPortal,
  unread,
  whatIsTold,
} from './sentences.ts';

const assignmentFilter = {
  type: AssignmentFilter,
  description: 'Which assignments. Left out: all of them.',
} as const;

builder.queryType({
  description: 'What can be asked. Nothing here changes anything in AWS.',
  fields: (t) => ({
    node: t.field({
      type: NodeInterface,
      description: `Anything by its id. Null when AWS does not have it any more. ${readsIdentityCenter}`,
      args: { id: t.arg.id({ required: true, description: 'The field id of anything in this graph.' }) },
      resolve: find.node,
    }),
    nodes: t.field({
      type: [NodeInterface],
      nullable: { list: false, items: true },
      description: `Several things by their ids, in the order of the ids. Null at the place of what AWS does not have any more, or of what could not be read. ${readsIdentityCenter}`,
      args: {
        ids: t.arg.idList({
          ...idsToLookUp,
          required: true,
          description:
            'Fields id of anything in this graph. Each may mean a call to AWS, and costs 50 of the 100,000 that a query may cost.',
        }),
      },
      ...costs({ itemsOf: 'ids' }),
      resolve: find.nodes,
    }),
    instances: t.field({
      type: [Instance],
      description: `The instances of Identity Center that the gateway can ask. ${readsIdentityCenter} ${unread}`,
      resolve: query.instances,
    }),
    instance: t.field({
      type: Instance,
      description: `One instance of Identity Center. ${readsIdentityCenter} ${unread}`,
      args: {
        arn: t.arg.string({
          description:
            'ARN of the instance. Needed only where the AWS credentials of the gateway see several.',
        }),
      },
      resolve: query.instance,
    }),
    principal: t.field({
      type: PrincipalInterface,
      description: `One user or group. Null when nobody is called so, and no assignment names the id. ${readsIdentityCenter} ${unread}`,
      args: {
        by: t.arg({
          type: PrincipalBy,
          required: true,
          description: 'Which one, by exactly one of its keys.',
        }),
        maxAge: t.arg(maxAge),
        ...instanceArg,
      },
      resolve: find.principal,
    }),
    changes: t.field({
      type: ChangeConnection,
      description: `What changed between one read and the next, newest first. ${whatIsTold} completeness names what had not been read by since: what changed in it before its first read is not known. totalCount counts the changes that are kept. ${unread}`,
      args: {
        since: t.arg({
          type: 'DateTime',
          required: true,
          description: 'Changes whose firstReadAfter is later than this.',
        }),
        until: t.arg({ type: 'DateTime', description: 'And not later than this. Default: now.' }),
        filter: t.arg({
          type: AssignmentFilter,
          description:
            'Which changes: those that touch a permission set, an account or a principal that it is about. A membership is matched by its user or its group. Left out: all of them.',
        }),
        kinds: t.arg({
          type: [ChangeKind],
          description: 'Only what was added, removed, or changed. Left out: all.',
        }),
        ...pageArgs,
        ...instanceArg,
      },
      ...paged,
      resolve: (_root, args, context, info) => history.changes(args, selects(info, 'totalCount'), context),
    }),
    principals: t.field({
      type: PrincipalConnection,
      description: `Users and groups of the identity store. With deleted true: those that only assignments still name, for which every assignment is read. ${readsIdentityCenter} ${unread}`,
      args: {
        filter: t.arg({
          type: PrincipalFilter,
          description: 'Which users and groups. Left out: all of them.',
        }),
        ...thatHold,
        ...listArgs,
      },
      ...paged,
      resolve: (_root, args, context, info) => query.principals(args, selects(info, 'totalCount'), context),
    }),
    permissionSet: t.field({
      type: PermissionSet,
      description: `One permission set. Null when there is none such. ${readsIdentityCenter} ${unread}`,
      args: {
        by: t.arg({
          type: PermissionSetBy,
          required: true,
          description: 'Which one, by exactly one of its keys.',
        }),
        maxAge: t.arg(maxAge),
        ...instanceArg,
      },
      resolve: find.permissionSet,
    }),
    permissionSets: t.field({
      type: PermissionSetConnection,
      description: `Permission sets of the instance. ${readsIdentityCenter} ${unread}`,
      args: {
        filter: t.arg({
          type: PermissionSetFilter,
          description: 'Which permission sets. Left out: all of them.',
        }),
        ...thatAreAssigned,
        ...listArgs,
      },
      ...paged,
      resolve: (_root, args, context, info) =>
        query.permissionSets(args, selects(info, 'totalCount'), context),
    }),
    target: t.field({
      type: TargetInterface,
      description: `One account or OU. Null when the organization has none such. ${readsIdentityCenter} ${unread}`,
      args: {
        by: t.arg({ type: TargetBy, required: true, description: 'Which one, by exactly one of its keys.' }),
        maxAge: t.arg(maxAge),
        ...instanceArg,
      },
      resolve: find.target,
    }),
    targets: t.field({
      type: TargetConnection,
      description: `Accounts and OUs of the organization. ${readsIdentityCenter} ${unread}`,
      args: {
        filter: t.arg({ type: TargetFilter, description: 'Which accounts and OUs. Left out: all of them.' }),
        ...thatAreEntered,
        ...listArgs,
      },
      ...paged,
      resolve: (_root, args, context, info) => query.targets(args, selects(info, 'totalCount'), context),
    }),
    assignments: t.field({
      type: AssignmentConnection,
      description: `Who holds which permission set on which account. ${orderOfAssignments} ${readsIdentityCenter} ${unread}`,
      args: {
        filter: t.arg(assignmentFilter),
        ...agedPageArgs,
        asOf: t.arg(asOf),
        requireComplete: t.arg.boolean({
          defaultValue: false,
          description: 'Turn any failed read into the error INCOMPLETE, instead of an answer that says so.',
        }),
        ...instanceArg,
      },
      ...plannedPage,
      resolve: (_root, args, context, info) => query.assignments(args, selects(info, 'totalCount'), context),
    }),
    effectiveAccess: t.field({
      type: EffectiveAccessConnection,
      description: `People, not groups: every user who can enter, and through what. Entitlements have no permission set: they are left out when permissionSet occurs anywhere in the filter, also under not. ${orderOfEffectiveAccess} ${readsIdentityCenter} ${unread}`,
      args: {
        filter: t.arg({
          type: AssignmentFilter,
          description:
            'Which grants: what it says of a principal is said of the user or group that the grant names. Left out: all of them.',
        }),
        user: t.arg({
          type: PrincipalFilter,
          description:
            'Which people, of those who hold these grants directly or in a group. Users who hold none are not in the answer. Left out: everybody.',
        }),
        ...agedPageArgs,
        asOf: t.arg(asOf),
        requireComplete: t.arg.boolean({
          defaultValue: false,
          description: 'Turn any failed read into the error INCOMPLETE, instead of an answer that says so.',
        }),
        ...instanceArg,
      },
      ...plannedPage,
      resolve: (_root, args, context, info) => effectiveAccess(args, selects(info, 'totalCount'), context),
    }),
    entitlements: t.field({
      type: EntitlementConnection,
      description: `Who may take which IAM role of which account by AWS account access manager, beside all permission sets. Empty where nobody has set it up. Where the gateway may not ask, or the Region does not have it, completeness says so, with the IAM action. ${orderOfEntitlements} ${readsIdentityCenter} ${unread}`,
      args: {
        principal: t.arg({
          type: PrincipalFilter,
          description:
            "Whose: of these users and groups themselves, without what a user's groups hold. Left out: everybody's.",
        }),
        target: t.arg({
          type: TargetFilter,
          description: 'On which accounts; an OU stands for its accounts. Left out: on all.',
        }),
        ...listArgs,
        asOf: t.arg(asOf),
      },
      ...plannedPage,
      resolve: (_root, args, context, info) => query.entitlements(args, selects(info, 'totalCount'), context),
    }),
    explainAssignments: t.field({
      type: AssignmentPlan,
      description: `What assignments with these arguments would do, without doing it. ${readsIdentityCenter} ${unread}`,
      args: {
        filter: t.arg(assignmentFilter),
        first: t.arg.int({
          description: 'The size of the page to explain, 1 to 1,000. Left out or null: all pages to the end.',
        }),
        after: t.arg.string({
          description: 'The cursor behind which the page begins. Left out: it begins at the front.',
        }),
        withNames: t.arg.boolean({
          defaultValue: false,
          description:
            'Count the calls that the names of users, groups, permission sets and accounts need, too.',
        }),
        maxAge: t.arg(maxAge),
        ...instanceArg,
      },
      ...planned,
      resolve: query.explainAssignments,
    }),
    session: t.field({
      needs: ['credentials'],
      type: SessionRef,
      description:
        "The state of the caller's sign-in, also when there is none. Null with an error when it is not known where to sign in.",
      args: portalArgs,
      resolve: session.session,
    }),
    availableAccounts: t.field({
      needs: ['credentials'],
      type: AvailableAccountConnection,
      description: `The accounts that the signed-in person can enter. ${readsPortal}`,
      args: { ...portalArgs, ...pageArgs },
      ...paged,
      resolve: available.availableAccounts,
    }),
    availableRoles: t.field({
      needs: ['credentials'],
      type: AvailableRoleConnection,
      description: `The roles that the signed-in person can take. ${readsPortal}`,
      args: {
        ...portalArgs,
        accountIds: t.arg.stringList({
          ...idsToFilterBy,
          description: 'Only roles in these accounts, by their 12 digits. Left out: in all of them.',
        }),
        ...pageArgs,
      },
      ...paged,
      resolve: (_root, args, context, info) =>
        available.availableRoles(args, selectsWithin(info, ['name', 'email']), context),
    }),
    viewer: t.field({
      needs: [],
      type: ViewerRef,
      nullable: false,
      description: 'Who is asking, as the gateway knows them by what they sent. Calls no AWS.',
      resolve: viewer,
    }),
  }),
});
