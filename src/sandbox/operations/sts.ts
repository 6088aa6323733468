import type { Operations } from '../models/sts.ts';
import type { Handlers } from './call.ts';

export const sts: Handlers<Operations> = {
  /** Whatever the access key, the caller is this user of the account that the modes put it in. */
  GetCallerIdentity(_input, { organization, modes }) {
    const { partition, managementAccountId, delegatedAdministratorId } = organization;
    const account = (modes.delegatedAdministrator && delegatedAdministratorId) || managementAccountId;
    return {
      UserId: 'AIDASANDBOXSANDBOX000',
      Account: account,
      Arn: `arn:${partition}:iam::${account}:user/sandbox`,
    };
  },
};
