import * as credentialsToken from '../resolvers/sign-in/credentials-token.ts';
import * as login from '../resolvers/sign-in/login.ts';
import { roleCredentials } from '../resolvers/sign-in/role-credentials.ts';
import { builder } from './builder.ts';
import {
  CreateCredentialsTokenInput,
  CredentialsToken,
  RevokeCredentialsTokenPayload,
} from './sign-in/credentials-token.ts';
import { LoginInput, LogoutInput, LogoutPayload } from './sign-in/login.ts';
import { LoginRef } from './refs.ts';
import { RoleCredentials, RoleCredentialsInput } from './sign-in/role-credentials.ts';

builder.mutationType({
  description:
    'What signs people in and out, and hands out their credentials. Nothing here changes what anybody may do.',
  fields: (t) => ({
    login: t.field({
      needs: ['credentials'],
      type: LoginRef,
      nullable: false,
      description:
        'Signs the caller in to Identity Center: answers at once with what to approve in the browser. Does nothing when a token valid for expiryWindow is cached, unless forceRefresh.',
      args: {
        input: t.arg({
          type: LoginInput,
          description: 'Where and how to sign in. Left out, as configured.',
        }),
      },
      resolve: login.login,
    }),
    cancelLogin: t.field({
      needs: ['credentials'],
      type: LoginRef,
      nullable: false,
      description:
        'Ends a login that waits for its approval. One that has ended already stays as it is. NOT_FOUND when the caller has no such login.',
      args: {
        loginId: t.arg.id({
          required: true,
          description: 'Id of the login to end, as the mutation login gave it.',
        }),
      },
      resolve: login.cancelLogin,
    }),
    logout: t.field({
      needs: ['credentials'],
      type: LogoutPayload,
      nullable: false,
      description: "Ends the caller's sign-in: in AWS, and by forgetting its token.",
      args: {
        input: t.arg({ type: LogoutInput, description: 'Where to sign out. Left out, as configured.' }),
      },
      resolve: login.logout,
    }),
    roleCredentials: t.field({
      needs: ['credentials'],
      type: RoleCredentials,
      nullable: false,
      description:
        'Short-lived credentials of a role that the signed-in person can take. A mutation, so that no GET, cache or prefetch ever carries them. LOGIN_REQUIRED when nobody is signed in.',
      args: {
        input: t.arg({
          type: RoleCredentialsInput,
          required: true,
          description: 'Which role of which account.',
        }),
      },
      resolve: roleCredentials,
    }),
    createCredentialsToken: t.field({
      needs: ['credentials'],
      type: CredentialsToken,
      nullable: false,
      description:
        "Mints a token for a program that takes one role's credentials over HTTP, as containers do. It is good for that role of the caller alone.",
      args: {
        input: t.arg({
          type: CreateCredentialsTokenInput,
          required: true,
          description: 'Which role the token is good for, and how long.',
        }),
      },
      resolve: credentialsToken.createCredentialsToken,
    }),
    revokeCredentialsToken: t.field({
      needs: ['credentials'],
      type: RevokeCredentialsTokenPayload,
      nullable: false,
      description: 'Makes a token for credentials useless at once.',
      args: {
        id: t.arg.id({ required: true, description: 'The id of the token, which is not its secret.' }),
      },
      resolve: credentialsToken.revokeCredentialsToken,
    }),
  }),
});
