import * as sso from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { awsClients } from '../aws-clients.ts';
import { defined, lifeOf, plannedFor, settled, tagList, tagMap, unless, without } from './resource.ts';

describe('the calls that Terraform makes for its resource', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof awsClients>;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false });
    clients = awsClients(sandbox.url);
  });
  afterAll(() => sandbox.close());

  const instance = () => ({ InstanceArn: sandbox.organization.instanceArn });
  const newSet = (name: string) => ({
    ...instance(),
    PermissionSetArn: sandbox.organization.createPermissionSet({ name }).arn,
  });
  const newUser = (userName: string) =>
    sandbox.organization.createUser({ userName, displayName: 'x', givenName: 'x', familyName: 'x' }).userId;
  const provision = async (set: { InstanceArn: string; PermissionSetArn: string }) => {
    const TargetType = 'ALL_PROVISIONED_ACCOUNTS' as const;
    const started = await clients.ssoAdmin.send(
      new sso.ProvisionPermissionSetCommand({ ...set, TargetType }),
    );
    const describe = new sso.DescribePermissionSetProvisioningStatusCommand({
      ...instance(),
      ProvisionPermissionSetRequestId: started.PermissionSetProvisioningStatus!.RequestId,
    });
    await settled(
      async () => (await clients.ssoAdmin.send(describe)).PermissionSetProvisioningStatus?.Status,
    );
  };

  it('aws_ssoadmin_permission_set', async () => {
    interface Config {
      Name: string;
      Description: string | undefined;
      SessionDuration: string;
      RelayState: string | undefined;
      tags: Record<string, string>;
    }
    const named = (PermissionSetArn: string) => ({ ...instance(), PermissionSetArn });
    const tagged = (ResourceArn: string) => ({ ...instance(), ResourceArn });
    const resource = defined<Config>({
      config: {
        Name: 'Terraformed',
        Description: 'Reads',
        SessionDuration: 'PT2H',
        RelayState: 'https://console.aws.amazon.com/',
        tags: { team: 'a', stage: 'x' },
      },
      changed: {
        Name: 'Terraformed',
        Description: 'Changed',
        SessionDuration: 'PT4H',
        RelayState: undefined,
        tags: { team: 'b' },
      },
      async create({ tags, ...input }) {
        const command = new sso.CreatePermissionSetCommand({ ...instance(), ...input, Tags: tagList(tags) });
        return (await clients.ssoAdmin.send(command)).PermissionSet!.PermissionSetArn!;
      },
      async read(id) {
        const described = await unless(
          /^ResourceNotFound/,
          clients.ssoAdmin.send(new sso.DescribePermissionSetCommand(named(id))),
        );
        if (described === undefined) return undefined;
        const { Tags } = await clients.ssoAdmin.send(new sso.ListTagsForResourceCommand(tagged(id)));
        const { Name, Description, SessionDuration, RelayState } = described.PermissionSet!;
        return {
          Name: Name!,
          Description,
          SessionDuration: SessionDuration!,
          RelayState,
          tags: tagMap(Tags),
        };
      },
      async update(id, { tags, Description, SessionDuration, RelayState }, before) {
        const input = { ...named(id), Description, SessionDuration, RelayState };
        await clients.ssoAdmin.send(new sso.UpdatePermissionSetCommand(input));
        await provision(named(id));
        const TagKeys = without(before.tags, tags);
        await clients.ssoAdmin.send(new sso.UntagResourceCommand({ ...tagged(id), TagKeys }));
        await clients.ssoAdmin.send(new sso.TagResourceCommand({ ...tagged(id), Tags: tagList(tags) }));
      },
      destroy: (id) => clients.ssoAdmin.send(new sso.DeletePermissionSetCommand(named(id))),
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_ssoadmin_managed_policy_attachment', async () => {
    const set = newSet('WalkManaged');
    const resource = defined({
      config: { ManagedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      async create(input) {
        await clients.ssoAdmin.send(new sso.AttachManagedPolicyToPermissionSetCommand({ ...set, ...input }));
        await provision(set);
        return input.ManagedPolicyArn;
      },
      async read(id) {
        const command = new sso.ListManagedPoliciesInPermissionSetCommand(set);
        const { AttachedManagedPolicies: rows } = await clients.ssoAdmin.send(command);
        const found = rows!.find(({ Arn }) => Arn === id);
        return found && { ManagedPolicyArn: found.Arn! };
      },
      async destroy(ManagedPolicyArn) {
        const input = { ...set, ManagedPolicyArn };
        await clients.ssoAdmin.send(new sso.DetachManagedPolicyFromPermissionSetCommand(input));
        await provision(set);
      },
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_ssoadmin_customer_managed_policy_attachment', async () => {
    const set = newSet('WalkReferring');
    const resource = defined({
      config: { Name: 'Own', Path: '/a/' },
      async create(CustomerManagedPolicyReference) {
        const input = { ...set, CustomerManagedPolicyReference };
        await clients.ssoAdmin.send(
          new sso.AttachCustomerManagedPolicyReferenceToPermissionSetCommand(input),
        );
        await provision(set);
        return `${CustomerManagedPolicyReference.Name},${CustomerManagedPolicyReference.Path}`;
      },
      async read(id) {
        const [Name, Path] = id.split(',');
        const command = new sso.ListCustomerManagedPolicyReferencesInPermissionSetCommand(set);
        const { CustomerManagedPolicyReferences: rows } = await clients.ssoAdmin.send(command);
        const found = rows!.find((row) => row.Name === Name && row.Path === Path);
        return found && { Name: found.Name!, Path: found.Path! };
      },
      async destroy(id) {
        const [Name, Path] = id.split(',');
        const input = { ...set, CustomerManagedPolicyReference: { Name, Path } };
        await clients.ssoAdmin.send(
          new sso.DetachCustomerManagedPolicyReferenceFromPermissionSetCommand(input),
        );
        await provision(set);
      },
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_ssoadmin_permission_set_inline_policy', async () => {
    const set = newSet('WalkInline');
    const policy = (Action: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const put = async (InlinePolicy: string) => {
      await clients.ssoAdmin.send(new sso.PutInlinePolicyToPermissionSetCommand({ ...set, InlinePolicy }));
      await provision(set);
      return InlinePolicy;
    };
    const resource = defined<string>({
      config: policy('s3:List*'),
      changed: policy('s3:Get*'),
      create: put,
      // The provider takes an empty text for no policy.
      async read() {
        const answer = await clients.ssoAdmin.send(new sso.GetInlinePolicyForPermissionSetCommand(set));
        return answer.InlinePolicy || undefined;
      },
      update: (_id, changed) => put(changed),
      async destroy() {
        await clients.ssoAdmin.send(new sso.DeleteInlinePolicyFromPermissionSetCommand(set));
        await provision(set);
      },
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it.each<sso.PermissionsBoundary>([
    { ManagedPolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
    { CustomerManagedPolicyReference: { Name: 'Fence', Path: '/' } },
  ])('aws_ssoadmin_permissions_boundary_attachment with %o', async (boundary) => {
    const set = newSet(`Walk${Object.keys(boundary)[0]!.slice(0, 8)}`);
    const resource = defined<sso.PermissionsBoundary>({
      config: boundary,
      async create(PermissionsBoundary) {
        const input = { ...set, PermissionsBoundary };
        await clients.ssoAdmin.send(new sso.PutPermissionsBoundaryToPermissionSetCommand(input));
        await provision(set);
        return '';
      },
      read: async () =>
        (
          await unless(
            /^ResourceNotFound/,
            clients.ssoAdmin.send(new sso.GetPermissionsBoundaryForPermissionSetCommand(set)),
          )
        )?.PermissionsBoundary,
      async destroy() {
        await clients.ssoAdmin.send(new sso.DeletePermissionsBoundaryFromPermissionSetCommand(set));
        await provision(set);
      },
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_ssoadmin_account_assignment', async () => {
    const set = newSet('WalkAssigned');
    const config = {
      PrincipalType: 'USER' as const,
      PrincipalId: newUser('assigned'),
      TargetId: sandbox.organization.accounts()[2]!.id,
    };
    const input = { ...set, ...config, TargetType: 'AWS_ACCOUNT' as const };
    const read = async () => {
      const pages = sso.paginateListAccountAssignments(
        { client: clients.ssoAdmin },
        { ...set, AccountId: config.TargetId },
      );
      const rows = (await Array.fromAsync(pages)).flatMap((page) => page.AccountAssignments!);
      const found = rows.find((row) => row.PrincipalId === config.PrincipalId);
      return (
        found && { ...config, PrincipalType: found.PrincipalType! as 'USER', TargetId: found.AccountId! }
      );
    };
    // Before it creates one, the provider looks whether it is there.
    expect(await read()).toBeUndefined();
    const resource = defined({
      config,
      async create() {
        const started = await clients.ssoAdmin.send(new sso.CreateAccountAssignmentCommand(input));
        const describe = new sso.DescribeAccountAssignmentCreationStatusCommand({
          ...instance(),
          AccountAssignmentCreationRequestId: started.AccountAssignmentCreationStatus!.RequestId,
        });
        await settled(
          async () => (await clients.ssoAdmin.send(describe)).AccountAssignmentCreationStatus?.Status,
        );
        return '';
      },
      read,
      async destroy() {
        const started = await clients.ssoAdmin.send(new sso.DeleteAccountAssignmentCommand(input));
        const describe = new sso.DescribeAccountAssignmentDeletionStatusCommand({
          ...instance(),
          AccountAssignmentDeletionRequestId: started.AccountAssignmentDeletionStatus!.RequestId,
        });
        await settled(
          async () => (await clients.ssoAdmin.send(describe)).AccountAssignmentDeletionStatus?.Status,
        );
      },
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_ssoadmin_instance_access_control_attributes', async () => {
    const config = (Key: string): sso.InstanceAccessControlAttributeConfiguration => ({
      AccessControlAttributes: [{ Key, Value: { Source: ['${path:enterprise.division}'] } }],
    });
    const input = (configuration: sso.InstanceAccessControlAttributeConfiguration) => ({
      ...instance(),
      InstanceAccessControlAttributeConfiguration: configuration,
    });
    const resource = defined<sso.InstanceAccessControlAttributeConfiguration>({
      config: config('team'),
      changed: config('site'),
      async create(configuration) {
        const command = new sso.CreateInstanceAccessControlAttributeConfigurationCommand(
          input(configuration),
        );
        await clients.ssoAdmin.send(command);
        return '';
      },
      async read() {
        const command = new sso.DescribeInstanceAccessControlAttributeConfigurationCommand(instance());
        const answer = await unless(/^ResourceNotFound/, clients.ssoAdmin.send(command));
        return answer?.InstanceAccessControlAttributeConfiguration;
      },
      update: (_id, changed) =>
        clients.ssoAdmin.send(
          new sso.UpdateInstanceAccessControlAttributeConfigurationCommand(input(changed)),
        ),
      destroy: () =>
        clients.ssoAdmin.send(new sso.DeleteInstanceAccessControlAttributeConfigurationCommand(instance())),
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });
});
