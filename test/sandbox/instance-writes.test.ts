import {
  CreateAccountAssignmentCommand,
  CreateInstanceAccessControlAttributeConfigurationCommand,
  DeleteAccountAssignmentCommand,
  DeleteInstanceAccessControlAttributeConfigurationCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeInstanceAccessControlAttributeConfigurationCommand,
  DescribeInstanceCommand,
  ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentDeletionStatusCommand,
  ListPermissionSetsCommand,
  UpdateInstanceAccessControlAttributeConfigurationCommand,
  UpdateInstanceCommand,
} from '@aws-sdk/client-sso-admin';
import type { UpdateInstanceCommandInput } from '@aws-sdk/client-sso-admin';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf } from './aws-clients.ts';
import { someMembership } from './requests/samples.ts';

async function started(modes = {}) {
  const sandbox = await startSandbox({ throttle: false, emptyPages: false, modes });
  const { ssoAdmin } = awsClients(sandbox.url);
  const instance = { InstanceArn: sandbox.organization.instanceArn };
  return {
    sandbox,
    ssoAdmin,
    instance,
    describeInstance: () => ssoAdmin.send(new DescribeInstanceCommand(instance)),
    update: (input: Omit<UpdateInstanceCommandInput, 'InstanceArn'>) =>
      ssoAdmin.send(new UpdateInstanceCommand({ ...instance, ...input })),
  };
}

const KmsKeyArn = 'arn:aws:kms:us-east-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef';

describe('the instance', () => {
  it('is renamed, and keeps the rest', async () => {
    const { sandbox, describeInstance, update } = await started();
    await using _ = sandbox;
    const before = await describeInstance();
    await update({ Name: 'people' });
    const { $metadata: _metadata, ...after } = await describeInstance();
    expect(before).toMatchObject({ ...after, Name: expect.not.stringContaining('people') });
    expect(after.Name).toBe('people');
  });

  it('takes a key of the customer and goes back to the one of AWS, and is UPDATING where it is read first', async () => {
    const { sandbox, describeInstance, update } = await started();
    await using _ = sandbox;
    const details = async () => (await describeInstance()).EncryptionConfigurationDetails;
    await update({ EncryptionConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn } });
    const customers = { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn };
    expect(await details()).toEqual({ ...customers, EncryptionStatus: 'UPDATING' });
    expect(await details()).toEqual({ ...customers, EncryptionStatus: 'ENABLED' });
    await update({ EncryptionConfiguration: { KeyType: 'AWS_OWNED_KMS_KEY' } });
    await details();
    expect(await details()).toEqual({ KeyType: 'AWS_OWNED_KMS_KEY', EncryptionStatus: 'ENABLED' });
    for (const wrong of [
      { EncryptionConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY' as const } },
      { EncryptionConfiguration: { KeyType: 'AWS_OWNED_KMS_KEY' as const, KmsKeyArn } },
      { EncryptionConfiguration: { KeyType: 'AWS_OWNED_KMS_KEY' as const }, PermissionSetsEnabled: true },
    ]) {
      expect((await failureOf(update(wrong))).name).toBe('ValidationException');
    }
  });

  it('gets permission sets when it is asked for them, and keeps them', async () => {
    const { sandbox, ssoAdmin, instance, describeInstance, update } = await started({
      permissionSetsDisabled: true,
    });
    await using _ = sandbox;
    const list = () => ssoAdmin.send(new ListPermissionSetsCommand(instance));
    expect((await failureOf(list())).name).toBe('ValidationException');
    await update({ PermissionSetsEnabled: true });
    expect((await describeInstance()).PermissionSetsEnabled).toBe(true);
    await list();
    expect((await failureOf(update({ PermissionSetsEnabled: false }))).name).toBe('ValidationException');
  });

  it('has attributes for access control from their creation to their deletion', async () => {
    const { sandbox, ssoAdmin, instance } = await started();
    await using _ = sandbox;
    const attributes = (...keys: string[]) => ({
      AccessControlAttributes: keys.map((Key) => ({
        Key,
        Value: { Source: [`\${path:enterprise.${Key}}`] },
      })),
    });
    const input = (...keys: string[]) => ({
      ...instance,
      InstanceAccessControlAttributeConfiguration: attributes(...keys),
    });
    const read = async () => {
      const command = new DescribeInstanceAccessControlAttributeConfigurationCommand(instance);
      const { $metadata: _metadata, ...answer } = await ssoAdmin.send(command);
      return answer;
    };
    const create = () =>
      ssoAdmin.send(new CreateInstanceAccessControlAttributeConfigurationCommand(input('division')));
    const change = () =>
      ssoAdmin.send(new UpdateInstanceAccessControlAttributeConfigurationCommand(input('team', 'site')));
    const remove = () =>
      ssoAdmin.send(new DeleteInstanceAccessControlAttributeConfigurationCommand(instance));
    for (const call of [read, change, remove]) {
      expect((await failureOf(call())).name).toBe('ResourceNotFoundException');
    }
    await create();
    const configuration = { InstanceAccessControlAttributeConfiguration: attributes('division') };
    expect(await read()).toEqual({ Status: 'CREATION_IN_PROGRESS', ...configuration });
    expect(await read()).toEqual({ Status: 'ENABLED', ...configuration });
    expect((await failureOf(create())).name).toBe('ConflictException');
    await change();
    expect(await read()).toEqual({
      Status: 'ENABLED',
      InstanceAccessControlAttributeConfiguration: attributes('team', 'site'),
    });
    await remove();
    expect((await failureOf(read())).name).toBe('ResourceNotFoundException');
  });
});

describe('requests to make or delete assignments', () => {
  it('are listed, each kind for itself and by its status', async () => {
    const { sandbox, ssoAdmin, instance } = await started();
    await using _ = sandbox;
    const { organization } = sandbox;
    const assignment = {
      ...instance,
      TargetId: organization.accounts()[3]!.id,
      TargetType: 'AWS_ACCOUNT' as const,
      PermissionSetArn: organization.createPermissionSet({ name: 'Listed' }).arn,
      PrincipalType: 'USER' as const,
      PrincipalId: someMembership(sandbox).userId,
    };
    const creation = await ssoAdmin.send(new CreateAccountAssignmentCommand(assignment));
    await ssoAdmin.send(new DeleteAccountAssignmentCommand(assignment));
    await ssoAdmin.send(new CreateAccountAssignmentCommand(assignment));
    const RequestId = creation.AccountAssignmentCreationStatus!.RequestId!;
    const describe = new DescribeAccountAssignmentCreationStatusCommand({
      ...instance,
      AccountAssignmentCreationRequestId: RequestId,
    });
    await ssoAdmin.send(describe);
    const creations = async (Status?: 'IN_PROGRESS' | 'SUCCEEDED') => {
      const Filter = Status === undefined ? undefined : { Status };
      const command = new ListAccountAssignmentCreationStatusCommand({ ...instance, Filter });
      return (await ssoAdmin.send(command)).AccountAssignmentsCreationStatus!;
    };
    expect((await creations()).map((row) => row.Status)).toEqual(['SUCCEEDED', 'IN_PROGRESS']);
    expect(await creations('SUCCEEDED')).toEqual([
      { Status: 'SUCCEEDED', RequestId, CreatedDate: expect.any(Date) },
    ]);
    const deletions = await ssoAdmin.send(new ListAccountAssignmentDeletionStatusCommand(instance));
    expect(deletions.AccountAssignmentsDeletionStatus).toMatchObject([{ Status: 'IN_PROGRESS' }]);
  });
});
