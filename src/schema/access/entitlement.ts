import { encodeNodeId } from '../../resolvers/nodes/node-id.ts';
import { Entitlement, GrantInterface, NodeInterface } from '../refs.ts';
import { nodeId } from '../sentences.ts';

Entitlement.implement({
  description:
    'An entitlement of AWS account access manager: a user or group may take this IAM role. The access portal does not list it, and the role has to trust account-access.amazonaws.com, which is not looked at here.',
  interfaces: [NodeInterface, GrantInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeId,
      resolve: ({ reader, accountId, entitlementId }) =>
        encodeNodeId('Entitlement', reader.instance.instanceArn, accountId, entitlementId),
    }),
    entitlementId: t.exposeString('entitlementId', {
      nullable: false,
      description: "AWS's id of the entitlement, within its application.",
    }),
    applicationArn: t.exposeString('applicationArn', {
      nullable: false,
      description: 'ARN of the application of account access manager that the entitlement belongs to.',
    }),
    roleArn: t.exposeString('roleArn', {
      nullable: false,
      description: 'ARN of the IAM role that may be taken, which is in the account of target.',
    }),
    roleName: t.string({
      nullable: false,
      description: 'Name of the IAM role, without its path.',
      resolve: ({ roleArn }) => roleArn.replace(/^.*\//, ''),
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When the entitlement was made. Null when AWS does not tell.',
      resolve: ({ createdAt }) => createdAt,
    }),
  }),
});
