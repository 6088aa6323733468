import * as roleCredentials from '../../resolvers/sign-in/role-credentials.ts';
import { region, startUrl } from '../fields/args.ts';
import { builder } from '../builder.ts';

export const RoleCredentials = builder
  .objectRef<roleCredentials.RoleCredentialsNode>('RoleCredentials')
  .implement({
    description: 'Short-lived credentials of a role.',
    fields: (t) => ({
      accessKeyId: t.exposeString('accessKeyId', {
        nullable: false,
        description: 'The value for AWS_ACCESS_KEY_ID. Not a secret by itself.',
      }),
      secretAccessKey: t.exposeString('secretAccessKey', {
        nullable: false,
        description: 'The value for AWS_SECRET_ACCESS_KEY. A secret.',
      }),
      sessionToken: t.exposeString('sessionToken', {
        nullable: false,
        description: 'The value for AWS_SESSION_TOKEN, without which the keys are worth nothing. A secret.',
      }),
      expiration: t.field({
        type: 'DateTime',
        nullable: false,
        description: 'When the credentials expire.',
        resolve: ({ expiresAt }) => expiresAt,
      }),
      credentialProcess: t.string({
        nullable: false,
        description: 'What a credential_process prints: one line of JSON, Version 1.',
        resolve: roleCredentials.credentialProcess,
      }),
      environment: t.string({
        nullable: false,
        description: 'Lines of export that set the variables of these credentials in a POSIX shell.',
        args: {
          region: t.arg.string({
            description:
              'A Region for the shell to work in: adds AWS_REGION and AWS_DEFAULT_REGION. Default: neither is set.',
          }),
        },
        resolve: roleCredentials.environment,
      }),
    }),
  });

export const RoleCredentialsInput = builder.inputType('RoleCredentialsInput', {
  description: 'Which role of which account to take.',
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
  }),
});
