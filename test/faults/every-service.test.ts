import { expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { small } from '../gateway/faults.ts';
import { countableSandbox, gatewayOn, type Answer, type TestGateway } from '../gateway/gateway-on-sandbox.ts';
import { proxyTo, type Wire } from './proxy.ts';

/** What something between may answer in place of AWS, whatever is asked. */
const answers: readonly (readonly [name: string, wire: Wire])[] = [
  ['HTTP 204', { status: 204 }],
  ['an empty body', { headers: { 'content-type': 'application/json' } }],
  ['null', { headers: { 'content-type': 'application/json' }, body: 'null' }],
  ['an object of its own', { headers: { 'content-type': 'application/json' }, body: '{"status":"ok"}' }],
  ['a page of HTML', { headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
  ['a redirect', { status: 302, headers: { location: 'https://login.example/' } }],
  ['HTTP 403 of its own', { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>No</html>' }],
];

interface Told {
  readonly code: string;
  readonly message: string;
}

/** One operation, and a question that needs it. */
interface Need {
  readonly operation: string;
  readonly ask: (gateway: TestGateway) => Promise<Answer>;
  /** Somebody signs in first. */
  readonly isPersonal?: boolean;
}

const query =
  (text: string): Need['ask'] =>
  (gateway) =>
    gateway.ask(text);

const completeness = 'completeness { complete failures { operation code message } }';

const needs: readonly Need[] = [
  { operation: 'sso-admin:ListInstances', ask: query('{ instances { arn } }') },
  {
    operation: 'sso-admin:ListPermissionSets',
    ask: query(`{ permissionSets { nodes { arn } ${completeness} } }`),
  },
  {
    operation: 'sso-admin:DescribePermissionSet',
    ask: query('{ permissionSets(first: 1) { nodes { name sessionDuration } } }'),
  },
  {
    operation: 'sso-admin:GetInlinePolicyForPermissionSet',
    ask: query('{ permissionSets(first: 1) { nodes { inlinePolicy } } }'),
  },
  {
    operation: 'sso-admin:GetPermissionsBoundaryForPermissionSet',
    ask: query('{ permissionSets(first: 1) { nodes { permissionsBoundary { __typename } } } }'),
  },
  {
    operation: 'organizations:ListAccounts',
    ask: query(`{ targets { nodes { targetId } ${completeness} } }`),
  },
  {
    operation: 'identitystore:ListUsers',
    ask: query(`{ principals(filter: { type: USER }) { nodes { principalId } ${completeness} } }`),
  },
  {
    operation: 'account-access:ListApplications',
    ask: query(`{ entitlements(first: 1) { nodes { id } ${completeness} } }`),
  },
  {
    operation: 'account-access:ListEntitlements',
    ask: query(`{ entitlements(first: 1) { nodes { id } ${completeness} } }`),
  },
  { operation: 'sso-oidc:RegisterClient', ask: query('mutation { login { userCode } }') },
  { operation: 'sso-oidc:StartDeviceAuthorization', ask: query('mutation { login { userCode } }') },
  {
    operation: 'sso:ListAccounts',
    isPersonal: true,
    ask: query(`{ availableAccounts { nodes { accountId } ${completeness} } }`),
  },
  {
    operation: 'sso:ListAccountRoles',
    isPersonal: true,
    ask: query(`{ availableRoles { nodes { roleName } ${completeness} } }`),
  },
  { operation: 'sso:Logout', isPersonal: true, ask: query('mutation { logout { __typename } }') },
];

/** Everything that the answer says has failed. */
function toldBy({ data, errors = [] }: Answer): Told[] {
  const lists = Object.values(data ?? {}).flatMap((field: any) => field?.completeness?.failures ?? []);
  return [...lists, ...errors.map(({ message, extensions: { code } }) => ({ code, message }))];
}

async function signIn(gateway: TestGateway, sandbox: Sandbox): Promise<void> {
  const { data } = await gateway.ask('mutation { login { id userCode } }');
  const user = sandbox.organization.users().find(({ status }) => status === 'ENABLED')!;
  await sandbox.approve(data.login.userCode, user.userName);
  for (let state = ''; state !== 'SIGNED_IN';) {
    const answer = await gateway.ask('{ session { state } }');
    ({ state } = answer.data.session);
  }
}

for (const { operation, ask, isPersonal = false } of needs) {
  // Signing in takes a second.
  const some = isPersonal ? answers.filter(([name]) => /204|HTML|403/.test(name)) : answers;
  for (const [name, wire] of some)
    it(`${operation} that is answered with ${name} is told of, and asked anew afterwards`, async () => {
      await using sandbox = await countableSandbox(small);
      await using proxy = await proxyTo(sandbox.url);
      await using gateway = await gatewayOn(sandbox, {
        config: {
          startUrl: sandbox.startUrl,
          ssoRegion: 'us-east-1',
          tokenCache: 'memory',
          loginMessage: 'off',
        },
        aws: { endpoint: proxy.url },
      });
      if (isPersonal) await signIn(gateway, sandbox);
      proxy.plant({ operation, fault: ({ send }) => send(wire) });
      const told = toldBy(await ask(gateway));
      expect(told.length).toBeGreaterThan(0);
      for (const { code, message } of told) {
        expect(code).toBe('AWS_UNAVAILABLE');
        expect(message).toContain(operation);
        expect(message).toContain(`HTTP ${wire.status ?? 200}`);
      }
      proxy.clear();
      expect(toldBy(await ask(gateway))).toEqual([]);
    });
}
