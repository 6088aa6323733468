import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { small } from '../gateway/faults.ts';
import { countableSandbox, gatewayOn, type TestGateway } from '../gateway/gateway-on-sandbox.ts';
import { program } from './program.ts';

let store: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'changes-'));
  store = join(folder, 'store.db');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

async function exported(sandbox: Sandbox, ...args: string[]) {
  await using running = program(
    ['export', '--changes', ...args],
    {
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      HOME: '/nonexistent',
    },
    args.includes('xlsx') ? 'latin1' : 'utf8',
  );
  return await running.ended;
}

/** Everything that history tells of, read anew. */
async function readAll(gateway: TestGateway): Promise<string> {
  const { errors } = await gateway.ask(`{
    assignments(first: 1000, maxAge: "PT0S") { nodes { principal { name } } }
    permissionSets(first: 500, maxAge: "PT0S") { nodes { name } }
    users: principals(filter: { type: USER }, first: 500, maxAge: "PT0S") { nodes { name } }
    groups: principals(filter: { type: GROUP }, first: 100, maxAge: "PT0S") {
      nodes { name ... on Group { members(first: 100) { nodes { name } } } }
    }
    accounts: targets(first: 500, maxAge: "PT0S") { nodes { name } }
    effectiveAccess(first: 500, maxAge: "PT0S") { nodes { user { name } } }
    entitlements(first: 500, maxAge: "PT0S") { nodes { roleArn } }
  }`);
  expect(errors).toBeUndefined();
  return new Date().toISOString();
}

/** A gateway that has read everything, then an organization in which somebody left a group, lost access and was renamed. */
async function changed(sandbox: Sandbox, gateway: TestGateway) {
  const { organization } = sandbox;
  const since = await readAll(gateway);
  const account = organization
    .accounts()
    .find(({ id }) => organization.permissionSetsProvisionedTo(id).length > 0)!;
  const [arn] = organization.permissionSetsProvisionedTo(account.id) as [string];
  const [row] = organization.assignments(account.id, arn) as [
    Parameters<typeof organization.deleteAssignment>[0],
  ];
  organization.deleteAssignment(row);
  const group = organization
    .groups()
    .find(({ groupId }) => organization.membershipsOfGroup(groupId).length > 0)!;
  const [membership] = organization.membershipsOfGroup(group.groupId);
  organization.deleteMembership(membership!.membershipId);
  const user = organization.users().find(({ userId }) => userId !== row.principalId)!;
  organization.updateUser(user.userId, { ...user, displayName: '=HYPERLINK("x")' });
  await readAll(gateway);
  return { since, row, group, membership: membership!, user };
}

test('changes are exported from the store that a gateway keeps them in, and through the gateway alike', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { store } });
  const { since, row, group, membership, user } = await changed(sandbox, gateway);
  const flags = ['--format', 'jsonl', '--since', since];
  const own = await exported(sandbox, ...flags, '--store', store);
  expect({ code: own.code, stderr: own.stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^3 changes, complete/m),
  });
  const records = own.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  expect(records).toHaveLength(3);
  expect(records).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'REMOVED',
        about: 'assignment',
        principal_type: row.principalType,
        principal_id: row.principalId,
        principal_name: expect.any(String),
        permission_set_arn: row.permissionSetArn,
        permission_set_name: expect.any(String),
        account_id: row.accountId,
        account_name: expect.any(String),
        field: null,
      }),
      expect.objectContaining({
        kind: 'REMOVED',
        about: 'membership',
        group_id: group.groupId,
        group_name: group.displayName,
        principal_id: membership.userId,
        principal_name: sandbox.organization.user(membership.userId)?.userName,
      }),
      expect.objectContaining({
        kind: 'CHANGED',
        about: 'user',
        principal_id: user.userId,
        field: 'displayName',
        before: user.displayName,
        after: '=HYPERLINK("x")',
      }),
    ]),
  );
  for (const record of records) {
    expect(record.last_read_before < since).toBe(true);
    expect(record.first_read_after > since).toBe(true);
  }
  const through = await exported(sandbox, ...flags, '--gateway', gateway.url);
  expect(through.code).toBe(0);
  expect(through.stdout.split('\n')).toEqual(own.stdout.split('\n'));
});

test('changes are narrowed down by filters and by --until, and end with 3 where something was not read by then', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { since, row } = await changed(sandbox, gateway);
  const ask = (...args: string[]) =>
    exported(sandbox, '--gateway', gateway.url, '--format', 'jsonl', '--since', ...args);
  const ofAccount = await ask(since, '--account', row.accountId);
  expect(
    ofAccount.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).about),
  ).toEqual(['assignment']);
  const before = await ask(since, '--until', since);
  expect({ code: before.code, stdout: before.stdout }).toEqual({ code: 0, stdout: '' });
  const early = await ask('P90D');
  expect(early.code).toBe(3);
  expect(early.stdout.split('\n')).toHaveLength(4);
  expect(early.stderr).toMatch(/Which accounts there were at .* is not known/);
});

test('a change of what was removed has its last known names, from a store and through a gateway', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { store } });
  const { organization } = sandbox;
  const since = await readAll(gateway);
  const rows = organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSetsProvisionedTo(id).flatMap((arn) => organization.assignments(id, arn)),
    );
  const held = rows.find(({ principalType }) => principalType === 'GROUP')!;
  const group = organization.group(held.principalId)!;
  organization.deleteAssignment(held);
  await readAll(gateway);
  organization.deleteGroup(group.groupId);
  await readAll(gateway);
  const flags = ['--format', 'jsonl', '--since', since, '--group', group.groupId];
  const own = await exported(sandbox, ...flags, '--store', store);
  const removed = own.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
    .find(({ about, account_id }) => about === 'assignment' && account_id === held.accountId);
  expect(removed).toMatchObject({ kind: 'REMOVED', principal_name: group.displayName });
  const through = await exported(sandbox, ...flags, '--gateway', gateway.url);
  expect(through.stdout.split('\n')).toEqual(own.stdout.split('\n'));
});

test('changes are written as CSV without formulas, as a table of names, and as a workbook of their own', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { since, user } = await changed(sandbox, gateway);
  const ask = (format: string) =>
    exported(sandbox, '--gateway', gateway.url, '--since', since, '--format', format);
  const csv = await ask('csv');
  expect(csv.stdout).toMatch(/^first_read_after,last_read_before,kind,about,.*,field,before,after\r\n/);
  expect(csv.stdout).toContain(`"'=HYPERLINK(""x"")"\r\n`);
  const text = await ask('table');
  expect(text.stdout).toMatch(/^Changes of arn:aws:sso:::instance\/.*\n\nFIRST READ AFTER +KIND +ABOUT /);
  expect(text.stdout).toContain(user.userName);
  const xlsx = await ask('xlsx');
  const parts = unzipSync(Buffer.from(xlsx.stdout, 'latin1'));
  expect(strFromU8(parts['xl/workbook.xml']!)).toContain('name="Changes"');
  expect(strFromU8(parts['xl/worksheets/sheet1.xml']!)).toContain('displayName');
});

test.each([
  [['--since', 'P1D'], '--changes: what changed is kept by a gateway'],
  [['--store', '/tmp/none.db'], '--changes: needs --since'],
  [
    ['--since', 'P1D', '--until', 'P2D', '--gateway', 'http://127.0.0.1:1'],
    '--until: give a moment that is not before',
  ],
  [['--since', 'P1D', '--people'], '--changes: is another export than --people'],
  [
    ['--since', 'P1D', '--gateway', 'http://127.0.0.1:1', '--columns', 'target_id'],
    '--columns: an export of --changes',
  ],
])('an export of changes refuses %j', async (args, message) => {
  await using sandbox = await countableSandbox(small);
  const { code, stdout, stderr } = await exported(sandbox, ...args);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) });
});

test('--since is refused without --changes', async () => {
  await using running = program(['export', '--since', 'P1D']);
  const { code, stderr } = await running.ended;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('--since: needs --changes or --evidence'),
  });
});
