import { Access, AccessPath, Assignment, CompletenessRef, Group, PermissionSet } from '../refs.ts';

Access.implement({
  description: 'Whether, and through what, one user reaches one account.',
  fields: (t) => ({
    allowed: t.boolean({
      description:
        'True: an assignment path exists. False: every route was read and none exists. Null: unknown. It does not say that the user is enabled, that the account is active, or that no access exists outside permission sets.',
      resolve: ({ allowed }) => allowed,
    }),
    paths: t.field({
      type: [AccessPath],
      nullable: false,
      description:
        'Every way that was found, ordered by permission set ARN, for each what the user holds directly first, then by group id.',
      resolve: ({ paths }) => paths,
    }),
    completeness: t.field({
      type: CompletenessRef,
      nullable: false,
      description: 'Whether every route could be read, and how old the oldest fact is.',
      resolve: ({ completeness }) => completeness,
    }),
  }),
});

AccessPath.implement({
  description: 'One way in which a user reaches an account: one permission set, held directly or in a group.',
  fields: (t) => ({
    permissionSet: t.field({
      type: PermissionSet,
      nullable: false,
      description: 'The permission set that this path gives the user in the account.',
      resolve: ({ permissionSetArn: arn, ...node }) => ({ ...node, arn }),
    }),
    via: t.field({
      type: Group,
      description:
        'The group through which the user holds the permission set; null when they hold it directly.',
      resolve: (assignment) => (assignment.principalType === 'GROUP' ? assignment : null),
    }),
    assignment: t.field({
      type: Assignment,
      nullable: false,
      description: "The assignment that grants it: the user's own, or the group's.",
      resolve: (assignment) => assignment,
    }),
  }),
});
