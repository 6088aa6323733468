import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DeleteGroupMembershipCommand,
  DeleteUserCommand,
  DescribeUserCommand,
  GetUserIdCommand,
  IsMemberInGroupsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  ListParentsCommand,
  MoveAccountCommand,
} from '@aws-sdk/client-organizations';
import {
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf } from './aws-clients.ts';

describe('a write', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof awsClients>;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false, emptyPages: false });
    clients = awsClients(sandbox.url);
  });
  afterAll(() => sandbox.close());

  const instance = () => ({ InstanceArn: sandbox.organization.instanceArn });
  const store = () => ({ IdentityStoreId: sandbox.organization.identityStoreId });
  const createUser = async (UserName: string): Promise<string> => {
    const Name = { GivenName: 'Grace', FamilyName: 'Hopper' };
    const user = { UserName, DisplayName: 'Grace Hopper', Name };
    return (await clients.identityStore.send(new CreateUserCommand({ ...store(), ...user }))).UserId!;
  };
  const createPermissionSet = async (Name: string): Promise<string> => {
    const created = await clients.ssoAdmin.send(new CreatePermissionSetCommand({ ...instance(), Name }));
    return created.PermissionSet!.PermissionSetArn!;
  };
  const assignmentOf = (PermissionSetArn: string, PrincipalId: string) => ({
    ...instance(),
    TargetId: sandbox.organization.accounts()[5]!.id,
    TargetType: 'AWS_ACCOUNT' as const,
    PermissionSetArn,
    PrincipalType: 'USER' as const,
    PrincipalId,
  });
  const rowsOf = async ({ TargetId, PermissionSetArn }: ReturnType<typeof assignmentOf>) => {
    const pair = { ...instance(), AccountId: TargetId, PermissionSetArn };
    const answer = await clients.ssoAdmin.send(new ListAccountAssignmentsCommand(pair));
    return answer.AccountAssignments!.map(({ PrincipalId }) => PrincipalId);
  };

  it('of an assignment shows in every list, and its status settles at the second description', async () => {
    const assignment = assignmentOf(await createPermissionSet('Assigned'), await createUser('assigned'));
    const { AccountAssignmentCreationStatus: status } = await clients.ssoAdmin.send(
      new CreateAccountAssignmentCommand(assignment),
    );
    expect(status).toMatchObject({ Status: 'IN_PROGRESS', TargetId: assignment.TargetId });
    const describeStatus = async () => {
      const command = new DescribeAccountAssignmentCreationStatusCommand({
        ...instance(),
        AccountAssignmentCreationRequestId: status!.RequestId,
      });
      return (await clients.ssoAdmin.send(command)).AccountAssignmentCreationStatus!.Status;
    };
    expect([await describeStatus(), await describeStatus(), await describeStatus()]).toEqual([
      'IN_PROGRESS',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);

    expect(await rowsOf(assignment)).toEqual([assignment.PrincipalId]);
    const { AccountAssignments: ofPrincipal } = await clients.ssoAdmin.send(
      new ListAccountAssignmentsForPrincipalCommand({
        ...instance(),
        PrincipalType: 'USER',
        PrincipalId: assignment.PrincipalId,
      }),
    );
    expect(ofPrincipal).toHaveLength(1);
    const { PermissionSets: provisioned } = await clients.ssoAdmin.send(
      new ListPermissionSetsProvisionedToAccountCommand({ ...instance(), AccountId: assignment.TargetId }),
    );
    expect(provisioned).toContain(assignment.PermissionSetArn);
  });

  it('a write that deletes an assignment takes it from the lists, and is not found a second time', async () => {
    const assignment = assignmentOf(await createPermissionSet('Withdrawn'), await createUser('withdrawn'));
    await clients.ssoAdmin.send(new CreateAccountAssignmentCommand(assignment));
    const { AccountAssignmentDeletionStatus: status } = await clients.ssoAdmin.send(
      new DeleteAccountAssignmentCommand(assignment),
    );
    expect(await rowsOf(assignment)).toEqual([]);
    const describeDeletion = new DescribeAccountAssignmentDeletionStatusCommand({
      ...instance(),
      AccountAssignmentDeletionRequestId: status!.RequestId,
    });
    await clients.ssoAdmin.send(describeDeletion);
    const settled = await clients.ssoAdmin.send(describeDeletion);
    expect(settled.AccountAssignmentDeletionStatus!.Status).toBe('SUCCEEDED');

    const again = await failureOf(clients.ssoAdmin.send(new DeleteAccountAssignmentCommand(assignment)));
    expect(again.name).toBe('ResourceNotFoundException');
    const asCreation = new DescribeAccountAssignmentCreationStatusCommand({
      ...instance(),
      AccountAssignmentCreationRequestId: status!.RequestId,
    });
    expect((await failureOf(clients.ssoAdmin.send(asCreation))).name).toBe('ResourceNotFoundException');
  });

  it('a write that deletes a user leaves the assignments, and both lists answer for the id that is gone', async () => {
    const UserId = await createUser('leaver');
    const assignment = assignmentOf(await createPermissionSet('Orphaned'), UserId);
    await clients.ssoAdmin.send(new CreateAccountAssignmentCommand(assignment));
    await clients.identityStore.send(new DeleteUserCommand({ ...store(), UserId }));

    const error = await failureOf(
      clients.identityStore.send(new DescribeUserCommand({ ...store(), UserId })),
    );
    expect(error).toMatchObject({ name: 'ResourceNotFoundException', ResourceType: 'USER' });
    expect(await rowsOf(assignment)).toEqual([UserId]);
    const { AccountAssignments: ofPrincipal } = await clients.ssoAdmin.send(
      new ListAccountAssignmentsForPrincipalCommand({
        ...instance(),
        PrincipalType: 'USER',
        PrincipalId: UserId,
        Filter: { AccountId: assignment.TargetId },
      }),
    );
    expect(ofPrincipal).toHaveLength(1);
    await clients.ssoAdmin.send(new DeleteAccountAssignmentCommand(assignment));
    expect(await rowsOf(assignment)).toEqual([]);
  });

  it('of an assignment for nobody is refused', async () => {
    const assignment = assignmentOf(
      await createPermissionSet('Nobody'),
      '11111111-2222-3333-4444-555555555555',
    );
    const error = await failureOf(clients.ssoAdmin.send(new CreateAccountAssignmentCommand(assignment)));
    expect(error.name).toBe('ResourceNotFoundException');
  });

  it('of a permission set keeps what was given, and a name is given once', async () => {
    const given = {
      Name: 'Auditor',
      Description: 'Reads all',
      SessionDuration: 'PT4H',
      RelayState: 'https://a.b',
    };
    const created = await clients.ssoAdmin.send(new CreatePermissionSetCommand({ ...instance(), ...given }));
    const { PermissionSetArn } = created.PermissionSet!;
    const read = await clients.ssoAdmin.send(
      new DescribePermissionSetCommand({ ...instance(), PermissionSetArn }),
    );
    expect(read.PermissionSet).toMatchObject(given);
    const again = await failureOf(
      clients.ssoAdmin.send(new CreatePermissionSetCommand({ ...instance(), Name: 'Auditor' })),
    );
    expect(again.name).toBe('ConflictException');
  });

  it('of a user, a group and a membership shows in lists, lookups and membership checks', async () => {
    const UserId = await createUser('grace');
    const byName = { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'grace' } };
    const found = await clients.identityStore.send(
      new GetUserIdCommand({ ...store(), AlternateIdentifier: byName }),
    );
    expect(found.UserId).toBe(UserId);
    const Filters = [{ AttributePath: 'UserName', AttributeValue: 'grace' }];
    const filtered = await clients.identityStore.send(new ListUsersCommand({ ...store(), Filters }));
    expect(filtered.Users).toMatchObject([{ UserId, UserStatus: 'ENABLED', Name: { GivenName: 'Grace' } }]);

    const { GroupId } = await clients.identityStore.send(
      new CreateGroupCommand({ ...store(), DisplayName: 'Admirals' }),
    );
    const membership = { ...store(), GroupId, MemberId: { UserId } };
    const { MembershipId } = await clients.identityStore.send(new CreateGroupMembershipCommand(membership));
    const isMember = async () => {
      const command = new IsMemberInGroupsCommand({ ...store(), MemberId: { UserId }, GroupIds: [GroupId!] });
      return (await clients.identityStore.send(command)).Results![0]!.MembershipExists;
    };
    expect(await isMember()).toBe(true);
    await clients.identityStore.send(new DeleteGroupMembershipCommand({ ...store(), MembershipId }));
    expect(await isMember()).toBe(false);
  });

  it('of a user name that is taken is a conflict with its reason', async () => {
    await createUser('twice');
    expect(await failureOf(createUser('twice'))).toMatchObject({
      name: 'ConflictException',
      Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
    });
  });

  it('of an account settles like an assignment, and fails on an email that is taken', async () => {
    const create = async (Email: string) => {
      const { CreateAccountStatus: status } = await clients.organizations.send(
        new CreateAccountCommand({ AccountName: 'annex', Email }),
      );
      expect(status!.State).toBe('IN_PROGRESS');
      const CreateAccountRequestId = status!.Id;
      const command = new DescribeCreateAccountStatusCommand({ CreateAccountRequestId });
      const first = await clients.organizations.send(command);
      expect(first.CreateAccountStatus).toMatchObject({ State: 'IN_PROGRESS' });
      return (await clients.organizations.send(command)).CreateAccountStatus!;
    };
    const created = await create('annex@example.com');
    expect(created.State).toBe('SUCCEEDED');
    const { Account } = await clients.organizations.send(
      new DescribeAccountCommand({ AccountId: created.AccountId }),
    );
    expect(Account).toMatchObject({ Name: 'annex', State: 'ACTIVE', JoinedMethod: 'CREATED' });
    expect(await create('annex@example.com')).toMatchObject({
      State: 'FAILED',
      FailureReason: 'EMAIL_ALREADY_EXISTS',
    });
  });

  it('a write that moves an account changes its parent and its path', async () => {
    const { organization } = sandbox;
    const { OrganizationalUnit: unit } = await clients.organizations.send(
      new CreateOrganizationalUnitCommand({ ParentId: organization.root.id, Name: 'Harbour' }),
    );
    const account = organization.accounts().find(({ id }) => id !== organization.managementAccountId)!;
    const move = { AccountId: account.id, SourceParentId: account.parentId, DestinationParentId: unit!.Id };
    await clients.organizations.send(new MoveAccountCommand(move));
    const { Parents } = await clients.organizations.send(new ListParentsCommand({ ChildId: account.id }));
    expect(Parents).toEqual([{ Id: unit!.Id, Type: 'ORGANIZATIONAL_UNIT' }]);
    const { Account } = await clients.organizations.send(
      new DescribeAccountCommand({ AccountId: account.id }),
    );
    expect(Account!.Paths).toEqual([
      `${organization.organizationId}/${organization.root.id}/${unit!.Id}/${account.id}/`,
    ]);
    const again = await failureOf(clients.organizations.send(new MoveAccountCommand(move)));
    expect(again.name).toBe('SourceParentNotFoundException');
    const nowhere = { ...move, SourceParentId: unit!.Id, DestinationParentId: 'ou-zzzz-00000000' };
    const lost = await failureOf(clients.organizations.send(new MoveAccountCommand(nowhere)));
    expect(lost.name).toBe('DestinationParentNotFoundException');
    const stays = { ...move, SourceParentId: unit!.Id };
    expect((await failureOf(clients.organizations.send(new MoveAccountCommand(stays)))).name).toBe(
      'DuplicateAccountException',
    );
  });

  it('of units ends at five levels and at a name that is taken', async () => {
    const create = async (ParentId: string, Name: string): Promise<string> => {
      const command = new CreateOrganizationalUnitCommand({ ParentId, Name });
      return (await clients.organizations.send(command)).OrganizationalUnit!.Id!;
    };
    let parent = sandbox.organization.root.id;
    for (let level = 1; level <= 5; level++) parent = await create(parent, `Level ${level}`);
    expect(await failureOf(create(parent, 'Level 6'))).toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'OU_DEPTH_LIMIT_EXCEEDED',
    });
    const taken = await failureOf(create(sandbox.organization.root.id, 'Level 1'));
    expect(taken.name).toBe('DuplicateOrganizationalUnitException');
    expect((await failureOf(create('ou-zzzz-00000000', 'Lost'))).name).toBe('ParentNotFoundException');
  });
});
