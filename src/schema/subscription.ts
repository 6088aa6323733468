import { forgetLoaded } from '../resolvers/batch.ts';
import { followChanges } from '../resolvers/access/changes.ts';
import { loginStatus } from '../resolvers/sign-in/login.ts';
import { assignmentSweep } from '../resolvers/subscription.ts';
import { instanceArg, maxAge } from './fields/args.ts';
import { builder } from './builder.ts';
import { ChangeEventRef } from './access/change.ts';
import { costs } from './cost/declared.ts';
import { AssignmentFilter } from './access/filter.ts';
import { AssignmentSweepEventRef, LoginRef } from './refs.ts';
import { orderOfAssignments, readsIdentityCenter, whatIsTold } from './sentences.ts';
import { namesSelected } from './access/sweep.ts';

builder.subscriptionType({
  description: 'What is told as it happens, over WebSocket or as server-sent events.',
  fields: (t) => ({
    loginStatus: t.field({
      needs: ['credentials'],
      type: LoginRef,
      nullable: false,
      description:
        'A login as it goes on: its present state at once, then each change; completes after a final state. A late subscriber gets the final state and completion. NOT_FOUND when the caller has no such login.',
      args: {
        loginId: t.arg.id({
          required: true,
          description: 'Id of the login to watch, as the mutation login gave it.',
        }),
      },
      subscribe: loginStatus,
      resolve: (login) => login,
    }),
    assignmentSweep: t.field({
      type: AssignmentSweepEventRef,
      nullable: false,
      description: `Reads everything in the filter's reach, with progress and rows as they come. ${orderOfAssignments} ${readsIdentityCenter}`,
      args: {
        filter: t.arg({ type: AssignmentFilter, description: 'Which assignments. Left out: all of them.' }),
        after: t.arg.string({
          description: 'The endCursor of an event of a sweep that broke off: this one goes on behind it.',
        }),
        batchSize: t.arg.int({
          defaultValue: 500,
          description: 'How many assignments an event has at most: 1 to 1,000.',
        }),
        maxAge: t.arg(maxAge),
        ...instanceArg,
      },
      ...costs({ pageSize: 'batchSize', usualSize: 500, own: 50 }),
      subscribe: (_root, args, context, info) => assignmentSweep(args, namesSelected(info), context),
      resolve: (event, _args, context) => {
        forgetLoaded(context);
        return event;
      },
    }),
    changes: t.field({
      type: ChangeEventRef,
      nullable: false,
      description: `Changes as they are seen, after a cursor or from now on, in the order in which they were seen. The first event comes at once, and one at least every 30 seconds. ${whatIsTold}`,
      args: {
        filter: t.arg({
          type: AssignmentFilter,
          description:
            'Which changes: those that touch a permission set, an account or a principal that it is about. Left out: all of them.',
        }),
        after: t.arg.string({
          description:
            'The endCursor of an event: this subscription goes on behind it. Left out: from now on.',
        }),
        ...instanceArg,
      },
      ...costs({ own: 50 }),
      subscribe: (_root, args, context) => followChanges(args, context),
      resolve: (event, _args, context) => {
        forgetLoaded(context);
        return event;
      },
    }),
  }),
});
