import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readChain } from '../../src/main/evidence/chain.ts';
import type { Manifest } from '../../src/main/evidence/manifest.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { denied, small } from '../gateway/faults.ts';
import { called, countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { program } from './program.ts';

let folder: string;
let store: string;
let reviews: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  store = join(folder, 'store.db');
  reviews = join(folder, 'reviews');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function exporting({ url }: Sandbox, ...args: string[]) {
  return program(['export', '--evidence', reviews, '--aws-tps', '10000', ...args], {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'canary-secret',
    HOME: '/nonexistent',
  });
}

async function reviewed(sandbox: Sandbox, ...args: string[]) {
  await using running = exporting(sandbox, '--store', store, ...args);
  return await running.ended;
}

/** Without anything of AWS at hand. */
async function verified(...args: string[]) {
  await using running = program(['verify', ...args], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  return await running.ended;
}

function names(): string[] {
  return readdirSync(reviews).toSorted();
}

function manifestOf(review: string): Manifest {
  return JSON.parse(readFileSync(join(reviews, review, 'manifest.json'), 'utf8'));
}

function linesOf(review: string, file: string): Record<string, string | null>[] {
  const text = readFileSync(join(reviews, review, file), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

function heldRow({ organization }: Sandbox) {
  return organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSetsProvisionedTo(id).flatMap((arn) => organization.assignments(id, arn)),
    )[0]!;
}

test('a review says who got in, what was read, when, by whom and how complete, with the sums of its files', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const { code, stdout, stderr } = await reviewed(sandbox, '--asked-by', 'Ada Auditor');
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(
      /^[\d,]+ ways in and 0 changes, complete; [\d,]+ calls to AWS in \d+ s\.\n$/,
    ),
  });
  const [review = ''] = names();
  const manifest = manifestOf(review);
  const path = join(reviews, review, 'manifest.json');
  expect(stdout).toBe(`${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${path}\n`);
  const users = organization.users();
  expect(manifest).toMatchObject({
    review,
    complete: true,
    askedBy: { name: 'Ada Auditor', host: expect.any(String) },
    caller: { arn: expect.stringMatching(/^arn:aws:/), accountId: expect.stringMatching(/^\d{12}$/) },
    versions: { node: process.version, gateway: expect.any(String), schemaSha256: expect.any(String) },
    filter: [],
    population: {
      accounts: organization.accounts().length,
      permissionSets: organization.permissionSets().length,
      users: users.length,
      groups: organization.groups().length,
      memberships: users.flatMap(({ userId }) => organization.membershipsOfUser(userId)).length,
    },
    changes: { rows: 0, completeness: null },
    previous: null,
  });
  const { pairs } = manifest.population;
  expect(pairs.known).toBeGreaterThan(0);
  expect(pairs.read).toBe(pairs.known);
  expect(manifest.people.completeness.asOf! >= manifest.reads.from).toBe(true);
  expect(manifest.files.map(({ name }) => name)).toEqual([
    'people.csv',
    'people.xlsx',
    'people.jsonl',
    'changes.csv',
    'changes.xlsx',
    'changes.jsonl',
  ]);
  const rows = linesOf(review, 'people.jsonl');
  expect(rows).toHaveLength(manifest.people.rows);
  expect(new Set(rows.map(({ user }) => user)).size).toBe(manifest.people.users);
  expect(readFileSync(join(reviews, review, 'people.csv'), 'utf8').split('\r\n')).toHaveLength(
    rows.length + 2,
  );
  const book = unzipSync(readFileSync(join(reviews, review, 'people.xlsx')));
  expect(strFromU8(book['xl/worksheets/sheet1.xml']!).match(/<row /g)).toHaveLength(rows.length + 1);
  const sums = readFileSync(join(reviews, review, 'SHA256SUMS'), 'utf8').split('\n');
  expect(sums[1]).toBe(`${manifest.files[0]!.sha256}  people.csv`);
  expect(await verified(reviews)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is as written'),
  });
});

test('a change between two reviews stands in one of them, whoever saw it first', async () => {
  await using sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const row = heldRow(sandbox);
  await reviewed(sandbox);
  organization.deleteAssignment(row);
  {
    // Seen by a gateway, long before the next review.
    await using gateway = await gatewayOn(sandbox, { config: { store } });
    await gateway.walk({ first: 1000, maxAge: 'PT0S' });
  }
  const group = organization.createGroup({ displayName: 'New auditors' });
  const { userId } = organization.users()[0]!;
  organization.createMembership(group.groupId, userId);
  const account = organization.createAccount({ name: 'new', email: 'new@example.com' });
  const set = organization.createPermissionSet({ name: 'BreakGlass' });
  organization.createAssignment({
    accountId: account.id,
    permissionSetArn: set.arn,
    principalType: 'GROUP',
    principalId: group.groupId,
  });
  const second = await reviewed(sandbox);
  expect(second.stderr).toMatch(/ and \d+ changes, complete; /);
  expect(second.code).toBe(0);
  organization.createAssignment(row);
  expect((await reviewed(sandbox)).code).toBe(0);

  const all = names().map((review) =>
    linesOf(review, 'changes.jsonl').map(
      ({ kind, about, principal_id }) => `${kind} ${about} ${principal_id}`,
    ),
  );
  const [first, afterwards, third] = all.map((lines) => lines.toSorted());
  expect(first).toEqual([]);
  expect(afterwards).toEqual(
    [
      `REMOVED assignment ${row.principalId}`,
      `ADDED group ${group.groupId}`,
      `ADDED membership ${userId}`,
      'ADDED account null',
      'ADDED permission_set null',
      `ADDED assignment ${group.groupId}`,
    ].toSorted(),
  );
  expect(third).toEqual([`ADDED assignment ${row.principalId}`]);
  const { code, stdout } = await verified(reviews);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining('The 3 reviews are one chain'),
  });
});

test('a review of which something could not be read is written, says so, ends with 3, and verifies', async () => {
  await using sandbox = await countableSandbox(small);
  sandbox.faults.add({ operation: 'identitystore:ListGroupMemberships', fault: denied, afterCalls: 2 });
  const { code, stderr } = await reviewed(sandbox);
  expect(code).toBe(3);
  expect(stderr).toContain('identitystore:ListGroupMemberships');
  const manifest = manifestOf(names()[0]!);
  expect(manifest.complete).toBe(false);
  expect(manifest.population.memberships).toBe(null);
  expect(manifest.people.completeness.failures.map(({ operation }) => operation)).toContain(
    'identitystore:ListGroupMemberships',
  );
  expect(await verified(reviews)).toMatchObject({ code: 0, stdout: expect.stringContaining('NOT COMPLETE') });
});

/** A run that got a signal while it was reading. */
async function signalled(sandbox: Sandbox, signal: 'SIGKILL' | 'SIGTERM') {
  sandbox.reset();
  const operation = 'identitystore:ListGroupMemberships';
  const mend = sandbox.faults.add({ operation, fault: { hangMs: 60_000 }, afterCalls: 3 });
  await using running = exporting(sandbox, '--store', store);
  await called(sandbox, operation);
  running.child.kill(signal);
  const ended = await running.ended;
  mend();
  return ended;
}

test('a run that is told to stop leaves nothing, and one that is killed nothing that counts as a review', async () => {
  await using sandbox = await countableSandbox(small);
  await reviewed(sandbox);
  const whole = names();
  expect(await signalled(sandbox, 'SIGTERM')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no review was written'),
  });
  expect(names()).toEqual(whole);
  await signalled(sandbox, 'SIGKILL');
  expect(names()).toHaveLength(2);
  const { code, stdout } = await verified(reviews);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining('what a run left that was stopped'),
  });
  expect((await reviewed(sandbox)).code).toBe(0);
  expect(manifestOf(names().at(-1)!).previous?.review).toBe(whole[0]);
});

/** Three reviews, and what is done to a copy of them. */
async function threeReviews() {
  await using sandbox = await countableSandbox({ accounts: 2, permissionSets: 2, users: 4, groups: 1 });
  for (let n = 0; n < 3; n++) expect((await reviewed(sandbox)).code).toBe(0);
  return names();
}

test('a file or folder of a chain that is altered, removed, added or renamed is told, by its name', async () => {
  const [first = '', second = '', third = ''] = await threeReviews();
  const after = async (damage: (path: (review: string, file?: string) => string) => void) => {
    const copy = join(folder, 'copy');
    rmSync(copy, { recursive: true, force: true });
    cpSync(reviews, copy, { recursive: true });
    damage((review, file = '') => join(copy, review, file));
    return (await readChain(copy)).problems;
  };
  expect(await after(() => {})).toEqual([]);
  expect(await after((path) => appendFileSync(path(first, 'people.csv'), 'x'))).toEqual([
    expect.stringMatching(new RegExp(`^${first}/people.csv: was altered`)),
  ]);
  expect(await after((path) => rmSync(path(second, 'changes.xlsx')))).toEqual([
    `${second}/changes.xlsx: is missing`,
  ]);
  expect(await after((path) => writeFileSync(path(third, 'notes.txt'), ''))).toEqual([
    `${third}/notes.txt: was added: the manifest does not name it`,
  ]);
  expect(await after((path) => writeFileSync(path('notes.txt'), ''))).toEqual([
    'notes.txt: is no review, and was added',
  ]);
  const edited = (path: string) =>
    writeFileSync(path, readFileSync(path, 'utf8').replace('"complete": true', '"complete": false'));
  expect(await after((path) => edited(path(third, 'manifest.json')))).toEqual([
    `${third}/manifest.json: was altered, or SHA256SUMS was: they do not fit`,
  ]);
  // Somebody who mends the sums, too, is betrayed by the next review.
  const mended = (path: (review: string, file: string) => string, review: string) => {
    edited(path(review, 'manifest.json'));
    const sum = createHash('sha256')
      .update(readFileSync(path(review, 'manifest.json')))
      .digest('hex');
    const sums = path(review, 'SHA256SUMS');
    writeFileSync(sums, readFileSync(sums, 'utf8').replace(/^[\da-f]{64}/, sum));
  };
  expect(await after((path) => mended(path, second))).toEqual([
    expect.stringMatching(new RegExp(`^${second}/manifest.json: was altered: .* when ${third} was written$`)),
  ]);
  expect(await after((path) => writeFileSync(path(first, 'manifest.json'), '{}'))).toContain(
    `${first}/manifest.json: is no manifest of this program, or was altered`,
  );
  expect(await after((path) => rmSync(path(first, 'SHA256SUMS')))).toEqual([
    `${first}/SHA256SUMS: is missing`,
  ]);
  for (const gone of [first, second])
    expect(await after((path) => rmSync(path(gone), { recursive: true }))).toEqual([
      expect.stringMatching(new RegExp(`^${gone}: is missing; .* names it as the review before$`)),
    ]);
  expect(await after((path) => renameSync(path(third), path('2020-01-01T00-00-00.000Z')))).toEqual([
    `2020-01-01T00-00-00.000Z/manifest.json: is of the review ${third}: its folder was renamed`,
  ]);
  // Two that follow one: a part of another chain was put in.
  expect(await after((path) => cpSync(path(third), path('other'), { recursive: true }))).toContainEqual(
    expect.stringMatching(/: both name .* as the review before$/),
  );
});

test('verify ends with 2 where something is wrong, also where the last review was cut off behind a sum that was noted', async () => {
  const [, , third = ''] = await threeReviews();
  const sum = createHash('sha256')
    .update(readFileSync(join(reviews, third, 'manifest.json')))
    .digest('hex');
  expect(await verified(reviews, '--expect', sum)).toMatchObject({ code: 0 });
  rmSync(join(reviews, third), { recursive: true });
  expect(await verified(reviews)).toMatchObject({ code: 0 });
  const cut = await verified(reviews, '--expect', sum);
  expect(cut.code).toBe(2);
  expect(cut.stdout).toContain(`WRONG  no manifest of the chain has the SHA-256 ${sum}`);
  expect(cut.stdout).toContain('does not verify');
});

test.each([
  [['verify'], "missing required argument 'dir'"],
  [['verify', '/nonexistent/reviews'], '/nonexistent/reviews does not exist'],
  [['verify', tmpdir(), '--expect', 'abc'], '--expect: expected 64 hexadecimal digits'],
  [['verify', 'one', 'two'], 'two: unknown'],
  [['export', '--asked-by', 'Ada'], '--asked-by: needs --evidence'],
  [
    ['export', '--evidence', 'x', '--gateway', 'http://127.0.0.1:1'],
    '--gateway: a review says whose credentials',
  ],
  [['export', '--evidence', 'x'], '--evidence: needs --store FILE'],
  [
    ['export', '--evidence', 'x', '--store', 'postgres://localhost/db'],
    '--store: with a PostgreSQL database',
  ],
  [['export', '--evidence', 'x', '--store', 'y', '--people'], '--people: does not go with --evidence'],
  [
    ['export', '--evidence', 'x', '--store', 'y', '--max-age', 'PT1H'],
    '--max-age: does not go with --evidence',
  ],
])('a command that cannot be carried out is refused: %j', async (args, message) => {
  await using running = program(args);
  const { code, stdout, stderr } = await running.ended;
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) });
});

test('a folder that does not verify gets no review, nor does one of reviews with another filter', async () => {
  await using sandbox = await countableSandbox(small);
  const { accountId } = heldRow(sandbox);
  expect((await reviewed(sandbox, '--account', accountId)).code).toBe(0);
  expect(manifestOf(names()[0]!).filter).toEqual([`--account ${accountId}`]);
  const other = await reviewed(sandbox);
  expect({ code: other.code, said: other.stderr }).toEqual({
    code: 1,
    said: expect.stringContaining(`were made with --account ${accountId}; give the same, or another folder`),
  });
  const late = await reviewed(sandbox, '--account', accountId, '--since', 'P1D');
  expect(late.stderr).toContain('--since: ');
  appendFileSync(join(reviews, names()[0]!, 'people.csv'), 'x');
  const broken = await reviewed(sandbox, '--account', accountId);
  expect({ code: broken.code, said: broken.stderr }).toEqual({
    code: 1,
    said: expect.stringContaining('does not verify'),
  });
  expect(names()).toHaveLength(1);
});
