import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Caller, CallOptions } from './call/call.ts';
import { createService } from './service.ts';

export interface CallerIdentityFacts {
  readonly accountId: string;
  /** Of the user, or of the session of a role. */
  readonly arn: string;
}

/** The reads of STS. */
export interface Sts {
  /** Whose credentials the gateway has. Needs no permission. */
  getCallerIdentity(options: CallOptions): Promise<CallerIdentityFacts>;
}

export function createSts(client: STSClient, call: Caller): Sts {
  // STS has no lists.
  const { get } = createService('sts', 1, call);
  return {
    getCallerIdentity: (options) =>
      get(
        'GetCallerIdentity',
        options,
        (http) => client.send(new GetCallerIdentityCommand({}), http),
        ({ Account, Arn }, answer) => ({
          accountId: answer.required('Account', Account),
          arn: answer.required('Arn', Arn),
        }),
      ),
  };
}
