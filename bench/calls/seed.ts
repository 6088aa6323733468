import {
  IdentitystoreClient,
  DescribeGroupCommand,
  DescribeUserCommand,
  GetUserIdCommand,
  paginateListGroupMemberships,
  paginateListGroupMembershipsForMember,
} from '@aws-sdk/client-identitystore';
import {
  DescribeAccountCommand,
  OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
} from '@aws-sdk/client-organizations';
import {
  DescribePermissionSetCommand,
  paginateListAccountAssignments,
  paginateListPermissionSetsProvisionedToAccount,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { Organization } from '../../src/sandbox/organization/types.ts';

/** What the seed, aws-sso-lib's list_assignments, is asked; names are wanted always. */
export interface SeedQuestion {
  readonly accountIds?: readonly string[];
  readonly unitId?: string;
  readonly arns?: readonly string[];
  readonly isSetWanted?: (name: string) => boolean;
  readonly principalIds?: readonly string[];
  /** The seed knows of no groups: whoever asks about a person looks the groups up and asks for all of these ids. */
  readonly userName?: string;
  /** Undefined is the name of a principal that was deleted. */
  readonly isPrincipalWanted?: (name: string | undefined) => boolean;
  readonly wanted?: number;
  /** The seed leaves groups as they are: whoever wants people lists the members of each, and describes them. */
  readonly expandsGroups?: boolean;
  /** Of people: by what their description tells. */
  readonly isPersonWanted?: (userId: string) => boolean;
}

/**
 * The algorithm of the seed, written anew: accounts, then for each account its permission sets, then for each pair
 * its assignments, one call after the other. It is kinder than the library: each name is described once, also where
 * the permission sets are given.
 */
export class Seed {
  readonly #ssoAdmin: SSOAdminClient;
  readonly #identityStore: IdentitystoreClient;
  readonly #organizations: OrganizationsClient;
  readonly #instanceArn: string;
  readonly #identityStoreId: string;
  readonly #names = new Map<string, string | undefined>();
  readonly #members = new Map<string, readonly string[]>();

  constructor(endpoint: string, { instanceArn, identityStoreId }: Organization) {
    const config = {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
      // As boto3 does by default: five attempts.
      maxAttempts: 5,
    };
    this.#ssoAdmin = new SSOAdminClient(config);
    this.#identityStore = new IdentitystoreClient(config);
    this.#organizations = new OrganizationsClient(config);
    this.#instanceArn = instanceArn;
    this.#identityStoreId = identityStoreId;
  }

  /** How many rows it finds. */
  async count(question: SeedQuestion): Promise<number> {
    const { wanted = Number.POSITIVE_INFINITY } = question;
    let rows = 0;
    if (wanted > 0) for await (const _ of this.#rows(question)) if (++rows >= wanted) break;
    return rows;
  }

  close(): void {
    for (const client of [this.#ssoAdmin, this.#identityStore, this.#organizations]) client.destroy();
  }

  async *#rows(question: SeedQuestion): AsyncGenerator<void, void> {
    const { isPrincipalWanted = () => true } = question;
    const wantedIds = await this.#principalIds(question);
    for await (const accountId of this.#accounts(question))
      for await (const arn of this.#sets(accountId, question)) {
        const { ssoAdmin: client, input } = this.#admin();
        const pages = paginateListAccountAssignments(
          { client },
          { ...input, AccountId: accountId, PermissionSetArn: arn },
        );
        for await (const { AccountAssignments = [] } of pages)
          for (const { PrincipalType, PrincipalId = '' } of AccountAssignments) {
            if (wantedIds && !wantedIds.includes(PrincipalId)) continue;
            const name = await this.#principalName(PrincipalType === 'USER', PrincipalId);
            if (question.expandsGroups) yield* this.#people(PrincipalType === 'USER', PrincipalId, question);
            else if (isPrincipalWanted(name)) yield;
          }
      }
  }

  /** Each member of a group, whose members are listed once, or the user as such. */
  async *#people(
    isUser: boolean,
    id: string,
    { isPersonWanted = () => true }: SeedQuestion,
  ): AsyncGenerator<void, void> {
    // Who was deleted is not asked for members.
    const isThere = this.#names.get(id) !== undefined;
    for (const userId of isUser ? [id] : isThere ? await this.#membersOf(id) : []) {
      await this.#principalName(true, userId);
      if (isPersonWanted(userId)) yield;
    }
  }

  async #membersOf(GroupId: string): Promise<readonly string[]> {
    const known = this.#members.get(GroupId);
    if (known) return known;
    const input = { IdentityStoreId: this.#identityStoreId, GroupId };
    const members: string[] = [];
    for await (const page of paginateListGroupMemberships({ client: this.#identityStore }, input))
      for (const { MemberId } of page.GroupMemberships ?? []) members.push(MemberId?.UserId ?? '');
    this.#members.set(GroupId, members);
    return members;
  }

  async #principalIds({ principalIds, userName }: SeedQuestion): Promise<readonly string[] | undefined> {
    if (userName === undefined) return principalIds;
    const store = { IdentityStoreId: this.#identityStoreId };
    const UniqueAttribute = { AttributePath: 'userName', AttributeValue: userName };
    const { UserId } = await this.#identityStore.send(
      new GetUserIdCommand({ ...store, AlternateIdentifier: { UniqueAttribute } }),
    );
    const ids = [UserId ?? ''];
    const client = this.#identityStore;
    const MemberId = { UserId: ids[0] ?? '' };
    for await (const page of paginateListGroupMembershipsForMember({ client }, { ...store, MemberId }))
      for (const { GroupId } of page.GroupMemberships ?? []) ids.push(GroupId ?? '');
    return ids;
  }

  async *#accounts({ accountIds, unitId }: SeedQuestion): AsyncGenerator<string, void> {
    const client = this.#organizations;
    if (accountIds) {
      for (const AccountId of accountIds) {
        await this.#name(AccountId, async () => {
          const { Account } = await client.send(new DescribeAccountCommand({ AccountId }));
          return Account?.Name;
        });
        yield AccountId;
      }
      return;
    }
    if (unitId !== undefined) return yield* this.#accountsBelow(unitId);
    for await (const { Accounts = [] } of paginateListAccounts({ client, pageSize: 20 }, {}))
      for (const { Id = '' } of Accounts) yield Id;
  }

  async *#accountsBelow(ParentId: string): AsyncGenerator<string, void> {
    const paging = { client: this.#organizations, pageSize: 20 };
    for await (const { Accounts = [] } of paginateListAccountsForParent(paging, { ParentId }))
      for (const { Id = '' } of Accounts) yield Id;
    for await (const page of paginateListOrganizationalUnitsForParent(paging, { ParentId }))
      for (const { Id = '' } of page.OrganizationalUnits ?? []) yield* this.#accountsBelow(Id);
  }

  /** Given ones are asked for in every account, provisioned or not. */
  async *#sets(AccountId: string, { arns, isSetWanted }: SeedQuestion): AsyncGenerator<string, void> {
    const { ssoAdmin: client, input } = this.#admin();
    const listed = async function* () {
      const pages = paginateListPermissionSetsProvisionedToAccount({ client }, { ...input, AccountId });
      for await (const { PermissionSets = [] } of pages) yield* PermissionSets;
    };
    for await (const PermissionSetArn of arns ?? listed()) {
      const name = await this.#name(PermissionSetArn, async () => {
        const { PermissionSet } = await client.send(
          new DescribePermissionSetCommand({ ...input, PermissionSetArn }),
        );
        return PermissionSet?.Name;
      });
      if (isSetWanted?.(name ?? '') ?? true) yield PermissionSetArn;
    }
  }

  #principalName(isUser: boolean, id: string): Promise<string | undefined> {
    const IdentityStoreId = this.#identityStoreId;
    const client = this.#identityStore;
    return this.#name(id, async () => {
      try {
        if (isUser)
          return (await client.send(new DescribeUserCommand({ IdentityStoreId, UserId: id }))).UserName;
        return (await client.send(new DescribeGroupCommand({ IdentityStoreId, GroupId: id }))).DisplayName;
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      }
    });
  }

  async #name(id: string, describe: () => Promise<string | undefined>): Promise<string | undefined> {
    if (!this.#names.has(id)) this.#names.set(id, await describe());
    return this.#names.get(id);
  }

  #admin() {
    return { ssoAdmin: this.#ssoAdmin, input: { InstanceArn: this.#instanceArn } };
  }
}
