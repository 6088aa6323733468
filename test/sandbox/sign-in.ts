import { createHash } from 'node:crypto';
import { SSOClient } from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';

export const scope = 'sso:account:access';
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** The SDK's clients of a person's side. They do not try again, so that each call counts. */
export function personClients(endpoint: string) {
  const config = { endpoint, region: 'us-east-1', maxAttempts: 1 };
  return { oidc: new SSOOIDCClient(config), portal: new SSOClient(config) };
}

/** A sandbox whose time passes only when the test says so, and a client that is registered with it. */
export async function signInBench(options: SandboxOptions = {}, scopes: string[] = [scope]) {
  let now = Date.UTC(2026, 0, 1);
  const sandbox = await startSandbox({ throttle: false, emptyPages: false, now: () => now, ...options });
  const { oidc, portal } = personClients(sandbox.url);
  const { clientId, clientSecret } = await oidc.send(
    new RegisterClientCommand({ clientName: 'a-test', clientType: 'public', scopes }),
  );
  const client = { clientId, clientSecret };
  return {
    sandbox,
    oidc,
    portal,
    client,
    pass: (milliseconds: number): void => void (now += milliseconds),
    start: () => oidc.send(new StartDeviceAuthorizationCommand({ ...client, startUrl: sandbox.startUrl })),
    poll: (deviceCode: string | undefined) =>
      oidc.send(new CreateTokenCommand({ ...client, grantType: deviceGrant, deviceCode })),
    refresh: (refreshToken: string | undefined) =>
      oidc.send(new CreateTokenCommand({ ...client, grantType: 'refresh_token', refreshToken })),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

type SignInBench = Awaited<ReturnType<typeof signInBench>>;

/** The tokens of a person who has approved. */
export async function signIn({ sandbox, start, poll }: SignInBench, userName = somebody(sandbox)) {
  const { deviceCode, userCode } = await start();
  await sandbox.approve(userCode!, userName);
  return poll(deviceCode);
}

/** An enabled user who has something. */
export function somebody({ organization }: Sandbox): string {
  const found = organization
    .users()
    .find(
      ({ userId, status }) => status === 'ENABLED' && organization.assignmentsFor('USER', userId).length > 0,
    );
  return found!.userName;
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
