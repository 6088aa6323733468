import {
  CreateGroupCommand,
  CreateUserCommand,
  DeleteUserCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  GetUserIdCommand,
  ListUsersCommand,
  UpdateGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-identitystore';
import type { AttributeOperation, CreateUserCommandInput } from '@aws-sdk/client-identitystore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf, rawCall } from './aws-clients.ts';

describe('attributes in the identity store', () => {
  let sandbox: Sandbox;
  let client: ReturnType<typeof awsClients>['identityStore'];
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false, emptyPages: false });
    client = awsClients(sandbox.url).identityStore;
  });
  afterAll(() => sandbox.close());

  const store = () => ({ IdentityStoreId: sandbox.organization.identityStoreId });
  const sparse = (UserName: string) => ({
    UserName,
    DisplayName: 'Ada Lovelace',
    Name: { GivenName: 'Ada', FamilyName: 'Lovelace' },
  });
  const create = async (input: Omit<CreateUserCommandInput, 'IdentityStoreId'>) =>
    (await client.send(new CreateUserCommand({ ...store(), ...input }))).UserId!;
  const describeUser = async (UserId: string) => {
    const described = await client.send(new DescribeUserCommand({ ...store(), UserId }));
    const { $metadata: _metadata, ...user } = described;
    return user;
  };
  const update = (UserId: string, ...Operations: AttributeOperation[]) =>
    client.send(new UpdateUserCommand({ ...store(), UserId, Operations }));

  const full = {
    UserName: 'ada.lovelace',
    DisplayName: 'Ada Lovelace',
    Name: {
      Formatted: 'Countess Ada King',
      GivenName: 'Ada',
      FamilyName: 'Lovelace',
      MiddleName: 'King',
      HonorificPrefix: 'Countess',
      HonorificSuffix: 'of Lovelace',
    },
    NickName: 'Enchantress',
    ProfileUrl: 'https://example.com/ada',
    Emails: [
      { Value: 'ada@home.example', Type: 'personal', Primary: false },
      { Value: 'ada@work.example', Type: 'work', Primary: true },
    ],
    Addresses: [{ StreetAddress: '12 St James Sq', Locality: 'London', Country: 'GB', Primary: true }],
    PhoneNumbers: [{ Value: '+44 20 0000 0000', Type: 'work', Primary: true }],
    UserType: 'employee',
    Title: 'Analyst',
    PreferredLanguage: 'en-GB',
    Locale: 'en-GB',
    Timezone: 'Europe/London',
    Website: 'https://example.com',
    Birthdate: '1815-12-10',
    Photos: [{ Value: 'https://example.com/ada.png', Primary: true }],
    Roles: [{ Value: 'analyst', Primary: true }],
  } satisfies Omit<CreateUserCommandInput, 'IdentityStoreId'>;

  it('of a user come back as they were given, from a description and from a list', async () => {
    const userId = await create(full);
    expect(await describeUser(userId)).toMatchObject(full);
    const Filters = [{ AttributePath: 'UserName', AttributeValue: full.UserName }];
    const { Users } = await client.send(new ListUsersCommand({ ...store(), Filters }));
    expect(Users).toEqual([await describeUser(userId)]);
  });

  it('attributes that were not given are not made up', async () => {
    const user = await describeUser(await create(sparse('sparse')));
    expect(user.Name).toEqual({ GivenName: 'Ada', FamilyName: 'Lovelace' });
    expect(Object.keys(user).sort().join(' ')).toBe(
      'CreatedAt CreatedBy DisplayName IdentityStoreId Name UpdatedAt UpdatedBy UserId UserName UserStatus',
    );
    const generated = sandbox.organization.users()[0]!;
    expect((await describeUser(generated.userId)).Name).not.toHaveProperty('Formatted');
  });

  it('change by operations: one is set, another replaced, a third taken away with null', async () => {
    const userId = await create({ ...full, UserName: 'changed', Emails: [{ Value: 'changed@example.com' }] });
    await update(
      userId,
      { AttributePath: 'name.middleName', AttributeValue: null },
      { AttributePath: 'name.familyName', AttributeValue: 'King' },
      { AttributePath: 'title', AttributeValue: null },
      { AttributePath: 'timezone', AttributeValue: 'Europe/Rome' },
      {
        AttributePath: 'emails',
        AttributeValue: [{ value: 'new@example.com', type: 'work', primary: true }],
      },
      { AttributePath: 'addresses', AttributeValue: null },
      { AttributePath: 'userName', AttributeValue: 'renamed' },
    );
    const user = await describeUser(userId);
    const { MiddleName: _middle, ...names } = full.Name;
    expect(user).toMatchObject({
      UserName: 'renamed',
      Name: { ...names, FamilyName: 'King' },
      Timezone: 'Europe/Rome',
      Emails: [{ Value: 'new@example.com', Type: 'work', Primary: true }],
      PhoneNumbers: full.PhoneNumbers,
    });
    expect(user.Name).not.toHaveProperty('MiddleName');
    expect(user).not.toHaveProperty('Title');
    expect(user).not.toHaveProperty('Addresses');
    expect(user.UpdatedAt!.getTime()).toBeGreaterThanOrEqual(user.CreatedAt!.getTime());

    const find = (AttributePath: string, AttributeValue: string) => {
      const AlternateIdentifier = { UniqueAttribute: { AttributePath, AttributeValue } };
      return client.send(new GetUserIdCommand({ ...store(), AlternateIdentifier }));
    };
    expect((await find('userName', 'Renamed')).UserId).toBe(userId);
    expect((await find('emails.value', 'NEW@example.com')).UserId).toBe(userId);
    const gone = [find('userName', 'changed'), find('emails.value', 'changed@example.com')];
    for (const call of gone) expect((await failureOf(call)).name).toBe('ResourceNotFoundException');
  });

  it('of an extension are given to whoever asks for it', async () => {
    const enterprise = 'aws:identitystore:enterprise';
    const userId = await create({
      ...sparse('extended'),
      Extensions: { [enterprise]: { costCenter: '4711', division: 'engines' } },
    });
    expect(await describeUser(userId)).not.toHaveProperty('Extensions');
    await update(
      userId,
      { AttributePath: `${enterprise}.costCenter`, AttributeValue: '4712' },
      { AttributePath: `${enterprise}.division`, AttributeValue: null },
    );
    const asked = new DescribeUserCommand({ ...store(), UserId: userId, Extensions: [enterprise] });
    expect((await client.send(asked)).Extensions).toEqual({ [enterprise]: { costCenter: '4712' } });
  });

  it.each<[string, AttributeOperation]>([
    ['an attribute that there is not', { AttributePath: 'shoeSize', AttributeValue: '42' }],
    ['an empty value', { AttributePath: 'title', AttributeValue: '' }],
    ['a value of another type', { AttributePath: 'title', AttributeValue: ['a'] }],
    ['a part of a list', { AttributePath: 'emails.value', AttributeValue: 'a@example.com' }],
    ['what a user cannot be without', { AttributePath: 'displayName', AttributeValue: null }],
    ['the store', { AttributePath: 'identityStoreId', AttributeValue: 'd-0123456789' }],
  ])('are refused and left as they were: %s', async (what, operation) => {
    const userId = await create(sparse(what.replaceAll(' ', '-')));
    const before = await describeUser(userId);
    expect((await failureOf(update(userId, operation))).name).toBe('ValidationException');
    expect(await describeUser(userId)).toEqual(before);
  });

  it('of a group change by operations', async () => {
    const group = { DisplayName: 'Analysts', Description: 'They count' };
    const { GroupId } = await client.send(new CreateGroupCommand({ ...store(), ...group }));
    const change = async (...Operations: AttributeOperation[]) => {
      await client.send(new UpdateGroupCommand({ ...store(), GroupId, Operations }));
      return client.send(new DescribeGroupCommand({ ...store(), GroupId }));
    };
    const renamed = await change({ AttributePath: 'displayName', AttributeValue: 'Engineers' });
    expect(renamed).toMatchObject({ DisplayName: 'Engineers', Description: 'They count' });
    expect(await change({ AttributePath: 'description', AttributeValue: null })).not.toHaveProperty(
      'Description',
    );
    // The old name is free again.
    await client.send(new CreateGroupCommand({ ...store(), ...group }));
    const taken = change({ AttributePath: 'displayName', AttributeValue: 'Analysts' });
    expect(await failureOf(taken)).toMatchObject({
      name: 'ConflictException',
      message: 'Duplicate GroupDisplayName',
    });
  });

  it('attributes that a user needs are named as AWS names them', async () => {
    const refusal = async (input: Omit<CreateUserCommandInput, 'IdentityStoreId'>) =>
      (await failureOf(client.send(new CreateUserCommand({ ...store(), ...input })))).message;
    expect(await refusal({})).toBe('userName is a required attribute');
    expect(await refusal({ UserName: 'nameless', Name: {} })).toBe(
      'displayname: The attribute displayname is required, name: The attribute name is required',
    );
    expect(await refusal({ UserName: 'nameless', DisplayName: 'x', Name: { GivenName: 'x' } })).toBe(
      'familyname: The attribute familyname is required',
    );
    await create(sparse('taken'));
    expect(await refusal(sparse('Taken'))).toBe('Duplicate UserName');
  });

  it('have a revision, for which a write may be meant', async () => {
    const userId = await create(sparse('revised'));
    const send = (operation: string, input: object) =>
      rawCall(sandbox.url, `identitystore:${operation}`, { ...store(), UserId: userId, ...input });
    const rename = { Operations: [{ AttributePath: 'nickName', AttributeValue: 'Bird' }] };
    expect((await send('DescribeUser', {})).json).toMatchObject({ Revision: '1' });
    expect((await send('UpdateUser', { ...rename, Revision: '1' })).json).toMatchObject({ Revision: '2' });
    expect((await send('UpdateUser', { ...rename, Revision: '1' })).json).toMatchObject({
      __type: 'ConflictException',
      Reason: 'CONCURRENT_MODIFICATION',
    });
    expect((await send('DeleteUser', { Revision: '1' })).json).toMatchObject({ __type: 'ConflictException' });
    await client.send(new DeleteUserCommand({ ...store(), UserId: userId }));
  });

  it('an attribute of nobody cannot be told: the error has the id of the request', async () => {
    const UserId = '11111111-2222-3333-4444-555555555555';
    const answer = await rawCall(sandbox.url, 'identitystore:DescribeUser', { ...store(), UserId });
    expect(answer.json).toMatchObject({
      Message: 'USER not found.',
      RequestId: answer.headers.get('x-amzn-requestid'),
    });
    const ofSsoAdmin = await rawCall(sandbox.url, 'sso-admin:DescribeInstance', {});
    expect(ofSsoAdmin.json).not.toHaveProperty('RequestId');
  });
});
