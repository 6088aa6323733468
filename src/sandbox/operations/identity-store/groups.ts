import type { Operations } from '../../models/identitystore.generated.ts';
import type { Group, GroupInput } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call, Handlers } from '../call.ts';
import { arnOf } from './arns.ts';
import { withOperations } from './attribute-operations.ts';
import { audit, requireRevision, revisionOf } from './audit.ts';
import { notFound, requireGroup, requireStore, requireWritableStore } from './guards.ts';
import { filterValue, lookUp, one } from './lookups.ts';

type GroupRow = Operations['ListGroups']['output']['Groups'][number];
type GroupDocument = Pick<Operations['CreateGroup']['input'], 'DisplayName' | 'Description'>;

export const groups = {
  DescribeGroup(input, call) {
    requireStore(input.IdentityStoreId, call);
    return groupRow(requireGroup(input.GroupId, call), call);
  },

  ListGroups(input, call) {
    requireStore(input.IdentityStoreId, call);
    const name = filterValue(input.Filters, 'DisplayName', call);
    const groups = name === undefined ? call.organization.groups() : one(call.organization.groupByName(name));
    const { rows, next } = call.page(groups, ({ groupId }) => groupId);
    return { Groups: rows.map((group) => groupRow(group, call)), ...next };
  },

  GetGroupId(input, call) {
    requireStore(input.IdentityStoreId, call);
    const findBy = new Map([['displayname', (value: string) => call.organization.groupByName(value)]]);
    const group = lookUp(input.AlternateIdentifier, findBy);
    if (group === undefined) throw notFound('GROUP');
    const { Revision: _revision, ...names } = namesOf(group, call);
    return names;
  },

  CreateGroup(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    return namesOf(call.organization.createGroup(groupInput(input)), call);
  },

  UpdateGroup(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const group = requireGroup(input.GroupId, call);
    requireRevision(input.Revision, group);
    const changed = groupInput(withOperations(documentOf(group), input.Operations, 'CreateGroupRequest'));
    return namesOf(call.organization.updateGroup(group.groupId, changed), call);
  },

  DeleteGroup(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const group = requireGroup(input.GroupId, call);
    requireRevision(input.Revision, group);
    call.organization.deleteGroup(group.groupId);
    return {};
  },
} satisfies Partial<Handlers<Operations>>;

function groupInput({ DisplayName: displayName, Description: description }: GroupDocument): GroupInput {
  // The model leaves it open, and yet AWS's own directory takes no group without it.
  if (!displayName) throw new WireError('ValidationException', 'displayName is a required attribute');
  return { displayName, ...(description !== undefined && { description }) };
}

function documentOf({ displayName, description }: Group): GroupDocument {
  return { DisplayName: displayName, ...(description !== undefined && { Description: description }) };
}

function namesOf(group: Group, call: Call) {
  return {
    IdentityStoreId: call.organization.identityStoreId,
    GroupId: group.groupId,
    GroupArn: arnOf('group', group.groupId, call),
    Revision: revisionOf(group),
  };
}

function groupRow(group: Group, call: Call): GroupRow {
  return { ...namesOf(group, call), ...documentOf(group), ...audit(group, call) };
}
