import {
  Assignment,
  Entitlement,
  GrantInterface,
  NodeInterface,
  PrincipalInterface,
  TargetInterface,
} from '../refs.ts';

GrantInterface.implement({
  description:
    'What lets a principal into an account: an assignment of a permission set, or an entitlement of AWS account access manager.',
  interfaces: [NodeInterface],
  resolveType: (grant) => ('permissionSetArn' in grant ? Assignment : Entitlement).name,
  fields: (t) => ({
    principal: t.field({
      type: PrincipalInterface,
      nullable: false,
      description: 'Who holds it: a user, or a group with everybody in it.',
      resolve: (grant) => grant,
    }),
    target: t.field({
      type: TargetInterface,
      nullable: false,
      description: 'The account that it lets into.',
      resolve: ({ accountId: targetId, reader, freshness }) => ({ targetId, reader, freshness }),
    }),
  }),
});
