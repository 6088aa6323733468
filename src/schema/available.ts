import * as available from '../resolvers/available.ts';
import { AvailableRoleConnection, pageComplexity } from './connections.ts';
import { AvailableAccount, AvailableRole } from './refs.ts';

AvailableAccount.implement({
  description: 'An account the signed-in user can enter, as the access portal lists it.',
  fields: (t) => ({
    accountId: t.exposeString('accountId', { nullable: false }),
    name: t.exposeString('name'),
    email: t.exposeString('email'),
    roles: t.field({
      type: AvailableRoleConnection,
      description: 'By role name.',
      args: { first: t.arg.int({ defaultValue: 100 }), after: t.arg.string() },
      complexity: pageComplexity,
      resolve: available.roles,
    }),
  }),
});

AvailableRole.implement({
  description: 'A role the signed-in user can take in an account.',
  fields: (t) => ({
    account: t.field({ type: AvailableAccount, nullable: false, resolve: ({ account }) => account }),
    roleName: t.exposeString('roleName', { nullable: false }),
  }),
});
