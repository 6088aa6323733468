import type { Operations } from '../../models/sso-admin.generated.ts';
import type { PermissionSet } from '../../organization/types.ts';
import type { Handlers } from '../call.ts';
import { tagOf } from '../tag-rows.ts';
import { requireChangeablePermissionSet, requirePermissionSet, requirePermissionSets } from './guards.ts';

type PermissionSetRow = NonNullable<Operations['DescribePermissionSet']['output']['PermissionSet']>;

export const permissionSets = {
  ListPermissionSets(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { rows, next } = call.page(call.organization.permissionSets(), ({ arn }) => arn);
    return { PermissionSets: rows.map(({ arn }) => arn), ...next };
  },

  DescribePermissionSet(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    return { PermissionSet: permissionSetRow(requirePermissionSet(input.PermissionSetArn, call)) };
  },

  CreatePermissionSet(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const permissionSet = call.organization.createPermissionSet({
      name: input.Name,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.SessionDuration !== undefined && { sessionDuration: input.SessionDuration }),
      ...(input.RelayState !== undefined && { relayState: input.RelayState }),
    });
    if (input.Tags?.length) call.organization.tags.tag(permissionSet.arn, input.Tags.map(tagOf));
    return { PermissionSet: permissionSetRow(permissionSet) };
  },

  UpdatePermissionSet(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { arn } = requireChangeablePermissionSet(input.PermissionSetArn, call);
    call.organization.updatePermissionSet(arn, {
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.SessionDuration !== undefined && { sessionDuration: input.SessionDuration }),
      ...(input.RelayState !== undefined && { relayState: input.RelayState }),
    });
    return {};
  },

  DeletePermissionSet(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { arn } = requireChangeablePermissionSet(input.PermissionSetArn, call);
    call.organization.deletePermissionSet(arn);
    return {};
  },
} satisfies Partial<Handlers<Operations>>;

function permissionSetRow(permissionSet: PermissionSet): PermissionSetRow {
  return {
    Name: permissionSet.name,
    PermissionSetArn: permissionSet.arn,
    ...(permissionSet.description !== undefined && { Description: permissionSet.description }),
    CreatedDate: permissionSet.createdAt,
    SessionDuration: permissionSet.sessionDuration,
    ...(permissionSet.relayState !== undefined && { RelayState: permissionSet.relayState }),
  };
}
