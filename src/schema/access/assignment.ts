import { held } from '../../resolvers/access/changes.ts';
import { encodeNodeId } from '../../resolvers/nodes/node-id.ts';
import type { AssignmentNode } from '../../reader/nodes.ts';
import { identifiedBy, told } from '../fields/told.ts';
import {
  Assignment,
  HeldRef,
  GrantInterface,
  Instance,
  NodeInterface,
  PermissionSet,
  PrincipalInterface,
  TargetInterface,
} from '../refs.ts';
import { nodeId, whatIsTold } from '../sentences.ts';

Assignment.implement({
  ...identifiedBy(({ accountId, permissionSetArn, principalType, principalId }: AssignmentNode) => [
    principalType,
    accountId,
    permissionSetArn,
    principalId,
  ]),
  description: 'One principal holding one permission set on one account.',
  interfaces: [NodeInterface, GrantInterface],
  fields: (t) => ({
    id: t.id({
      ...told,
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
      ...told,
      type: PrincipalInterface,
      nullable: false,
      description: 'Who holds it: a user, or a group with everybody in it.',
      resolve: (assignment) => {
        const { principalType, principalId, reader, freshness, lastNames } = assignment;
        return lastNames
          ? { principalType, principalId, reader, freshness, lastName: lastNames.principal }
          : assignment;
      },
    }),
    permissionSet: t.field({
      ...told,
      type: PermissionSet,
      nullable: false,
      description: 'What is held: the permission set, which is a role in the account.',
      resolve: ({ permissionSetArn: arn, reader, freshness, lastNames }) =>
        lastNames
          ? { arn, reader, freshness, lastName: lastNames.permissionSet }
          : { arn, reader, freshness },
    }),
    target: t.field({
      ...told,
      type: TargetInterface,
      nullable: false,
      description: 'Where it applies. Always an account: AWS makes assignments on no OU.',
      resolve: ({ accountId: targetId, reader, freshness, lastNames }) =>
        lastNames
          ? { targetId, reader, freshness, lastName: lastNames.account }
          : { targetId, reader, freshness },
    }),
    held: t.field({
      type: HeldRef,
      description: `Since when the assignment is known to exist. Null where who is assigned in its account and permission set was never read as such, but only what its principal holds. ${whatIsTold}`,
      resolve: held,
    }),
  }),
});

HeldRef.implement({
  description: 'Since when an assignment is known to exist.',
  fields: (t) => ({
    firstSeen: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Start of the first read that showed it.',
      resolve: ({ firstSeen }) => firstSeen,
    }),
    lastAbsent: t.field({
      type: 'DateTime',
      description:
        'Start of the last read before that, which did not show it. Null when there was none, or it is not kept any more: then the assignment may be as old as the organization.',
      resolve: ({ lastAbsent }) => lastAbsent,
    }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'Start of the last read that showed it.',
      resolve: ({ lastSeen }) => lastSeen,
    }),
  }),
});
