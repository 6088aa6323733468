import type { PortalAws } from '../../src/aws/portal-aws.ts';
import { cases } from './cases.ts';
import { all, callOptions, fakeAws, type FakeAws, type Reply } from './fake-aws.ts';
import { fakePortal } from './fake-portal.ts';

/** An operation of AWS's that the gateway calls. */
export interface Operation {
  /** AWS's name of it, such as `ListInstances`. */
  readonly name: string;
  readonly format: 'json' | 'xml';
  /** Makes the call to an endpoint whose answers are all `reply`'s. */
  readonly answered: (reply: Reply) => Promise<unknown>;
  /** An answer that serves. */
  readonly answers: object | string;
  /** AWS's answer has nothing in it. */
  readonly isEmptyByModel?: boolean;
}

/** An operation of a person's side. */
function portal(
  name: string,
  call: (aws: PortalAws) => Promise<unknown>,
  answers: object | string,
): Operation {
  return {
    name,
    format: 'json',
    answers,
    async answered(reply) {
      await using fake = await fakePortal(() => raw(reply));
      return await call(fake.aws);
    },
  };
}

function raw(reply: Reply) {
  if (typeof reply !== 'function') throw new Error('a portal has its own form of answers');
  return reply;
}

function ofGateway(call: (fake: FakeAws) => Promise<unknown>): Operation['answered'] {
  return async (reply) => {
    await using fake = await fakeAws(() => reply);
    return await call(fake);
  };
}

const client = { clientId: 'client', clientSecret: 'secret' };

export const everyOperation: readonly Operation[] = [
  ...cases.map(({ operation, call, answers }): Operation => ({
    name: operation,
    format: 'json',
    answered: ofGateway(call),
    answers,
  })),
  {
    name: 'GetCallerIdentity',
    format: 'xml',
    answered: ofGateway(({ aws }) => aws.sts.getCallerIdentity(callOptions())),
    answers: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn</Arn><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  },
  portal('ListAccounts', (aws) => all(aws.portal.listAccounts('token', callOptions())), {
    accountList: [{ accountId: '111111111111', accountName: 'Prod', emailAddress: 'prod@x' }],
  }),
  portal(
    'ListAccountRoles',
    (aws) => all(aws.portal.listAccountRoles('token', '111111111111', callOptions())),
    { roleList: [{ roleName: 'Admin', accountId: '111111111111' }] },
  ),
  portal(
    'GetRoleCredentials',
    (aws) => aws.portal.getRoleCredentials('token', '111111111111', 'Admin', callOptions()),
    {
      roleCredentials: {
        accessKeyId: 'ASIA1',
        secretAccessKey: 'secret',
        sessionToken: 'session',
        expiration: 1_790_000_000_000,
      },
    },
  ),
  {
    ...portal('Logout', (aws) => aws.portal.logout('token', callOptions()), ''),
    isEmptyByModel: true,
  },
  portal('RegisterClient', (aws) => aws.oidc.registerClient({ clientName: 'gateway' }, callOptions()), {
    ...client,
    clientSecretExpiresAt: 1_790_000_000,
  }),
  portal(
    'StartDeviceAuthorization',
    (aws) => aws.oidc.startDeviceAuthorization(client, 'https://x.awsapps.com/start', callOptions()),
    {
      deviceCode: 'device',
      userCode: 'USER-CODE',
      verificationUri: 'https://x/device',
      verificationUriComplete: 'https://x/device?user_code=USER-CODE',
      expiresIn: 600,
      interval: 1,
    },
  ),
  portal('CreateToken', (aws) => aws.oidc.createToken(client, { refreshToken: 'refresh' }, callOptions()), {
    accessToken: 'access',
    expiresIn: 28_800,
    refreshToken: 'refresh',
  }),
];
