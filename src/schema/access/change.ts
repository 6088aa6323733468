import { nodesOf, type About, type ChangeEvent, type ChangeNode } from '../../resolvers/access/changes.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import type { FieldChange } from '../../reader/history/change.ts';
import type { NamedNode, Node } from '../../reader/nodes.ts';
import { builder } from '../builder.ts';
import { costs } from '../cost/declared.ts';
import { identifiedBy, told } from '../fields/told.ts';
import {
  Account,
  AccountChange,
  Assignment,
  AssignmentChange,
  ChangeInterface,
  Entitlement,
  EntitlementChange,
  Group,
  MembershipChange,
  PermissionSet,
  PermissionSetChange,
  PrincipalChange,
  PrincipalInterface,
  User,
} from '../refs.ts';

export const ChangeKind = builder.enumType('ChangeKind', {
  description: 'What happened to a thing.',
  values: {
    ADDED: { description: 'It was not there before.' },
    REMOVED: { description: 'It is not there any more.' },
    CHANGED: { description: 'It is there, and something of it is otherwise than before.' },
  },
});

const typeOf: Readonly<Record<About, { readonly name: string }>> = {
  assignment: AssignmentChange,
  entitlement: EntitlementChange,
  membership: MembershipChange,
  principal: PrincipalChange,
  permissionSet: PermissionSetChange,
  account: AccountChange,
};

ChangeInterface.implement({
  description:
    'A difference between two reads of the same thing, dated by both: it happened after the one and before the other. A first sight is no change and is not listed.',
  resolveType: ({ subject }) => typeOf[subject.about].name,
  fields: (t) => ({
    id: t.id({
      ...told,
      nullable: false,
      description: 'Opaque and stable within an instance, for as long as the change is kept.',
      resolve: ({ change }) => Buffer.from(`change ${change.id}`).toString('base64url'),
    }),
    kind: t.field({
      ...told,
      type: ChangeKind,
      nullable: false,
      description: 'Whether the thing was added, removed, or changed.',
      resolve: ({ change }) => change.kind,
    }),
    lastReadBefore: t.field({
      ...told,
      type: 'DateTime',
      nullable: false,
      description:
        'Start of the last read that still showed it as it was before; 1970-01-01 where its date is not known, as the clock was set back since, nor that of any read before.',
      resolve: ({ change }) => change.since,
    }),
    firstReadAfter: t.field({
      ...told,
      type: 'DateTime',
      nullable: false,
      description: 'Start of the first read that shows it as it is after.',
      resolve: ({ change }) => change.readAt,
    }),
  }),
});

const FieldChangeRef = builder.objectRef<FieldChange>('FieldChange').implement({
  description: 'What one field of a thing was before a change, and is after it.',
  fields: (t) => ({
    field: t.exposeString('field', {
      nullable: false,
      description:
        'Name of the field, such as name, email or enabled; of a list its item, too, such as tags[team] or managedPolicies[<ARN>].',
    }),
    before: t.exposeString('before', {
      description: 'What it was: a text as it is, anything else as JSON. Null when there was nothing.',
    }),
    after: t.exposeString('after', {
      description: 'What it is: a text as it is, anything else as JSON. Null when there is nothing any more.',
    }),
  }),
});

AssignmentChange.implement({
  // It is dated anew where a clock was set back, also where nothing that was read changes.
  ...identifiedBy(({ change: { since, readAt, id } }: ChangeNode) => [since, readAt, id]),
  description: 'An assignment was added or removed.',
  interfaces: [ChangeInterface],
  fields: (t) => ({
    assignment: t.field({
      ...told,
      type: Assignment,
      nullable: false,
      description: 'The assignment, as it is after the change or was before it.',
      resolve: ({ subject, reader, freshness }) => ({
        ...subject.row,
        lastNames: subject.names,
        reader,
        freshness,
      }),
    }),
  }),
});

EntitlementChange.implement({
  description: 'An entitlement of AWS account access manager was added, removed, or changed.',
  interfaces: [ChangeInterface],
  fields: (t) => ({
    entitlement: t.field({
      type: Entitlement,
      nullable: false,
      description: 'The entitlement, as it is after the change or was before it.',
      resolve: ({ subject, reader, freshness }) => ({ ...subject.row, reader, freshness }),
    }),
  }),
});

MembershipChange.implement({
  description: 'A user became a member of a group, or is none any more.',
  interfaces: [ChangeInterface],
  fields: (t) => ({
    group: t.field({
      type: Group,
      nullable: false,
      description: 'The group whose members changed.',
      resolve: (change) =>
        principalNode(change, { principalType: 'GROUP', principalId: change.subject.groupId }),
    }),
    user: t.field({
      type: User,
      nullable: false,
      description: 'The user who became a member, or is none any more.',
      resolve: (change) =>
        principalNode(change, { principalType: 'USER', principalId: change.subject.userId }),
    }),
  }),
});

/** Somebody whom a change names without their name. */
function principalNode<Id extends PrincipalId>({ reader, freshness }: Node, id: Id): Id & NamedNode {
  return { ...id, lastName: reader.lastNameOf(id), reader, freshness };
}

const fields = {
  nullable: false as const,
  description: 'What of it changed. Empty where it was added or removed as a whole.',
};

PrincipalChange.implement({
  description:
    'A user or group was first listed, was deleted, or has another name, e-mail address, description or state. That a list lacks somebody is no proof, and no change.',
  interfaces: [ChangeInterface],
  fields: (t) => ({
    principal: t.field({
      type: PrincipalInterface,
      nullable: false,
      description: 'The user or group that changed.',
      resolve: ({ subject, reader, freshness }) => ({
        ...subject.principal,
        lastName: subject.name,
        reader,
        freshness,
      }),
    }),
    fields: t.field({ ...fields, type: [FieldChangeRef], resolve: ({ subject }) => subject.fields }),
  }),
});

PermissionSetChange.implement({
  description:
    'A permission set was added or removed, or its description, policies, boundary or tags changed.',
  interfaces: [ChangeInterface],
  fields: (t) => ({
    permissionSet: t.field({
      type: PermissionSet,
      nullable: false,
      description: 'What was added, removed or changed; its fields are looked up as they are now.',
      resolve: ({ subject, reader, freshness }) => ({
        arn: subject.arn,
        lastName: subject.name ?? reader.lastNameOf(subject.arn),
        reader,
        freshness,
      }),
    }),
    fields: t.field({ ...fields, type: [FieldChangeRef], resolve: ({ subject }) => subject.fields }),
  }),
});

AccountChange.implement({
  description:
    'An account joined or left the organization, or has another name, e-mail address, state or place.',
  interfaces: [ChangeInterface],
  fields: (t) => ({
    account: t.field({
      type: Account,
      nullable: false,
      description: 'What joined, left or changed; its fields are looked up as they are now.',
      resolve: ({ subject, reader, freshness }) => ({
        targetId: subject.accountId,
        lastName: subject.name,
        reader,
        freshness,
      }),
    }),
    fields: t.field({ ...fields, type: [FieldChangeRef], resolve: ({ subject }) => subject.fields }),
  }),
});

export const ChangeEventRef = builder.objectRef<ChangeEvent>('ChangeEvent').implement({
  description: 'Changes that were seen since the last event, or news of where the subscription stands alone.',
  fields: (t) => ({
    changes: t.field({
      type: [ChangeInterface],
      nullable: false,
      description:
        'The changes, in the order in which they were seen; empty in an event that only tells endCursor.',
      ...costs({ perItem: 1 }),
      resolve: nodesOf,
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: false,
      description: 'Where a subscription that breaks off here goes on: the value for after.',
    }),
    reset: t.exposeBoolean('reset', {
      nullable: false,
      description:
        'True when changes after the cursor are not kept any more: list what there is again, and go on from endCursor.',
    }),
  }),
});
