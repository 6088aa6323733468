import { fact } from '../resolvers/batch.ts';
import * as permissionSet from '../resolvers/permission-set.ts';
import { nodeId } from './node-id.ts';
import { NodeInterface, PermissionSet } from './refs.ts';

PermissionSet.implement({
  description: 'A permission set of the instance, which becomes a role in each account it is provisioned to.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      resolve: ({ reader, arn }) => nodeId('PermissionSet', reader.instance.instanceArn, arn),
    }),
    arn: t.exposeString('arn', { nullable: false }),
    name: t.string({
      description: 'Looked up only when selected, like every field below it.',
      resolve: fact(permissionSet.load, 'name'),
    }),
    description: t.string({ resolve: fact(permissionSet.load, 'description') }),
    sessionDuration: t.field({ type: 'Duration', resolve: fact(permissionSet.load, 'sessionDuration') }),
    relayState: t.string({ resolve: fact(permissionSet.load, 'relayState') }),
    createdAt: t.field({ type: 'DateTime', resolve: fact(permissionSet.load, 'createdAt') }),
  }),
});
