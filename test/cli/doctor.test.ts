import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createAws } from '../../src/aws/aws.ts';
import type { Report } from '../../src/main/doctor/check.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { program } from './program.ts';

const keys = {
  AWS_ACCESS_KEY_ID: 'AKIACANARYCANARY1234',
  AWS_SECRET_ACCESS_KEY: 'canary-secret',
  AWS_SESSION_TOKEN: 'canary-session-token',
};
/** Nothing of this machine's AWS: no configuration, no metadata service. */
const nowhere = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

function sandboxOf(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ throttle: false, emptyPages: false, ...options });
}

async function doctor(env: Record<string, string>, args: readonly string[] = []) {
  await using running = program(['doctor', ...args], { ...nowhere, ...env });
  const ended = await running.ended;
  expect(ended.stderr).toBe('');
  expect(ended.stdout).not.toContain('canary');
  expect(ended.stdout).not.toContain('AKIACANARY');
  expect(ended.stdout).not.toMatch(/^\s+at /m);
  return ended;
}

/** The report as JSON, with its checks by subject. */
async function examined(url: string, env: Record<string, string> = {}) {
  const settings = { AWS_ENDPOINT_URL: url, AWS_REGION: 'us-east-1', ...keys, ...env };
  const { code, stdout } = await doctor(settings, ['--json']);
  const report: Report = JSON.parse(stdout);
  const checks = new Map([...report.setup, ...report.calls].map((check) => [check.subject, check]));
  return { code, report, checks };
}

test.concurrent('where everything works, each API is called once, and the report says as whom, where and with what', async () => {
  await using sandbox = await sandboxOf();
  const { code, report, checks } = await examined(sandbox.url);
  const { organization } = sandbox;
  expect(code).toBe(0);
  expect(report).toMatchObject({
    ok: true,
    region: 'us-east-1',
    endpoint: sandbox.url,
    accountId: organization.managementAccountId,
    standing: 'MANAGEMENT',
    instanceArn: organization.instanceArn,
    identityStoreId: organization.identityStoreId,
    isDirectoryListable: true,
  });
  expect([...checks.values()].filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(checks.get('Credentials')?.finding).toMatch(/^environment, access key …1234: arn:aws:/);
  expect(Math.abs(report.clockAheadMs ?? Number.NaN)).toBeLessThan(2_000);
  expect(Object.entries(sandbox.counts()).filter(([, count]) => count !== 1)).toEqual([]);
  expect(report.calls.map(({ subject }) => subject).toSorted()).toEqual(
    Object.keys(sandbox.counts())
      .map((name) => name.replace('sso-admin:', 'sso:'))
      .toSorted(),
  );
});

test.concurrent('no API that the gateway can call is left out', async () => {
  await using sandbox = await sandboxOf({ accounts: 3, users: 3, groups: 2, permissionSets: 2 });
  const { report } = await examined(sandbox.url);
  const options = {
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  };
  const { ssoAdmin, identityStore, organizations, accountAccess, sts } = await createAws(options);
  const services = {
    sso: ssoAdmin,
    identitystore: identityStore,
    organizations,
    'account-access': accountAccess,
    sts,
  };
  const actions = Object.entries(services).flatMap(([service, calls]) =>
    Object.keys(calls).map((name) => `${service}:${name[0]?.toUpperCase()}${name.slice(1)}`),
  );
  const tried = new Set(report.calls.map(({ subject }) => subject));
  // Nothing reads it yet: the tree is told by the lists of accounts and units.
  expect(actions.filter((action) => !tried.has(action))).toEqual(['organizations:ListChildren']);
});

test.concurrent('for people, it is a list of signs, and code 0', async () => {
  const { code, stdout } = await doctor({ AWS_PROFILE: 'no-such', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, [
    '--demo',
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Setup\n {2}✓ Credentials +the sandbox's: arn:aws:/);
  expect(stdout).toMatch(/^ {2}✓ sso:ListInstances$/m);
  expect(stdout).toMatch(/\n\nThe gateway can work here\.\n$/);
  expect(stdout).not.toMatch(/[✗–]/);
});

test.concurrent('a call that AWS denies is named with the action to allow, and the rest is tried all the same', async () => {
  await using sandbox = await sandboxOf();
  for (const operation of ['sso-admin:ListAccountAssignments', 'identitystore:ListUsers'])
    sandbox.faults.add({
      operation,
      fault: { error: 'AccessDeniedException', message: 'No identity-based policy.' },
    });
  const { code, stdout } = await doctor({ AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: 'us-east-1', ...keys });
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ sso:ListAccountAssignments +denied: allow sso:ListAccountAssignments\n/);
  expect(stdout).toMatch(/✗ identitystore:ListUsers +denied: allow identitystore:ListUsers\n/);
  expect(stdout.match(/✗/g)).toHaveLength(2);
  const [, remedies = ''] = stdout.split('What to do\n');
  expect(remedies.split('\n').slice(0, 3)).toEqual([
    expect.stringMatching(/^ {2}1\. Allow arn:aws:.+:$/),
    '       sso:ListAccountAssignments',
    '       identitystore:ListUsers',
  ]);
  expect(remedies).toContain('No identity-based policy.');
});

test.concurrent('a Region without account access manager, and an organization that has not set it up, are no failure', async () => {
  await using without = await sandboxOf({ modes: { noAccountAccess: true } });
  const missing = await examined(without.url);
  expect([missing.code, missing.checks.get('account-access:ListApplications')]).toMatchObject([
    0,
    { status: 'skipped', finding: expect.stringContaining('not in this Region') },
  ]);
  await using unused = await sandboxOf();
  const { accountAccess } = unused.organization;
  for (const { id } of accountAccess.entitlements().slice()) accountAccess.deleteEntitlement(id);
  accountAccess.deleteApplication();
  const { code, checks } = await examined(unused.url);
  expect([code, checks.get('account-access:ListEntitlements')]).toMatchObject([
    0,
    { status: 'skipped', finding: 'not tried: nobody has set up account access manager' },
  ]);
  await using denied = await sandboxOf();
  const operation = 'account-access:ListApplications';
  denied.faults.add({ operation, fault: { error: 'AccessDeniedException', status: 403 } });
  const refused = await examined(denied.url);
  expect([refused.code, refused.checks.get(operation)]).toMatchObject([
    0,
    { status: 'limited', action: operation },
  ]);
});

test.concurrent('a delegated administrator can work, without the call that AWS keeps to the management account', async () => {
  await using sandbox = await sandboxOf({ modes: { delegatedAdministrator: true } });
  const { code, report, checks } = await examined(sandbox.url);
  expect(code).toBe(0);
  expect(report).toMatchObject({ ok: true, standing: 'DELEGATED_ADMINISTRATOR' });
  expect(checks.get('Account')?.status).toBe('limited');
  expect(checks.get('sso:ListAccountAssignmentsForPrincipal')).toMatchObject({
    status: 'skipped',
    finding: 'refused to delegated administrators; the gateway asks by account instead',
  });
});

test.concurrent('an account that a delegated administrator cannot read is marked, and who can read it is named', async () => {
  await using sandbox = await sandboxOf({ modes: { delegatedAdministrator: true } });
  const { managementAccountId } = sandbox.organization;
  const { code, stdout } = await doctor({ AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: 'us-east-1', ...keys });
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^ {2}✗ Account .*${managementAccountId} cannot be read$`, 'm'));
  expect(stdout.match(/✗/g)).toHaveLength(1);
  const [, conclusion = ''] = stdout.split('The gateway can work here, but not with everything:\n');
  expect(conclusion).toMatch(new RegExp(`^ {2}1\\. AWS tells .*${managementAccountId} .*\\n$`));
});

test.concurrent('a directory that knows nobody whom assignments name is marked, with what to check', async () => {
  await using sandbox = await sandboxOf({ modes: { directoryCannotBeListed: true } });
  for (const [operation, ResourceType] of [
    ['identitystore:DescribeUser', 'USER'],
    ['identitystore:DescribeGroup', 'GROUP'],
  ] as const)
    sandbox.faults.add({
      operation,
      fault: { error: 'ResourceNotFoundException', members: { ResourceType } },
    });
  const { code, stdout } = await doctor({ AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: 'us-east-1', ...keys });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}✗ Directory +knows none of \d users and groups that assignments name$/m);
  expect(stdout).toMatch(
    /but not with everything:\n {2}1\. Names are not known .*Check that d-\S+ is .*--identity-store-id.*Active Directory/,
  );
});

test.concurrent('in the management account, the same refusal is a missing permission', async () => {
  await using sandbox = await sandboxOf();
  const operation = 'sso-admin:ListAccountAssignmentsForPrincipal';
  sandbox.faults.add({ operation, fault: { error: 'AccessDeniedException' } });
  const { code, checks } = await examined(sandbox.url);
  expect(code).toBe(1);
  expect(checks.get('sso:ListAccountAssignmentsForPrincipal')).toMatchObject({
    status: 'failed',
    action: 'sso:ListAccountAssignmentsForPrincipal',
  });
});

test.concurrent('a directory that cannot be listed is no failure, and its users and groups are still looked up', async () => {
  await using sandbox = await sandboxOf({ modes: { directoryCannotBeListed: true } });
  const { code, report, checks } = await examined(sandbox.url);
  expect(code).toBe(0);
  expect(report.isDirectoryListable).toBe(false);
  expect(checks.get('Directory')?.status).toBe('skipped');
  expect(checks.get('identitystore:ListUsers')?.status).toBe('skipped');
  expect(checks.get('identitystore:DescribeUser')?.status).toBe('ok');
  expect(checks.get('identitystore:DescribeGroup')?.status).toBe('ok');
});

test.concurrent('in a Region without an instance, it says to check the Region, and tries what needs none', async () => {
  await using sandbox = await sandboxOf();
  const { code, checks } = await examined(sandbox.url, { AWS_REGION: 'eu-west-1' });
  expect(code).toBe(1);
  expect(checks.get('Instance')).toMatchObject({
    status: 'failed',
    finding: 'INSTANCE_NOT_FOUND',
    remedy: expect.stringContaining('Check the Region'),
  });
  expect(checks.get('sso:DescribeInstance')?.finding).toBe('not tried: no instance to try it with');
  expect(checks.get('organizations:ListAccounts')?.status).toBe('ok');
});

test.concurrent('in an additional Region of the instance, it names the one that answers', async () => {
  await using sandbox = await sandboxOf({ modes: { replicaRegion: true } });
  const { code, stdout } = await doctor({ AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: 'us-east-1', ...keys });
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ Region +us-east-1 is an additional Region of the instance\n/);
  expect(stdout).toMatch(/– sso:ListPermissionSets and \d+ more +not tried: AWS answers it in \S+ only\n/);
  expect(stdout).toMatch(/✓ identitystore:ListUsers\n/);
  expect(stdout.match(/ --region \S+\./g)).toHaveLength(1);
});

test.concurrent('an instance without permission sets is told as such, not as a row of failed calls', async () => {
  await using sandbox = await sandboxOf({ modes: { permissionSetsDisabled: true } });
  const { code, report } = await examined(sandbox.url);
  expect(code).toBe(1);
  const failed = [...report.setup, ...report.calls].filter(({ status }) => status === 'failed');
  expect(failed.map(({ subject }) => subject)).toEqual(['Permission sets']);
});

test.concurrent('where the key of the instance is not allowed, the action is that of KMS', async () => {
  await using sandbox = await sandboxOf({ modes: { kmsDenied: true } });
  const { code, report } = await examined(sandbox.url);
  expect(code).toBe(1);
  const actions = report.calls.map(({ action }) => action).filter((action) => action !== undefined);
  expect(new Set(actions)).toEqual(new Set(['kms:Decrypt']));
});

test.concurrent('where the network rules of the identity store keep the caller out, they are named, once, and no permission', async () => {
  await using sandbox = await sandboxOf({ modes: { networkRestricted: true } });
  const { code, stdout } = await doctor({ AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: 'us-east-1', ...keys });
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ identitystore:ListUsers +denied: not from this network\n/);
  expect(stdout).toMatch(/✓ sso:ListInstances\n/);
  const [, remedies = ''] = stdout.split('What to do\n');
  expect(remedies).toMatch(/^ {2}1\. The identity store's network configuration .*ApiAllowSourceIps.*\n$/);
});

test.concurrent('where the identity store denies everything and says nothing, the network is named beside the permissions', async () => {
  await using sandbox = await sandboxOf();
  const deny = (message: string) =>
    sandbox.faults.add({
      when: ({ IdentityStoreId: store }) => store !== undefined,
      fault: { error: 'AccessDeniedException', message },
    });
  const remove = deny('Access denied.');
  const unexplained = await examined(sandbox.url);
  remove();
  expect(unexplained.code).toBe(1);
  expect(unexplained.checks.get('Network')?.finding).toContain('network configuration');
  expect(unexplained.checks.get('identitystore:ListUsers')?.action).toBe('identitystore:ListUsers');
  deny('No identity-based policy allows it.');
  expect((await examined(sandbox.url)).checks.has('Network')).toBe(false);
});

test.concurrent('without credentials, that is told once, and AWS is not called', async () => {
  await using sandbox = await sandboxOf();
  const { code, stdout } = await doctor({ AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: 'us-east-1' });
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ Credentials +the default profile, .+: none could be had\n/);
  expect(stdout).toMatch(/– sso:ListInstances and \d+ more +not tried: the credentials do not work\n/);
  expect(stdout).not.toMatch(/^ {2}2\. /m);
  expect(sandbox.counts()).toEqual({});
});

test.concurrent('credentials that AWS does not accept are told from none', async () => {
  await using sandbox = await sandboxOf();
  sandbox.faults.add({
    fault: { error: 'UnrecognizedClientException', message: 'The security token is invalid.' },
  });
  const { code, checks } = await examined(sandbox.url);
  expect(code).toBe(1);
  expect(checks.get('Credentials')?.finding).toBe('environment, access key …1234: AWS does not accept them');
});

test.concurrent.each([
  ['no Region', {}, /✗ Region +cannot be used\n[^]*set AWS_REGION or --region/],
  [
    'no such profile',
    { AWS_PROFILE: 'gone', AWS_REGION: 'us-east-1' },
    /✗ Credentials[^]*no AWS profile "gone"/,
  ],
])('%s is a report too', async (_, env, expected) => {
  const { code, stdout } = await doctor(env);
  expect(code).toBe(1);
  expect(stdout).toMatch(expected);
});

test.concurrent('where nothing answers, it does not try each call for itself', async () => {
  const { code, checks } = await examined('http://127.0.0.1:1');
  expect(code).toBe(1);
  expect(checks.get('sso:ListInstances')).toMatchObject({ status: 'failed', finding: 'no answer' });
  expect(checks.get('organizations:ListAccounts')?.finding).toBe('not tried: the service does not answer');
  expect(checks.get('Clock')?.status).toBe('skipped');
});

test.concurrent('a wrong clock is told by the dates of the answers', async () => {
  await using sandbox = await sandboxOf();
  const slowByMs = 10 * 60_000;
  await using proxy = createServer((incoming, response) => {
    const { method = 'GET', headers } = incoming;
    incoming.pipe(
      request(sandbox.url, { method, headers }, (answer) => {
        const date = new Date(Date.now() - slowByMs).toUTCString();
        response.writeHead(answer.statusCode ?? 500, { ...answer.headers, date });
        answer.pipe(response);
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const { code, report, checks } = await examined(`http://127.0.0.1:${port}`);
  expect(code).toBe(1);
  expect(report.clockAheadMs).toBeGreaterThan(slowByMs - 2_000);
  expect(report.clockAheadMs).toBeLessThan(slowByMs + 2_000);
  expect(checks.get('Clock')).toMatchObject({ status: 'failed', finding: "600 s ahead of AWS's" });
});
