import * as roleCredentials from '../resolvers/role-credentials.ts';
import { builder } from './builder.ts';

export const RoleCredentials = builder
  .objectRef<roleCredentials.RoleCredentialsNode>('RoleCredentials')
  .implement({
    description: 'Short-lived credentials of a role.',
    fields: (t) => ({
      accessKeyId: t.exposeString('accessKeyId', { nullable: false }),
      secretAccessKey: t.exposeString('secretAccessKey', { nullable: false }),
      sessionToken: t.exposeString('sessionToken', { nullable: false }),
      expiration: t.field({
        type: 'DateTime',
        nullable: false,
        resolve: ({ expiresAt }) => expiresAt,
      }),
      credentialProcess: t.string({
        nullable: false,
        description: 'What a credential_process prints: one line of JSON, Version 1.',
        resolve: roleCredentials.credentialProcess,
      }),
      environment: t.string({
        nullable: false,
        description: 'export lines for a POSIX shell; region adds AWS_REGION and AWS_DEFAULT_REGION.',
        args: { region: t.arg.string() },
        resolve: roleCredentials.environment,
      }),
    }),
  });

export const RoleCredentialsInput = builder.inputType('RoleCredentialsInput', {
  fields: (t) => ({
    accountId: t.string({ required: true }),
    roleName: t.string({ required: true }),
    startUrl: t.string(),
    region: t.string(),
  }),
});
