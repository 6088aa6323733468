import { unzipSync, strFromU8 } from 'fflate';
import { expect, test } from 'vitest';
import { xlsx } from '../../src/main/export/format/xlsx.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { program } from './program.ts';

const sizes = { accounts: 6, permissionSets: 4, users: 20, groups: 5 };

function sandboxOf(): Promise<Sandbox> {
  return startSandbox({ throttle: false, emptyPages: false, ...sizes });
}

async function exported(args: readonly string[], env: Record<string, string>) {
  await using running = program(['export', '--people', ...args], env);
  return await running.ended;
}

function onAws({ url }: Sandbox) {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'canary-secret',
  };
}

/** Every person and way in by account, grant and user, from the organization itself. */
function waysIn({ organization }: Sandbox) {
  const grants = organization.accounts().flatMap(({ id }) => [
    ...organization
      .permissionSetsProvisionedTo(id)
      .flatMap((arn) => organization.assignments(id, arn))
      .map((row) => ({ ...row, name: organization.permissionSet(row.permissionSetArn)?.name })),
    ...organization.accountAccess
      .entitlementsOf(id)
      .map((row) => ({ ...row, name: row.roleArn.split('/').at(-1) })),
  ]);
  return grants.flatMap(({ accountId, principalType, principalId, name }) =>
    (principalType === 'USER'
      ? [principalId]
      : organization.membershipsOfGroup(principalId).map(({ userId }) => userId)
    ).map((userId) => {
      const user = organization.user(userId);
      const account = organization.account(accountId);
      return {
        user: user?.userName ?? userId,
        email: user?.email ?? null,
        enabled: user ? user.status === 'ENABLED' : null,
        via: principalType === 'GROUP' ? (organization.group(principalId)?.displayName ?? null) : null,
        permission_set_or_role: name,
        account_id: accountId,
        account_name: account?.name,
        account_state: account?.state,
      };
    }),
  );
}

function sorted(rows: readonly object[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

function recordsIn(stdout: string) {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
    .map(({ ou_path, grant, ...record }) => {
      expect(ou_path).toMatch(/^Root/);
      expect(['PERMISSION_SET', 'ROLE']).toContain(grant);
      return record;
    });
}

test('people are exported with each way in, from AWS and from a gateway alike', async () => {
  await using sandbox = await sandboxOf();
  const wanted = sorted(waysIn(sandbox));
  const fromAws = await exported(['--format', 'jsonl', '--aws-tps', '10000'], onAws(sandbox));
  expect({ code: fromAws.code, stderr: fromAws.stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^[\d,]+ ways in, complete, all read now; /),
  });
  expect(sorted(recordsIn(fromAws.stdout))).toEqual(wanted);
  await using gateway = await gatewayOn(sandbox);
  const fromGateway = await exported(['--format', 'jsonl', '--gateway', gateway.url], {});
  expect(fromGateway.code).toBe(0);
  expect(fromGateway.stdout).toBe(fromAws.stdout);
});

test('--user says which people, whatever the grants name', async () => {
  await using sandbox = await sandboxOf();
  const { user } = waysIn(sandbox).find(({ via }) => via !== null)!;
  const { code, stdout } = await exported(
    ['--format', 'jsonl', '--aws-tps', '10000', '--user', user],
    onAws(sandbox),
  );
  expect(code).toBe(0);
  expect(sorted(recordsIn(stdout))).toEqual(sorted(waysIn(sandbox).filter((row) => row.user === user)));
  const mistyped = await exported(['--aws-tps', '10000', '--user', `${user}x`], onAws(sandbox));
  expect(mistyped.code).toBe(4);
  expect(mistyped.stderr).toContain(`--user "${user}x": nothing answers to it`);
});

test.each([
  [['--columns', 'target_id'], '--columns: an export of --people has columns of its own'],
  [['--no-names'], '--no-names: an export of --people consists of names'],
])('an export of people refuses %j', async (args, message) => {
  const { code, stderr, stdout } = await exported(args, {});
  expect({ code, stdout, said: stderr.includes(message) }).toEqual({ code: 1, stdout: '', said: true });
});

test('a group whose members cannot be read leaves the export incomplete', async () => {
  await using sandbox = await sandboxOf();
  sandbox.faults.add({
    operation: 'identitystore:ListGroupMemberships',
    fault: { error: 'AccessDeniedException' },
  });
  const { code, stderr } = await exported(['--aws-tps', '10000'], onAws(sandbox));
  expect(code).toBe(3);
  expect(stderr).toContain('identitystore:ListGroupMemberships');
});

function sheetsIn(bytes: Buffer): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
}

function bookOf(rows: readonly Record<string, string | boolean | null>[], rowsOfSheet?: number) {
  const format = xlsx(['account_id', 'name', 'enabled'], 'Access', rowsOfSheet);
  const text = format.begin('') + format.rows(rows) + (format.end?.() ?? '');
  return sheetsIn(Buffer.from(text, format.encoding));
}

test('cells of a workbook are texts: zeros stay, and nothing is a formula', () => {
  const book = bookOf([{ account_id: '002107590222', name: '=HYPERLINK("x")&<\u0001', enabled: true }]);
  const sheet = book['xl/worksheets/sheet1.xml'] ?? '';
  expect(sheet).toContain('<c r="A2" t="inlineStr"><is><t xml:space="preserve">002107590222</t></is></c>');
  expect(sheet).toContain('=HYPERLINK(&quot;x&quot;)&amp;&lt;\ufffd</t>');
  expect(sheet).toContain('<c r="C2" t="b"><v>1</v></c>');
  expect(sheet).not.toContain('<f>');
  expect(sheet).toContain('state="frozen"');
  expect(sheet).toContain('<col min="1" max="1" width="14" customWidth="1"/>');
  expect(Object.keys(book)).toEqual(
    expect.arrayContaining(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/styles.xml']),
  );
});

test('a workbook goes on on another sheet, with its titles, where one is full', () => {
  const rows = Array.from({ length: 7 }, (_, n) => ({ account_id: `${n}`, name: null, enabled: null }));
  const book = bookOf(rows, 4);
  const sheets = Object.keys(book).filter((name) => name.startsWith('xl/worksheets/'));
  expect(sheets).toHaveLength(3);
  for (const name of sheets) expect(book[name]).toContain('account_id');
  expect(book['xl/workbook.xml']).toContain('name="Access 3"');
  expect(sheets.flatMap((name) => book[name]?.match(/<row /g) ?? [])).toHaveLength(7 + 3);
});

test('an export as a workbook is a file that unzips, of assignments too', async () => {
  await using sandbox = await sandboxOf();
  for (const args of [['--people'], []]) {
    const flags = ['--format', 'xlsx', '--aws-tps', '10000'];
    await using running = program(['export', ...args, ...flags], onAws(sandbox), 'latin1');
    const { code, stdout } = await running.ended;
    const bytes = Buffer.from(stdout, 'latin1');
    expect(code).toBe(0);
    const sheet = sheetsIn(bytes)['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet).toContain(`>${waysIn(sandbox)[0]!.account_id}<`);
  }
});
