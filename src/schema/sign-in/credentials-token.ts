import * as credentialsToken from '../../resolvers/sign-in/credentials-token.ts';
import { region, startUrl } from '../fields/args.ts';
import { builder } from '../builder.ts';

export const CredentialsToken = builder
  .objectRef<credentialsToken.CredentialsTokenNode>('CredentialsToken')
  .implement({
    description: "A token with which a program fetches one role's credentials by HTTP, in the caller's name.",
    fields: (t) => ({
      id: t.exposeID('id', {
        nullable: false,
        description: 'What revokeCredentialsToken takes. It is not the secret.',
      }),
      token: t.exposeString('token', {
        nullable: false,
        description: 'The secret itself, shown this once: the gateway keeps a hash of it.',
      }),
      expiresAt: t.field({
        type: 'DateTime',
        nullable: false,
        description: 'When the token expires; the end of its sign-in ends it earlier.',
        resolve: ({ expiresAt }) => expiresAt,
      }),
      uri: t.exposeString('uri', {
        nullable: false,
        description: 'Where a program fetches the credentials, with the token in its Authorization header.',
      }),
      environment: t.string({
        nullable: false,
        description:
          'Lines of export for a POSIX shell, with which every AWS SDK fetches and renews the credentials: AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN.',
        resolve: credentialsToken.environment,
      }),
    }),
  });

export const CreateCredentialsTokenInput = builder.inputType('CreateCredentialsTokenInput', {
  description: 'Which role the token is good for, and how long.',
  fields: (t) => ({
    accountId: t.string({
      required: true,
      description: 'The 12 digits of the account in which the role is taken.',
    }),
    roleName: t.string({
      required: true,
      description: 'Name of the role, as availableRoles lists it: for most, the name of a permission set.',
    }),
    startUrl: t.string(startUrl),
    region: t.string(region),
    lifetime: t.field({
      type: 'Duration',
      defaultValue: 8 * 3_600_000,
      description:
        'How long the token is good for, PT1S to P30D. It also ends with the sign-in that it is minted in, and with the process of a gateway that stands alone.',
    }),
  }),
});

export const RevokeCredentialsTokenPayload = builder
  .objectRef<Awaited<ReturnType<typeof credentialsToken.revokeCredentialsToken>>>(
    'RevokeCredentialsTokenPayload',
  )
  .implement({
    description: 'What became of a token that was to be revoked.',
    fields: (t) => ({
      revoked: t.exposeBoolean('revoked', {
        nullable: false,
        description:
          'True when the token was good until now; false when the caller had no such token any more.',
      }),
    }),
  });
