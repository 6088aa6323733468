import { ListGroupsCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import { ListAccountsCommand, ListOrganizationalUnitsForParentCommand } from '@aws-sdk/client-organizations';
import {
  DescribeInstanceCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
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
  });

  it('permissionSetsDisabled, the instance says so and refuses what needs them', async () => {
    const { sandbox, ssoAdmin, instance } = await inMode({ permissionSetsDisabled: true });
    await using _ = sandbox;
    const described = await ssoAdmin.send(new DescribeInstanceCommand(instance));
    expect(described.PermissionSetsEnabled).toBe(false);
    const error = await failureOf(ssoAdmin.send(new ListPermissionSetsCommand(instance)));
    expect(error.name).toBe('ValidationException');
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
