import { randomUUID } from 'node:crypto';
import type { Operations } from '../../models/sso-admin.generated.ts';
import type { Assignment } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call, Handlers } from '../call.ts';
import { isDelegated } from '../caller.ts';
import type { AssignmentWrite } from '../pending-writes.ts';
import {
  refuseManagementAccount,
  requireAccount,
  requirePermissionSet,
  requirePermissionSets,
} from './guards.ts';
import { statusOf, writeStatuses } from './write-statuses.ts';

type StatusRow = NonNullable<
  Operations['CreateAccountAssignment']['output']['AccountAssignmentCreationStatus']
>;

export const assignments = {
  ListAccountAssignments(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    refuseManagementAccount(input.AccountId, call);
    const account = requireAccount(input.AccountId, call);
    const { arn } = requirePermissionSet(input.PermissionSetArn, call);
    const { rows, next } = call.page(call.organization.assignments(account.id, arn), assignmentKey);
    return { AccountAssignments: rows.map(assignmentRow), ...next };
  },

  ListAccountAssignmentsForPrincipal(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    if (isDelegated(call)) {
      throw new WireError('AccessDeniedException', 'Only the management account may list by principal.');
    }
    const { PrincipalType: type, PrincipalId: id, Filter: filter } = input;
    const assignments = call.organization.assignmentsFor(type, id, filter?.AccountId);
    const { rows, next } = call.page(assignments, assignmentKey);
    return { AccountAssignments: rows.map(assignmentRow), ...next };
  },

  CreateAccountAssignment(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    refuseManagementAccount(input.TargetId, call);
    const write = assignmentWrite('assignment creation', input, call);
    call.organization.createAssignment(assignmentOf(write));
    return { AccountAssignmentCreationStatus: startWrite(write, call) };
  },

  DeleteAccountAssignment(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    refuseManagementAccount(input.TargetId, call);
    const write = assignmentWrite('assignment deletion', input, call);
    call.organization.deleteAssignment(assignmentOf(write));
    return { AccountAssignmentDeletionStatus: startWrite(write, call) };
  },

  DescribeAccountAssignmentCreationStatus(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const requestId = input.AccountAssignmentCreationRequestId;
    return { AccountAssignmentCreationStatus: describeWrite('assignment creation', requestId, call) };
  },

  DescribeAccountAssignmentDeletionStatus(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const requestId = input.AccountAssignmentDeletionRequestId;
    return { AccountAssignmentDeletionStatus: describeWrite('assignment deletion', requestId, call) };
  },
  ListAccountAssignmentCreationStatus(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { rows, next } = writeStatuses('assignment creation', input, call);
    return { AccountAssignmentsCreationStatus: rows, ...next };
  },

  ListAccountAssignmentDeletionStatus(input, call) {
    requirePermissionSets(input.InstanceArn, call);
    const { rows, next } = writeStatuses('assignment deletion', input, call);
    return { AccountAssignmentsDeletionStatus: rows, ...next };
  },
} satisfies Partial<Handlers<Operations>>;

function assignmentKey(row: Assignment): string {
  return `${row.accountId} ${row.permissionSetArn} ${row.principalType} ${row.principalId}`;
}

function assignmentRow(row: Assignment): {
  AccountId: string;
  PermissionSetArn: string;
  PrincipalType: Assignment['principalType'];
  PrincipalId: string;
} {
  return {
    AccountId: row.accountId,
    PermissionSetArn: row.permissionSetArn,
    PrincipalType: row.principalType,
    PrincipalId: row.principalId,
  };
}

function assignmentOf({
  accountId,
  permissionSetArn,
  principalType,
  principalId,
}: AssignmentWrite): Assignment {
  return { accountId, permissionSetArn, principalType, principalId };
}

function assignmentWrite(
  kind: AssignmentWrite['kind'],
  input: Operations['CreateAccountAssignment']['input'],
  call: Call,
): AssignmentWrite {
  return {
    kind,
    accountId: requireAccount(input.TargetId, call).id,
    permissionSetArn: requirePermissionSet(input.PermissionSetArn, call).arn,
    principalType: input.PrincipalType,
    principalId: input.PrincipalId,
    requestedAt: call.now(),
  };
}

function startWrite(write: AssignmentWrite, call: Call): StatusRow {
  const requestId = randomUUID();
  call.pendingWrites.add(requestId, write);
  return statusRow(requestId, write, false);
}

function describeWrite(kind: AssignmentWrite['kind'], requestId: string, call: Call): StatusRow {
  const described = call.pendingWrites.describe(kind, requestId);
  if (described === undefined) {
    throw new WireError('ResourceNotFoundException', `There is no request ${requestId} for an ${kind}.`);
  }
  return statusRow(requestId, described.write, described.isSettled);
}

function statusRow(requestId: string, write: AssignmentWrite, isSettled: boolean): StatusRow {
  return {
    Status: statusOf(isSettled),
    RequestId: requestId,
    TargetId: write.accountId,
    TargetType: 'AWS_ACCOUNT',
    PermissionSetArn: write.permissionSetArn,
    PrincipalType: write.principalType,
    PrincipalId: write.principalId,
    CreatedDate: write.requestedAt,
  };
}
