import type { Operations } from '../models/sts.ts';
import type { Handlers } from './call.ts';
import { callerOf } from './caller.ts';

export const sts: Handlers<Operations> = {
  GetCallerIdentity(_input, call) {
    const { userId, accountId, arn } = callerOf(call);
    return { UserId: userId, Account: accountId, Arn: arn };
  },
};
