import * as instance from '../../resolvers/nodes/instance.ts';
import { encodeNodeId } from '../../resolvers/nodes/node-id.ts';
import { Instance, NodeInterface } from '../refs.ts';
import { nodeId, unread } from '../sentences.ts';

Instance.implement({
  description: 'An instance of IAM Identity Center.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeId,
      resolve: ({ instance: { instanceArn } }) => encodeNodeId('Instance', instanceArn),
    }),
    arn: t.string({
      nullable: false,
      description: 'Its ARN, such as arn:aws:sso:::instance/ssoins-1234567890abcdef.',
      resolve: (reader) => reader.instance.instanceArn,
    }),
    identityStoreId: t.string({
      nullable: false,
      description: 'The identity store with its users and groups, such as d-1234567890.',
      resolve: (reader) => reader.instance.identityStoreId,
    }),
    ownerAccountId: t.string({
      description: `The account in which the instance was made, mostly the management account. ${unread}`,
      resolve: async (reader, _args, context) => (await instance.load(reader, context)).ownerAccountId,
    }),
    name: t.string({
      description: `The name that somebody gave the instance; null when nobody did. ${unread}`,
      resolve: async (reader, _args, context) => (await instance.load(reader, context)).name,
    }),
    status: t.string({
      description: `AWS's status of the instance: ACTIVE, CREATE_IN_PROGRESS, DELETE_IN_PROGRESS, … ${unread}`,
      resolve: async (reader, _args, context) => (await instance.load(reader, context)).status,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: `When the instance was made; null when AWS does not say. ${unread}`,
      resolve: async (reader, _args, context) => (await instance.load(reader, context)).createdAt,
    }),
  }),
});
