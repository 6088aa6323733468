import * as query from '../resolvers/query.ts';
import { builder } from './builder.ts';
import { connectionOf } from './connection.ts';
import { AssignmentFilter } from './filter.ts';
import { selects } from './look-ahead.ts';
import { Assignment, Instance } from './refs.ts';

const AssignmentConnection = connectionOf(
  'Assignment',
  Assignment,
  'Ordered by account id, permission set ARN, principal type, principal id.',
);

builder.queryType({
  fields: (t) => ({
    instances: t.field({
      type: [Instance],
      description:
        'Needs admin credentials, as everything down to explainAssignments does. instanceArn is needed only when there are several.',
      resolve: query.instances,
    }),
    instance: t.field({ type: Instance, args: { arn: t.arg.string() }, resolve: query.instance }),
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
      complexity: ({ first }) => ({ field: 1, multiplier: first ?? 100 }),
      resolve: (_root, args, context, info) => query.assignments(args, selects(info, 'totalCount'), context),
    }),
  }),
});
