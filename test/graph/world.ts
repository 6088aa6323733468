import {
  paginateListGroupMemberships,
  paginateListGroups,
  paginateListUsers,
} from '@aws-sdk/client-identitystore';
import {
  ListRootsCommand,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
} from '@aws-sdk/client-organizations';
import {
  paginateListPermissionSets,
  paginateListPermissionSetsProvisionedToAccount,
  DescribePermissionSetCommand,
  type ProvisioningStatus,
} from '@aws-sdk/client-sso-admin';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { carriedBy, emailOf, readEverything, type Fact } from '../gateway/brute-force.ts';
import { awsClients } from '../sandbox/aws-clients.ts';

export interface Unit {
  readonly id: string;
  readonly name: string | undefined;
  /** Undefined for a root. */
  readonly parentId: string | undefined;
}

export interface Account {
  readonly id: string;
  readonly name: string | undefined;
  readonly state: string | undefined;
  readonly parentId: string;
}

export interface Person {
  readonly type: 'GROUP' | 'USER';
  readonly id: string;
  readonly name: string | undefined;
  /** Of a user. */
  readonly displayName: string | undefined;
  readonly enabled: boolean | undefined;
  readonly email: string | undefined;
}

export type PermissionSet = Pick<Fact, 'arn' | 'policies' | 'tags'> & { readonly name: string | undefined };

export interface Provisioned {
  readonly accountId: string;
  readonly arn: string;
  readonly isLatest: boolean;
}

/** Everything that the graph can show of one organization, read by the plainest calls. */
export interface World {
  readonly units: readonly Unit[];
  readonly accounts: readonly Account[];
  /** Users and groups that the identity store has. */
  readonly principals: readonly Person[];
  readonly memberships: readonly { readonly groupId: string; readonly userId: string }[];
  readonly permissionSets: readonly PermissionSet[];
  readonly provisioned: readonly Provisioned[];
  readonly assignments: readonly Fact[];
}

export async function readWorld(sandbox: Sandbox): Promise<World> {
  const clients = awsClients(sandbox.url);
  try {
    const { units, accounts } = await readTree(clients);
    return {
      units,
      accounts,
      ...(await readStore(clients, sandbox.organization.identityStoreId)),
      ...(await readPermissionSets(clients, sandbox.organization.instanceArn, accounts)),
      assignments: await readEverything(sandbox),
    };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

type Clients = ReturnType<typeof awsClients>;

async function readTree({ organizations: client }: Clients) {
  const units: Unit[] = [];
  const accounts: Account[] = [];
  const visit = async (unit: Unit): Promise<void> => {
    units.push(unit);
    const ParentId = unit.id;
    for await (const { Accounts = [] } of paginateListAccountsForParent({ client }, { ParentId }))
      for (const { Id = '', Name, State } of Accounts)
        accounts.push({ id: Id, name: Name, state: State, parentId: ParentId });
    const pages = paginateListOrganizationalUnitsForParent({ client }, { ParentId });
    for await (const { OrganizationalUnits = [] } of pages)
      for (const { Id = '', Name } of OrganizationalUnits)
        await visit({ id: Id, name: Name, parentId: ParentId });
  };
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  for (const { Id = '', Name } of Roots) await visit({ id: Id, name: Name, parentId: undefined });
  return { units, accounts };
}

async function readStore({ identityStore: client }: Clients, IdentityStoreId: string) {
  const principals: Person[] = [];
  const memberships: { groupId: string; userId: string }[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { IdentityStoreId }))
    for (const { UserId = '', UserName, DisplayName: displayName, UserStatus, Emails } of Users) {
      const enabled = UserStatus === 'ENABLED';
      const email = emailOf({ Emails });
      principals.push({ type: 'USER', id: UserId, name: UserName, displayName, enabled, email });
    }
  for await (const { Groups = [] } of paginateListGroups({ client }, { IdentityStoreId }))
    for (const { GroupId = '', DisplayName } of Groups) {
      principals.push({
        type: 'GROUP',
        id: GroupId,
        name: DisplayName,
        displayName: undefined,
        enabled: undefined,
        email: undefined,
      });
      for await (const page of paginateListGroupMemberships({ client }, { IdentityStoreId, GroupId }))
        for (const { MemberId } of page.GroupMemberships ?? [])
          memberships.push({ groupId: GroupId, userId: MemberId?.UserId ?? '' });
    }
  return { principals, memberships };
}

async function readPermissionSets(
  { ssoAdmin: client }: Clients,
  InstanceArn: string,
  accounts: readonly Account[],
) {
  const permissionSets: PermissionSet[] = [];
  for await (const page of paginateListPermissionSets({ client }, { InstanceArn }))
    for (const PermissionSetArn of page.PermissionSets ?? []) {
      const input = { InstanceArn, PermissionSetArn };
      const { PermissionSet } = await client.send(new DescribePermissionSetCommand(input));
      const carried = await carriedBy(client, InstanceArn, PermissionSetArn);
      permissionSets.push({ arn: PermissionSetArn, name: PermissionSet?.Name, ...carried });
    }
  const provisioned: Provisioned[] = [];
  for (const { id: AccountId } of accounts)
    for (const isLatest of [true, false]) {
      const status: ProvisioningStatus = isLatest
        ? 'LATEST_PERMISSION_SET_PROVISIONED'
        : 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
      const input = { InstanceArn, AccountId, ProvisioningStatus: status };
      for await (const page of paginateListPermissionSetsProvisionedToAccount({ client }, input))
        for (const arn of page.PermissionSets ?? [])
          provisioned.push({ accountId: AccountId, arn, isLatest });
    }
  return { permissionSets, provisioned };
}
