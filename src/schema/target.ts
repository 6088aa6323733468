import * as account from '../resolvers/account.ts';
import { fact } from '../resolvers/batch.ts';
import { nodeId } from './node-id.ts';
import { Account, NodeInterface, TargetInterface, TargetType } from './refs.ts';

TargetInterface.implement({
  description:
    "Where access applies. Account and OrganizationalUnit implement it; an assignment's target is always an Account.",
  interfaces: [NodeInterface],
  resolveType: () => Account,
  fields: (t) => ({
    targetId: t.string({
      nullable: false,
      description: 'A 12-digit account id, an OU id (ou-…) or a root id (r-…).',
      resolve: ({ accountId }) => accountId,
    }),
    targetType: t.field({ type: TargetType, nullable: false, resolve: () => 'AWS_ACCOUNT' as const }),
    name: t.string({ resolve: fact(account.load, 'name') }),
  }),
});

Account.implement({
  description: 'An account of the organization.',
  interfaces: [TargetInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      resolve: ({ reader, accountId }) => nodeId('Target', reader.instance.instanceArn, accountId),
    }),
    email: t.string({ resolve: fact(account.load, 'email') }),
    state: t.string({
      description: "AWS's account state: ACTIVE, SUSPENDED, PENDING_CLOSURE, …",
      resolve: fact(account.load, 'state'),
    }),
  }),
});
