import type { ServiceModel } from './model.ts';

/** One operation without input, that needs no derivation. */
export const model: ServiceModel = {
  targetPrefix: 'AWSSecurityTokenServiceV20110615',
  signingName: 'sts',
  operations: { GetCallerIdentity: { output: 'GetCallerIdentityResponse', errors: [] } },
  shapes: {
    GetCallerIdentityResponse: {
      type: 'structure',
      members: { UserId: 'userIdType', Account: 'accountType', Arn: 'arnType' },
    },
    userIdType: { type: 'string' },
    accountType: { type: 'string' },
    arnType: { type: 'string', min: 20, max: 2048 },
  },
};

export interface Operations {
  GetCallerIdentity: {
    input: Readonly<Record<string, never>>;
    output: { readonly UserId: string; readonly Account: string; readonly Arn: string };
  };
}
