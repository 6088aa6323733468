import * as credentialsToken from '../resolvers/credentials-token.ts';
import { builder } from './builder.ts';

export const CredentialsToken = builder
  .objectRef<credentialsToken.CredentialsTokenNode>('CredentialsToken')
  .implement({
    description: "A token with which a program fetches one role's credentials by HTTP, in the caller's name.",
    fields: (t) => ({
      id: t.exposeID('id', { nullable: false, description: 'To revoke it by.' }),
      token: t.exposeString('token', {
        nullable: false,
        description: 'Shown this once: the gateway keeps a hash of it.',
      }),
      expiresAt: t.field({ type: 'DateTime', nullable: false, resolve: ({ expiresAt }) => expiresAt }),
      uri: t.exposeString('uri', { nullable: false, description: 'Where the credentials are fetched.' }),
      environment: t.string({
        nullable: false,
        description:
          'export lines for a POSIX shell, with which every AWS SDK fetches and renews the credentials: AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN.',
        resolve: credentialsToken.environment,
      }),
    }),
  });

export const CreateCredentialsTokenInput = builder.inputType('CreateCredentialsTokenInput', {
  fields: (t) => ({
    accountId: t.string({ required: true }),
    roleName: t.string({ required: true }),
    startUrl: t.string(),
    region: t.string(),
    lifetime: t.field({
      type: 'Duration',
      defaultValue: 8 * 3_600_000,
      description: 'PT1S to P30D. The token also ends with the process of the gateway.',
    }),
  }),
});

export const RevokeCredentialsTokenPayload = builder
  .objectRef<ReturnType<typeof credentialsToken.revokeCredentialsToken>>('RevokeCredentialsTokenPayload')
  .implement({
    fields: (t) => ({
      revoked: t.exposeBoolean('revoked', {
        nullable: false,
        description: 'False when the caller had no such token any more.',
      }),
    }),
  });
