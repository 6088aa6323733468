import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';
import { program } from './program.ts';
import { parseCsv } from '../parse-csv.ts';

interface AssignmentRecord {
  readonly instance_arn: string;
  readonly principal_type: 'GROUP' | 'USER';
  readonly principal_id: string;
  readonly principal_name: string | null;
  readonly permission_set_arn: string;
  readonly permission_set_name: string | null;
  readonly target_type: 'AWS_ACCOUNT';
  readonly target_id: string;
  readonly target_name: string | null;
}

/** What a complete export of facts that it has just read says at its end. */
const good = /^[\d,]+ assignments?, complete, all read now; [\d,]+ calls? to AWS in [\d a-z]+\.\n$/;

const header =
  'instance_arn,principal_type,principal_id,principal_name,permission_set_arn,permission_set_name,target_type,target_id,target_name';

function sandboxOf(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ throttle: false, emptyPages: false, ...options });
}

function exporting(sandbox: Pick<Sandbox, 'url'>, args: readonly string[], env: Record<string, string> = {}) {
  return program(['export', '--aws-tps', '10000', ...args], {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'canary-secret',
    ...env,
  });
}

async function exported(sandbox: Pick<Sandbox, 'url'>, ...args: string[]) {
  await using running = exporting(sandbox, args);
  return await running.ended;
}

async function records(sandbox: Sandbox, ...args: string[]): Promise<AssignmentRecord[]> {
  const { code, stdout, stderr } = await exported(sandbox, '--format', 'jsonl', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(good) });
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** What the organization itself has, in the order of the graph. */
function allRecords(organization: Organization): AssignmentRecord[] {
  const users = new Map(organization.users().map(({ userId, userName }) => [userId, userName]));
  const groups = new Map(organization.groups().map(({ groupId, displayName }) => [groupId, displayName]));
  const pairs = organization
    .accounts()
    .flatMap(({ id }) => organization.permissionSetsProvisionedTo(id).map((arn) => [id, arn] as const));
  const rows = pairs.flatMap(([id, arn]) =>
    organization.assignments(id, arn).map(({ principalType, principalId }): AssignmentRecord => ({
      instance_arn: organization.instanceArn,
      principal_type: principalType,
      principal_id: principalId,
      principal_name: (principalType === 'USER' ? users : groups).get(principalId) ?? null,
      permission_set_arn: arn,
      permission_set_name: organization.permissionSet(arn)?.name ?? null,
      target_type: 'AWS_ACCOUNT',
      target_id: id,
      target_name: organization.accounts().find((account) => account.id === id)?.name ?? null,
    })),
  );
  const key = (row: AssignmentRecord) =>
    [row.target_id, row.permission_set_arn, row.principal_type, row.principal_id].join(' ');
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

function ouPathOf(organization: Organization, accountId: string): string {
  const units = new Map(organization.organizationalUnits().map(({ id, name }) => [id, name]));
  const above = organization.ancestors(accountId);
  return above.map((id) => units.get(id) ?? organization.root.name).join('/');
}

test.concurrent('JSON lines hold every assignment with its nine fields, orphans included', async () => {
  await using sandbox = await sandboxOf({ accounts: 20 });
  const rows = await records(sandbox);
  expect(rows).toEqual(allRecords(sandbox.organization));
  expect(rows.some((row) => row.principal_name === null)).toBe(true);
  expect(Object.keys(rows[0]!).join()).toBe(header);
});

test.concurrent('CSV holds the same, as RFC 4180 has it', async () => {
  await using sandbox = await sandboxOf({ accounts: 20 });
  const { code, stdout, stderr } = await exported(sandbox);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(good) });
  const [titles, ...rows] = parseCsv(stdout);
  expect(titles?.join()).toBe(header);
  expect(rows).toEqual(
    allRecords(sandbox.organization).map((record) => Object.values(record).map((value) => value ?? '')),
  );
});

test.concurrent('a table is aligned, and names the instance once', async () => {
  await using sandbox = await sandboxOf({ accounts: 5 });
  const { organization } = sandbox;
  const { code, stdout } = await exported(sandbox, '--format', 'table');
  expect(code).toBe(0);
  const [title, , titles = '', ...rows] = stdout.trimEnd().split('\n');
  expect(title).toBe(`Assignments of ${organization.instanceArn}`);
  const starts = [...titles.matchAll(/(?<=^| {2})\S/g)].map(({ index }) => index);
  expect(starts).toHaveLength(7);
  const cells = rows.map((row) => starts.map((start, n) => row.slice(start, starts[n + 1]).trimEnd()));
  expect(cells).toEqual(
    allRecords(organization).map((row) => [
      row.target_id,
      row.target_name,
      row.permission_set_arn.split('/').at(-1),
      row.permission_set_name,
      row.principal_type,
      row.principal_name ?? '–',
      row.principal_id,
    ]),
  );
});

test.concurrent('filters of one kind are alternatives, and kinds must all hold', async () => {
  await using sandbox = await sandboxOf({ accounts: 20 });
  const all = allRecords(sandbox.organization);
  const [first] = all;
  const group = all.find((row) => row.principal_type === 'GROUP' && row.principal_name !== null)!;
  const user = all.find((row) => row.principal_type === 'USER' && row.principal_name !== null)!;
  const permissionSets = [first!.permission_set_arn.split('/').at(-1)!, user.permission_set_name!];
  const args = ['--group', group.principal_name!, '--user', user.principal_id];
  args.push(...permissionSets.flatMap((value) => ['--permission-set', value]));
  const expected = all.filter(
    (row) =>
      [group.principal_id, user.principal_id].includes(row.principal_id) &&
      permissionSets.some(
        (value) => value === row.permission_set_name || row.permission_set_arn.endsWith(`/${value}`),
      ),
  );
  expect(expected.length).toBeGreaterThan(0);
  expect(await records(sandbox, ...args)).toEqual(expected);
});

test.concurrent('accounts by id and by name stand beside those of units, and --name searches all three names', async () => {
  await using sandbox = await sandboxOf({ accounts: 20 });
  const { organization } = sandbox;
  const unit = organization.organizationalUnits().find(({ id }) => organization.accountsOf(id).length > 1);
  const [byId, byName] = organization
    .accounts()
    .filter(({ id }) => !organization.ancestors(id).includes(unit!.id));
  const args = ['--ou', unit!.id, '--recursive', '--account', byId!.id, '--account', byName!.name];
  const inReach = (row: AssignmentRecord) =>
    [byId!.id, byName!.id].includes(row.target_id) ||
    organization.ancestors(row.target_id).includes(unit!.id);
  const names = (row: AssignmentRecord) => [row.principal_name, row.permission_set_name, row.target_name];
  const found = (row: AssignmentRecord) => names(row).some((name) => name !== null && /dev/i.test(name));
  const expected = allRecords(organization).filter((row) => inReach(row) && found(row));
  expect(expected.length).toBeGreaterThan(0);
  expect(await records(sandbox, ...args, '--name', '(?i)dev')).toEqual(expected);
});

test.concurrent('columns of people, of the account and of its place hold what AWS has', async () => {
  await using sandbox = await sandboxOf({ accounts: 20 });
  const { organization } = sandbox;
  const columns = 'target_id,target_state,target_ou_path,principal_id,principal_display_name,principal_email';
  const { code, stdout } = await exported(
    sandbox,
    '--columns',
    `${columns},principal_enabled,principal_deleted`,
    '--format',
    'jsonl',
  );
  expect(code).toBe(0);
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const users = new Map(organization.users().map((user) => [user.userId, user]));
  const groups = new Map(organization.groups().map((group) => [group.groupId, group]));
  const expected = allRecords(organization).map(({ target_id, principal_id }) => {
    const user = users.get(principal_id);
    return {
      target_id,
      target_state: organization.accounts().find(({ id }) => id === target_id)!.state,
      target_ou_path: ouPathOf(organization, target_id),
      principal_id,
      principal_display_name: user?.displayName ?? groups.get(principal_id)?.displayName ?? null,
      principal_email: user?.email ?? null,
      principal_enabled: user ? user.status === 'ENABLED' : null,
      principal_deleted: !user && !groups.has(principal_id),
    };
  });
  expect(rows).toEqual(expected);
});

test.concurrent.each([
  ['the account list tells them', {}],
  ['it has to be asked for', { pathsAbsent: true }],
])('the path of OUs is the same where %s', async (_, modes) => {
  const options = { accounts: 12, permissionSets: 3, users: 10 };
  await using plain = await sandboxOf(options);
  await using sandbox = await sandboxOf({ ...options, modes });
  const { code, stdout } = await exported(sandbox, '--columns', 'target_ou_path');
  const { organization } = plain;
  const paths = allRecords(organization).map(({ target_id }) => ouPathOf(organization, target_id));
  expect({ code, stdout }).toEqual({ code: 0, stdout: `target_ou_path\r\n${paths.join('\r\n')}\r\n` });
});

test.concurrent('a path of OUs that AWS does not tell is empty, and makes the export incomplete', async () => {
  await using sandbox = await sandboxOf({ accounts: 3, modes: { pathsAbsent: true } });
  for (const operation of ['organizations:ListParents', 'organizations:ListRoots'])
    sandbox.faults.add({ operation, fault: { error: 'AccessDeniedException' } });
  const { code, stdout, stderr } = await exported(sandbox, '--columns', 'target_ou_path');
  expect(code).toBe(3);
  expect(new Set(parseCsv(stdout).slice(1).flat())).toEqual(new Set(['']));
  expect(stderr).toMatch(/allow organizations:List(Parents|Roots)/);
});

test.concurrent('facts that no column needs are not read', async () => {
  await using sandbox = await sandboxOf({ accounts: 10 });
  const { code } = await exported(sandbox, '--columns', 'target_id,target_name,principal_id');
  expect(code).toBe(0);
  const operations = Object.keys(sandbox.counts());
  expect(operations.filter((name) => /identitystore|DescribePermissionSet/.test(name))).toEqual([]);
});

test.concurrent('an account is found by a name that looks like an id', async () => {
  await using sandbox = await sandboxOf({ accounts: 3 });
  const { organization } = sandbox;
  const [permissionSet] = organization.permissionSets();
  const [user] = organization.users();
  const account = organization.createAccount({ name: '111122223333', email: 'a@example.com' });
  organization.createAssignment({
    accountId: account.id,
    permissionSetArn: permissionSet!.arn,
    principalType: 'USER',
    principalId: user!.userId,
  });
  const rows = await records(sandbox, '--account-name', '111122223333');
  expect(rows.map(({ target_id }) => target_id)).toEqual([account.id]);
});

test.concurrent('an export of what its mirror has says how old that is', async () => {
  await using sandbox = await sandboxOf({ accounts: 3 });
  const mirror = join(await mkdtemp(join(tmpdir(), 'export-')), 'mirror.db');
  const first = await exported(sandbox, '--mirror', mirror);
  expect(first.stderr).toMatch(good);
  const { code, stderr } = await exported(sandbox, '--mirror', mirror);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^\d+ assignments, complete, the oldest fact read \d+ s ago \(\d{4}-[\d-]+T[\d:.]+Z\); \d+ calls? to AWS in \d+ s\.\n$/,
  );
});

test.concurrent('names that were read before count for the age of an export, also where all assignments are read now', async () => {
  await using sandbox = await sandboxOf({ accounts: 3 });
  const mirror = join(await mkdtemp(join(tmpdir(), 'export-')), 'mirror.db');
  await exported(sandbox, '--mirror', mirror);
  const fresh = ['--mirror', mirror, '--max-age', 'PT0S'];
  expect((await exported(sandbox, ...fresh)).stderr).toMatch(
    /^\d+ assignments, complete, the oldest fact read \d+ s ago /,
  );
  const columns = 'target_id,principal_id';
  const { stderr } = await exported(sandbox, ...fresh, '--columns', columns);
  expect(stderr).toMatch(good);
});

test.concurrent('without names, none is looked up', async () => {
  await using sandbox = await sandboxOf({ accounts: 10 });
  const rows: AssignmentRecord[] = await records(sandbox, '--no-names');
  const nameless = { principal_name: null, permission_set_name: null, target_name: null };
  expect(rows).toEqual(allRecords(sandbox.organization).map((row) => ({ ...row, ...nameless })));
  const operations = Object.keys(sandbox.counts());
  expect(operations.filter((name) => /identitystore|Describe/.test(name))).toEqual([]);
});

test.concurrent('parts that cannot be read are listed, the rest is there, and the code is 3', async () => {
  await using sandbox = await sandboxOf({ accounts: 10 });
  const all = allRecords(sandbox.organization);
  const { target_id: account, permission_set_arn: arn } = all[0]!;
  sandbox.faults.add({
    operation: 'sso-admin:ListAccountAssignments',
    when: ({ AccountId, PermissionSetArn }) => AccountId === account && PermissionSetArn === arn,
    fault: { error: 'AccessDeniedException', message: 'Not this one.' },
  });
  const { code, stdout, stderr } = await exported(sandbox);
  expect(code).toBe(3);
  const rest = all.filter((row) => row.target_id !== account || row.permission_set_arn !== arn);
  expect(parseCsv(stdout)).toHaveLength(1 + rest.length);
  const [first, second, last, ...others] = stderr.split('\n');
  expect(first).toBe(
    'The export is not complete: 1 read failed. What follows is missing from it, or older than it should be.',
  );
  expect(second).toMatch(
    new RegExp(`^ {2}account ${account}, permission set ${arn}: .+Not this one\\. \\(AWS_ACCESS_DENIED\\)$`),
  );
  expect(last).toMatch(
    new RegExp(`^${rest.length} assignments, not complete, all read now; \\d+ calls to AWS in \\d+ s\\.$`),
  );
  expect(others).toEqual(['']);
});

test.concurrent('of many failures a hundred are listed, and the others counted', async () => {
  await using sandbox = await sandboxOf({ accounts: 40 });
  const operation = 'sso-admin:ListAccountAssignments';
  sandbox.faults.add({ operation, fault: { error: 'AccessDeniedException' } });
  const { code, stdout, stderr } = await exported(sandbox);
  expect({ code, stdout }).toEqual({ code: 3, stdout: `${header}\r\n` });
  const failed = sandbox.counts()[operation]!;
  const [first = '', ...rest] = stderr.trimEnd().split('\n');
  const told = Number(/not complete: about (\d+) reads failed\./.exec(first)?.[1]);
  expect(told).toBeGreaterThanOrEqual(failed);
  expect(told).toBeLessThan(failed + 20);
  expect(rest).toHaveLength(102);
  expect(rest.at(-2)).toBe(`  … and about ${told - 100} more`);
});

test.concurrent('a name that cannot be read is empty, and makes the export incomplete', async () => {
  await using sandbox = await sandboxOf({ accounts: 3 });
  sandbox.faults.add({
    operation: 'sso-admin:DescribePermissionSet',
    fault: { error: 'AccessDeniedException' },
  });
  const { code, stdout, stderr } = await exported(sandbox);
  expect(code).toBe(3);
  expect(
    new Set(
      parseCsv(stdout)
        .slice(1)
        .map((cells) => cells[5]),
    ),
  ).toEqual(new Set(['']));
  expect(stderr).toContain('allow sso:DescribePermissionSet');
});

test.concurrent('an export that is stopped ends cleanly, and goes on through its mirror', async () => {
  await using sandbox = await sandboxOf({ accounts: 40, latencyMs: 80 });
  const mirror = join(await mkdtemp(join(tmpdir(), 'export-')), 'mirror.db');
  await using stopped = exporting(sandbox, ['--mirror', mirror]);
  // Not `for await`: leaving it would close the pipe, which is another way to stop an export.
  const { promise: hasBegun, resolve } = Promise.withResolvers<void>();
  // More than may be under way at a time, so that it shows whether what had been read is kept.
  const pairsRead = () => sandbox.counts()['sso-admin:ListAccountAssignments'] ?? 0;
  stopped.child.stdout!.on('data', () => pairsRead() > 24 && resolve());
  await hasBegun;
  stopped.child.kill('SIGINT');
  const { code, stderr } = await stopped.ended;
  expect(code).toBe(3);
  expect(stderr).toMatch(
    /^Stopped after \d+ assignments: the export is not complete\. Start it again with the same --store, and it goes on from here\.\n$/,
  );
  const { stdout } = await exported(sandbox, '--mirror', mirror);
  const { organization } = sandbox;
  expect(parseCsv(stdout)).toHaveLength(1 + allRecords(organization).length);
  const pairs = organization
    .accounts()
    .reduce((sum, { id }) => sum + organization.permissionSetsProvisionedTo(id).length, 0);
  // Reads that were under way when it stopped are made again.
  expect(pairsRead()).toBeLessThanOrEqual(pairs + 16);
}, 60_000);

test.concurrent('a reader that has enough ends the export without a word', async () => {
  await using sandbox = await sandboxOf({ accounts: 120 });
  await using running = exporting(sandbox, []);
  await once(running.child.stdout!, 'data');
  running.child.stdout!.destroy();
  expect(await running.ended).toMatchObject({ code: 3, signal: null, stderr: '' });
});

test.concurrent.each<[string[], number, RegExp]>([
  [['--account', '12345678901'], 2, /^--account: "12345678901" has 11 digits, .+ leading zeros/],
  [
    ['--account', '8503-0287-3955'],
    2,
    /^--account: .+ no account id, which has 12 digits .+ try "850302873955"$/,
  ],
  [['--recursive'], 1, /^--recursive: needs --ou$/],
  [
    ['--region', 'eu-west-1'],
    1,
    /^There is no IAM Identity Center instance in eu-west-1 .+ \(INSTANCE_NOT_FOUND\)$/,
  ],
])(
  '%j is refused in one line, with code %i, before anything is printed',
  async (args, exitCode, expected) => {
    await using sandbox = await sandboxOf({ accounts: 3 });
    const { code, stdout, stderr } = await exported(sandbox, ...args);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    expect(stderr).toMatch(/^identity-center-gateway: [^\n]+\n$/);
    expect(stderr.replace('identity-center-gateway: ', '').trimEnd()).toMatch(expected);
  },
);

test.concurrent("the demo's organization can be exported without any AWS", async () => {
  await using running = program(['export', '--demo', '--format', 'jsonl'], {
    AWS_PROFILE: 'no-such',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  });
  const { code, stdout, stderr } = await running.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(good) });
  await using sandbox = await sandboxOf();
  expect(stdout.split('\n')).toHaveLength(allRecords(sandbox.organization).length + 1);
});

/** The last of the values is mistyped: its third letter is missing. */
const typo = (name: string) => name.slice(0, 2) + name.slice(3);

test.concurrent('a name or an id that nothing answers to is told with what is close, and ends with 4', async () => {
  await using sandbox = await sandboxOf();
  const { organization } = sandbox;
  const [user] = organization.users();
  const [group] = organization.groups();
  const set = organization.permissionSets()[0]!.name.toLowerCase();
  const cases: [string, string, string?][] = [
    ['--user', typo(user!.userName), user!.userName],
    ['--group', typo(group!.displayName), group!.displayName],
    ['--permission-set', set, organization.permissionSets()[0]!.name],
    ['--account-name', typo(organization.accounts()[0]!.name), organization.accounts()[0]!.name],
    ['--account', '000000000000'],
  ];
  for (const [flag, value, close] of cases) {
    const { code, stdout, stderr } = await exported(sandbox, flag, value);
    expect({ flag, code, stdout }).toEqual({ flag, code: 4, stdout: `${header}\r\n` });
    const [told, end] = stderr.split('\n');
    const said = `${flag} ${JSON.stringify(value)}: nothing answers to it`;
    expect(
      told!.startsWith(close === undefined ? said : `${said}; did you mean ${JSON.stringify(close)}`),
    ).toBe(true);
    expect(end).toMatch(/^0 assignments, complete/);
  }
});

test.concurrent('a read that failed outranks a value that nothing answers to', async () => {
  await using sandbox = await sandboxOf({ modes: { delegatedAdministrator: true } });
  const { managementAccountId } = sandbox.organization;
  const flags = ['--account', managementAccountId, '--account', '000000000000'];
  const { code, stderr } = await exported(sandbox, ...flags);
  expect(code).toBe(3);
  expect(stderr).toContain('--account "000000000000": nothing answers to it');
});
