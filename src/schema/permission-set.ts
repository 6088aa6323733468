import type {
  CustomerManagedPolicyFacts,
  ManagedPolicyFacts,
  PermissionsBoundaryFacts,
  TagFacts,
} from '../reader/extents/permission-set-details.ts';
import { fact } from '../resolvers/batch.ts';
import { encodeNodeId } from '../resolvers/node-id.ts';
import * as permissionSet from '../resolvers/permission-set.ts';
import { builder } from './builder.ts';
import { AccountConnection, AssignmentConnection, agedPageArgs, pageComplexity } from './connections.ts';
import { selects } from './look-ahead.ts';
import { NodeInterface, PermissionSet, ProvisioningStatus } from './refs.ts';

const ManagedPolicy = builder.objectRef<ManagedPolicyFacts>('ManagedPolicy').implement({
  description: 'A policy that AWS manages.',
  fields: (t) => ({
    arn: t.exposeString('arn', { nullable: false }),
    name: t.string({ resolve: ({ name }) => name }),
  }),
});

const CustomerManagedPolicy = builder
  .objectRef<CustomerManagedPolicyFacts>('CustomerManagedPolicy')
  .implement({
    description: 'A policy that each account keeps under this name and path.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false }),
      path: t.exposeString('path', { nullable: false }),
    }),
  });

const PermissionsBoundary = builder.objectRef<PermissionsBoundaryFacts>('PermissionsBoundary').implement({
  description: 'The most that the permission set can allow: a policy of one kind or the other.',
  fields: (t) => ({
    managedPolicyArn: t.string({
      resolve: (boundary) => ('managedPolicyArn' in boundary ? boundary.managedPolicyArn : null),
    }),
    customerManagedPolicy: t.field({
      type: CustomerManagedPolicy,
      resolve: (boundary) => ('customerManagedPolicy' in boundary ? boundary.customerManagedPolicy : null),
    }),
  }),
});

const Tag = builder.objectRef<TagFacts>('Tag').implement({
  fields: (t) => ({
    key: t.exposeString('key', { nullable: false }),
    value: t.exposeString('value', { nullable: false }),
  }),
});

const managedPolicies = permissionSet.detail<ManagedPolicyFacts>('managedPolicies');
const customerManagedPolicies = permissionSet.detail<CustomerManagedPolicyFacts>('customerManagedPolicies');
const inlinePolicy = permissionSet.detail<string>('inlinePolicy');
const permissionsBoundary = permissionSet.detail<PermissionsBoundaryFacts>('permissionsBoundary');
const tags = permissionSet.detail<TagFacts>('tags');

PermissionSet.implement({
  description: 'A permission set of the instance, which becomes a role in each account it is provisioned to.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      resolve: ({ reader, arn }) => encodeNodeId('PermissionSet', reader.instance.instanceArn, arn),
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
    managedPolicies: t.field({
      type: [ManagedPolicy],
      resolve: (node, _args, context) => managedPolicies(node, context),
    }),
    customerManagedPolicies: t.field({
      type: [CustomerManagedPolicy],
      resolve: (node, _args, context) => customerManagedPolicies(node, context),
    }),
    inlinePolicy: t.string({
      description: 'The policy document as AWS stores it; null when there is none.',
      resolve: async (node, _args, context) => (await inlinePolicy(node, context))[0],
    }),
    permissionsBoundary: t.field({
      type: PermissionsBoundary,
      resolve: async (node, _args, context) => (await permissionsBoundary(node, context))[0],
    }),
    tags: t.field({ type: [Tag], resolve: (node, _args, context) => tags(node, context) }),
    accounts: t.field({
      type: AccountConnection,
      description: 'Accounts in which it is provisioned, by account id.',
      args: {
        ...agedPageArgs,
        provisioningStatus: t.arg({ type: ProvisioningStatus }),
      },
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        permissionSet.accounts(node, args, selects(info, 'totalCount'), context),
    }),
    assignments: t.field({
      type: AssignmentConnection,
      args: agedPageArgs,
      complexity: pageComplexity,
      resolve: (node, args, context, info) =>
        permissionSet.assignments(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});
