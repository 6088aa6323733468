import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAws, type Aws } from '../../src/aws/aws.ts';
import { model } from '../../src/sandbox/models/account-access.generated.ts';
import { generateOrganization } from '../../src/sandbox/organization/generate.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { all, callOptions } from '../aws/fake-aws.ts';
import { valuesOf } from './any-values.ts';
import type { RawAnswer } from './aws-clients.ts';
import { departures } from './model-conformance.ts';
import { restCall } from './rest-call.ts';

const anyone = { accessKeyId: 'anyone', secretAccessKey: 'anything' };

interface Bench extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly aws: Aws;
  readonly applicationArn: string;
  /** Such as `ListApplications`. */
  readonly ask: (
    operation: string,
    input?: Readonly<Record<string, unknown>>,
    where?: Parameters<typeof restCall>[3],
  ) => ReturnType<typeof restCall>;
}

async function bench(options: SandboxOptions = {}): Promise<Bench> {
  const sandbox = await startSandbox({ throttle: false, ...options });
  const aws = await createAws({
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: anyone,
    unlimited: true,
  });
  return {
    sandbox,
    aws,
    applicationArn: sandbox.organization.accountAccess.application!.arn,
    ask: (operation, input = {}, where = {}) =>
      restCall(sandbox.url, `account-access:${operation}`, input, where),
    async [Symbol.asyncDispose]() {
      aws.close();
      await sandbox.close();
    },
  };
}

function grantTo(identityCenter: object, roleArn: string) {
  return { principalRole: { principal: { identityCenter }, roleArn } };
}

it('a client reads the application and all entitlements, account by account, and the same principal by principal', async () => {
  await using one = await bench();
  const { aws, applicationArn, sandbox } = one;
  const { accountAccess, instanceArn } = sandbox.organization;
  const accounts = sandbox.organization.accounts();
  expect(await all(aws.accountAccess.listApplications(callOptions()))).toEqual([applicationArn]);
  expect(await aws.accountAccess.getApplication(applicationArn, callOptions())).toBe(instanceArn);

  const told = new Map<string, object>();
  const note = (rows: readonly { readonly entitlementId: string }[]) =>
    rows.map((row) => told.set(row.entitlementId, row));
  for (const { id: accountId } of accounts)
    note(await all(aws.accountAccess.listEntitlements(applicationArn, { accountId }, callOptions())));
  const expected = accountAccess.entitlements().map(({ id, createdAt, ...row }) => ({
    entitlementId: id,
    ...row,
    createdAt: createdAt * 1000,
  }));
  const byId = new Map(expected.map((row) => [row.entitlementId, row]));
  expect(accounts.some(({ id }) => accountAccess.entitlementsOf(id).length > 100)).toBe(true);
  expect(told).toEqual(byId);

  told.clear();
  for (const { principalType, principalId } of expected)
    note(
      await all(
        aws.accountAccess.listEntitlements(applicationArn, { principalType, principalId }, callOptions()),
      ),
    );
  expect(told).toEqual(byId);
});

it('a generated organization has entitlements of deleted groups and users, and on accounts that are closed', () => {
  for (const seed of [1, 2, 3]) {
    const organization = generateOrganization({
      seed,
      accounts: 60,
      permissionSets: 12,
      users: 200,
      groups: 25,
    });
    const rows = organization.accountAccess.entitlements();
    const isGone = ({ principalType, principalId }: (typeof rows)[number]) =>
      !(principalType === 'USER' ? organization.user(principalId) : organization.group(principalId));
    expect(new Set(rows.filter(isGone).map(({ principalType }) => principalType))).toEqual(
      new Set(['GROUP', 'USER']),
    );
    const states = rows.map(({ accountId }) => organization.account(accountId)!.state);
    expect(new Set(states).size).toBeGreaterThan(1);
    expect(rows.every(({ accountId, roleArn }) => roleArn.includes(`::${accountId}:role/`))).toBe(true);
  }
});

it('entitlements are listed with a filter only, whose members are joined by and', async () => {
  await using one = await bench();
  const { ask, applicationArn, sandbox } = one;
  for (const filter of [{}, { principalRole: {} }]) {
    const refused = await ask('ListEntitlements', { applicationArn, filter });
    expect([refused.status, refused.headers.get('x-amzn-errortype')]).toEqual([400, 'ValidationException']);
  }
  const rows = sandbox.organization.accountAccess.entitlements();
  const some = rows.find(({ principalType }) => principalType === 'GROUP')!;
  const { roleArn, accountId: account, principalId: groupId } = some;
  const principal = { identityCenter: { groupId } };
  const asked = async (principalRole: object) => {
    const { json } = await ask('ListEntitlements', { applicationArn, filter: { principalRole } });
    return (json['entitlements'] as { entitlementId: string }[]).map(({ entitlementId }) => entitlementId);
  };
  expect(await asked({ roleArn, account, principal })).toEqual([some.id]);
  const other = rows.find(({ accountId }) => accountId !== account)!;
  expect(await asked({ roleArn, account: other.accountId, principal })).toEqual([]);
  expect(await asked({ roleArn })).toEqual(rows.filter((row) => row.roleArn === roleArn).map(({ id }) => id));
  const both = { identityCenter: { groupId, userId: groupId } };
  const refused = await ask('ListEntitlements', {
    applicationArn,
    filter: { principalRole: { principal: both } },
  });
  expect(refused.status).toBe(400);
});

it('an entitlement is made once, is read, and goes; a role takes 20 groups', async () => {
  await using one = await bench({ groups: 30 });
  const { ask, applicationArn, sandbox } = one;
  const { organization } = sandbox;
  const [account] = organization.accounts();
  const roleArn = `arn:aws:iam::${account!.id}:role/team/New`;
  const { userId } = organization.users()[0]!;
  const create = (entitlement: object) => ask('CreateEntitlement', { applicationArn, entitlement });
  const made = await create(grantTo({ userId }, roleArn));
  const { entitlementId } = made.json;
  expect([made.status, entitlementId]).toEqual([200, expect.any(String)]);
  expect((await create(grantTo({ userId }, roleArn))).json).toEqual({ entitlementId });
  const got = await ask('GetEntitlement', { applicationArn, entitlementId });
  expect(got.json).toMatchObject({
    entitlementId,
    entitlement: { principalRole: { roleArn, account: account!.id, accountName: account!.name } },
  });
  const elsewhere = 'arn:aws:iam::000000000000:role/New';
  const nobody = '11111111-2222-4333-8444-555555555555';
  for (const wrong of [grantTo({ userId }, elsewhere), grantTo({ groupId: nobody }, roleArn)])
    expect((await create(wrong)).headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');

  for (let n = 0; n < 2; n++)
    expect((await ask('DeleteEntitlement', { applicationArn, entitlementId })).status).toBe(204);
  expect((await ask('GetEntitlement', { applicationArn, entitlementId })).status).toBe(404);

  const groups = organization.groups().map(({ groupId }) => grantTo({ groupId }, roleArn));
  const answers = await Promise.all(groups.slice(0, 21).map(create));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  expect(statuses).toContain(402);
});

it('an application stays while it has entitlements, is made anew under another ARN, and is no error to delete twice', async () => {
  await using one = await bench({ accounts: 3, users: 5, groups: 2 });
  const { ask, applicationArn, sandbox } = one;
  const { instanceArn, accountAccess } = sandbox.organization;
  const identitySource = { identityCenter: { instanceArn } };
  expect((await ask('CreateApplication', { identitySource })).json).toEqual({ applicationArn });
  expect((await ask('DeleteApplication', { applicationArn })).status).toBe(409);
  for (const { id: entitlementId } of accountAccess.entitlements().slice())
    await ask('DeleteEntitlement', { applicationArn, entitlementId });
  for (let n = 0; n < 2; n++) expect((await ask('DeleteApplication', { applicationArn })).status).toBe(204);
  expect((await ask('ListApplications')).json).toEqual({ applications: [] });
  expect((await ask('GetApplication', { applicationArn })).status).toBe(404);
  const again = await ask('CreateApplication', { identitySource, tags: { team: 'platform' } });
  expect(again.json['applicationArn']).not.toBe(applicationArn);
  expect((await ask('GetApplication', again.json)).json).toMatchObject({ tags: { team: 'platform' } });
});

it('another Region has no application, and a Region without the service does not know it', async () => {
  await using one = await bench();
  const { ask, applicationArn } = one;
  const elsewhere = { region: 'eu-west-1' };
  expect((await ask('ListApplications', {}, elsewhere)).json).toEqual({ applications: [] });
  expect((await ask('GetApplication', { applicationArn }, elsewhere)).status).toBe(404);
  await using without = await bench({ modes: { noAccountAccess: true } });
  const missing = await without.ask('ListApplications');
  expect([missing.status, missing.headers.get('x-amzn-errortype')]).toEqual([
    404,
    'UnknownOperationException',
  ]);
});

it('a rate of 20 calls a second is its own: sso-admin goes on while it throttles', async () => {
  let now = 0;
  await using one = await bench({ throttle: true, now: () => now });
  const statuses: number[] = [];
  for (let n = 0; n < 21; n++) statuses.push((await one.ask('ListApplications')).status);
  expect(statuses).toEqual([...Array(20).fill(200), 429]);
  expect(await all(one.aws.ssoAdmin.listInstances(callOptions()))).toHaveLength(1);
  now += 1_000;
  expect((await one.ask('ListApplications')).status).toBe(200);
});

function problemsOf(operation: string, { status, headers, text, json }: RawAnswer): readonly unknown[] {
  const { output, errors, http } = model.operations[operation]!;
  const type = headers.get('x-amzn-errortype');
  if (type === null && status === (http?.status ?? 200))
    return text === '' ? [] : departures(model, output!, json);
  const shape = model.shapes[type ?? ''];
  const modelled = shape?.type === 'structure' ? shape.status : 400;
  const isModelled = [...errors, 'SerializationException'].includes(type ?? '');
  return isModelled && status === modelled ? [] : [status, type, text];
}

it('a request of any content is answered in the shape, or refused with an error and status, of the model', async () => {
  await using one = await bench({ accounts: 6, users: 8, groups: 4 });
  const { sandbox, ask, applicationArn } = one;
  const { organization } = sandbox;
  const rows = organization.accountAccess.entitlements();
  const texts = [
    ...Array.from({ length: 6 }, () => applicationArn),
    `${applicationArn}-gone`,
    organization.instanceArn,
    ...rows.flatMap(({ id, roleArn, principalId, accountId }) => [id, roleArn, principalId, accountId]),
    ...organization.users().map(({ userId }) => userId),
    '000000000000',
    '',
    'x'.repeat(300),
  ];
  const operations = Object.entries(model.operations).map(([operation, { input }]) =>
    fc.record({ operation: fc.constant(operation), input: valuesOf(model, input!, texts) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(...operations), async ({ operation, input }) => {
      if (typeof input !== 'object' || input === null || Array.isArray(input)) return;
      expect(problemsOf(operation, await ask(operation, input as Record<string, unknown>))).toEqual([]);
    }),
    { numRuns: 600 },
  );
  const answered = new Set(
    sandbox
      .calls()
      .filter(({ error }) => error === undefined)
      .map(({ operation }) => operation),
  );
  expect([...answered].sort()).toEqual(Object.keys(model.operations).sort());
});
