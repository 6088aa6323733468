import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  DeregisterDelegatedAdministratorCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationalUnitCommand,
  ListAccountsForParentCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListCreateAccountStatusCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListOrganizationalUnitsForParentCommand,
  ListTagsForResourceCommand,
  RegisterDelegatedAdministratorCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateOrganizationalUnitCommand,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf } from './aws-clients.ts';

describe('in AWS Organizations', () => {
  let sandbox: Sandbox;
  let client: ReturnType<typeof awsClients>['organizations'];
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false, emptyPages: false });
    client = awsClients(sandbox.url).organizations;
  });
  afterAll(() => sandbox.close());

  const createUnit = async (Name: string, Tags?: { Key: string; Value: string }[]) => {
    const command = new CreateOrganizationalUnitCommand({
      ParentId: sandbox.organization.root.id,
      Name,
      Tags,
    });
    return (await client.send(command)).OrganizationalUnit!;
  };
  const tagsOf = async (ResourceId: string) =>
    (await client.send(new ListTagsForResourceCommand({ ResourceId }))).Tags;
  const memberAccount = () => {
    const { managementAccountId, delegatedAdministratorId } = sandbox.organization;
    return sandbox.organization
      .accounts()
      .find(({ id }) => id !== managementAccountId && id !== delegatedAdministratorId)!.id;
  };

  it('an account that is being closed is PENDING_CLOSURE where it is read first, and CLOSED from then on', async () => {
    const { organization } = sandbox;
    const close = (AccountId: string) => client.send(new CloseAccountCommand({ AccountId }));
    const states = async (AccountId: string) => {
      const { Account } = await client.send(new DescribeAccountCommand({ AccountId }));
      return [Account!.State, Account!.Status];
    };
    const { id, parentId } = organization.createAccount({ name: 'brief', email: 'brief@example.com' });
    await close(id);
    expect((await failureOf(close(id))).name).toBe('ConflictException');
    expect(await states(id)).toEqual(['PENDING_CLOSURE', 'PENDING_CLOSURE']);
    // The older Status has no word for it.
    expect(await states(id)).toEqual(['CLOSED', 'SUSPENDED']);
    expect((await failureOf(close(id))).name).toBe('AccountAlreadyClosedException');

    const listed = organization.createAccount({ name: 'briefer', email: 'briefer@example.com' }).id;
    await close(listed);
    const stateInList = async () => {
      const { Accounts } = await client.send(new ListAccountsForParentCommand({ ParentId: parentId }));
      return Accounts!.find((account) => account.Id === listed)?.State;
    };
    expect([await stateInList(), await stateInList()]).toEqual(['PENDING_CLOSURE', 'CLOSED']);

    expect(await failureOf(close(organization.managementAccountId))).toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'CANNOT_CLOSE_MANAGEMENT_ACCOUNT',
    });
    expect((await failureOf(close('000000000000'))).name).toBe('AccountNotFoundException');
  });

  it('the requests to create accounts are listed with what came of them', async () => {
    const create = (Email: string) => client.send(new CreateAccountCommand({ AccountName: 'listed', Email }));
    const list = async (...States: ('IN_PROGRESS' | 'SUCCEEDED' | 'FAILED')[]) => {
      const command = new ListCreateAccountStatusCommand(States.length > 0 ? { States } : {});
      return (await client.send(command)).CreateAccountStatuses!.map(({ State }) => State);
    };
    const [first] = [await create('first@example.com'), await create('first@example.com')];
    expect(await list()).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
    const describe = new DescribeCreateAccountStatusCommand({
      CreateAccountRequestId: first.CreateAccountStatus!.Id,
    });
    await client.send(describe);
    const { CreateAccountStatus: settled } = await client.send(describe);
    expect((await client.send(describe)).CreateAccountStatus).toEqual(settled);
    expect(await list('SUCCEEDED')).toEqual(['SUCCEEDED']);
    expect(await list('FAILED')).toEqual([]);
  });

  it('a unit is renamed in place, under a name that is free, and deleted when nothing is in it', async () => {
    const { root } = sandbox.organization;
    const unit = await createUnit('Harbour');
    await createUnit('Quay');
    const rename = (Name: string) =>
      client.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: unit.Id, Name }));
    expect((await rename('Port')).OrganizationalUnit).toEqual({ ...unit, Name: 'Port' });
    await rename('Port');
    expect((await failureOf(rename('Quay'))).name).toBe('DuplicateOrganizationalUnitException');
    const list = new ListOrganizationalUnitsForParentCommand({ ParentId: root.id });
    const names = (await client.send(list)).OrganizationalUnits!.map(({ Name }) => Name);
    expect(names).toContain('Port');
    expect(names).not.toContain('Harbour');
    await createUnit('Harbour');

    const remove = () => client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: unit.Id }));
    const account = sandbox.organization.createAccount({ name: 'docked', email: 'docked@example.com' });
    sandbox.organization.moveAccount(account.id, root.id, unit.Id!);
    expect((await failureOf(remove())).name).toBe('OrganizationalUnitNotEmptyException');
    sandbox.organization.closeAccount(account.id);
    await remove();
    expect(sandbox.organization.account(account.id)).toMatchObject({ parentId: root.id, state: 'CLOSED' });
    const gone = client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unit.Id }));
    expect((await failureOf(gone)).name).toBe('OrganizationalUnitNotFoundException');
    expect((await failureOf(remove())).name).toBe('OrganizationalUnitNotFoundException');
  });

  it('accounts and units have tags from their creation on, and so has the root', async () => {
    const stage = { Key: 'stage', Value: 'prod' };
    const unit = await createUnit('Tagged', [stage]);
    expect(await tagsOf(unit.Id!)).toEqual([stage]);
    const { CreateAccountStatus } = await client.send(
      new CreateAccountCommand({ AccountName: 'tagged', Email: 'tagged@example.com', Tags: [stage] }),
    );
    const describe = new DescribeCreateAccountStatusCommand({
      CreateAccountRequestId: CreateAccountStatus!.Id,
    });
    await client.send(describe);
    const { AccountId } = (await client.send(describe)).CreateAccountStatus!;
    expect(await tagsOf(AccountId!)).toEqual([stage]);

    const ResourceId = sandbox.organization.root.id;
    const Tags = [stage, { Key: 'team', Value: '' }];
    await client.send(new TagResourceCommand({ ResourceId, Tags }));
    expect(await tagsOf(ResourceId)).toEqual(Tags);
    await client.send(new UntagResourceCommand({ ResourceId, TagKeys: ['stage', 'absent'] }));
    expect(await tagsOf(ResourceId)).toEqual([Tags[1]]);
    const many = Array.from({ length: 50 }, (_, n) => ({ Key: `key${n}`, Value: '' }));
    expect(await failureOf(client.send(new TagResourceCommand({ ResourceId, Tags: many })))).toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'MAX_TAG_LIMIT_EXCEEDED',
    });
    expect((await failureOf(tagsOf('000000000000'))).name).toBe('TargetNotFoundException');
  });

  it('a member account is registered and deregistered as administrator of a service', async () => {
    const AccountId = memberAccount();
    const ServicePrincipal = 'guardduty.amazonaws.com';
    const register = (service = ServicePrincipal, account = AccountId) =>
      client.send(
        new RegisterDelegatedAdministratorCommand({ AccountId: account, ServicePrincipal: service }),
      );
    const deregister = () =>
      client.send(new DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
    const administrators = async (service?: string) => {
      const command = new ListDelegatedAdministratorsCommand({ ServicePrincipal: service });
      return (await client.send(command)).DelegatedAdministrators!.map(({ Id }) => Id);
    };
    const services = async () => {
      const { DelegatedServices } = await client.send(
        new ListDelegatedServicesForAccountCommand({ AccountId }),
      );
      return DelegatedServices!.map((row) => row.ServicePrincipal);
    };
    const { delegatedAdministratorId, managementAccountId } = sandbox.organization;
    expect((await failureOf(services())).name).toBe('AccountNotRegisteredException');
    await register();
    expect(await administrators(ServicePrincipal)).toEqual([AccountId]);
    expect(await administrators()).toEqual([delegatedAdministratorId, AccountId]);
    expect(await services()).toEqual([ServicePrincipal]);
    expect((await failureOf(register())).name).toBe('AccountAlreadyRegisteredException');
    expect(await failureOf(register('sso.amazonaws.com'))).toMatchObject({
      Reason: 'MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED',
    });
    expect(await failureOf(register(ServicePrincipal, managementAccountId))).toMatchObject({
      Reason: 'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR',
    });
    await deregister();
    expect(await administrators(ServicePrincipal)).toEqual([]);
    expect((await failureOf(deregister())).name).toBe('AccountNotRegisteredException');
  });

  it('the delegated administrator of Identity Center can be replaced', async () => {
    const { organization } = sandbox;
    const old = organization.delegatedAdministratorId!;
    const ServicePrincipal = 'sso.amazonaws.com';
    await client.send(new DeregisterDelegatedAdministratorCommand({ AccountId: old, ServicePrincipal }));
    expect(organization.delegatedAdministratorId).toBeUndefined();
    const AccountId = memberAccount();
    await client.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
    expect(organization.delegatedAdministratorId).toBe(AccountId);
  });

  it('a service that AWS does not have is not recognized', async () => {
    const ServicePrincipal = 'moto.amazonaws.com';
    for (const call of [
      client.send(new ListDelegatedAdministratorsCommand({ ServicePrincipal })),
      client.send(
        new RegisterDelegatedAdministratorCommand({ AccountId: memberAccount(), ServicePrincipal }),
      ),
    ]) {
      expect(await failureOf(call)).toMatchObject({
        name: 'InvalidInputException',
        Reason: 'UNRECOGNIZED_SERVICE_PRINCIPAL',
        message: 'You specified an unrecognized service principal.',
      });
    }
  });

  it('Identity Center is among the services that were let in', async () => {
    const { EnabledServicePrincipals } = await client.send(
      new ListAWSServiceAccessForOrganizationCommand({}),
    );
    expect(EnabledServicePrincipals).toMatchObject([{ ServicePrincipal: 'sso.amazonaws.com' }]);
  });
});
