import { encodeNodeId } from '../resolvers/node-id.ts';
import {
  Assignment,
  Instance,
  NodeInterface,
  PermissionSet,
  PrincipalInterface,
  TargetInterface,
} from './refs.ts';

Assignment.implement({
  description: 'One principal holding one permission set on one account.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
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
    instance: t.field({ type: Instance, nullable: false, resolve: ({ reader }) => reader }),
    principal: t.field({ type: PrincipalInterface, nullable: false, resolve: (assignment) => assignment }),
    permissionSet: t.field({
      type: PermissionSet,
      nullable: false,
      resolve: ({ permissionSetArn: arn, ...node }) => ({ ...node, arn }),
    }),
    target: t.field({
      type: TargetInterface,
      nullable: false,
      resolve: ({ accountId: targetId, reader, freshness }) => ({ targetId, reader, freshness }),
    }),
  }),
});
