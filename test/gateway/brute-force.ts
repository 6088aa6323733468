import {
  DescribeGroupCommand,
  DescribeUserCommand,
  type DescribeUserResponse,
} from '@aws-sdk/client-identitystore';
import { ListParentsCommand, paginateListAccounts } from '@aws-sdk/client-organizations';
import {
  DescribePermissionSetCommand,
  paginateListAccountAssignments,
  paginateListManagedPoliciesInPermissionSet,
  paginateListPermissionSets,
  paginateListTagsForResource,
  type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients } from '../sandbox/aws-clients.ts';

/** An assignment with everything a filter may ask of it; a name that AWS does not tell is undefined. */
export interface Fact {
  readonly accountId: string;
  readonly accountName: string | undefined;
  readonly accountState: string | undefined;
  /** From the parent up to the root. */
  readonly parents: readonly string[];
  readonly arn: string;
  readonly setName: string | undefined;
  /** Names and ARNs of the managed policies that are attached. */
  readonly policies: readonly string[];
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly type: 'USER' | 'GROUP';
  readonly principalId: string;
  readonly principalName: string | undefined;
  readonly deleted: boolean;
  readonly enabled: boolean | undefined;
  /** Of a user. */
  readonly displayName: string | undefined;
  readonly email: string | undefined;
}

/** Every assignment there is: each (account, permission set) pair asked for, and every name described, one by one. */
export async function readEverything(sandbox: Sandbox): Promise<Fact[]> {
  const clients = awsClients(sandbox.url);
  const { ssoAdmin, identityStore, organizations } = clients;
  const { instanceArn: InstanceArn, identityStoreId: IdentityStoreId } = sandbox.organization;
  try {
    const accounts = [];
    for await (const { Accounts = [] } of paginateListAccounts({ client: organizations }, {}))
      for (const { Id = '', Name, State } of Accounts)
        accounts.push({ id: Id, name: Name, state: State, parents: await parentsOf(Id) });
    const sets = [];
    for await (const { PermissionSets = [] } of paginateListPermissionSets(
      { client: ssoAdmin },
      { InstanceArn },
    ))
      for (const arn of PermissionSets) {
        const input = { InstanceArn, PermissionSetArn: arn };
        const { PermissionSet } = await ssoAdmin.send(new DescribePermissionSetCommand(input));
        sets.push({ arn, name: PermissionSet?.Name, ...(await carriedBy(ssoAdmin, InstanceArn, arn)) });
      }
    const describe = remembering(describePrincipal);
    const facts: Fact[] = [];
    for (const account of accounts)
      for (const set of sets) {
        const input = { InstanceArn, AccountId: account.id, PermissionSetArn: set.arn };
        for await (const page of paginateListAccountAssignments({ client: ssoAdmin }, input))
          for (const { PrincipalType, PrincipalId = '' } of page.AccountAssignments ?? []) {
            const type = PrincipalType === 'USER' ? 'USER' : 'GROUP';
            facts.push({
              accountId: account.id,
              accountName: account.name,
              accountState: account.state,
              parents: account.parents,
              arn: set.arn,
              setName: set.name,
              policies: set.policies,
              tags: set.tags,
              type,
              principalId: PrincipalId,
              ...(await describe(type, PrincipalId)),
            });
          }
      }
    return facts;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }

  async function parentsOf(ChildId: string): Promise<string[]> {
    const { Parents } = await organizations.send(new ListParentsCommand({ ChildId }));
    const { Id = '', Type } = Parents?.[0] ?? {};
    return Type === 'ROOT' ? [Id] : [Id, ...(await parentsOf(Id))];
  }

  async function describePrincipal(type: 'USER' | 'GROUP', id: string) {
    try {
      if (type === 'GROUP') {
        const group = await identityStore.send(new DescribeGroupCommand({ IdentityStoreId, GroupId: id }));
        return { ...noUser, principalName: group.DisplayName, deleted: false };
      }
      const user = await identityStore.send(new DescribeUserCommand({ IdentityStoreId, UserId: id }));
      const enabled = user.UserStatus === undefined ? undefined : user.UserStatus === 'ENABLED';
      const { UserName: principalName, DisplayName: displayName } = user;
      return { principalName, displayName, deleted: false, enabled, email: emailOf(user) };
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return { ...noUser, principalName: undefined, deleted: true };
    }
  }
}

/** What only a user has. */
const noUser = { displayName: undefined, enabled: undefined, email: undefined };

/** The primary address, else the first. */
export function emailOf({ Emails = [] }: Pick<DescribeUserResponse, 'Emails'>): string | undefined {
  return (Emails.find(({ Primary }) => Primary) ?? Emails[0])?.Value;
}

/** What a permission set carries: the names and ARNs of its managed policies, and its tags. */
export async function carriedBy(client: SSOAdminClient, InstanceArn: string, arn: string) {
  const policies: string[] = [];
  const input = { InstanceArn, PermissionSetArn: arn };
  for await (const page of paginateListManagedPoliciesInPermissionSet({ client }, input))
    for (const { Arn = '', Name = '' } of page.AttachedManagedPolicies ?? []) policies.push(Arn, Name);
  const tags: { key: string; value: string }[] = [];
  for await (const page of paginateListTagsForResource({ client }, { InstanceArn, ResourceArn: arn }))
    for (const { Key = '', Value = '' } of page.Tags ?? []) tags.push({ key: Key, value: Value });
  return { policies, tags };
}

function remembering<Args extends string[], Result>(ask: (...args: Args) => Promise<Result>) {
  const known = new Map<string, Promise<Result>>();
  return (...args: Args): Promise<Result> => {
    const key = args.join(' ');
    const answer = known.get(key) ?? ask(...args);
    known.set(key, answer);
    return answer;
  };
}
