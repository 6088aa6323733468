import { strFromU8, unzipSync } from 'fflate';
import { parse, validate, NoUnusedVariablesRule, specifiedRules } from 'graphql';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { tableNamed, tables } from '../../src/main/tables/tables.ts';
import type { Organization, PermissionsBoundary } from '../../src/sandbox/organization/types.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { schema } from '../../src/schema/index.ts';
import type { Permission, Viewer } from '../../src/viewer.ts';
import { parseCsv } from '../parse-csv.ts';
import { denied, small } from './faults.ts';
import { fetchFile, type FetchedFile } from './fetch-file.ts';
import { allKeys, countableSandbox, gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';

/** What a spreadsheet would run. */
const formula = '=HYPERLINK("http://x.example")';
const held = `'${formula}`;

let sandbox: Sandbox;
let gateway: TestGateway;
let organization: Organization;

beforeAll(async () => {
  sandbox = await countableSandbox(small);
  organization = sandbox.organization;
  const user = organization.createUser({
    userName: formula,
    displayName: formula,
    givenName: 'x',
    familyName: 'y',
    email: '@evil.example',
    status: 'DISABLED',
  });
  const group = organization.createGroup({ displayName: formula, description: '+1' });
  organization.createMembership(group.groupId, user.userId);
  const set = organization.createPermissionSet({ name: 'Canary', description: '-2', relayState: '@x' });
  organization.createPermissionSet({ name: 'Unused' });
  const account = organization.createAccount({ name: '=1+1', email: 'root@x.example' });
  const ou = organization.createOrganizationalUnit(organization.root.id, '=ou');
  organization.moveAccount(account.id, organization.root.id, ou.id);
  const grant = { accountId: account.id, permissionSetArn: set.arn };
  organization.createAssignment({ ...grant, principalType: 'GROUP', principalId: group.groupId });
  organization.createAssignment({ ...grant, principalType: 'USER', principalId: user.userId });
  const { policies } = organization;
  policies.attachManaged(set.arn, 'arn:aws:iam::aws:policy/ReadOnlyAccess');
  policies.attachCustomerManaged(set.arn, { name: 'Deploy', path: '/ci/' });
  policies.setInline(set.arn, '{"Version":"2012-10-17","Statement":[]}');
  policies.setBoundary(set.arn, { managedPolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' });
  organization.tags.tag(set.arn, [{ key: 'owner', value: '=x' }]);
  // Its role in the account is now as the set was before.
  organization.updatePermissionSet(set.arn, { description: '-3', relayState: '@x' });
  gateway = await gatewayOn(sandbox);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await sandbox.close();
});

/** As in the file: a text that would be a formula has an apostrophe before it. */
function cell(value: string | number | boolean | undefined): string {
  const text = String(value ?? '');
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

function pathOf(id: string): string {
  const names = new Map(organization.organizationalUnits().map((unit) => [unit.id, unit.name]));
  return organization
    .ancestors(id)
    .map((one) => names.get(one) ?? organization.root.name)
    .join('/');
}

const accountCells = (id: string) => {
  const account = organization.account(id)!;
  return [id, account.name, pathOf(id), account.state];
};
const userCells = (id: string) => {
  const { userId, userName, displayName, email, status } = organization.user(id)!;
  return [userId, userName, displayName, email, status === 'ENABLED'];
};
const setCells = (arn: string) => [arn, organization.permissionSet(arn)!.name];
const membersOf = (groupId: string) => organization.membershipsOfGroup(groupId).map(({ userId }) => userId);

function provisionedIn(accountId: string, arn: string): (string | undefined)[] {
  const isOld = organization
    .permissionSetsProvisionedTo(accountId, 'LATEST_PERMISSION_SET_NOT_PROVISIONED')
    .includes(arn);
  const status = isOld ? 'LATEST_PERMISSION_SET_NOT_PROVISIONED' : 'LATEST_PERMISSION_SET_PROVISIONED';
  return [...accountCells(accountId), ...setCells(arn), status];
}

function pairs(): [accountId: string, arn: string][] {
  return organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSetsProvisionedTo(id).map((arn): [string, string] => [id, arn]),
    );
}

function countsIn([accountId, arn]: [string, string]): (string | number | undefined)[] {
  const rows = organization.assignments(accountId, arn);
  const people = rows.flatMap(({ principalType, principalId }) =>
    principalType === 'USER' ? [principalId] : membersOf(principalId),
  );
  return [...accountCells(accountId), ...setCells(arn), rows.length, new Set(people).size];
}

function policiesOf(): Cells[] {
  return organization.permissionSets().flatMap(({ arn }) => {
    const { managedPolicyArns, customerManagedPolicies, inlinePolicy, permissionsBoundary } =
      organization.policies.of(arn);
    const most = permissionsBoundary;
    const rows: Cells[] = [
      ...managedPolicyArns.map((policy) => ['AWS_MANAGED_POLICY', policy.split('/').at(-1), policy]),
      ...customerManagedPolicies.map(({ name, path }) => ['CUSTOMER_MANAGED_POLICY', name, path]),
      ...(inlinePolicy === undefined ? [] : [['INLINE_POLICY', '', inlinePolicy]]),
      ...(most ? [['PERMISSIONS_BOUNDARY', ...boundaryCells(most)]] : []),
      ...organization.tags.of(arn).map(({ key, value }) => ['TAG', key, value]),
    ];
    return rows.map((row) => [...setCells(arn), ...row]);
  });
}

function boundaryCells(most: PermissionsBoundary): Cells {
  if ('managedPolicyArn' in most) return ['', most.managedPolicyArn];
  return [most.customerManagedPolicy.name, most.customerManagedPolicy.path];
}

type Cells = readonly (string | number | boolean | undefined)[];

/** Each file, its arguments, its titles, and what the organization itself has, in any order. */
const files: readonly [name: string, args: () => object, titles: string, rows: () => readonly Cells[]][] = [
  [
    'users',
    () => ({}),
    'user_id,user_name,display_name,email,enabled',
    () => organization.users().map(({ userId }) => userCells(userId)),
  ],
  [
    'users',
    () => ({ enabled: false }),
    'user_id,user_name,display_name,email,enabled',
    () =>
      organization
        .users()
        .filter(({ status }) => status === 'DISABLED')
        .map(({ userId }) => userCells(userId)),
  ],
  [
    'groups',
    () => ({}),
    'group_id,display_name,description',
    () =>
      organization
        .groups()
        .map(({ groupId, displayName, description }) => [groupId, displayName, description]),
  ],
  [
    'members',
    () => ({}),
    'group_id,group_name,user_id,user_name,display_name,email,enabled',
    () =>
      organization
        .groups()
        .flatMap(({ groupId, displayName }) =>
          membersOf(groupId).map((id) => [groupId, displayName, ...userCells(id)]),
        ),
  ],
  [
    'members',
    () => ({ groupIds: [organization.groupByName(formula)!.groupId] }),
    'group_id,group_name,user_id,user_name,display_name,email,enabled',
    () => {
      const { groupId, displayName } = organization.groupByName(formula)!;
      return membersOf(groupId).map((id) => [groupId, displayName, ...userCells(id)]);
    },
  ],
  [
    'accounts',
    () => ({}),
    'account_id,account_name,ou_path,account_state,root_email',
    () => organization.accounts().map(({ id, email }) => [...accountCells(id), email]),
  ],
  [
    'accounts-of-ou',
    () => ({ ouId: organization.organizationalUnits()[0]!.id }),
    'account_id,account_name,ou_path,account_state,root_email',
    () => {
      const [ou] = organization.organizationalUnits();
      return organization
        .accounts()
        .filter(({ id }) => organization.ancestors(id).includes(ou!.id))
        .map(({ id, email }) => [...accountCells(id), email]);
    },
  ],
  [
    'ous',
    () => ({}),
    'ou_id,ou_name,parent_id,ou_path',
    () => [
      [organization.root.id, organization.root.name, '', organization.root.name],
      ...organization
        .organizationalUnits()
        .map(({ id, name, parentId }) => [id, name, parentId, `${pathOf(id)}/${name}`]),
    ],
  ],
  [
    'permission-sets',
    () => ({}),
    'permission_set_arn,permission_set_name,description,session_duration,relay_state,created_at',
    () =>
      organization
        .permissionSets()
        .map(({ arn, name, description, sessionDuration, relayState, createdAt }) => [
          arn,
          name,
          description,
          sessionDuration,
          relayState,
          new Date(createdAt * 1000).toISOString(),
        ]),
  ],
  [
    'provisioned',
    () => ({}),
    'account_id,account_name,ou_path,account_state,permission_set_arn,permission_set_name,provisioning_status',
    () => pairs().map((pair) => provisionedIn(...pair)),
  ],
  [
    'provisioned',
    () => ({ accountId: organization.accounts().at(-1)!.id }),
    'account_id,account_name,ou_path,account_state,permission_set_arn,permission_set_name,provisioning_status',
    () => {
      const { id } = organization.accounts().at(-1)!;
      return organization.permissionSetsProvisionedTo(id).map((arn) => provisionedIn(id, arn));
    },
  ],
  [
    'provisioned',
    () => ({ filter: { ids: [organization.permissionSets()[0]!.arn] } }),
    'account_id,account_name,ou_path,account_state,permission_set_arn,permission_set_name,provisioning_status',
    () => {
      const { arn } = organization.permissionSets()[0]!;
      return organization.accountsProvisionedWith(arn).map((id) => provisionedIn(id, arn));
    },
  ],
  ['policies', () => ({}), 'permission_set_arn,permission_set_name,kind,name,value', policiesOf],
  [
    'counts',
    () => ({}),
    'account_id,account_name,ou_path,account_state,permission_set_arn,permission_set_name,assignments,people',
    () => pairs().map(countsIn),
  ],
  [
    'counts',
    () => ({ filter: { permissionSet: { name: { eq: 'Canary' } } } }),
    'account_id,account_name,ou_path,account_state,permission_set_arn,permission_set_name,assignments,people',
    () =>
      pairs()
        .filter(([, arn]) => organization.permissionSet(arn)!.name === 'Canary')
        .map(countsIn),
  ],
];

test.each(files)(
  'a file of %s lists what the organization has, whole, and says how much',
  async (name, args, titles, wanted) => {
    const file = await fetchFile(gateway, `${name}.csv`, args());
    const [head, ...rows] = parseCsv(file.text);
    const expected = wanted().map((row) => row.map(cell));
    expect(head?.join()).toBe(titles);
    expect(rows.toSorted(byText)).toEqual(expected.toSorted(byText));
    expect(expected.length).toBeGreaterThan(0);
    expect(file).toMatchObject({ status: 200, complete: 'true', rows: String(expected.length) });
    expect(file.name).toMatch(new RegExp(`filename="${name}-[\\d-]+\\.csv"`));
  },
);

function byText(one: readonly string[], other: readonly string[]): number {
  return one.join() < other.join() ? -1 : 1;
}

test('a file of findings has a row for each thing that a finding counts, and one for a finding of which there is none', async () => {
  const { data } = await gateway.ask('{ findings { type severity title count } }');
  const { text, rows, complete } = await fetchFile(gateway, 'findings.csv');
  const [titles, ...found] = parseCsv(text);
  const told = Map.groupBy(found, ([, type]) => type);
  expect([...told.keys()]).toEqual(data.findings.map(({ type }: { type: string }) => type));
  for (const { type, severity, title, count } of data.findings) {
    const some = told.get(type)!;
    expect(some).toHaveLength(Math.max(1, count));
    for (const row of some) expect(row.slice(0, 3)).toEqual([severity, type, title]);
  }
  expect([rows, complete]).toEqual([String(found.length), 'true']);
  const at = (row: readonly string[], title: string) => row[titles!.indexOf(title)];
  const disabled = told.get('DISABLED_USER_HOLDS_ACCESS')!.map((row) => at(row, 'principal_name'));
  expect(disabled).toContain(held);
  const direct = told
    .get('ASSIGNMENT_NAMES_USER')!
    .map((row) =>
      ['account_id', 'permission_set_arn', 'principal_type', 'principal_id']
        .map((title) => at(row, title))
        .join(' '),
    );
  expect(direct).toEqual(allKeys(organization).filter((key) => key.includes(' USER ')));
  const unused = told.get('PERMISSION_SET_USED_NOWHERE')!.map((row) => at(row, 'permission_set_name'));
  expect(unused).toContain('Unused');
});

test('a finding of which there is none has a row that says so', async () => {
  await using other = await countableSandbox(small);
  for (const { arn } of other.organization.permissionSets()) other.organization.provisionPermissionSet(arn);
  await using provisioned = await gatewayOn(other);
  const types = ['PERMISSION_SET_NOT_UP_TO_DATE'];
  const { text, rows } = await fetchFile(provisioned, 'findings.csv', { types });
  expect(text.split('\r\n').slice(1)).toEqual([
    'MEDIUM,PERMISSION_SET_NOT_UP_TO_DATE,No permission set is not up to date in every account,,,,,,,,',
    '',
  ]);
  expect(rows).toBe('1');
});

test('a file of some findings has these only', async () => {
  const types = ['PERMISSION_SET_USED_NOWHERE'];
  const { text } = await fetchFile(gateway, 'findings.csv', { types });
  expect(
    new Set(
      parseCsv(text)
        .slice(1)
        .map(([, type]) => type),
    ),
  ).toEqual(new Set(types));
});

/** Arguments without which there is no file. */
const needed: Readonly<Record<string, () => object>> = {
  'accounts-of-ou': () => ({ ouId: organization.organizationalUnits()[0]!.id }),
};
const ofOrganization = Object.keys(tables).filter((name) => tableNamed(name)!.permission === 'read');

test.each(ofOrganization)('a workbook of %s has a row for each line of its CSV', async (name) => {
  const args = needed[name]?.() ?? {};
  const { text } = await fetchFile(gateway, `${name}.csv`, args);
  const { bytes, status } = await fetchFile(gateway, `${name}.xlsx`, args);
  const { 'xl/worksheets/sheet1.xml': sheet, 'xl/workbook.xml': book } = unzipSync(bytes);
  const xml = strFromU8(sheet!);
  expect(status).toBe(200);
  expect(xml.match(/<row /g)).toHaveLength(parseCsv(text).length);
  expect(xml).not.toContain('<f>');
  expect(strFromU8(book!)).toContain(`name="${tableNamed(name)!.title}"`);
});

test('a count is a number for a spreadsheet, and an account id is not', async () => {
  const { bytes } = await fetchFile(gateway, 'counts.xlsx');
  const xml = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!);
  expect(xml).toMatch(/<c r="A2" t="inlineStr">/);
  expect(xml).toMatch(/<c r="G2"><v>\d+<\/v><\/c>/);
  const { text } = await fetchFile(gateway, 'counts.csv', { bom: true });
  const [, first] = parseCsv(text);
  expect(first![0]).toMatch(/^="\d{12}"$/);
  expect(first![6]).toMatch(/^\d+$/);
});

test.each(ofOrganization)(
  'a file of %s is made anew without a call once its facts are known',
  async (name) => {
    const args = needed[name]?.() ?? {};
    await fetchFile(gateway, `${name}.csv`, args);
    const before = sandbox.counts();
    await fetchFile(gateway, `${name}.csv`, args);
    expect(sandbox.counts()).toEqual(before);
  },
);

/** What AWS refuses, the file that is then not whole, and whether it says how many rows it has: those that lack names. */
const refusals: readonly [name: string, operation: string, saysHowMany: boolean][] = [
  ['members', 'identitystore:ListGroupMemberships', false],
  ['accounts', 'organizations:DescribeOrganizationalUnit', true],
  ['permission-sets', 'sso-admin:DescribePermissionSet', true],
  ['policies', 'sso-admin:ListManagedPoliciesInPermissionSet', false],
  ['provisioned', 'sso-admin:ListAccountsForProvisionedPermissionSet', false],
  ['counts', 'sso-admin:ListAccountAssignments', false],
  ['findings', 'organizations:ListAccounts', false],
];

function tail(file: FetchedFile): string {
  return file.text.slice(file.text.indexOf('INCOMPLETE: '));
}

test.each(refusals)('a file of %s that lacks what %s tells says so', async (name, operation, saysHowMany) => {
  await using other = await countableSandbox(small);
  other.faults.add({ operation, fault: denied });
  await using refused = await gatewayOn(other);
  const file = await fetchFile(refused, `${name}.csv`);
  expect(file).toMatchObject({
    status: 200,
    complete: 'false',
    name: expect.stringContaining('-incomplete.csv'),
  });
  expect(tail(file)).toContain(operation.split(':')[1]);
  expect(file.rows !== null).toBe(saysHowMany);
});

test('a list that AWS does not give at all is no file', async () => {
  await using other = await countableSandbox(small);
  other.faults.add({ operation: 'identitystore:ListUsers', fault: denied });
  await using refused = await gatewayOn(other);
  const { status, text } = await fetchFile(refused, 'users.csv');
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([502, 'AWS_ACCESS_DENIED']);
});

test('a group whose members AWS does not give is missing from a file of members, and the others are there', async () => {
  await using other = await countableSandbox(small);
  const [group, ...others] = other.organization.groups();
  const fault = { operation: 'identitystore:ListGroupMemberships', fault: denied };
  other.faults.add({ ...fault, when: (input) => input['GroupId'] === group!.groupId });
  await using refused = await gatewayOn(other);
  const file = await fetchFile(refused, 'members.csv');
  const groupIds = new Set(
    parseCsv(file.text.slice(0, -tail(file).length))
      .slice(1)
      .map(([id]) => id),
  );
  const full = others.filter(({ groupId }) => other.organization.membershipsOfGroup(groupId).length > 0);
  expect(groupIds).toEqual(new Set(full.map(({ groupId }) => groupId)));
  expect([file.complete, tail(file)]).toEqual(['false', expect.stringContaining(group!.groupId)]);
});

test('a file that takes more calls than a request may make is refused as the query is', async () => {
  await using other = await countableSandbox(small);
  await using bounded = await gatewayOn(other, { config: { maxCalls: 3 } });
  for (const name of ['counts', 'findings']) {
    const { status, text } = await fetchFile(bounded, `${name}.csv`);
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, 'QUERY_TOO_COSTLY']);
  }
  expect(other.counts()['sso-admin:ListAccountAssignments']).toBeUndefined();
});

test('a file of members is refused while a request may not make so many calls, and goes on each time', async () => {
  await using other = await countableSandbox(small);
  await using bounded = await gatewayOn(other, { config: { maxCalls: 4 } });
  await bounded.ask('{ instance { arn } }');
  const said: unknown[] = [];
  let text = '';
  for (let isThere = false; !isThere && said.length < 10;) {
    other.reset();
    const file = await fetchFile(bounded, 'members.csv');
    ({ text } = file);
    isThere = file.status === 200;
    said.push(isThere ? 'there' : JSON.parse(text).errors[0].extensions.code);
    const calls = Object.values(other.counts()).reduce((sum, count) => sum + count, 0);
    expect(calls).toBeLessThanOrEqual(4);
  }
  const refusals = said.slice(0, -1);
  expect([...new Set(refusals), said.at(-1)]).toEqual(['QUERY_TOO_COSTLY', 'there']);
  expect(refusals.length).toBeGreaterThan(1);
  const { organization } = other;
  const members = organization.groups().flatMap(({ groupId }) => organization.membershipsOfGroup(groupId));
  expect(parseCsv(text).slice(1)).toHaveLength(members.length);
});

test('a file is of something that exists', async () => {
  const { status, text } = await fetchFile(gateway, 'accounts-of-ou.csv', { ouId: 'ou-aaaa-00000000' });
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([404, 'NOT_FOUND']);
});

function viewer(...permissions: Permission[]): Viewer {
  return {
    viewerId: 'v',
    issuer: 'tokens',
    subject: 'v',
    name: 'somebody',
    isLocal: false,
    permissions: new Set(permissions),
  };
}

test.each(Object.keys(tables))('a file of %s is refused to whoever may not ask its query', async (name) => {
  const { permission } = tableNamed(name)!;
  const rest = (['read', 'credentials', 'metrics', 'audit'] as const).filter((one) => one !== permission);
  const recognize = async () => viewer(...rest);
  const auth = { mode: 'known' as const, ways: [{ wants: 'a token', recognize }] };
  await using guarded = await gatewayOn(sandbox, { auth, authorization: 'Bearer x' });
  const before = sandbox.counts();
  const { status, text } = await fetchFile(guarded, `${name}.csv`, {}, { authorization: 'Bearer x' });
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  expect(sandbox.counts()).toEqual(before);
});

test('the question of a table is one of the graph, with arguments that the graph has', () => {
  // What a table does with an argument besides is not in its first question.
  const rules = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule);
  for (const [name, { document }] of Object.entries(tables))
    expect([name, validate(schema, parse(document), rules)]).toEqual([name, []]);
});
