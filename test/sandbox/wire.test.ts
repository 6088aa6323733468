import { DescribeUserCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  MoveAccountCommand,
} from '@aws-sdk/client-organizations';
import { DescribePermissionSetCommand, ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf, rawCall } from './aws-clients.ts';

describe('the wire', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof awsClients>;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false });
    clients = awsClients(sandbox.url);
  });
  afterAll(() => sandbox.close());

  it("carries AWS's content type and a request id that the SDK reports", async () => {
    const answer = await rawCall(sandbox.url, 'sso-admin:ListInstances', {});
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    const { $metadata } = await clients.ssoAdmin.send(new ListInstancesCommand({}));
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sends times that the SDK reads as dates', async () => {
    const [instance] = (await clients.ssoAdmin.send(new ListInstancesCommand({}))).Instances ?? [];
    expect(instance?.CreatedDate?.getTime()).toBe(sandbox.organization.instanceCreatedAt * 1000);
  });

  it('leaves members without a value out, and never sends null', async () => {
    const input = { IdentityStoreId: sandbox.organization.identityStoreId, MaxResults: 100 };
    const users = await rawCall(sandbox.url, 'identitystore:ListUsers', input);
    expect(users.text).not.toContain('null');
    expect(sandbox.organization.users().some(({ email }) => email === undefined)).toBe(
      (users.json['Users'] as object[]).some((user) => !('Emails' in user)),
    );
  });

  it('takes a null member for an absent one, and ignores members that it does not know', async () => {
    const input = { MaxResults: null, NextToken: null, Colour: 'blue' };
    expect((await rawCall(sandbox.url, 'organizations:ListAccounts', input)).status).toBe(200);
  });

  it('takes a null member for an absent one within another member, too', async () => {
    const { instanceArn: InstanceArn } = sandbox.organization;
    const set = sandbox.organization.createPermissionSet({ name: 'Bounded' });
    const input = { InstanceArn, PermissionSetArn: set.arn };
    const reference = { Name: 'limits', Path: null };
    const PermissionsBoundary = { ManagedPolicyArn: null, CustomerManagedPolicyReference: reference };
    await rawCall(sandbox.url, 'sso-admin:PutPermissionsBoundaryToPermissionSet', {
      ...input,
      PermissionsBoundary,
    });
    const { text } = await rawCall(sandbox.url, 'sso-admin:GetPermissionsBoundaryForPermissionSet', input);
    expect(text).toContain('limits');
    expect(text).not.toContain('null');
  });

  it('refuses an unsigned call', async () => {
    const response = await fetch(sandbox.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'SWBExternalService.ListInstances' },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it.each([
    ['Bearer abc', 'IncompleteSignatureException'],
    [
      'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, Signature=0',
      'InvalidSignatureException',
    ],
  ])('refuses the signature %s', async (authorization, type) => {
    const answer = await rawCall(sandbox.url, 'sso-admin:ListInstances', {}, { authorization });
    expect(answer.status).toBe(400);
    expect(answer.json['__type']).toBe(type);
  });

  it.each([
    'SWBExternalService.MakeCoffee',
    'SWBExternalService.constructor',
    'S3.ListBuckets',
    'nonsense',
    '',
  ])('refuses the unknown operation "%s"', async (target) => {
    const answer = await rawCall(sandbox.url, 'sso-admin:ListInstances', {}, { 'x-amz-target': target });
    expect(answer.status).toBe(400);
    expect(answer.json['__type']).toBe('UnknownOperationException');
  });

  it.each(['{', '[]', '"text"', 'null', '\0', '{"MaxResults":"ten"}', '{"MaxResults":1.5}'])(
    'refuses the body %j',
    async (body) => {
      const answer = await rawCall(sandbox.url, 'sso-admin:ListInstances', body);
      expect(answer.status).toBe(400);
      expect(answer.json['__type']).toBe('SerializationException');
    },
  );

  it('refuses a body of a hundred thousand nested lists', async () => {
    const deep = `{"MaxResults":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const answer = await rawCall(sandbox.url, 'organizations:ListAccounts', deep);
    expect(answer.json['__type']).toBe('SerializationException');
  });

  it('reads no body without end', async () => {
    const answer = await rawCall(sandbox.url, 'sso-admin:ListInstances', 'x'.repeat(2 << 20));
    expect(answer.status).toBe(413);
  });

  it('survives bytes that are not HTTP and requests that end early', async () => {
    const { port, hostname } = new URL(sandbox.url);
    for (const bytes of ['\x16\x03\x01\x02\0', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{']) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () => socket.end(bytes));
        socket.on('close', () => resolve()).on('error', () => {});
        socket.resume();
      });
    }
    expect((await rawCall(sandbox.url, 'sso-admin:ListInstances', {})).status).toBe(200);
  });

  it('answers ListInstances only to callers of its Region, and has no instance for others', async () => {
    const elsewhere = awsClients(sandbox.url, 'eu-west-1');
    expect((await elsewhere.ssoAdmin.send(new ListInstancesCommand({}))).Instances).toEqual([]);
    const IdentityStoreId = sandbox.organization.identityStoreId;
    const error = await failureOf(elsewhere.identityStore.send(new ListUsersCommand({ IdentityStoreId })));
    expect(error).toMatchObject({ name: 'ResourceNotFoundException', ResourceType: 'IDENTITY_STORE' });
    // Organizations knows no Regions.
    await elsewhere.organizations.send(new DescribeOrganizationCommand({}));
  });
});

describe('errors as the SDK sees them', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof awsClients>;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false });
    clients = awsClients(sandbox.url);
  });
  afterAll(() => sandbox.close());

  it('a user that does not exist, with its type and id', async () => {
    const UserId = '11111111-2222-3333-4444-555555555555';
    const IdentityStoreId = sandbox.organization.identityStoreId;
    const error = await failureOf(
      clients.identityStore.send(new DescribeUserCommand({ IdentityStoreId, UserId })),
    );
    expect(error).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'USER not found.',
      ResourceType: 'USER',
      ResourceId: UserId,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('a permission set that does not exist', async () => {
    const InstanceArn = sandbox.organization.instanceArn;
    const PermissionSetArn = `${InstanceArn.replace(':instance/', ':permissionSet/')}/ps-0000000000000000`;
    const error = await failureOf(
      clients.ssoAdmin.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn })),
    );
    expect(error).toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining('ps-0000'),
    });
  });

  it('an account that is not in the organization', async () => {
    const error = await failureOf(
      clients.organizations.send(new DescribeAccountCommand({ AccountId: '000000000000' })),
    );
    expect(error.name).toBe('AccountNotFoundException');
  });

  it('each violated constraint of a request, by member and value', async () => {
    const answer = await rawCall(sandbox.url, 'sso-admin:ListAccountAssignmentsForPrincipal', {
      InstanceArn: 'arn:wrong:instance',
      PrincipalType: 'ROBOT',
      Filter: { AccountId: '12345678901' },
    });
    expect(answer.json['__type']).toBe('ValidationException');
    const message = String(answer.json['Message']);
    expect(message).toContain('5 validation errors detected');
    expect(message).toContain("Value 'arn:wrong:instance' at 'instanceArn'");
    expect(message).toContain("Value 'null' at 'principalId'");
    expect(message).toContain("Value 'ROBOT' at 'principalType'");
    expect(message).toContain("Value '12345678901' at 'filter.accountId'");
  });

  it('constraints of lists and unions, without repeating what is sensitive', async () => {
    const { identityStoreId } = sandbox.organization;
    const groupIds = Array.from({ length: 101 }, () => 'no-id');
    const answer = await rawCall(sandbox.url, 'identitystore:IsMemberInGroups', {
      IdentityStoreId: identityStoreId,
      MemberId: {},
      GroupIds: groupIds,
    });
    expect(answer.json['Message']).toContain("'groupIds.1.member'");
    expect(answer.json['Message']).toContain('length of at most 100');
    expect(answer.json['Message']).toContain(
      "at 'memberId' failed to satisfy constraint: Member must have exactly one",
    );
    const secret = await rawCall(sandbox.url, 'identitystore:CreateUser', {
      IdentityStoreId: identityStoreId,
      UserName: `a b ${'x'.repeat(200)}`,
    });
    expect(secret.json['Message']).toContain("Value '***' at 'userName'");
  });

  it("Organizations' reasons", async () => {
    const missing = await failureOf(clients.organizations.send(new MoveAccountCommand({} as never)));
    expect(missing).toMatchObject({ name: 'InvalidInputException', Reason: 'INPUT_REQUIRED' });
    const short = await failureOf(
      clients.organizations.send(new DescribeAccountCommand({ AccountId: '12345678901' })),
    );
    expect(short).toMatchObject({ name: 'InvalidInputException', Reason: 'INVALID_PATTERN' });
  });
});
