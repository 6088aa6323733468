import { createHash } from 'node:crypto';
import type { Operations } from '../models/sts.ts';
import type { TakenRole } from '../sign-in/sign-ins.ts';
import type { Handlers } from './call.ts';

export const sts: Handlers<Operations> = {
  /**
   * Credentials of a role are that role in its account. Whatever other access key there is, the caller is this user of
   * the account that the modes put it in.
   */
  GetCallerIdentity(_input, { organization, modes, signIns, accessKeyId = '' }) {
    const { partition, managementAccountId, delegatedAdministratorId } = organization;
    const role = signIns.roles.get(accessKeyId);
    if (role !== undefined) return roleIdentity(role, partition);
    const account = (modes.delegatedAdministrator && delegatedAdministratorId) || managementAccountId;
    return {
      UserId: 'AIDASANDBOXSANDBOX000',
      Account: account,
      Arn: `arn:${partition}:iam::${account}:user/sandbox`,
    };
  },
};

function roleIdentity(
  { access: { account, permissionSet }, userName }: TakenRole,
  partition: string,
): Operations['GetCallerIdentity']['output'] {
  const digest = createHash('sha256').update(`${account.id} ${permissionSet.arn}`).digest('hex');
  const roleName = `AWSReservedSSO_${permissionSet.name}_${digest.slice(0, 16)}`;
  return {
    UserId: `AROA${digest.slice(16, 33).toUpperCase()}:${userName}`,
    Account: account.id,
    Arn: `arn:${partition}:sts::${account.id}:assumed-role/${roleName}/${userName}`,
  };
}
