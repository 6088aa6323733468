import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { ManualClock, settled } from '../aws/manual-clock.ts';
import { about, denied, small } from './faults.ts';
import { fetchFile } from './fetch-file.ts';
import { allKeys, countableSandbox, gatewayOn } from './gateway-on-sandbox.ts';

/** Without quotes in it. */
function cells(csv: string): string[][] {
  const [, ...lines] = csv.trimEnd().split('\r\n');
  return lines.map((line) => line.split(','));
}

const columns = ['target_id', 'permission_set_arn', 'principal_type', 'principal_id'];

test('a file of assignments has all of them, in order, and says that it is complete and how many they are', async () => {
  await using sandbox = await countableSandbox();
  await using gateway = await gatewayOn(sandbox);
  const file = await fetchFile(gateway, 'assignments.csv', { columns });
  const keys = allKeys(sandbox.organization);
  expect(cells(file.text).map((row) => row.join(' '))).toEqual(keys);
  expect(file).toMatchObject({
    status: 200,
    type: 'text/csv; charset=utf-8',
    name: expect.stringMatching(/^attachment; filename="assignments-\d{4}-\d\d-\d\d\.csv"$/),
    complete: 'true',
    rows: String(keys.length),
  });
  expect(file.text).not.toContain('INCOMPLETE');
});

test('a file has the columns that an export has, and what its filter leaves', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const [account] = sandbox.organization.accounts();
  const filter = { target: { ids: [account!.id] } };
  const { text, rows } = await fetchFile(gateway, 'assignments.csv', { filter });
  expect(text.split('\r\n')[0]).toBe(
    'instance_arn,principal_type,principal_id,principal_name,permission_set_arn,permission_set_name,target_type,target_id,target_name',
  );
  const wanted = allKeys(sandbox.organization, (accountId) => accountId === account!.id);
  expect(cells(text)).toHaveLength(wanted.length);
  expect(rows).toBe(String(wanted.length));
});

test('a file of people has a row for each person and way, as effectiveAccess counts them', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const user = { enabled: true };
  const { data } = await gateway.ask('{ effectiveAccess(user: { enabled: true }, first: 1) { totalCount } }');
  const { text, rows } = await fetchFile(gateway, 'people.csv', { user });
  expect(cells(text)).toHaveLength(data.effectiveAccess.totalCount);
  expect(rows).toBe(String(data.effectiveAccess.totalCount));
});

test('a file of changes is what changed since then', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const since = new Date(Date.now() - 1_000).toISOString();
  await gateway.ask('{ assignments { totalCount } }');
  const { organization } = sandbox;
  const [key] = allKeys(organization);
  const [accountId = '', permissionSetArn = '', type, principalId = ''] = key!.split(' ');
  const principalType = type === 'USER' ? 'USER' : 'GROUP';
  organization.deleteAssignment({ accountId, permissionSetArn, principalType, principalId });
  await gateway.ask('{ assignments(maxAge: "PT0S") { totalCount } }');
  const { text, complete } = await fetchFile(gateway, 'changes.csv', { since });
  const removed = cells(text).filter((row) => row.includes('REMOVED'));
  expect(removed).toHaveLength(1);
  for (const part of [accountId, permissionSetArn, principalId]) expect(removed[0]).toContain(part);
  // What changed before the first read is not known.
  expect(complete).toBe('false');
});

test('a workbook has a row for each assignment', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { bytes, type, rows } = await fetchFile(gateway, 'assignments.xlsx');
  const { 'xl/worksheets/sheet1.xml': sheet } = unzipSync(bytes);
  expect(strFromU8(sheet!).match(/<row /g)).toHaveLength(Number(rows) + 1);
  expect(type).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
});

test('a name that a spreadsheet would run as a formula is a text in the file', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const group = organization.createGroup({ displayName: '=HYPERLINK("http://x.example")' });
  const [key] = allKeys(organization);
  const [accountId = '', permissionSetArn = ''] = key!.split(' ');
  const pair = { accountId, permissionSetArn };
  organization.createAssignment({ ...pair, principalType: 'GROUP', principalId: group.groupId });
  await using gateway = await gatewayOn(sandbox);
  const { text } = await fetchFile(gateway, 'assignments.csv', { columns: ['principal_name'] });
  expect(text).toContain(`"'=HYPERLINK(""http://x.example"")"`);
});

test('a file that lacks something says so by its name, its headers and its last rows', async () => {
  await using sandbox = await countableSandbox(small);
  const [key] = allKeys(sandbox.organization);
  const [accountId = '', arn = ''] = key!.split(' ');
  const operation = 'sso-admin:ListAccountAssignments';
  sandbox.faults.add({ operation, ...about(accountId, arn), fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const file = await fetchFile(gateway, 'assignments.csv', { columns });
  expect(file).toMatchObject({ status: 200, complete: 'false', rows: null });
  expect(file.name).toMatch(/filename="assignments-[\d-]+-incomplete\.csv"/);
  const tail = file.text.slice(file.text.indexOf('INCOMPLETE'));
  expect(tail).toMatch(/^INCOMPLETE: The export is not complete: 1 read failed/);
  expect(tail).toContain(`account ${accountId}, permission set ${arn}`);
  expect(tail).toContain('AWS_ACCESS_DENIED');
});

test('names that cannot be read make a file incomplete, and its rows are there', async () => {
  await using sandbox = await countableSandbox(small);
  for (const operation of ['identitystore:ListGroups', 'identitystore:DescribeGroup'])
    sandbox.faults.add({ operation, fault: denied });
  await using gateway = await gatewayOn(sandbox);
  const file = await fetchFile(gateway, 'assignments.csv');
  expect(file).toMatchObject({ complete: 'false', rows: String(allKeys(sandbox.organization).length) });
  expect(file.text).toContain('INCOMPLETE');
});

test('a file that takes more calls than a request may make is refused before the first', async () => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: 5 } });
  await gateway.ask('{ instance { arn } }');
  const before = sandbox.counts();
  const { status, text } = await fetchFile(gateway, 'assignments.csv');
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COSTLY' } }] });
  expect(sandbox.counts()).toEqual(before);
});

test('a file of many pages that is planned to make as many calls as it may is written to its end', async () => {
  await using sandbox = await countableSandbox({ accounts: 120, permissionSets: 20 });
  await using probe = await gatewayOn(sandbox);
  const { data } = await probe.ask('{ explainAssignments { calls } }');
  await using gateway = await gatewayOn(sandbox, { config: { maxCalls: data.explainAssignments.calls * 2 } });
  const { status, rows, text } = await fetchFile(gateway, 'assignments.csv');
  expect(status).toBe(200);
  expect(Number(rows)).toBeGreaterThan(1_000);
  expect(cells(text)).toHaveLength(Number(rows));
});

const mistakes: readonly [what: string, name: string, body: object, message: RegExp][] = [
  ['an argument that it does not have', 'people.csv', { fliter: {} }, /^fliter: .*filter, user/],
  ['a filter of another shape', 'assignments.csv', { filter: { principal: { kind: 'USER' } } }, /kind/],
  ['an id that is none', 'assignments.csv', { filter: { target: { ids: ['12'] } } }, /filter\.target\.ids/],
  [
    'an unknown column',
    'assignments.csv',
    { columns: ['target_id', 'shoe_size'] },
    /^columns\[1\]: .*target_name/,
  ],
  ['columns where there are none to choose', 'people.csv', { columns: ['user'] }, /^columns: /],
  ['a byte order mark in a workbook', 'assignments.xlsx', { bom: true }, /^bom: /],
  ['no moment to begin at', 'changes.csv', {}, /since/],
];

test.each(mistakes)('%s is bad input that names it', async (_what, name, body, message) => {
  await using sandbox = await countableSandbox(small);
  await using gateway = await gatewayOn(sandbox);
  const { status, text } = await fetchFile(gateway, name, body);
  const { errors } = JSON.parse(text);
  expect([status, errors[0].extensions.code]).toEqual([400, 'BAD_INPUT']);
  expect(errors[0].message).toMatch(message);
});

test('a client that hangs up stops the reads for its file', async () => {
  await using sandbox = await countableSandbox(small);
  const clock = new ManualClock();
  await using gateway = await gatewayOn(sandbox, { aws: { unlimited: false, clock } });
  const leaving = new AbortController();
  const gone = fetchFile(gateway, 'assignments.csv', {}, { signal: leaving.signal }).then(
    () => 'answered',
    () => 'gone',
  );
  while (clock.timers === 0) await settled();
  leaving.abort();
  expect(await gone).toBe('gone');
  while (clock.timers > 0) await settled();
  await clock.advance(60_000);
  await gateway.ask('{ __typename }');
  // Those of the burst, of many times as many.
  expect(sandbox.calls().length).toBeLessThan(12);
});
