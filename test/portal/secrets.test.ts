import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createPortal } from '../../src/portal/create-portal.ts';
import { Cursors } from '../../src/reading/cursor.ts';
import { instantClock } from '../aws/fake-aws.ts';
import {
  fakePortal,
  oidcError,
  portalError,
  type PortalAsked,
  type PortalReply,
} from '../aws/fake-portal.ts';
import { anybody } from '../reading/read-scope.ts';
import { all, local } from './portal-on-sandbox.ts';

const secrets = {
  clientSecret: 'canary-client-secret',
  deviceCode: 'canary-device-code',
  accessToken: 'canary-access-token',
  refreshToken: 'canary-refresh-token',
  secretAccessKey: 'canary-secret-access-key',
  sessionToken: 'canary-session-token',
};
const { clientSecret, deviceCode, accessToken, refreshToken, secretAccessKey, sessionToken } = secrets;
const startUrl = 'https://d-1234567890.awsapps.com/start';
const choice = { startUrl, region: 'eu-west-1' };
const role = { ...choice, accountId: '123456789012', roleName: 'Admin' };

type Step = 'register' | 'authorize' | 'token' | 'accounts' | 'roles' | 'credentials' | 'logout' | 'renew';

function stepOf({ line, body }: PortalAsked): Step {
  if (line.includes('/client/register')) return 'register';
  if (line.includes('/device_authorization')) return 'authorize';
  if (line.includes('/token')) return body?.['grantType'] === 'refresh_token' ? 'renew' : 'token';
  if (line.includes('/assignment/accounts')) return 'accounts';
  if (line.includes('/assignment/roles')) return 'roles';
  return line.includes('/logout') ? 'logout' : 'credentials';
}

const answers: Record<Step, PortalReply> = {
  register: { body: { clientId: 'id', clientSecret, clientSecretExpiresAt: 4_000_000_000 } },
  authorize: {
    body: { deviceCode, userCode: 'A-B', verificationUri: 'https://x/', expiresIn: 600, interval: 0 },
  },
  token: { body: { accessToken, refreshToken, expiresIn: 3_600 } },
  renew: { body: { accessToken, refreshToken, expiresIn: 3_600 } },
  accounts: { body: { accountList: [{ accountId: '123456789012' }] } },
  roles: { body: { roleList: [{ roleName: 'Admin' }] } },
  credentials: {
    body: {
      roleCredentials: { accessKeyId: 'ASIA', secretAccessKey, sessionToken, expiration: 4_000_000_000_000 },
    },
  },
  logout: {},
};

/** An error that quotes everything it can, as a careless server would. */
function quoting(step: Step): PortalReply {
  const text = Object.values(secrets).join(' ');
  return step === 'accounts' || step === 'roles' || step === 'credentials' || step === 'logout'
    ? portalError('InvalidRequestException', 400, text)
    : oidcError('InvalidRequestException', 'invalid_request', { error_description: text });
}

const steps = Object.keys(answers) as Step[];

it.each([...steps, 'nothing'])(
  'no secret is in any object, error or event when %s fails',
  async (failing) => {
    const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
    let isSignedIn = false;
    await using fake = await fakePortal((asked) => {
      const step = stepOf(asked);
      // What answers with a secret of its own may only quote the ones it was sent.
      if (step === failing && (step === 'token' || isSignedIn || step !== 'renew')) return quotingSent(asked);
      return answers[step];
    });
    const output: unknown[] = [];
    const collect = async (work: () => unknown) => {
      try {
        output.push(await work());
      } catch (error) {
        output.push(error);
      }
    };
    const portal = createPortal({
      connect: async () => fake.aws,
      cursors: new Cursors(Buffer.from('secret of cursors')),
      tokenCache: { folder },
      clock: instantClock(),
      tell: (login) => void output.push(login),
      changed: (...event) => void output.push(event),
      unexpected: (error) => void output.push(error),
      environment: { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' },
      openBrowser: async (url) => void output.push(url),
    });
    await collect(async () => {
      const { id } = await portal.login(local, choice, anybody);
      return all(portal.watchLogin(local, id, anybody.signal));
    });
    isSignedIn = true;
    await collect(() => portal.session(local, choice));
    await collect(() => portal.availableAccounts(local, choice, {}, anybody));
    await collect(() => portal.availableRoles(local, choice, {}, anybody));
    await collect(() =>
      portal.roleCredentials(local, role, anybody).then(({ accessKeyId }) => ({ accessKeyId })),
    );
    await collect(() => portal.login(local, { ...choice, expiryWindowMs: 3_600_000_000 }, anybody));
    await collect(() => portal.logout(local, choice, anybody));
    await portal.close();
    await rm(folder, { recursive: true });

    const text = inspect(output, { depth: 20, showHidden: true, maxArrayLength: 1_000 }) + safeJson(output);
    expect(output.length).toBeGreaterThan(6);
    expect(text).not.toMatch(/canary-/);
  },
);

/** Secrets that were in the request: no server knows others at that point. */
function quotingSent(asked: PortalAsked): PortalReply {
  const sent = `${JSON.stringify(asked.body)} ${JSON.stringify(asked.headers)}`;
  const text = Object.values(secrets)
    .filter((secret) => sent.includes(secret))
    .join(' ');
  const reply = quoting(stepOf(asked));
  const all = Object.values(secrets).join(' ');
  return JSON.parse(JSON.stringify(reply).replaceAll(all, text));
}

function safeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member instanceof Error ? [Object.entries(member), member.message, member.stack, member.cause] : member,
  );
}
