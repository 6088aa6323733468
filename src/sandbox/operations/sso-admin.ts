import { randomUUID } from 'node:crypto';
import type { Operations } from '../models/sso-admin.generated.ts';
import type { Account, Assignment, PermissionSet } from '../organization/types.ts';
import { WireError } from '../protocol/errors.ts';
import { itself } from './call.ts';
import type { Call, Handlers } from './call.ts';
import type { AssignmentWrite } from './pending-writes.ts';

type InstanceRow = NonNullable<Operations['ListInstances']['output']['Instances']>[number];
type PermissionSetRow = NonNullable<Operations['DescribePermissionSet']['output']['PermissionSet']>;
type StatusRow = NonNullable<
  Operations['CreateAccountAssignment']['output']['AccountAssignmentCreationStatus']
>;

export const ssoAdmin: Handlers<Operations> = {
  ListInstances(_input, call) {
    // Another Region answers with an empty list, not with an error.
    const instances = call.region === call.homeRegion ? [instanceRow(call)] : [];
    const { rows, next } = call.page(instances, () => call.organization.instanceArn);
    return { Instances: rows, ...next };
  },

  DescribeInstance(input, call) {
    // The only operation on an instance whose model has no ResourceNotFoundException.
    if (!isHere(input.InstanceArn, call))
      throw new WireError('AccessDeniedException', notHere(input.InstanceArn));
    const { PrimaryRegion: _primary, Regions: _regions, ...described } = instanceRow(call);
    return {
      ...described,
      EncryptionConfigurationDetails: call.modes.kmsDenied
        ? { KeyType: 'CUSTOMER_MANAGED_KEY', EncryptionStatus: 'ENABLED' }
        : { KeyType: 'AWS_OWNED_KMS_KEY', EncryptionStatus: 'ENABLED' },
      PermissionSetsEnabled: !call.modes.permissionSetsDisabled,
    };
  },

  ListPermissionSets(input, call) {
    requireInstance(input.InstanceArn, call);
    const { rows, next } = call.page(call.organization.permissionSets(), ({ arn }) => arn);
    return { PermissionSets: rows.map(({ arn }) => arn), ...next };
  },

  DescribePermissionSet(input, call) {
    requireInstance(input.InstanceArn, call);
    return { PermissionSet: permissionSetRow(requirePermissionSet(input.PermissionSetArn, call)) };
  },

  ListPermissionSetsProvisionedToAccount(input, call) {
    requireInstance(input.InstanceArn, call);
    const { id } = requireAccount(input.AccountId, call);
    const arns = call.organization.permissionSetsProvisionedTo(id, input.ProvisioningStatus);
    const { rows, next } = call.page(arns, itself);
    return { PermissionSets: rows, ...next };
  },

  ListAccountsForProvisionedPermissionSet(input, call) {
    requireInstance(input.InstanceArn, call);
    const { arn } = requirePermissionSet(input.PermissionSetArn, call);
    const accountIds = call.organization.accountsProvisionedWith(arn, input.ProvisioningStatus);
    const { rows, next } = call.page(accountIds, itself);
    return { AccountIds: rows, ...next };
  },

  ListAccountAssignments(input, call) {
    requireInstance(input.InstanceArn, call);
    refuseManagementAccount(input.AccountId, call);
    const account = requireAccount(input.AccountId, call);
    const { arn } = requirePermissionSet(input.PermissionSetArn, call);
    const { rows, next } = call.page(call.organization.assignments(account.id, arn), assignmentKey);
    return { AccountAssignments: rows.map(assignmentRow), ...next };
  },

  ListAccountAssignmentsForPrincipal(input, call) {
    requireInstance(input.InstanceArn, call);
    if (call.modes.delegatedAdministrator) {
      throw new WireError('AccessDeniedException', 'Only the management account may list by principal.');
    }
    const { PrincipalType: type, PrincipalId: id, Filter: filter } = input;
    const assignments = call.organization.assignmentsFor(type, id, filter?.AccountId);
    const { rows, next } = call.page(assignments, assignmentKey);
    return { AccountAssignments: rows.map(assignmentRow), ...next };
  },

  CreateAccountAssignment(input, call) {
    requireInstance(input.InstanceArn, call);
    refuseManagementAccount(input.TargetId, call);
    const write = assignmentWrite('assignment creation', input, call);
    call.organization.createAssignment(assignmentOf(write));
    return { AccountAssignmentCreationStatus: startWrite(write, call) };
  },

  DeleteAccountAssignment(input, call) {
    requireInstance(input.InstanceArn, call);
    refuseManagementAccount(input.TargetId, call);
    const write = assignmentWrite('assignment deletion', input, call);
    call.organization.deleteAssignment(assignmentOf(write));
    return { AccountAssignmentDeletionStatus: startWrite(write, call) };
  },

  DescribeAccountAssignmentCreationStatus(input, call) {
    requireInstance(input.InstanceArn, call);
    const requestId = input.AccountAssignmentCreationRequestId;
    return { AccountAssignmentCreationStatus: describeWrite('assignment creation', requestId, call) };
  },

  DescribeAccountAssignmentDeletionStatus(input, call) {
    requireInstance(input.InstanceArn, call);
    const requestId = input.AccountAssignmentDeletionRequestId;
    return { AccountAssignmentDeletionStatus: describeWrite('assignment deletion', requestId, call) };
  },

  CreatePermissionSet(input, call) {
    requireInstance(input.InstanceArn, call);
    const permissionSet = call.organization.createPermissionSet({
      name: input.Name,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.SessionDuration !== undefined && { sessionDuration: input.SessionDuration }),
      ...(input.RelayState !== undefined && { relayState: input.RelayState }),
    });
    return { PermissionSet: permissionSetRow(permissionSet) };
  },
};

function isHere(instanceArn: string, { organization, region, homeRegion }: Call): boolean {
  return instanceArn === organization.instanceArn && region === homeRegion;
}

function notHere(instanceArn: string): string {
  return `There is no instance ${instanceArn} in this Region.`;
}

function requireInstance(instanceArn: string, call: Call): void {
  if (!isHere(instanceArn, call)) throw new WireError('ResourceNotFoundException', notHere(instanceArn));
  if (call.modes.kmsDenied) {
    throw new WireError('AccessDeniedException', "The caller may not use the instance's KMS key.", {
      Reason: 'KMS_AccessDeniedException',
    });
  }
  if (call.modes.permissionSetsDisabled) {
    throw new WireError('ValidationException', 'Permission sets are not enabled for this instance.');
  }
}

function requireAccount(accountId: string, { organization }: Call): Account {
  const account = organization.account(accountId);
  if (account === undefined) {
    throw new WireError('ResourceNotFoundException', `Account ${accountId} is not in the organization.`);
  }
  return account;
}

function requirePermissionSet(arn: string, { organization }: Call): PermissionSet {
  const permissionSet = organization.permissionSet(arn);
  if (permissionSet === undefined) {
    throw new WireError('ResourceNotFoundException', `Permission set ${arn} does not exist.`);
  }
  return permissionSet;
}

/** A delegated administrator cannot handle what is provisioned in the management account. */
function refuseManagementAccount(accountId: string, { modes, organization }: Call): void {
  if (modes.delegatedAdministrator && accountId === organization.managementAccountId) {
    throw new WireError(
      'AccessDeniedException',
      'A delegated administrator has no access to the management account.',
    );
  }
}

function instanceRow({ organization, homeRegion }: Call): InstanceRow {
  const createdAt = organization.instanceCreatedAt;
  return {
    InstanceArn: organization.instanceArn,
    IdentityStoreId: organization.identityStoreId,
    OwnerAccountId: organization.managementAccountId,
    Name: organization.instanceName,
    CreatedDate: createdAt,
    Status: 'ACTIVE',
    PrimaryRegion: homeRegion,
    Regions: [{ RegionName: homeRegion, Status: 'ACTIVE', AddedDate: createdAt, IsPrimaryRegion: true }],
  };
}

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
    Status: isSettled ? 'SUCCEEDED' : 'IN_PROGRESS',
    RequestId: requestId,
    TargetId: write.accountId,
    TargetType: 'AWS_ACCOUNT',
    PermissionSetArn: write.permissionSetArn,
    PrincipalType: write.principalType,
    PrincipalId: write.principalId,
    CreatedDate: write.requestedAt,
  };
}
