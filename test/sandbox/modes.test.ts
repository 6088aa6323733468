import { CreateGroupCommand, ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
} from '@aws-sdk/client-organizations';
import {
  DescribeInstanceCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListInstancesCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetsCommand,
  ListTagsForResourceCommand,
  ProvisionPermissionSetCommand,
  TagResourceCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf } from './aws-clients.ts';

async function inMode(modes: NonNullable<SandboxOptions['modes']>) {
  const sandbox = await startSandbox({ modes, throttle: false, emptyPages: false });
  const { organization } = sandbox;
  return {
    sandbox,
    organization,
    ...awsClients(sandbox.url),
    instance: { InstanceArn: organization.instanceArn },
    store: { IdentityStoreId: organization.identityStoreId },
  };
}

describe('in a mode', () => {
  it('directoryCannotBeListed, users and groups are found by a filter only', async () => {
    const { sandbox, organization, identityStore, store } = await inMode({ directoryCannotBeListed: true });
    await using _ = sandbox;
    for (const command of [new ListUsersCommand(store), new ListGroupsCommand(store)]) {
      const error = await failureOf(identityStore.send(command as ListUsersCommand));
      expect(error).toMatchObject({ name: 'ValidationException', message: 'Filter is required' });
    }
    const Filters = [{ AttributePath: 'UserName', AttributeValue: organization.users()[0]!.userName }];
    const { Users } = await identityStore.send(new ListUsersCommand({ ...store, Filters }));
    expect(Users).toHaveLength(1);
    const { displayName } = organization.groups()[0]!;
    const byName = [{ AttributePath: 'DisplayName', AttributeValue: displayName }];
    const { Groups } = await identityStore.send(new ListGroupsCommand({ ...store, Filters: byName }));
    expect(Groups).toMatchObject([{ DisplayName: displayName }]);
  });

  it('delegatedAdministrator, the management account and the list by principal are closed', async () => {
    const { sandbox, organization, ssoAdmin, instance } = await inMode({ delegatedAdministrator: true });
    await using _ = sandbox;
    const PermissionSetArn = organization.permissionSets()[0]!.arn;
    const read = (AccountId: string) =>
      ssoAdmin.send(new ListAccountAssignmentsCommand({ ...instance, AccountId, PermissionSetArn }));
    expect((await failureOf(read(organization.managementAccountId))).name).toBe('AccessDeniedException');
    await read(organization.accounts().find(({ id }) => id !== organization.managementAccountId)!.id);
    const principal = { PrincipalType: 'USER' as const, PrincipalId: organization.users()[0]!.userId };
    const error = await failureOf(
      ssoAdmin.send(new ListAccountAssignmentsForPrincipalCommand({ ...instance, ...principal })),
    );
    expect(error.name).toBe('AccessDeniedException');
  });

  it('delegatedAdministrator, what the management account has is looked at and not changed', async () => {
    const { sandbox, organization, ssoAdmin, instance } = await inMode({ delegatedAdministrator: true });
    await using _ = sandbox;
    const { managementAccountId, delegatedAdministratorId } = organization;
    const [there, elsewhere] = ['There', 'Elsewhere'].map((name) =>
      organization.createPermissionSet({ name }),
    );
    organization.provisionPermissionSet(there!.arn, managementAccountId);
    organization.provisionPermissionSet(elsewhere!.arn, delegatedAdministratorId);
    const rename = (PermissionSetArn: string) =>
      ssoAdmin.send(new UpdatePermissionSetCommand({ ...instance, PermissionSetArn, Description: 'New' }));
    await rename(elsewhere!.arn);
    expect((await failureOf(rename(there!.arn))).name).toBe('AccessDeniedException');
    const set = { ...instance, PermissionSetArn: there!.arn };
    await ssoAdmin.send(new ListManagedPoliciesInPermissionSetCommand(set));
    const provision = { ...instance, PermissionSetArn: elsewhere!.arn, TargetType: 'AWS_ACCOUNT' as const };
    const refused = ssoAdmin.send(
      new ProvisionPermissionSetCommand({ ...provision, TargetId: managementAccountId }),
    );
    expect((await failureOf(refused)).name).toBe('AccessDeniedException');
    const tag = new TagResourceCommand({ ResourceArn: there!.arn, Tags: [{ Key: 'a', Value: 'b' }] });
    expect((await failureOf(ssoAdmin.send(tag))).name).toBe('AccessDeniedException');
  });

  it('replicaRegion, the called Region reads the instance and the store, and the primary does the rest', async () => {
    const here = await inMode({ replicaRegion: true });
    const { sandbox, organization, ssoAdmin, identityStore, instance, store } = here;
    await using _ = sandbox;
    const [listed] = (await ssoAdmin.send(new ListInstancesCommand({}))).Instances!;
    expect(listed).toMatchObject({
      PrimaryRegion: 'us-west-2',
      Regions: [
        { RegionName: 'us-west-2', IsPrimaryRegion: true },
        { RegionName: 'us-east-1', IsPrimaryRegion: false },
      ],
    });
    const described = await ssoAdmin.send(new DescribeInstanceCommand(instance));
    expect(described.EncryptionConfigurationDetails?.KeyType).toBe('CUSTOMER_MANAGED_KEY');
    const { Tags } = await ssoAdmin.send(
      new ListTagsForResourceCommand({ ResourceArn: organization.instanceArn }),
    );
    expect(Tags).toHaveLength(1);
    expect((await identityStore.send(new ListUsersCommand(store))).Users).not.toHaveLength(0);

    const pair = {
      ...instance,
      PermissionSetArn: organization.permissionSets()[0]!.arn,
      AccountId: organization.managementAccountId,
    };
    for (const call of [
      () => ssoAdmin.send(new ListPermissionSetsCommand(instance)),
      () => ssoAdmin.send(new ListAccountAssignmentsCommand(pair)),
      () => ssoAdmin.send(new ListManagedPoliciesInPermissionSetCommand(pair)),
      () => ssoAdmin.send(new ListTagsForResourceCommand({ ResourceArn: pair.PermissionSetArn })),
      () => ssoAdmin.send(new TagResourceCommand({ ResourceArn: instance.InstanceArn, Tags: [] })),
      () => identityStore.send(new CreateGroupCommand({ ...store, DisplayName: 'new' })),
    ]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('us-west-2'),
      });
    }

    const primary = awsClients(sandbox.url, 'us-west-2');
    await primary.ssoAdmin.send(new ListPermissionSetsCommand(instance));
    await primary.ssoAdmin.send(new ListAccountAssignmentsCommand(pair));
    await primary.identityStore.send(new CreateGroupCommand({ ...store, DisplayName: 'new' }));
    const elsewhere = awsClients(sandbox.url, 'eu-west-1');
    expect((await elsewhere.ssoAdmin.send(new ListInstancesCommand({}))).Instances).toEqual([]);
  });

  it('pathsAbsent or statusAbsent, accounts and units come without them', async () => {
    const { sandbox, organization, organizations } = await inMode({ pathsAbsent: true, statusAbsent: true });
    await using _ = sandbox;
    const { Accounts } = await organizations.send(new ListAccountsCommand({}));
    expect(Accounts![0]).not.toHaveProperty('Paths');
    expect(Accounts![0]).not.toHaveProperty('Status');
    expect(Accounts![0]).toHaveProperty('State');
    const ParentId = organization.root.id;
    const units = await organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId }));
    expect(units.OrganizationalUnits![0]).not.toHaveProperty('Path');
    const { DelegatedAdministrators } = await organizations.send(new ListDelegatedAdministratorsCommand({}));
    expect(DelegatedAdministrators![0]).not.toHaveProperty('Status');
  });

  it('permissionSetsDisabled, the instance says so and refuses what needs them', async () => {
    const { sandbox, ssoAdmin, identityStore, instance, store } = await inMode({
      permissionSetsDisabled: true,
    });
    await using _ = sandbox;
    const described = await ssoAdmin.send(new DescribeInstanceCommand(instance));
    expect(described.PermissionSetsEnabled).toBe(false);
    const error = await failureOf(ssoAdmin.send(new ListPermissionSetsCommand(instance)));
    expect(error.name).toBe('ValidationException');
    // The instance itself has tags, and people, all the same.
    await ssoAdmin.send(new ListTagsForResourceCommand({ ResourceArn: instance.InstanceArn }));
    await identityStore.send(new ListUsersCommand(store));
  });

  it('kmsDenied, both services name the key as the reason, and ListInstances still answers', async () => {
    const { sandbox, ssoAdmin, identityStore, instance, store } = await inMode({ kmsDenied: true });
    await using _ = sandbox;
    expect((await ssoAdmin.send(new ListInstancesCommand({}))).Instances).toHaveLength(1);
    expect(await failureOf(ssoAdmin.send(new ListPermissionSetsCommand(instance)))).toMatchObject({
      name: 'AccessDeniedException',
      Reason: 'KMS_AccessDeniedException',
    });
    expect(await failureOf(identityStore.send(new ListUsersCommand(store)))).toMatchObject({
      name: 'AccessDeniedException',
      Reason: 'KMS_ACCESS_DENIED',
    });
  });
});
