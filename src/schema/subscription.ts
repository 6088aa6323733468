import { loginStatus } from '../resolvers/login.ts';
import { builder } from './builder.ts';
import { LoginRef } from './refs.ts';

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
  }),
});
