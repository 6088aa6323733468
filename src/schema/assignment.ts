import { encodeNodeId } from '../resolvers/node-id.ts';
import {
  Assignment,
  GrantInterface,
  Instance,
  NodeInterface,
  PermissionSet,
  PrincipalInterface,
  TargetInterface,
} from './refs.ts';
import { nodeId } from './sentences.ts';

Assignment.implement({
  description: 'One principal holding one permission set on one account.',
  interfaces: [NodeInterface, GrantInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeId,
      resolve: ({ reader, accountId, permissionSetArn, principalType, principalId }) =>
        encodeNodeId(
          'Assignment',
          reader.instance.instanceArn,
          accountId,
          permissionSetArn,
          principalType,
          principalId,
        ),
    }),
    instance: t.field({
      type: Instance,
      nullable: false,
      description: 'The instance of Identity Center that the assignment belongs to.',
      resolve: ({ reader }) => reader,
    }),
    principal: t.field({
      type: PrincipalInterface,
      nullable: false,
      description: 'Who holds it: a user, or a group with everybody in it.',
      resolve: (assignment) => assignment,
    }),
    permissionSet: t.field({
      type: PermissionSet,
      nullable: false,
      description: 'What is held: the permission set, which is a role in the account.',
      resolve: ({ permissionSetArn: arn, ...node }) => ({ ...node, arn }),
    }),
    target: t.field({
      type: TargetInterface,
      nullable: false,
      description: 'Where it applies. Always an account: AWS makes assignments on no OU.',
      resolve: ({ accountId: targetId, reader, freshness }) => ({ targetId, reader, freshness }),
    }),
  }),
});
