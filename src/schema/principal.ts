import { fact } from '../resolvers/batch.ts';
import * as principal from '../resolvers/principal.ts';
import type { PrincipalNode } from '../reader/nodes.ts';
import { nodeId } from './node-id.ts';
import { Group, NodeInterface, PrincipalInterface, PrincipalType, User } from './refs.ts';

PrincipalInterface.implement({
  description: 'Who holds access. User and Group implement it.',
  interfaces: [NodeInterface],
  resolveType: ({ principalType }) => (principalType === 'USER' ? User : Group),
  fields: (t) => ({
    principalId: t.exposeString('principalId', { nullable: false }),
    principalType: t.expose('principalType', { type: PrincipalType, nullable: false }),
    name: t.string({
      description:
        "A user's userName, a group's displayName. Null when the principal is deleted or has no name. Looked up only when selected.",
      resolve: fact(principal.load, 'name'),
    }),
    deleted: t.boolean({
      description:
        'True when the identity store no longer knows this id, while assignments still name it. Null when that could not be told.',
      resolve: fact(principal.load, 'deleted'),
    }),
  }),
});

const id = ({ reader, principalType, principalId }: PrincipalNode) =>
  nodeId('Principal', reader.instance.instanceArn, principalType, principalId);

User.implement({
  description: 'A person in the identity store.',
  interfaces: [PrincipalInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({ nullable: false, resolve: id }),
    userName: t.string({ resolve: fact(principal.load, 'name') }),
    displayName: t.string({ resolve: fact(principal.load, 'displayName') }),
    email: t.string({ resolve: fact(principal.load, 'email') }),
    enabled: t.boolean({ resolve: fact(principal.load, 'enabled') }),
  }),
});

Group.implement({
  description: 'A group in the identity store.',
  interfaces: [PrincipalInterface, NodeInterface],
  fields: (t) => ({
    id: t.id({ nullable: false, resolve: id }),
    displayName: t.string({ resolve: fact(principal.load, 'displayName') }),
    description: t.string({ resolve: fact(principal.load, 'description') }),
  }),
});
