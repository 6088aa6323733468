import {
  assignmentCounts,
  type AssignmentCountNode,
  type AssignmentCountsNode,
} from '../../resolvers/access/assignment-counts.ts';
import { instanceArg, maxAge } from '../fields/args.ts';
import { builder } from '../builder.ts';
import { costs, planned } from '../cost/declared.ts';
import { AssignmentFilter } from './filter.ts';
import { selectsUnder } from '../fields/look-ahead.ts';
import { Account, CompletenessRef, OrganizationalUnit, PermissionSet, PrincipalType } from '../refs.ts';
import { readsIdentityCenter, unread } from '../sentences.ts';

const CountGroup = builder.enumType('CountGroup', {
  description: 'By what assignments are counted together.',
  values: {
    ACCOUNT: { description: 'A count for each account in which somebody holds something.' },
    PERMISSION_SET: { description: 'A count for each permission set that somebody holds.' },
    ORGANIZATIONAL_UNIT: {
      description:
        'A count for each OU or root that has accounts of its own. An account counts in the one that it is in, and not in those above: sum them up by their parents.',
    },
    PRINCIPAL_TYPE: { description: 'A count for what users hold directly, and one for what groups hold.' },
  },
});

/** As many as the reader answers at once. */
const maxCounts = 10_000;

const notGrouped = 'Null where it is not among groupBy.';

const AssignmentCount = builder.objectRef<AssignmentCountNode>('AssignmentCount').implement({
  description: 'How many assignments have the account, permission set, OU or type of principal in common.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      description: `The account of all of them. ${notGrouped}`,
      resolve: ({ account }) => account,
    }),
    permissionSet: t.field({
      type: PermissionSet,
      description: `The permission set of all of them. ${notGrouped}`,
      resolve: ({ permissionSet }) => permissionSet,
    }),
    organizationalUnit: t.field({
      type: OrganizationalUnit,
      description: `The OU or root that their accounts are in. ${notGrouped} Null also for accounts whose place is not known.`,
      resolve: ({ organizationalUnit }) => organizationalUnit,
    }),
    principalType: t.field({
      type: PrincipalType,
      description: `Whether they name users or groups. ${notGrouped}`,
      resolve: ({ principalType }) => principalType,
    }),
    assignments: t.exposeInt('assignments', {
      nullable: false,
      description:
        'How many assignments there are; where completeness has failures, of those that were read.',
    }),
    people: t.exposeInt('people', {
      description:
        'How many people get in this way, groups expanded and each counted once: whoever effectiveAccess lists for these assignments, disabled and deleted users, too. Null when memberships are not all known. Selecting it reads the members of every group that is met, a call for each.',
    }),
  }),
});

const AssignmentCounts = builder.objectRef<AssignmentCountsNode>('AssignmentCounts').implement({
  description: 'Assignments, counted by what they have in common.',
  fields: (t) => ({
    counts: t.field({
      type: [AssignmentCount],
      nullable: { list: false, items: false },
      description:
        'Ordered by account id, OU id, permission set ARN and principal type; none is 0, but the one where groupBy is empty, and what withEmpty adds. At most 10,000: where there were more, the answer is the error QUERY_TOO_COSTLY.',
      ...costs({ length: maxCounts }),
      resolve: ({ counts }) => counts,
    }),
    completeness: t.field({
      type: CompletenessRef,
      nullable: false,
      description:
        "What the counts rest on: everything in the filter's reach and, with people, the members of its groups.",
      resolve: ({ completeness }) => completeness,
    }),
  }),
});

builder.queryField('assignmentCounts', (t) =>
  t.field({
    type: AssignmentCounts,
    description: `How many assignments there are by account, permission set, OU or type of principal, and how many people they let in. Read like their total: everything in the filter's reach. ${readsIdentityCenter} ${unread}`,
    args: {
      groupBy: t.arg({
        type: [CountGroup],
        required: true,
        description:
          'By what they are counted together: one count for each combination. Empty: one count of all.',
      }),
      filter: t.arg({
        type: AssignmentFilter,
        description: 'Which assignments. Left out: all of them.',
      }),
      withEmpty: t.arg.boolean({
        defaultValue: false,
        description:
          'Also counts of 0: of permission sets that are provisioned to an account and that nobody holds there. Needs ACCOUNT and PERMISSION_SET among groupBy, and no PRINCIPAL_TYPE; a filter that asks about principals has none.',
      }),
      maxAge: t.arg(maxAge),
      ...instanceArg,
    },
    ...planned,
    resolve: (_root, args, context, info) =>
      assignmentCounts(args, selectsUnder(info, ['counts'], ['people']), context),
  }),
);
