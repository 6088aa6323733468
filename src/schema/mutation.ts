import * as credentialsToken from '../resolvers/credentials-token.ts';
import * as login from '../resolvers/login.ts';
import { roleCredentials } from '../resolvers/role-credentials.ts';
import { builder } from './builder.ts';
import {
  CreateCredentialsTokenInput,
  CredentialsToken,
  RevokeCredentialsTokenPayload,
} from './credentials-token.ts';
import { LoginInput, LogoutInput, LogoutPayload } from './login.ts';
import { needs } from './permission.ts';
import { LoginRef } from './refs.ts';
import { RoleCredentials, RoleCredentialsInput } from './role-credentials.ts';

builder.mutationType({
  fields: (t) => ({
    login: t.field({
      type: LoginRef,
      nullable: false,
      description:
        'Signs in to Identity Center with a device code. Does nothing when a token valid for expiryWindow is cached, unless forceRefresh.',
      args: { input: t.arg({ type: LoginInput }) },
      resolve: login.login,
    }),
    cancelLogin: t.field({
      type: LoginRef,
      nullable: false,
      args: { loginId: t.arg.id({ required: true }) },
      resolve: login.cancelLogin,
    }),
    logout: t.field({
      type: LogoutPayload,
      nullable: false,
      args: { input: t.arg({ type: LogoutInput }) },
      resolve: login.logout,
    }),
    roleCredentials: t.field({
      ...needs('credentials'),
      type: RoleCredentials,
      nullable: false,
      description:
        'Short-lived credentials of a role. A mutation, so that no GET, cache or prefetch ever carries them.',
      args: { input: t.arg({ type: RoleCredentialsInput, required: true }) },
      resolve: roleCredentials,
    }),
    createCredentialsToken: t.field({
      ...needs('credentials'),
      type: CredentialsToken,
      nullable: false,
      description:
        "Mints a token for a program that takes one role's credentials over HTTP, as containers do. It is good for that role of the caller alone.",
      args: { input: t.arg({ type: CreateCredentialsTokenInput, required: true }) },
      resolve: credentialsToken.createCredentialsToken,
    }),
    revokeCredentialsToken: t.field({
      ...needs('credentials'),
      type: RevokeCredentialsTokenPayload,
      nullable: false,
      args: { id: t.arg.id({ required: true }) },
      resolve: credentialsToken.revokeCredentialsToken,
    }),
  }),
});
