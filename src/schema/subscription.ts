import { forgetLoaded } from '../resolvers/batch.ts';
import { loginStatus } from '../resolvers/login.ts';
import { assignmentSweep } from '../resolvers/subscription.ts';
import { builder } from './builder.ts';
import { AssignmentFilter } from './filter.ts';
import { AssignmentSweepEventRef, LoginRef } from './refs.ts';
import { namesSelected } from './sweep.ts';

builder.subscriptionType({
  fields: (t) => ({
    loginStatus: t.field({
      type: LoginRef,
      nullable: false,
      description:
        'The present state at once, then each change; completes after a final state. A late subscriber gets the final state and completion.',
      args: { loginId: t.arg.id({ required: true }) },
      subscribe: loginStatus,
      resolve: (login) => login,
    }),
    assignmentSweep: t.field({
      type: AssignmentSweepEventRef,
      nullable: false,
      description:
        "Reads everything in the filter's reach, in order, with progress and rows as they come. after goes on from an event's endCursor.",
      args: {
        filter: t.arg({ type: AssignmentFilter }),
        after: t.arg.string(),
        batchSize: t.arg.int({ defaultValue: 500 }),
        maxAge: t.arg({ type: 'Duration' }),
        instanceArn: t.arg.string(),
      },
      complexity: ({ batchSize }) => ({ field: 1, multiplier: Math.max(1, batchSize ?? 500) }),
      subscribe: (_root, args, context, info) => assignmentSweep(args, namesSelected(info), context),
      resolve: (event, _args, context) => {
        if (event instanceof Error) throw event;
        forgetLoaded(context);
        return event;
      },
    }),
  }),
});
