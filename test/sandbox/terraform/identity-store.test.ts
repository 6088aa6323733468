import * as store from '@aws-sdk/client-identitystore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { awsClients } from '../aws-clients.ts';
import { defined, lifeOf, plannedFor, unless } from './resource.ts';

const setByAws = new Set([
  '$metadata',
  'IdentityStoreId',
  'UserId',
  'UserStatus',
  'CreatedAt',
  'CreatedBy',
  'UpdatedAt',
  'UpdatedBy',
]);

describe('the calls that Terraform makes for its resource', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof awsClients>;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false });
    clients = awsClients(sandbox.url);
  });
  afterAll(() => sandbox.close());

  const directory = () => ({ IdentityStoreId: sandbox.organization.identityStoreId });
  const newUser = (userName: string) =>
    sandbox.organization.createUser({ userName, displayName: 'x', givenName: 'x', familyName: 'x' }).userId;

  it('aws_identitystore_user', async () => {
    type Config = Omit<store.CreateUserCommandInput, 'IdentityStoreId'>;
    const named = (UserId: string) => ({ ...directory(), UserId });
    const config = {
      UserName: 'terraform',
      DisplayName: 'Ada Lovelace',
      Name: { GivenName: 'Ada', FamilyName: 'Lovelace', MiddleName: 'B', Formatted: 'Ada, Countess' },
      NickName: 'Enchantress',
      Title: 'Analyst',
      Emails: [{ Value: 'ada@example.com', Type: 'home', Primary: true }],
      Addresses: [{ Country: 'GB', StreetAddress: '12 St James', Primary: false }],
      PhoneNumbers: [{ Value: '+44 1', Type: 'work', Primary: true }],
    };
    const { NickName: _nickName, Addresses: _addresses, ...kept } = config;
    const resource = defined<Config>({
      config,
      changed: {
        ...kept,
        DisplayName: 'Ada King',
        Name: { GivenName: 'Ada', FamilyName: 'King', Formatted: 'Ada, Countess' },
        Emails: [{ Value: 'ada@king.example', Type: 'home', Primary: true }],
      },
      create: async (input) =>
        (await clients.identityStore.send(new store.CreateUserCommand({ ...directory(), ...input }))).UserId!,
      async read(id) {
        const user = await unless(
          /^ResourceNotFound/,
          clients.identityStore.send(new store.DescribeUserCommand(named(id))),
        );
        if (user === undefined) return undefined;
        const attributes = Object.entries(user).filter(([name]) => !setByAws.has(name));
        return Object.fromEntries(attributes) as Config;
      },
      update: (id) =>
        clients.identityStore.send(
          new store.UpdateUserCommand({
            ...named(id),
            Operations: [
              { AttributePath: 'displayName', AttributeValue: 'Ada King' },
              { AttributePath: 'name.familyName', AttributeValue: 'King' },
              { AttributePath: 'name.middleName', AttributeValue: null },
              { AttributePath: 'nickName', AttributeValue: null },
              { AttributePath: 'addresses', AttributeValue: null },
              {
                AttributePath: 'emails',
                AttributeValue: [{ primary: true, type: 'home', value: 'ada@king.example' }],
              },
            ],
          }),
        ),
      destroy: (id) => clients.identityStore.send(new store.DeleteUserCommand(named(id))),
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_identitystore_group', async () => {
    const named = (GroupId: string) => ({ ...directory(), GroupId });
    const resource = defined({
      config: { DisplayName: 'Terraformers', Description: 'They plan' },
      changed: { DisplayName: 'Terraformers', Description: 'They apply' },
      create: async (input) =>
        (await clients.identityStore.send(new store.CreateGroupCommand({ ...directory(), ...input })))
          .GroupId!,
      async read(id) {
        const group = await unless(
          /^ResourceNotFound/,
          clients.identityStore.send(new store.DescribeGroupCommand(named(id))),
        );
        return group && { DisplayName: group.DisplayName!, Description: group.Description! };
      },
      update: (id, { Description }) =>
        clients.identityStore.send(
          new store.UpdateGroupCommand({
            ...named(id),
            Operations: [{ AttributePath: 'description', AttributeValue: Description }],
          }),
        ),
      destroy: (id) => clients.identityStore.send(new store.DeleteGroupCommand(named(id))),
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_identitystore_group_membership', async () => {
    const named = (MembershipId: string) => ({ ...directory(), MembershipId });
    const { groupId } = sandbox.organization.createGroup({ displayName: 'Joined' });
    const resource = defined({
      config: { GroupId: groupId, MemberId: { UserId: newUser('joiner') } },
      create: async (input) => {
        const command = new store.CreateGroupMembershipCommand({ ...directory(), ...input });
        return (await clients.identityStore.send(command)).MembershipId!;
      },
      async read(id) {
        const membership = await unless(
          /^ResourceNotFound/,
          clients.identityStore.send(new store.DescribeGroupMembershipCommand(named(id))),
        );
        return (
          membership && {
            GroupId: membership.GroupId!,
            MemberId: { UserId: membership.MemberId!.UserId! },
          }
        );
      },
      destroy: (id) => clients.identityStore.send(new store.DeleteGroupMembershipCommand(named(id))),
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });
});
