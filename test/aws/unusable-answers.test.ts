import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../src/errors.ts';
import { accountId, assignment, cases, instance, membership } from './cases.ts';
import { everyOperation, type Operation } from './every-operation.ts';
import { all, callOptions, fakeAws, instanceArn, permissionSetArn, type Reply } from './fake-aws.ts';

const requestId = { 'x-amzn-requestid': 'request-1' };

interface Raw {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

function replyOf({ status = 200, headers = {}, body }: Raw): Reply {
  return (response) => void response.writeHead(status, headers).end(body);
}

/** What the call comes to when it is answered so. */
async function failureOf({ answered }: Operation, raw: Raw): Promise<AwsError> {
  const outcome: unknown = await answered(replyOf(raw)).catch((error: unknown) => error);
  if (outcome instanceof AwsError) return outcome;
  throw new Error(`no failure: ${JSON.stringify(outcome)}`, { cause: outcome });
}

function typeOf({ format }: Operation): Record<string, string> {
  return { 'content-type': format === 'json' ? 'application/x-amz-json-1.1' : 'text/xml' };
}

test('every operation that src/aws calls is among those that are tried', () => {
  const folder = new URL('../../src/aws/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const called = sources.flatMap((name) => [
    ...readFileSync(new URL(name, folder), 'utf8').matchAll(/new (\w+)Command\(/g),
  ]);
  const tried = new Set(everyOperation.map(({ name }) => name));
  expect(called.length).toBeGreaterThan(30);
  expect(called.map(([, name]) => name).filter((name) => !tried.has(name!))).toEqual([]);
});

test('every operation takes the answer that serves it', async () => {
  for (const operation of everyOperation) {
    const { answers } = operation;
    const body = typeof answers === 'string' ? answers : JSON.stringify(answers);
    const reply = replyOf({ headers: { ...typeOf(operation), ...requestId }, body });
    await expect(operation.answered(reply)).resolves.not.toThrow();
  }
});

describe('an answer that is not the modelled object is a failed read of every operation:', () => {
  const html = '<!doctype html><html><body>Sign in to the network</body></html>';
  const bad: Record<string, (operation: Operation) => Raw> = {
    'a 204': () => ({ status: 204 }),
    'an empty 200': (operation) => ({ headers: typeOf(operation) }),
    'a body of spaces': (operation) => ({ headers: typeOf(operation), body: ' \n' }),
    null: (operation) => ({ headers: typeOf(operation), body: 'null' }),
    'an array': (operation) => ({ headers: typeOf(operation), body: '[]' }),
    'an array of objects': (operation) => ({ headers: typeOf(operation), body: '[{}]' }),
    text: (operation) => ({ headers: typeOf(operation), body: '"fine"' }),
    'a page for people': () => ({ headers: { 'content-type': 'text/html' }, body: html }),
    'a page for people under the type of an answer': (operation) => ({
      headers: typeOf(operation),
      body: html,
    }),
    'an object cut off': (operation) => ({
      headers: typeOf(operation),
      body: operation.format === 'json' ? '{"Users":[' : '<GetCallerIdentityResponse><GetCaller',
    }),
    'an answer of another type': ({ answers }) => ({
      headers: { 'content-type': 'text/plain' },
      body: typeof answers === 'string' ? answers : JSON.stringify(answers),
    }),
  };
  for (const [what, rawFor] of Object.entries(bad)) {
    for (const [who, mark] of [
      ['AWS', requestId],
      ['something between', {}],
    ] as const)
      test(`${what}, from ${who}`, async () => {
        for (const operation of everyOperation) {
          // Its answer is empty, and so it is AWS's mark that counts.
          if (operation.isEmptyByModel && who === 'AWS') continue;
          const raw = rawFor(operation);
          const error = await failureOf(operation, { ...raw, headers: { ...raw.headers, ...mark } });
          expect(error).toMatchObject({
            code: 'AWS_UNAVAILABLE',
            operation: expect.stringMatching(new RegExp(`:${operation.name}$`)),
            message: expect.stringContaining(`HTTP ${raw.status ?? 200}`),
          });
          expect(error.message).toContain(error.operation);
        }
      });
  }
});

describe('an object without the list that was asked for', () => {
  /** Lists, and what may be none: an answer without it says that there is nothing. */
  const mayLack = everyOperation.filter(
    ({ name }) => /^List(?!Parents)/.test(name) || /^Get(Inline|PermissionsBoundary)/.test(name),
  );
  const type = { 'content-type': 'application/x-amz-json-1.1' };
  const lacking = (answers: object) => [
    '{}',
    JSON.stringify(Object.fromEntries(Object.keys(answers).map((member) => [member, null]))),
  ];

  test('is empty when it carries the request id that AWS gives it', async () => {
    for (const operation of mayLack)
      for (const body of lacking(operation.answers as object))
        for (const mark of [requestId, { 'x-amz-request-id': 'request-1' }])
          expect([undefined, []]).toContainEqual(
            await operation.answered(replyOf({ headers: { ...type, ...mark }, body })),
          );
  });

  test('is a failed read without one', async () => {
    expect(mayLack.length).toBeGreaterThan(20);
    for (const operation of mayLack)
      for (const body of lacking(operation.answers as object)) {
        const error = await failureOf(operation, { headers: type, body });
        expect(error).toMatchObject({
          code: 'AWS_UNAVAILABLE',
          message: expect.stringMatching(/HTTP 200.* is missing, and no request id/),
        });
      }
  });
});

test("an answer of moto's is taken: JSON that it calls HTML, with a request id", async () => {
  for (const operation of everyOperation) {
    const { answers } = operation;
    if (typeof answers === 'string') continue;
    const headers = { 'content-type': 'text/html; charset=utf-8', ...requestId };
    const answer = operation.answered(replyOf({ headers, body: JSON.stringify(answers) }));
    await expect(answer).resolves.not.toThrow();
  }
});

describe('an answer from something on the way to AWS is named as such, with its status:', () => {
  const html = { 'content-type': 'text/html' };
  for (const [status, headers, says] of [
    [302, { location: 'https://login.corp.example/sso?back=secret-canary' }, 'https://login.corp.example'],
    [401, html, 'text/html'],
    [403, html, 'text/html'],
    [404, { 'content-type': 'application/json' }, 'application/json'],
    [407, { ...html, 'proxy-authenticate': 'Basic' }, 'text/html'],
    [413, html, 'text/html'],
    [502, html, 'text/html'],
  ] as const)
    test(`HTTP ${status}`, async () => {
      for (const operation of everyOperation) {
        const body = status === 404 ? '{"message":"no such route"}' : '<html>secret-canary</html>';
        const error = await failureOf(operation, { status, headers, body });
        expect(error).toMatchObject({
          code: 'AWS_UNAVAILABLE',
          details: { httpStatus: status },
          message: expect.stringMatching(`HTTP ${status}.*${says}.*something between the gateway and AWS`),
        });
        expect(error.message).not.toMatch(/canary|SyntaxError/);
      }
    });
});

test('an answer is read up to 16 MB, and no further', async () => {
  const [operation] = everyOperation;
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  for (const headers of [{ ...requestId }, { ...requestId, 'content-length': String(50 * 1024 * 1024) }]) {
    let sent = 0;
    const error = await operation!
      .answered((response) => {
        response.writeHead(200, { 'content-type': 'application/json', ...headers });
        const more = (): void => {
          while (sent < 50 && !response.destroyed) {
            sent += 1;
            if (!response.write(chunk)) return void response.once('drain', more);
          }
          response.end();
        };
        more();
      })
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'AWS_UNAVAILABLE',
      message: expect.stringContaining('HTTP 200 with more than 16 MB'),
    });
    expect(sent).toBeLessThan(50);
  }
});

/** Every value within, by its path. */
function* valuesIn(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<[typeof path, unknown]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* valuesIn(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** A copy with another value in that place. */
function changed(value: any, [key, ...rest]: readonly (string | number)[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = changed(value[key], rest, other);
  return copy;
}

test('a member of a wrong type is a failed read, wherever it is read', async () => {
  const wrong = [{ a: 1 }, ['x'], [], 'x', 7, true];
  const taken: string[] = [];
  const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);
  for (const { operation, call, answers, gives } of cases)
    for (const [path, value] of valuesIn(answers))
      for (const other of wrong) {
        if (kindOf(other) === kindOf(value) || value === null) continue;
        // The SDK reads an array as an object without members, and an address need not have any.
        if (path.at(-2) === 'Emails' && Array.isArray(other)) continue;
        await using fake = await fakeAws(() => ({ body: changed(answers, path, other) }));
        const outcome: unknown = await call(fake).catch((error: unknown) => error);
        // A member that nobody reads may be what it likes.
        const isFine =
          outcome instanceof AwsError
            ? outcome.code === 'AWS_UNAVAILABLE'
            : isDeepStrictEqual(outcome, gives);
        if (!isFine) taken.push(`${operation} with ${path.join('.')}: ${JSON.stringify(other)}`);
      }
  expect(taken).toEqual([]);
});

const otherSet = permissionSetArn.replace('2222', '3333');
const otherInstances = permissionSetArn.replace('1111', '3333');

/** Rows and descriptions of something that was not asked for. */
const other: [operation: string, answers: object, named: string][] = [
  ['DescribeInstance', { ...instance, InstanceArn: `${instanceArn}x` }, 'InstanceArn'],
  ['ListPermissionSets', { PermissionSets: [permissionSetArn, otherInstances] }, 'instance'],
  ['DescribePermissionSet', { PermissionSet: { PermissionSetArn: otherSet } }, 'PermissionSetArn'],
  ['ListPermissionSetsProvisionedToAccount', { PermissionSets: [otherInstances] }, 'instance'],
  [
    'ListAccountAssignments',
    { AccountAssignments: [assignment, { ...assignment, AccountId: '2' }] },
    'AccountId',
  ],
  [
    'ListAccountAssignments',
    { AccountAssignments: [{ ...assignment, PermissionSetArn: otherSet }] },
    'PermissionSetArn',
  ],
  [
    'ListAccountAssignmentsForPrincipal',
    { AccountAssignments: [{ ...assignment, AccountId: '2' }] },
    'AccountId',
  ],
  [
    'ListAccountAssignmentsForPrincipal',
    { AccountAssignments: [{ ...assignment, PrincipalType: 'USER', PrincipalId: 'user-2' }] },
    'PrincipalId',
  ],
  [
    'ListAccountAssignmentsForPrincipal',
    { AccountAssignments: [{ ...assignment, PermissionSetArn: otherInstances }] },
    'instance',
  ],
  ['DescribeUser', { UserId: 'user-2' }, 'UserId'],
  ['ListUsers', { Users: [{ UserId: 'user-1', IdentityStoreId: 'd-2' }] }, 'IdentityStoreId'],
  ['DescribeGroup', { GroupId: 'group-2' }, 'GroupId'],
  ['ListGroups', { Groups: [{ GroupId: 'group-1', IdentityStoreId: 'd-2' }] }, 'IdentityStoreId'],
  ['GetUserId', { UserId: 'user-1', IdentityStoreId: 'd-2' }, 'IdentityStoreId'],
  ['GetGroupId', { GroupId: 'group-1', IdentityStoreId: 'd-2' }, 'IdentityStoreId'],
  [
    'ListGroupMemberships',
    { GroupMemberships: [membership, { ...membership, GroupId: 'group-2' }] },
    'GroupId',
  ],
  [
    'ListGroupMembershipsForMember',
    { GroupMemberships: [{ ...membership, MemberId: { UserId: 'user-2' } }] },
    'MemberId.UserId',
  ],
  ['IsMemberInGroups', { Results: [{ GroupId: 'g3', MembershipExists: true }] }, 'GroupId'],
  [
    'IsMemberInGroups',
    { Results: [{ GroupId: 'g1', MemberId: { UserId: 'user-2' }, MembershipExists: true }] },
    'MemberId.UserId',
  ],
  ['DescribeAccount', { Account: { Id: '222222222222' } }, 'Account.Id'],
  ['DescribeOrganizationalUnit', { OrganizationalUnit: { Id: 'ou-2', Name: 'x' } }, 'OrganizationalUnit.Id'],
  ['ListChildren', { Children: [{ Id: accountId, Type: 'ORGANIZATIONAL_UNIT' }] }, 'Children.Type'],
  ['ListAccountRoles', { roleList: [{ roleName: 'Admin', accountId: '222222222222' }] }, 'accountId'],
];

for (const [name, answers, named] of other) {
  test(`${name} that answers ${JSON.stringify(answers)} is about something else, and a failed read`, async () => {
    const operation = everyOperation.find((known) => known.name === name)!;
    const headers = { 'content-type': 'application/json', ...requestId };
    expect(await failureOf(operation, { headers, body: JSON.stringify(answers) })).toMatchObject({
      code: 'AWS_UNAVAILABLE',
      message: expect.stringContaining(named),
    });
  });
}

test("a group's holdings are not read from rows of a user or of another group", async () => {
  for (const row of [
    { ...assignment, PrincipalType: 'USER' },
    { ...assignment, PrincipalId: 'group-2' },
  ]) {
    await using fake = await fakeAws(() => ({ body: { AccountAssignments: [assignment, row] } }));
    const options = callOptions();
    const pages = fake.aws.ssoAdmin.listAccountAssignmentsForPrincipal(
      instanceArn,
      'GROUP',
      'group-1',
      options,
    );
    await expect(all(pages)).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE' });
  }
});
