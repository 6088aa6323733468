import { builder } from './builder.ts';

/** Exactly one key of each is given. */
export const PrincipalBy = builder.inputType('PrincipalBy', {
  description: 'A name that fits several is the error AMBIGUOUS, which lists them.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id(),
    principalId: t.string(),
    userName: t.string(),
    groupName: t.string(),
    email: t.string(),
  }),
});

export const PermissionSetBy = builder.inputType('PermissionSetBy', {
  isOneOf: true,
  fields: (t) => ({ id: t.id(), arn: t.string(), name: t.string() }),
});

export const TargetBy = builder.inputType('TargetBy', {
  isOneOf: true,
  fields: (t) => ({ id: t.id(), accountId: t.string(), accountName: t.string(), ouId: t.string() }),
});
