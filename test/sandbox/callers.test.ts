import { CreateUserCommand, ListUsersCommand } from '@aws-sdk/client-identitystore';
import {
  CreateAccountCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  RegisterDelegatedAdministratorCommand,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import {
  DescribeInstanceCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
} from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { awsClients, failureOf } from './aws-clients.ts';
import { signIn, signInBench } from './sign-in.ts';

type Bench = Awaited<ReturnType<typeof signInBench>>;

/** Clients with the credentials of a role in an account, taken by a person who was just given it. */
async function roleIn(bench: Bench, accountId: string) {
  const { organization, url } = bench.sandbox;
  const user = organization.createUser({
    userName: `in-${accountId}`,
    displayName: 'x',
    givenName: 'x',
    familyName: 'x',
  });
  const { arn, name: roleName } = organization.createPermissionSet({ name: `In${accountId}` });
  organization.createAssignment({
    accountId,
    permissionSetArn: arn,
    principalType: 'USER',
    principalId: user.userId,
  });
  const { accessToken } = await signIn(bench, user.userName);
  const taken = await bench.portal.send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName }));
  const { accessKeyId, secretAccessKey, sessionToken } = taken.roleCredentials!;
  return awsClients(url, 'us-east-1', {
    accessKeyId: accessKeyId!,
    secretAccessKey: secretAccessKey!,
    sessionToken: sessionToken!,
  });
}

/** The calls that tell the accounts of an organization apart. */
function callsOf({ sandbox: { organization } }: Bench, clients: ReturnType<typeof awsClients>) {
  const instance = { InstanceArn: organization.instanceArn };
  const store = { IdentityStoreId: organization.identityStoreId };
  const PrincipalId = organization.users()[0]!.userId;
  const user = { UserName: 'new', DisplayName: 'x', Name: { GivenName: 'x', FamilyName: 'x' } };
  const { ssoAdmin, identityStore, organizations } = clients;
  return {
    ListInstances: () => ssoAdmin.send(new ListInstancesCommand({})),
    DescribeInstance: () => ssoAdmin.send(new DescribeInstanceCommand(instance)),
    ListPermissionSets: () => ssoAdmin.send(new ListPermissionSetsCommand(instance)),
    ListAccountAssignmentsForPrincipal: () =>
      ssoAdmin.send(
        new ListAccountAssignmentsForPrincipalCommand({ ...instance, PrincipalType: 'USER', PrincipalId }),
      ),
    ListUsers: () => identityStore.send(new ListUsersCommand(store)),
    CreateUser: () => identityStore.send(new CreateUserCommand({ ...store, ...user })),
    DescribeOrganization: () => organizations.send(new DescribeOrganizationCommand({})),
    ListAccounts: () => organizations.send(new ListAccountsCommand({})),
    TagResource: () =>
      organizations.send(new TagResourceCommand({ ResourceId: organization.root.id, Tags: [] })),
    CreateAccount: () =>
      organizations.send(new CreateAccountCommand({ AccountName: 'x', Email: 'x@example.com' })),
  } satisfies Record<string, () => Promise<unknown>>;
}

/** The names of the calls that are refused. */
async function refusedOf(bench: Bench, clients: ReturnType<typeof awsClients>): Promise<string[]> {
  const refused: string[] = [];
  for (const [name, call] of Object.entries(callsOf(bench, clients))) {
    await call().catch((error: Error) => {
      if (error.name !== 'AccessDeniedException') throw error;
      refused.push(name);
    });
  }
  return refused;
}

it('the role of a member account sees that there is an organization and an instance, and reads the people', async () => {
  await using bench = await signInBench();
  const { organization } = bench.sandbox;
  const member = organization
    .accounts()
    .find(
      ({ id, state }) =>
        state === 'ACTIVE' &&
        id !== organization.managementAccountId &&
        id !== organization.delegatedAdministratorId,
    )!;
  const clients = await roleIn(bench, member.id);
  const { Account, Arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
  expect(Account).toBe(member.id);
  expect(await refusedOf(bench, clients)).toEqual([
    'ListPermissionSets',
    'ListAccountAssignmentsForPrincipal',
    'CreateUser',
    'ListAccounts',
    'TagResource',
    'CreateAccount',
  ]);
  const { instanceArn, managementAccountId, identityStoreId } = organization;
  const calls = callsOf(bench, clients);
  expect((await failureOf(calls.ListPermissionSets())).message).toBe(
    `User: ${Arn} is not authorized to perform: sso:ListPermissionSets on resource: ${instanceArn}`,
  );
  expect((await failureOf(calls.CreateUser())).message).toBe(
    `User: ${Arn} is not authorized to perform: identitystore:CreateUser on resource: arn:aws:identitystore::${managementAccountId}:identitystore/${identityStoreId}`,
  );
  expect((await failureOf(calls.ListAccounts())).message).toBe(
    "You don't have permissions to access this resource.",
  );

  // An account that administers any service reads the organization.
  await awsClients(bench.sandbox.url).organizations.send(
    new RegisterDelegatedAdministratorCommand({
      AccountId: member.id,
      ServicePrincipal: 'guardduty.amazonaws.com',
    }),
  );
  expect(await refusedOf(bench, clients)).toEqual([
    'ListPermissionSets',
    'ListAccountAssignmentsForPrincipal',
    'CreateUser',
    'CreateAccount',
  ]);
});

it('the role of the delegated administrator is held to what that account may, and the one of the management account to nothing', async () => {
  await using bench = await signInBench();
  const { delegatedAdministratorId, managementAccountId } = bench.sandbox.organization;
  const delegated = await roleIn(bench, delegatedAdministratorId!);
  expect(await refusedOf(bench, delegated)).toEqual(['ListAccountAssignmentsForPrincipal', 'CreateAccount']);
  bench.sandbox.organization.deleteUser(bench.sandbox.organization.userByName('new')!.userId);
  expect(await refusedOf(bench, await roleIn(bench, managementAccountId))).toEqual([]);
});
