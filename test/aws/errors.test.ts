import { expect, test } from 'vitest';
import { fromSdk, isListingRefused } from '../../src/aws/call/errors.ts';
import type { AwsError } from '../../src/errors.ts';
import { all, callOptions, fakeAws, instanceArn, storeId, type FakeAws, type Reply } from './fake-aws.ts';

/** What a call comes to when AWS answers with `reply`. */
async function failureOf(
  reply: Reply,
  call: (fake: FakeAws) => Promise<unknown> = describeUser,
): Promise<AwsError> {
  await using fake = await fakeAws(() => reply);
  return await call(fake).then(
    () => {
      throw new Error('the call succeeded');
    },
    (error) => error,
  );
}

const describeUser = ({ aws }: FakeAws) => aws.identityStore.describeUser(storeId, 'user-1', callOptions());
const listUsers = ({ aws }: FakeAws) => all(aws.identityStore.listUsers(storeId, callOptions()));
const listGroups = ({ aws }: FakeAws) => all(aws.identityStore.listGroups(storeId, callOptions()));
const listAccounts = ({ aws }: FakeAws) => all(aws.organizations.listAccounts(callOptions()));
const listInstances = ({ aws }: FakeAws) => all(aws.ssoAdmin.listInstances(callOptions()));

for (const [call, operation, action] of [
  [listInstances, 'sso-admin:ListInstances', 'sso:ListInstances'],
  [describeUser, 'identitystore:DescribeUser', 'identitystore:DescribeUser'],
  [listAccounts, 'organizations:ListAccounts', 'organizations:ListAccounts'],
] as const) {
  test(`a refusal of ${operation} names the IAM action ${action}`, async () => {
    const message =
      'User: arn:aws:iam::1:user/x is not authorized because no identity-based policy allows it';
    const error = await failureOf({ error: 'AccessDeniedException', message }, call);
    expect(error).toMatchObject({
      name: 'AwsError',
      code: 'AWS_ACCESS_DENIED',
      operation,
      details: { operation, action, awsError: 'AccessDeniedException', requestId: 'request-1' },
    });
    expect(error.message).toContain(`allow ${action}`);
    expect(error.message).toContain('no identity-based policy allows it');
    expect(error.cause).toMatchObject({ name: 'AccessDeniedException' });
  });
}

test('a refusal by the KMS key keeps its reason and asks for kms:Decrypt', async () => {
  const error = await failureOf(
    { error: 'AccessDeniedException', more: { Reason: 'KMS_AccessDeniedException' } },
    listInstances,
  );
  expect(error).toMatchObject({
    code: 'AWS_ACCESS_DENIED',
    details: { reason: 'KMS_AccessDeniedException' },
  });
  expect(error.message).toContain('kms:Decrypt');
});

for (const ResourceType of ['USER', 'GROUP', 'IDENTITY_STORE', 'GROUP_MEMBERSHIP']) {
  test(`a missing ${ResourceType} is NOT_FOUND and says which kind is missing`, async () => {
    const reply = { error: 'ResourceNotFoundException', more: { ResourceType, ResourceId: 'x-1' } };
    expect(await failureOf(reply)).toMatchObject({
      code: 'NOT_FOUND',
      details: { resourceType: ResourceType, resourceId: 'x-1' },
    });
  });
}

test('identitystore may say the missing kind in its text only', async () => {
  const error = await failureOf({ error: 'ResourceNotFoundException', message: 'USER not found.' });
  expect(error).toMatchObject({ code: 'NOT_FOUND', details: { resourceType: 'USER' } });
});

test('when AWS does not say what is missing, nobody else does', async () => {
  const error = await failureOf({ error: 'ResourceNotFoundException', message: 'no such user' });
  expect(error.code).toBe('NOT_FOUND');
  expect(error.details).not.toHaveProperty('resourceType');
});

test('a store whose KMS key is gone is unavailable: it says nothing about the user', async () => {
  const more = { ResourceType: 'USER', Reason: 'KMS_KEY_NOT_FOUND' };
  const error = await failureOf({ error: 'ResourceNotFoundException', more });
  expect(error).toMatchObject({ code: 'AWS_UNAVAILABLE', details: { reason: 'KMS_KEY_NOT_FOUND' } });
});

for (const [name, resourceType] of [
  ['AccountNotFoundException', 'ACCOUNT'],
  ['ParentNotFoundException', 'PARENT'],
  ['ChildNotFoundException', 'CHILD'],
  ['OrganizationalUnitNotFoundException', 'ORGANIZATIONAL_UNIT'],
  ['AWSOrganizationsNotInUseException', 'ORGANIZATION'],
] as const) {
  test(`${name} of Organizations is NOT_FOUND of ${resourceType}`, async () => {
    const error = await failureOf(
      { error: name, message: 'You specified one that does not exist.' },
      listAccounts,
    );
    expect(error).toMatchObject({ code: 'NOT_FOUND', details: { resourceType } });
  });
}

for (const [name, message, remedy] of [
  ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'not accept'],
  ['ExpiredTokenException', 'The security token included in the request is expired', 'renew'],
  ['InvalidSignatureException', 'The request signature we calculated does not match', 'not accept'],
  ['InvalidSignatureException', 'Signature expired: 2026 is now earlier than 2027', 'clock'],
  ['MissingAuthenticationTokenException', 'Missing Authentication Token', 'not accept'],
] as const) {
  test(`${name} (${message}) is AWS_CREDENTIALS with what to do`, async () => {
    const error = await failureOf({ error: name, message });
    expect(error.code).toBe('AWS_CREDENTIALS');
    expect(error.message).toContain(remedy);
  });
}

test('the text that AWS quotes of a badly signed request stays out of the answer', async () => {
  const message = 'The Canonical String should have been: x-amz-security-token:token-canary';
  const error = await failureOf({ error: 'InvalidSignatureException', message });
  expect(JSON.stringify([error.message, error.details])).not.toContain('canary');
});

test('a directory that demands a filter is known as one that refuses listing', async () => {
  const reply = { error: 'ValidationException', message: 'Filter is required' };
  for (const listing of [listUsers, listGroups]) {
    const error = await failureOf(reply, listing);
    expect(isListingRefused(error)).toBe(true);
    expect(error.code).toBe('AWS_UNAVAILABLE');
  }
});

for (const [what, reply, call] of [
  ['an expired token', { error: 'ValidationException', message: 'NextToken is invalid' }, listUsers],
  ['a refusal', { error: 'AccessDeniedException', message: 'not with this filter' }, listUsers],
  ['a bad id', { error: 'ValidationException', message: 'filter' }, describeUser],
] satisfies [string, Reply, typeof listUsers | typeof describeUser][]) {
  test(`${what} is not a directory that refuses listing`, async () => {
    expect(isListingRefused(await failureOf(reply, call as typeof listUsers))).toBe(false);
  });
}

test('nothing else than an error of a call is a refused listing', () => {
  for (const error of [undefined, 'filter', new Error('Filter is required')])
    expect(isListingRefused(error)).toBe(false);
});

test('a request that AWS calls invalid is unavailable, with its words in one short line', async () => {
  const message = `Value at\n 'instanceArn' ${'is bad '.repeat(100)}`;
  const error = await failureOf({ error: 'ValidationException', message });
  expect(error).toMatchObject({ code: 'AWS_UNAVAILABLE', details: { awsError: 'ValidationException' } });
  expect(error.message).toMatch(
    /^identitystore:DescribeUser failed: ValidationException: Value at 'instanceArn'.{1,300}…$/,
  );
});

test('an answer that the SDK cannot parse is unavailable, without its advice on debugging', async () => {
  const error = await failureOf({ body: { InstanceArn: 'a', CreatedDate: '2026-01-01' } }, ({ aws }) =>
    aws.ssoAdmin.describeInstance(instanceArn, callOptions()),
  );
  expect(error).toMatchObject({ code: 'AWS_UNAVAILABLE', details: { awsError: 'TypeError' } });
  expect(error.message).not.toContain('$response');
});

test('a host with several addresses that all refuse is named by the first', () => {
  const refusals = ['::1:4600', '127.0.0.1:4600'].map(
    (address) => new Error(`connect ECONNREFUSED ${address}`),
  );
  const error = fromSdk(
    Object.assign(new AggregateError(refusals), { code: 'ECONNREFUSED' }),
    'sso-admin:ListInstances',
  );
  expect(error).toMatchObject({ code: 'AWS_UNAVAILABLE', message: expect.stringContaining('::1:4600') });
});

test('an unknown error keeps its name', async () => {
  const error = await failureOf({ error: 'SubscriptionRequiredException', status: 402 });
  expect(error).toMatchObject({
    code: 'AWS_UNAVAILABLE',
    details: { awsError: 'SubscriptionRequiredException' },
  });
});

test('secrets of the signature reach no message and no detail', async () => {
  for (const name of ['AccessDeniedException', 'ThrottlingException', 'ValidationException', 'Whatever']) {
    const error = await failureOf({ error: name });
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/canary|AKIDEXAMPLE/);
  }
});

test('an error names the operation of the page that failed', async () => {
  const error = await failureOf({ error: 'AccessDeniedException' }, ({ aws }) =>
    all(aws.ssoAdmin.listAccountAssignments(instanceArn, '111111111111', 'arn', callOptions())),
  );
  expect(error.operation).toBe('sso-admin:ListAccountAssignments');
});
