import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  CreatePermissionSetCommand,
  DeleteInlinePolicyFromPermissionSetCommand,
  DeletePermissionsBoundaryFromPermissionSetCommand,
  DeletePermissionSetCommand,
  DescribePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  DetachCustomerManagedPolicyReferenceFromPermissionSetCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetProvisioningStatusCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  ListTagsForResourceCommand,
  paginateListTagsForResource,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import type { ProvisioningStatus } from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf } from './aws-clients.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const billing = 'arn:aws:iam::aws:policy/job-function/Billing';
/** There is one of this name, and not at this path. */
const noSuchPolicy = 'arn:aws:iam::aws:policy/Billing';

describe('a permission set', () => {
  let sandbox: Sandbox;
  let sso: ReturnType<typeof awsClients>['ssoAdmin'];
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false, emptyPages: false });
    sso = awsClients(sandbox.url).ssoAdmin;
  });
  afterAll(() => sandbox.close());

  const instance = () => ({ InstanceArn: sandbox.organization.instanceArn });
  const create = async (Name: string) => {
    const created = await sso.send(new CreatePermissionSetCommand({ ...instance(), Name }));
    return { ...instance(), PermissionSetArn: created.PermissionSet!.PermissionSetArn! };
  };
  /** With people in the first three accounts. */
  const createAssigned = async (name: string) => {
    const set = await create(name);
    const { organization } = sandbox;
    for (const { id } of organization.accounts().slice(0, 3))
      organization.createAssignment({
        accountId: id,
        permissionSetArn: set.PermissionSetArn,
        principalType: 'USER',
        principalId: organization.users()[0]!.userId,
      });
    return set;
  };
  const accountsOf = async (
    set: { PermissionSetArn: string; InstanceArn: string },
    status: ProvisioningStatus,
  ) => {
    const command = new ListAccountsForProvisionedPermissionSetCommand({
      ...set,
      ProvisioningStatus: status,
    });
    return (await sso.send(command)).AccountIds!.toSorted();
  };
  const firstAccounts = () =>
    sandbox.organization
      .accounts()
      .slice(0, 3)
      .map(({ id }) => id)
      .toSorted();

  it('takes managed policies, each once, and gives them back', async () => {
    const set = await create('Managed');
    const attach = (ManagedPolicyArn: string) =>
      sso.send(new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn }));
    await attach(readOnly);
    await attach(billing);
    const list = async () =>
      (await sso.send(new ListManagedPoliciesInPermissionSetCommand(set))).AttachedManagedPolicies;
    expect(await list()).toEqual([
      { Name: 'ReadOnlyAccess', Arn: readOnly },
      { Name: 'Billing', Arn: billing },
    ]);
    expect((await failureOf(attach(billing))).name).toBe('ConflictException');
    expect(await failureOf(attach(noSuchPolicy))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Policy does not exist with ARN: ${noSuchPolicy}`,
    });
    const detach = () =>
      sso.send(new DetachManagedPolicyFromPermissionSetCommand({ ...set, ManagedPolicyArn: readOnly }));
    await detach();
    expect(await list()).toEqual([{ Name: 'Billing', Arn: billing }]);
    expect((await failureOf(detach())).name).toBe('ResourceNotFoundException');
  });

  it('takes references to policies of the customer, told apart by name and path', async () => {
    const set = await create('Referring');
    const attach = (reference: { Name: string; Path?: string }) =>
      sso.send(
        new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({
          ...set,
          CustomerManagedPolicyReference: reference,
        }),
      );
    await attach({ Name: 'Own' });
    await attach({ Name: 'Own', Path: '/teams/a/' });
    expect((await failureOf(attach({ Name: 'Own', Path: '/' }))).name).toBe('ConflictException');
    const list = async () =>
      (await sso.send(new ListCustomerManagedPolicyReferencesInPermissionSetCommand(set)))
        .CustomerManagedPolicyReferences;
    expect(await list()).toEqual([
      { Name: 'Own', Path: '/' },
      { Name: 'Own', Path: '/teams/a/' },
    ]);
    const detach = (CustomerManagedPolicyReference: { Name: string; Path?: string }) =>
      sso.send(
        new DetachCustomerManagedPolicyReferenceFromPermissionSetCommand({
          ...set,
          CustomerManagedPolicyReference,
        }),
      );
    await detach({ Name: 'Own' });
    expect(await list()).toEqual([{ Name: 'Own', Path: '/teams/a/' }]);
    expect((await failureOf(detach({ Name: 'Other' }))).name).toBe('ResourceNotFoundException');
  });

  it('takes twenty-five policies of both kinds together', async () => {
    const set = await create('Crowded');
    const { policies } = sandbox.organization;
    for (let index = 0; index < 24; index++)
      policies.attachManaged(set.PermissionSetArn, `arn:aws:iam::aws:policy/P${index}`);
    policies.attachCustomerManaged(set.PermissionSetArn, { name: 'Last', path: '/' });
    const error = await failureOf(
      sso.send(new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn: billing })),
    );
    expect(error.name).toBe('ServiceQuotaExceededException');
    const { AttachedManagedPolicies } = await sso.send(new ListManagedPoliciesInPermissionSetCommand(set));
    expect(AttachedManagedPolicies).toHaveLength(24);
  });

  it('keeps its inline policy to the letter, and answers an empty text without one', async () => {
    const set = await create('Inlined');
    const read = async () => (await sso.send(new GetInlinePolicyForPermissionSetCommand(set))).InlinePolicy;
    const put = (InlinePolicy: string) =>
      sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy }));
    expect(await read()).toBe('');
    const document = '{ "Version": "2012-10-17",\n  "Statement": [] }';
    await put(document);
    expect(await read()).toBe(document);
    expect((await failureOf(put('Allow everything'))).name).toBe('ValidationException');
    expect((await failureOf(put('[]'))).name).toBe('ValidationException');
    const long = `{"Statement":["${'x'.repeat(10_240)}"]}`;
    expect((await failureOf(put(long))).name).toBe('ServiceQuotaExceededException');
    await put(`{"Statement":[]${' '.repeat(20_000)}}`);
    await sso.send(new DeleteInlinePolicyFromPermissionSetCommand(set));
    expect(await read()).toBe('');
  });

  it('has a permissions boundary of either kind, or none and says so', async () => {
    const set = await create('Bounded');
    const read = async () =>
      (await sso.send(new GetPermissionsBoundaryForPermissionSetCommand(set))).PermissionsBoundary;
    const put = (PermissionsBoundary: {
      ManagedPolicyArn?: string;
      CustomerManagedPolicyReference?: { Name: string };
    }) => sso.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...set, PermissionsBoundary }));
    const remove = () => sso.send(new DeletePermissionsBoundaryFromPermissionSetCommand(set));
    expect((await failureOf(read())).name).toBe('ResourceNotFoundException');
    await put({ ManagedPolicyArn: readOnly });
    expect(await read()).toEqual({ ManagedPolicyArn: readOnly });
    await put({ CustomerManagedPolicyReference: { Name: 'Fence' } });
    expect(await read()).toEqual({ CustomerManagedPolicyReference: { Name: 'Fence', Path: '/' } });
    for (const wrong of [
      {},
      { ManagedPolicyArn: readOnly, CustomerManagedPolicyReference: { Name: 'Fence' } },
    ]) {
      expect(await failureOf(put(wrong))).toMatchObject({
        name: 'ValidationException',
        message: 'Only ManagedPolicyArn or CustomerManagedPolicyReference should be given.',
      });
    }
    expect((await failureOf(put({ ManagedPolicyArn: noSuchPolicy }))).name).toBe('ResourceNotFoundException');
    await remove();
    expect((await failureOf(read())).name).toBe('ResourceNotFoundException');
    expect((await failureOf(remove())).name).toBe('ResourceNotFoundException');
  });

  it('has tags from its creation on, which are changed and taken away by their keys', async () => {
    const Tags = [
      { Key: 'team', Value: 'data' },
      { Key: 'stage', Value: '' },
    ];
    const created = await sso.send(new CreatePermissionSetCommand({ ...instance(), Name: 'Tagged', Tags }));
    const ResourceArn = created.PermissionSet!.PermissionSetArn!;
    const read = async () => (await sso.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
    expect(await read()).toEqual(Tags);
    const change = [
      { Key: 'team', Value: 'search' },
      { Key: 'owner', Value: 'ada@example.com' },
    ];
    await sso.send(new TagResourceCommand({ ...instance(), ResourceArn, Tags: change }));
    await sso.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['stage', 'never-there'] }));
    expect(await read()).toEqual(change);
    const elsewhere = `${ResourceArn.slice(0, -4)}0000`;
    const error = await failureOf(sso.send(new ListTagsForResourceCommand({ ResourceArn: elsewhere })));
    expect(error.name).toBe('ResourceNotFoundException');
  });

  it('takes seventy-five tags, which come in pages', async () => {
    const { PermissionSetArn: ResourceArn } = await create('Labelled');
    const Tags = Array.from({ length: 75 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    await sso.send(new TagResourceCommand({ ResourceArn, Tags }));
    const read = [];
    for await (const page of paginateListTagsForResource({ client: sso }, { ResourceArn }))
      read.push(page.Tags!.length);
    expect(read).toEqual([50, 25]);
    const more = new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'one-more', Value: 'v' }] });
    expect((await failureOf(sso.send(more))).name).toBe('ServiceQuotaExceededException');
  });

  it('is updated, keeping what is not given except for the relay state', async () => {
    const created = await sso.send(
      new CreatePermissionSetCommand({
        ...instance(),
        Name: 'Updated',
        Description: 'Old',
        SessionDuration: 'PT8H',
        RelayState: 'https://a.b',
      }),
    );
    const set = { ...instance(), PermissionSetArn: created.PermissionSet!.PermissionSetArn! };
    await sso.send(new UpdatePermissionSetCommand({ ...set, Description: 'New' }));
    const { PermissionSet } = await sso.send(new DescribePermissionSetCommand(set));
    expect(PermissionSet).toMatchObject({ Name: 'Updated', Description: 'New', SessionDuration: 'PT8H' });
    expect(PermissionSet).not.toHaveProperty('RelayState');
  });

  it.each([
    ['is updated', (set: Set) => new UpdatePermissionSetCommand({ ...set, Description: 'New' })],
    [
      'has another policy',
      (set: Set) => new AttachManagedPolicyToPermissionSetCommand({ ...set, ManagedPolicyArn: billing }),
    ],
    ['loses its inline policy', (set: Set) => new DeleteInlinePolicyFromPermissionSetCommand(set)],
  ])(
    'a permission set that %s is out of date in its accounts until it is provisioned again',
    async (change, command) => {
      const set = await createAssigned(change.replaceAll(' ', '-'));
      await sso.send(command(set) as UpdatePermissionSetCommand);
      expect(await accountsOf(set, 'LATEST_PERMISSION_SET_PROVISIONED')).toEqual([]);
      expect(await accountsOf(set, 'LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual(firstAccounts());

      const [first, ...others] = firstAccounts();
      const target = { TargetType: 'AWS_ACCOUNT' as const, TargetId: first };
      await sso.send(new ProvisionPermissionSetCommand({ ...set, ...target }));
      expect(await accountsOf(set, 'LATEST_PERMISSION_SET_PROVISIONED')).toEqual([first]);
      expect(await accountsOf(set, 'LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual(others);
      await sso.send(new ProvisionPermissionSetCommand({ ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
      expect(await accountsOf(set, 'LATEST_PERMISSION_SET_PROVISIONED')).toEqual(firstAccounts());
    },
  );

  it('is provisioned with a status that settles at the second description', async () => {
    const set = await createAssigned('Settling');
    const [TargetId] = firstAccounts();
    const { PermissionSetProvisioningStatus: status } = await sso.send(
      new ProvisionPermissionSetCommand({ ...set, TargetType: 'AWS_ACCOUNT', TargetId }),
    );
    expect(status).toMatchObject({
      Status: 'IN_PROGRESS',
      AccountId: TargetId,
      PermissionSetArn: set.PermissionSetArn,
    });
    const describeStatus = async () => {
      const ProvisionPermissionSetRequestId = status!.RequestId;
      const command = new DescribePermissionSetProvisioningStatusCommand({
        ...instance(),
        ProvisionPermissionSetRequestId,
      });
      return (await sso.send(command)).PermissionSetProvisioningStatus!.Status;
    };
    const listed = async (Status: 'IN_PROGRESS' | 'SUCCEEDED') => {
      const command = new ListPermissionSetProvisioningStatusCommand({ ...instance(), Filter: { Status } });
      const { PermissionSetsProvisioningStatus: rows } = await sso.send(command);
      return rows!.some(({ RequestId }) => RequestId === status!.RequestId);
    };
    expect([await describeStatus(), await describeStatus()]).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
    expect([await listed('IN_PROGRESS'), await listed('SUCCEEDED')]).toEqual([false, true]);
    const foreign = new DescribePermissionSetProvisioningStatusCommand({
      ...instance(),
      ProvisionPermissionSetRequestId: '11111111-2222-3333-4444-555555555555',
    });
    expect((await failureOf(sso.send(foreign))).name).toBe('ResourceNotFoundException');
    const nowhere = new ProvisionPermissionSetCommand({ ...set, TargetType: 'AWS_ACCOUNT' });
    expect((await failureOf(sso.send(nowhere))).name).toBe('ValidationException');
  });

  it('is provisioned to an account where nobody is assigned', async () => {
    const set = await create('Empty');
    const AccountId = sandbox.organization.accounts()[7]!.id;
    await sso.send(
      new ProvisionPermissionSetCommand({ ...set, TargetType: 'AWS_ACCOUNT', TargetId: AccountId }),
    );
    const { PermissionSets } = await sso.send(
      new ListPermissionSetsProvisionedToAccountCommand({ ...instance(), AccountId }),
    );
    expect(PermissionSets).toContain(set.PermissionSetArn);
    expect(sandbox.organization.assignments(AccountId, set.PermissionSetArn)).toEqual([]);
  });

  it('is deleted with its policies and tags, and not while it is assigned', async () => {
    const set = await createAssigned('Doomed');
    const remove = () => sso.send(new DeletePermissionSetCommand(set));
    expect((await failureOf(remove())).name).toBe('ConflictException');
    const { organization } = sandbox;
    for (const accountId of firstAccounts())
      organization
        .assignments(accountId, set.PermissionSetArn)
        .forEach((assignment) => organization.deleteAssignment(assignment));
    organization.provisionPermissionSet(set.PermissionSetArn, firstAccounts()[0]);
    await remove();
    expect((await failureOf(sso.send(new DescribePermissionSetCommand(set)))).name).toBe(
      'ResourceNotFoundException',
    );
    expect(organization.permissionSetsProvisionedTo(firstAccounts()[0]!)).not.toContain(set.PermissionSetArn);
    const error = await failureOf(
      sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy: '{"Statement":[]}' })),
    );
    expect(error.name).toBe('ResourceNotFoundException');
    expect((await create('Doomed')).PermissionSetArn).not.toBe(set.PermissionSetArn);
  });
});

interface Set {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}
