import { randomUUID } from 'node:crypto';
import type { Operations } from '../../models/sso-admin.generated.ts';
import { WireError } from '../../protocol/errors.ts';
import { itself } from '../call.ts';
import type { Call, Handlers } from '../call.ts';
import type { Provisioning } from '../pending-writes.ts';
import {
  refuseManagementAccount,
  requireAccount,
  requireChangeablePermissionSet,
  requirePermissionSet,
  requirePermissionSets,
} from './guards.ts';
import { statusOf, writeStatuses } from './write-statuses.ts';

type StatusRow = NonNullable<
  Operations['ProvisionPermissionSet']['output']['PermissionSetProvisioningStatus']
>;

export const provisioning = {
  ListPermissionSetsProvisionedToAccount(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { id } = requireAccount(input.AccountId, call);
    const arns = call.organization.permissionSetsProvisionedTo(id, input.ProvisioningStatus);
    const { rows, next } = call.page(arns, itself);
    return { PermissionSets: rows, ...next };
  },

  ListAccountsForProvisionedPermissionSet(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { arn } = requirePermissionSet(input.PermissionSetArn, call);
    const accountIds = call.organization.accountsProvisionedWith(arn, input.ProvisioningStatus);
    const { rows, next } = call.page(accountIds, itself);
    return { AccountIds: rows, ...next };
  },

  ProvisionPermissionSet(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { arn } = requireChangeablePermissionSet(input.PermissionSetArn, call);
    const write: Provisioning = {
      kind: 'permission set provisioning',
      permissionSetArn: arn,
      ...(input.TargetType === 'AWS_ACCOUNT' && { accountId: targetAccount(input.TargetId, call) }),
      requestedAt: call.now(),
    };
    call.organization.provisionPermissionSet(arn, write.accountId);
    const requestId = randomUUID();
    call.pendingWrites.add(requestId, write);
    return { PermissionSetProvisioningStatus: statusRow(requestId, write, false) };
  },

  DescribePermissionSetProvisioningStatus(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const requestId = input.ProvisionPermissionSetRequestId;
    const described = call.pendingWrites.describe('permission set provisioning', requestId);
    if (described === undefined) {
      throw new WireError(
        'ResourceNotFoundException',
        `There is no request ${requestId} for a provisioning.`,
      );
    }
    return {
      PermissionSetProvisioningStatus: statusRow(requestId, described.write, described.isSettled),
    };
  },

  ListPermissionSetProvisioningStatus(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { rows, next } = writeStatuses('permission set provisioning', input, call);
    return { PermissionSetsProvisioningStatus: rows, ...next };
  },
} satisfies Partial<Handlers<Operations>>;

function targetAccount(accountId: string | undefined, call: Call): string {
  if (accountId === undefined) {
    throw new WireError('ValidationException', 'TargetType AWS_ACCOUNT needs a TargetId.');
  }
  refuseManagementAccount(accountId, call);
  return requireAccount(accountId, call).id;
}

function statusRow(requestId: string, write: Provisioning, isSettled: boolean): StatusRow {
  return {
    Status: statusOf(isSettled),
    RequestId: requestId,
    ...(write.accountId !== undefined && { AccountId: write.accountId }),
    PermissionSetArn: write.permissionSetArn,
    CreatedDate: write.requestedAt,
  };
}
