import type {
  CustomerManagedPolicyFacts,
  ManagedPolicyFacts,
  PermissionsBoundaryFacts,
  TagFacts,
} from '../../reader/extents/permission-set-details.ts';
import type { PermissionSetNode } from '../../reader/nodes.ts';
import { fact, nameOf } from '../../resolvers/batch.ts';
import { encodeNodeId } from '../../resolvers/nodes/node-id.ts';
import * as permissionSet from '../../resolvers/nodes/permission-set.ts';
import { agedPageArgs } from '../fields/args.ts';
import { builder } from '../builder.ts';
import { AccountConnection, AssignmentConnection } from '../fields/connections.ts';
import { paged, plannedPage } from '../cost/declared.ts';
import { selects } from '../fields/look-ahead.ts';
import { NodeInterface, PermissionSet, ProvisioningStatus } from '../refs.ts';
import { lastName, nodeId, orderOfAssignments, unread } from '../sentences.ts';
import { identifiedBy, told } from '../fields/told.ts';

const ManagedPolicy = builder.objectRef<ManagedPolicyFacts>('ManagedPolicy').implement({
  description: 'A policy that AWS manages.',
  fields: (t) => ({
    arn: t.exposeString('arn', {
      nullable: false,
      description: 'Its ARN, such as arn:aws:iam::aws:policy/ReadOnlyAccess.',
    }),
    name: t.string({
      description: 'Its name, such as ReadOnlyAccess. Null when AWS gives the ARN alone.',
      resolve: ({ name }) => name,
    }),
  }),
});

const CustomerManagedPolicy = builder
  .objectRef<CustomerManagedPolicyFacts>('CustomerManagedPolicy')
  .implement({
    description: 'A policy that each account keeps under this name and path.',
    fields: (t) => ({
      name: t.exposeString('name', {
        nullable: false,
        description: 'The name that the policy has in every account.',
      }),
      path: t.exposeString('path', {
        nullable: false,
        description: 'The IAM path that the policy has in every account; / when it has none of its own.',
      }),
    }),
  });

const PermissionsBoundary = builder.objectRef<PermissionsBoundaryFacts>('PermissionsBoundary').implement({
  description: 'The most that the permission set can allow: a policy of one kind or the other.',
  fields: (t) => ({
    managedPolicyArn: t.string({
      description: 'ARN of the policy of AWS that is the boundary. Null when a customer managed one is.',
      resolve: (boundary) => ('managedPolicyArn' in boundary ? boundary.managedPolicyArn : null),
    }),
    customerManagedPolicy: t.field({
      type: CustomerManagedPolicy,
      description: "The policy of each account's own that is the boundary. Null when one of AWS is.",
      resolve: (boundary) => ('customerManagedPolicy' in boundary ? boundary.customerManagedPolicy : null),
    }),
  }),
});

const Tag = builder.objectRef<TagFacts>('Tag').implement({
  description: 'A label that somebody put on a permission set in AWS.',
  fields: (t) => ({
    key: t.exposeString('key', { nullable: false, description: 'What the label is about, such as team.' }),
    value: t.exposeString('value', { nullable: false, description: 'What the label says; may be empty.' }),
  }),
});

const managedPolicies = permissionSet.detail<ManagedPolicyFacts>('managedPolicies');
const customerManagedPolicies = permissionSet.detail<CustomerManagedPolicyFacts>('customerManagedPolicies');
const inlinePolicy = permissionSet.detail<string>('inlinePolicy');
const permissionsBoundary = permissionSet.detail<PermissionsBoundaryFacts>('permissionsBoundary');
const tags = permissionSet.detail<TagFacts>('tags');

PermissionSet.implement({
  ...identifiedBy(({ arn }: PermissionSetNode) => [arn]),
  description: 'A permission set of the instance, which becomes a role in each account it is provisioned to.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    id: t.id({
      ...told,
      nullable: false,
      description: nodeId,
      resolve: ({ reader, arn }) => encodeNodeId('PermissionSet', reader.instance.instanceArn, arn),
    }),
    arn: t.exposeString('arn', {
      ...told,
      nullable: false,
      description: 'Its ARN, arn:aws:sso:::permissionSet/ssoins-…/ps-….',
    }),
    name: t.string({
      ...told,
      description: `Its name, which the name of its role in an account begins with. Null when AWS does not have it any more; ${lastName} Looked up only when selected. ${unread}`,
      resolve: nameOf(permissionSet.load),
    }),
    description: t.string({
      ...told,
      description: `What somebody wrote about it in AWS; null when nobody did. Looked up only when selected. ${unread}`,
      resolve: fact(permissionSet.load, 'description'),
    }),
    sessionDuration: t.field({
      ...told,
      type: 'Duration',
      description: `How long a session in an account lasts at most, such as PT8H; null when AWS does not say. Looked up only when selected. ${unread}`,
      resolve: fact(permissionSet.load, 'sessionDuration'),
    }),
    relayState: t.string({
      ...told,
      description: `The page of the console where a session begins; null for the console's start. Looked up only when selected. ${unread}`,
      resolve: fact(permissionSet.load, 'relayState'),
    }),
    createdAt: t.field({
      ...told,
      type: 'DateTime',
      description: `When it was made; null when AWS does not say. Looked up only when selected. ${unread}`,
      resolve: fact(permissionSet.load, 'createdAt'),
    }),
    readAt: t.field({
      type: 'DateTime',
      description: `When the read began that tells its name, description and session. Null when nothing has told of it. Looked up only when selected. ${unread}`,
      resolve: fact(permissionSet.load, 'readAt'),
    }),
    managedPolicies: t.field({
      type: [ManagedPolicy],
      description: `Policies of AWS that it attaches to its roles. Costs one read for each permission set. ${unread}`,
      resolve: (node, _args, context) => managedPolicies(node, context),
    }),
    customerManagedPolicies: t.field({
      type: [CustomerManagedPolicy],
      description: `Policies of the accounts' own that it attaches to its roles, by name. Costs one read for each permission set. ${unread}`,
      resolve: (node, _args, context) => customerManagedPolicies(node, context),
    }),
    inlinePolicy: t.string({
      description: `The policy document in it, as JSON text as AWS stores it; null when there is none. Costs one read for each permission set. ${unread}`,
      resolve: async (node, _args, context) => (await inlinePolicy(node, context))[0],
    }),
    permissionsBoundary: t.field({
      type: PermissionsBoundary,
      description: `The most that it can allow, whatever its policies say; null when no boundary is set. Costs one read for each permission set. ${unread}`,
      resolve: async (node, _args, context) => (await permissionsBoundary(node, context))[0],
    }),
    tags: t.field({
      type: [Tag],
      description: `The labels on it. Costs one read for each permission set. ${unread}`,
      resolve: (node, _args, context) => tags(node, context),
    }),
    accounts: t.field({
      type: AccountConnection,
      description: `Accounts in which it is provisioned, by account id. ${unread}`,
      args: {
        ...agedPageArgs,
        provisioningStatus: t.arg({
          type: ProvisioningStatus,
          description: 'Only accounts whose role is, or is not, as the permission set is now. Default: both.',
        }),
      },
      ...paged,
      resolve: (node, args, context, info) =>
        permissionSet.accounts(node, args, selects(info, 'totalCount'), context),
    }),
    assignments: t.field({
      type: AssignmentConnection,
      description: `Assignments of this permission set, on all accounts. ${orderOfAssignments} ${unread}`,
      args: agedPageArgs,
      ...plannedPage,
      resolve: (node, args, context, info) =>
        permissionSet.assignments(node, args, selects(info, 'totalCount'), context),
    }),
  }),
});
