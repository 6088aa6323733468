import * as available from '../../resolvers/sign-in/available.ts';
import { pageArgs } from '../fields/args.ts';
import { AvailableRoleConnection } from '../fields/connections.ts';
import { paged } from '../cost/declared.ts';
import { AvailableAccount, AvailableRole } from '../refs.ts';
import { readsPortal } from '../sentences.ts';

AvailableAccount.implement({
  description: 'An account the signed-in user can enter, as the access portal lists it.',
  fields: (t) => ({
    accountId: t.exposeString('accountId', {
      nullable: false,
      description: 'The 12 digits of the account, with their leading zeros.',
    }),
    name: t.exposeString('name', {
      description: 'What the access portal calls the account. Null when the portal does not say.',
    }),
    email: t.exposeString('email', {
      description: 'E-mail address of the root user of the account. Null when the portal does not say.',
    }),
    roles: t.field({
      type: AvailableRoleConnection,
      description: `The roles that the signed-in person can take in this account, by role name. ${readsPortal}`,
      args: pageArgs,
      ...paged,
      resolve: available.roles,
    }),
  }),
});

AvailableRole.implement({
  description: 'A role the signed-in user can take in an account.',
  fields: (t) => ({
    account: t.field({
      type: AvailableAccount,
      nullable: false,
      description: 'The account in which the role can be taken.',
      resolve: ({ account }) => account,
    }),
    roleName: t.exposeString('roleName', {
      nullable: false,
      description:
        'What to give as roleName to roleCredentials: for most roles, the name of a permission set.',
    }),
  }),
});
