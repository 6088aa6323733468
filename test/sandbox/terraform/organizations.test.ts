import * as organizations from '@aws-sdk/client-organizations';
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

  const parentOf = async (ChildId: string) => {
    const pages = organizations.paginateListParents({ client: clients.organizations }, { ChildId });
    return (await Array.fromAsync(pages)).flatMap(({ Parents }) => Parents!)[0]!.Id!;
  };
  const tagsOf = async (ResourceId: string) =>
    tagMap(
      (await clients.organizations.send(new organizations.ListTagsForResourceCommand({ ResourceId }))).Tags,
    );
  const retag = async (ResourceId: string, tags: Record<string, string>, old: Record<string, string>) => {
    const TagKeys = without(old, tags);
    await clients.organizations.send(new organizations.UntagResourceCommand({ ResourceId, TagKeys }));
    await clients.organizations.send(
      new organizations.TagResourceCommand({ ResourceId, Tags: tagList(tags) }),
    );
  };

  it('aws_organizations_organizational_unit', async () => {
    const ParentId = sandbox.organization.root.id;
    const named = (OrganizationalUnitId: string) => ({ OrganizationalUnitId });
    const resource = defined({
      config: { Name: 'Before', ParentId, tags: { a: '1', b: '1' } as Record<string, string> },
      changed: { Name: 'After', ParentId, tags: { a: '2' } },
      async create({ tags, ...input }) {
        const command = new organizations.CreateOrganizationalUnitCommand({ ...input, Tags: tagList(tags) });
        return (await clients.organizations.send(command)).OrganizationalUnit!.Id!;
      },
      async read(id) {
        const described = await unless(
          /^OrganizationalUnitNotFound/,
          clients.organizations.send(new organizations.DescribeOrganizationalUnitCommand(named(id))),
        );
        if (described === undefined) return undefined;
        await clients.organizations.send(new organizations.ListAccountsForParentCommand({ ParentId: id }));
        return {
          Name: described.OrganizationalUnit!.Name!,
          ParentId: await parentOf(id),
          tags: await tagsOf(id),
        };
      },
      async update(id, { Name, tags }, before) {
        const command = new organizations.UpdateOrganizationalUnitCommand({ ...named(id), Name });
        await clients.organizations.send(command);
        await retag(id, tags, before.tags);
      },
      destroy: (id) =>
        clients.organizations.send(new organizations.DeleteOrganizationalUnitCommand(named(id))),
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_organizations_account', async () => {
    const { organization } = sandbox;
    const unit = (name: string) => organization.createOrganizationalUnit(organization.root.id, name).id;
    const config = {
      AccountName: 'terraformed',
      Email: 'terraformed@example.com',
      parentId: unit('First home'),
      tags: { a: '1' } as Record<string, string>,
    };
    const describeAccount = (AccountId: string) =>
      clients.organizations.send(new organizations.DescribeAccountCommand({ AccountId }));
    const move = async (AccountId: string, SourceParentId: string, DestinationParentId: string) => {
      const input = { AccountId, SourceParentId, DestinationParentId };
      await clients.organizations.send(new organizations.MoveAccountCommand(input));
    };
    const resource = defined({
      config,
      changed: { ...config, parentId: unit('Second home'), tags: {} },
      async create({ AccountName, Email, parentId, tags }) {
        const { CreateAccountStatus: started } = await clients.organizations.send(
          new organizations.CreateAccountCommand({ AccountName, Email, Tags: tagList(tags) }),
        );
        const describe = new organizations.DescribeCreateAccountStatusCommand({
          CreateAccountRequestId: started!.Id,
        });
        let AccountId: string | undefined;
        await settled(async () => {
          const { CreateAccountStatus: status } = await clients.organizations.send(describe);
          AccountId = status!.AccountId;
          return status!.State;
        });
        await move(AccountId!, await parentOf(AccountId!), parentId);
        return AccountId!;
      },
      async read(id) {
        const { Account: account } = await describeAccount(id);
        if (account!.Status === 'SUSPENDED') return undefined;
        return {
          AccountName: account!.Name!,
          Email: account!.Email!,
          parentId: await parentOf(id),
          tags: await tagsOf(id),
        };
      },
      async update(id, { parentId, tags }, before) {
        await move(id, before.parentId, parentId);
        await retag(id, tags, before.tags);
      },
      // With close_on_deletion.
      async destroy(AccountId) {
        await clients.organizations.send(new organizations.CloseAccountCommand({ AccountId }));
        await settled(async () => {
          const { Status } = (await describeAccount(AccountId)).Account!;
          return Status === 'PENDING_CLOSURE' ? 'IN_PROGRESS' : 'SUCCEEDED';
        });
      },
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });

  it('aws_organizations_delegated_administrator', async () => {
    const { organization } = sandbox;
    const config = {
      AccountId: organization.accounts().find(({ id }) => id !== organization.managementAccountId)!.id,
      ServicePrincipal: 'guardduty.amazonaws.com',
    };
    const resource = defined({
      config,
      async create(input) {
        await clients.organizations.send(new organizations.RegisterDelegatedAdministratorCommand(input));
        return '';
      },
      async read() {
        const pages = organizations.paginateListDelegatedAdministrators(
          { client: clients.organizations },
          { ServicePrincipal: config.ServicePrincipal },
        );
        const rows = (await Array.fromAsync(pages)).flatMap((page) => page.DelegatedAdministrators!);
        return rows.some(({ Id }) => Id === config.AccountId) ? config : undefined;
      },
      destroy: () =>
        clients.organizations.send(new organizations.DeregisterDelegatedAdministratorCommand(config)),
    });
    expect(await lifeOf(resource)).toEqual(plannedFor(resource));
  });
});
