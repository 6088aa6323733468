import { builder } from '../builder.ts';

const nodeId = 'Its id in this graph, as its field id gives it.';

/** Exactly one key of each is given. */
export const PrincipalBy = builder.inputType('PrincipalBy', {
  description:
    'Which user or group: give exactly one field. A name that fits several is the error AMBIGUOUS, which lists them.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: nodeId }),
    principalId: t.string({
      description: 'The UserId or GroupId of the identity store. A user is looked for first, then a group.',
    }),
    userName: t.string({ description: "The user's name for signing in, in any case." }),
    groupName: t.string({ description: "The group's display name, to the letter." }),
    email: t.string({ description: "A user's e-mail address, in any case." }),
  }),
});

export const PermissionSetBy = builder.inputType('PermissionSetBy', {
  description: 'Which permission set: give exactly one field.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: nodeId }),
    arn: t.string({ description: 'Its ARN, or the last part of it: ssoins-…/ps-… or ps-….' }),
    name: t.string({ description: 'Its name, exactly as AWS has it; names are unique within an instance.' }),
  }),
});

export const TargetBy = builder.inputType('TargetBy', {
  description:
    'Which account or OU: give exactly one field. A name that fits several is the error AMBIGUOUS, which lists them.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: nodeId }),
    accountId: t.string({ description: 'The 12 digits of an account, with their leading zeros.' }),
    accountName: t.string({ description: "The account's name, exactly as AWS Organizations has it." }),
    ouId: t.string({ description: 'The id of an OU (ou-…) or of the root (r-…).' }),
  }),
});
