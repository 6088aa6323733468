import { createHash } from 'node:crypto';
import type { TakenRole } from '../sign-in/sign-ins.ts';
import type { Call } from './call.ts';

/** Who makes a call, as STS tells it. */
export interface Caller {
  readonly userId: string;
  readonly accountId: string;
  readonly arn: string;
}

/**
 * Credentials of a role are that role in its account. Whatever other access key there is, the caller is this user of
 * the account that the modes put it in.
 */
export function callerOf({ organization, modes, signIns, accessKeyId = '' }: Call): Caller {
  const { partition, managementAccountId, delegatedAdministratorId } = organization;
  const role = signIns.roles.get(accessKeyId);
  if (role !== undefined) return roleCaller(role, partition);
  const accountId = (modes.delegatedAdministrator && delegatedAdministratorId) || managementAccountId;
  return {
    userId: 'AIDASANDBOXSANDBOX000',
    accountId,
    arn: `arn:${partition}:iam::${accountId}:user/sandbox`,
  };
}

function roleCaller({ access: { account, permissionSet }, userName }: TakenRole, partition: string): Caller {
  const digest = createHash('sha256').update(`${account.id} ${permissionSet.arn}`).digest('hex');
  const roleName = `AWSReservedSSO_${permissionSet.name}_${digest.slice(0, 16)}`;
  return {
    userId: `AROA${digest.slice(16, 33).toUpperCase()}:${userName}`,
    accountId: account.id,
    arn: `arn:${partition}:sts::${account.id}:assumed-role/${roleName}/${userName}`,
  };
}

/** Whether a call comes from the account that administers Identity Center beside the management account. */
export function isDelegated(call: Call): boolean {
  return callerOf(call).accountId === call.organization.delegatedAdministratorId;
}
