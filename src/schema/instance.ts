import * as instance from '../resolvers/instance.ts';
import { encodeNodeId } from '../resolvers/node-id.ts';
import { Instance, NodeInterface } from './refs.ts';

Instance.implement({
  description: 'An instance of IAM Identity Center.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      resolve: ({ instance: { instanceArn } }) => encodeNodeId('Instance', instanceArn),
    }),
    arn: t.string({ nullable: false, resolve: (reader) => reader.instance.instanceArn }),
    identityStoreId: t.string({ nullable: false, resolve: (reader) => reader.instance.identityStoreId }),
    ownerAccountId: t.string({
      resolve: async (reader, _args, context) => (await instance.load(reader, context)).ownerAccountId,
    }),
    name: t.string({
      resolve: async (reader, _args, context) => (await instance.load(reader, context)).name,
    }),
    status: t.string({
      resolve: async (reader, _args, context) => (await instance.load(reader, context)).status,
    }),
    createdAt: t.field({
      type: 'DateTime',
      resolve: async (reader, _args, context) => (await instance.load(reader, context)).createdAt,
    }),
  }),
});
