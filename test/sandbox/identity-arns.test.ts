import { DescribeUserCommand, ListGroupMembershipsCommand } from '@aws-sdk/client-identitystore';
import { DescribeInstanceCommand, ListRegionsCommand } from '@aws-sdk/client-sso-admin';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf, rawCall } from './aws-clients.ts';
import { someMembership } from './requests/samples.ts';

const started = (modes = {}) => startSandbox({ throttle: false, emptyPages: false, modes });

/** The store and one of its memberships, each by its ARN. */
function arnsOf(sandbox: Sandbox) {
  const { managementAccountId, identityStoreId } = sandbox.organization;
  const { membershipId, groupId, userId } = someMembership(sandbox);
  return {
    store: `arn:aws:identitystore::${managementAccountId}:identitystore/${identityStoreId}`,
    membership: `arn:aws:identitystore:::membership/${membershipId}`,
    group: `arn:aws:identitystore:::group/${groupId}`,
    user: `arn:aws:identitystore:::user/${userId}`,
  };
}

describe('ARNs of the identity store', () => {
  it('stand for ids, and the answers have both', async () => {
    await using sandbox = await started();
    const arns = arnsOf(sandbox);
    const { identityStoreId } = sandbox.organization;
    const { membershipId, groupId, userId } = someMembership(sandbox);
    const store = { IdentityStoreId: arns.store };
    const read = async (operation: string, input: object) =>
      (await rawCall(sandbox.url, `identitystore:${operation}`, { ...store, ...input })).json;
    expect(await read('DescribeUser', { UserId: arns.user })).toMatchObject({
      IdentityStoreId: identityStoreId,
      UserId: userId,
      UserArn: arns.user,
    });
    expect(await read('DescribeGroup', { GroupId: arns.group })).toMatchObject({
      GroupId: groupId,
      GroupArn: arns.group,
    });
    expect(await read('DescribeGroupMembership', { MembershipId: arns.membership })).toMatchObject({
      MembershipId: membershipId,
      MembershipArn: arns.membership,
    });
    const member = { MemberId: { UserId: arns.user } };
    expect(await read('IsMemberInGroups', { ...member, GroupIds: [arns.group] })).toEqual({
      Results: [{ GroupId: groupId, MemberId: { UserId: userId }, MembershipExists: true }],
    });
    expect(await read('GetGroupMembershipId', { ...member, GroupId: arns.group })).toMatchObject({
      MembershipId: membershipId,
      MembershipArn: arns.membership,
    });
    expect(await read('ListIdentityStores', {})).toEqual({
      IdentityStores: [{ IdentityStoreId: identityStoreId, IdentityStoreArn: arns.store }],
    });
    expect(await read('DescribeUser', { UserId: arns.group })).toMatchObject({ ResourceType: 'USER' });
    const elsewhere = { IdentityStoreId: arns.store.replace(/\d{12}/, '000000000000'), UserId: userId };
    expect(await read('DescribeUser', elsewhere)).toMatchObject({ ResourceType: 'IDENTITY_STORE' });
  });

  it('make no other list than the ids do', async () => {
    await using sandbox = await started();
    const { identityStore } = awsClients(sandbox.url);
    const arns = arnsOf(sandbox);
    const list = async (IdentityStoreId: string, GroupId: string) => {
      const command = new ListGroupMembershipsCommand({ IdentityStoreId, GroupId });
      return (await identityStore.send(command)).GroupMemberships;
    };
    const { identityStoreId } = sandbox.organization;
    expect(await list(arns.store, arns.group)).toEqual(
      await list(identityStoreId, someMembership(sandbox).groupId),
    );
  });

  it('go with the Regions of an instance, which its description and a list of their own have', async () => {
    await using sandbox = await started({ replicaRegion: true });
    const { ssoAdmin } = awsClients(sandbox.url);
    const { instanceArn } = sandbox.organization;
    const instance = await ssoAdmin.send(new DescribeInstanceCommand({ InstanceArn: instanceArn }));
    expect(instance).toMatchObject({
      PrimaryRegion: 'us-west-2',
      Regions: [{ RegionName: 'us-west-2' }, { RegionName: 'us-east-1' }],
    });
    const { json } = await rawCall(sandbox.url, 'sso-admin:DescribeInstance', { InstanceArn: instanceArn });
    expect(json['IdentityStoreArn']).toBe(arnsOf(sandbox).store);
    const { Regions } = await ssoAdmin.send(new ListRegionsCommand({ InstanceArn: instanceArn }));
    expect(Regions).toEqual(instance.Regions);
  });

  it('are neither given nor taken in the mode arnsAbsent, which is the service as it was', async () => {
    await using sandbox = await started({ arnsAbsent: true });
    const { identityStoreId, instanceArn } = sandbox.organization;
    const { userId } = someMembership(sandbox);
    const read = async (operation: string, input: object) =>
      (await rawCall(sandbox.url, operation, input)).json;
    const user = await read('identitystore:DescribeUser', {
      IdentityStoreId: identityStoreId,
      UserId: userId,
    });
    expect(user).toMatchObject({ UserId: userId });
    expect(user).not.toHaveProperty('UserArn');
    expect(user).not.toHaveProperty('Revision');
    const described = await read('sso-admin:DescribeInstance', { InstanceArn: instanceArn });
    for (const name of ['PrimaryRegion', 'Regions', 'IdentityStoreArn']) {
      expect(described).not.toHaveProperty(name);
    }
    const { Instances } = await read('sso-admin:ListInstances', {});
    expect(Instances).toMatchObject([{ PrimaryRegion: 'us-east-1' }]);
    const { identityStore } = awsClients(sandbox.url);
    const byArn = { IdentityStoreId: arnsOf(sandbox).store, UserId: userId };
    expect((await failureOf(identityStore.send(new DescribeUserCommand(byArn)))).name).toBe(
      'ValidationException',
    );
  });
});

describe('the network configuration of the identity store', () => {
  it('in the mode networkRestricted lets nobody in but to the list of stores', async () => {
    await using sandbox = await started({ networkRestricted: true });
    const store = { IdentityStoreId: sandbox.organization.identityStoreId };
    const read = (operation: string, input: object = store) =>
      rawCall(sandbox.url, `identitystore:${operation}`, input);
    for (const operation of ['ListUsers', 'ListGroups', 'DescribeIdentityStore']) {
      const { json } = await read(operation);
      expect(json).toMatchObject({
        __type: 'AccessDeniedException',
        Message: expect.stringMatching(/network/),
      });
      expect(json).not.toHaveProperty('Reason');
    }
    expect((await read('ListIdentityStores', {})).status).toBe(200);
    const { ssoAdmin } = awsClients(sandbox.url);
    await ssoAdmin.send(new DescribeInstanceCommand({ InstanceArn: sandbox.organization.instanceArn }));
  });

  it('lets in whose address it names, and the others no more once it demands a VPC', async () => {
    await using sandbox = await started();
    const store = { IdentityStoreId: sandbox.organization.identityStoreId };
    const set = (NetworkConfiguration: object) =>
      rawCall(sandbox.url, 'identitystore:UpdateIdentityStore', { ...store, NetworkConfiguration });
    const read = () => rawCall(sandbox.url, 'identitystore:DescribeIdentityStore', store);
    expect((await read()).json['NetworkConfiguration']).toEqual({ VpceAccessRequired: false });
    const open = { VpceAccessRequired: true, ApiAllowSourceIps: ['10.0.0.1', '127.0.0.0/8', '::1/128'] };
    expect((await set(open)).status).toBe(200);
    expect((await read()).json['NetworkConfiguration']).toEqual(open);
    expect((await set({ VpceAccessRequired: false, ApiRestrictSourceVpcs: ['vpc-01234567'] })).status).toBe(
      200,
    );
    expect((await read()).json).toMatchObject({ __type: 'AccessDeniedException' });
  });
});
