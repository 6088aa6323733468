import {
  ListUsersCommand,
  paginateListGroupMemberships,
  paginateListGroups,
  paginateListUsers,
} from '@aws-sdk/client-identitystore';
import { ListAccountsCommand, paginateListAccounts } from '@aws-sdk/client-organizations';
import {
  ListPermissionSetsCommand,
  paginateListAccountAssignments,
  paginateListAccountAssignmentsForPrincipal,
  paginateListAccountsForProvisionedPermissionSet,
  paginateListPermissionSets,
} from '@aws-sdk/client-sso-admin';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateOrganization } from '../../src/sandbox/organization/generate.ts';
import { createPager } from '../../src/sandbox/protocol/paging.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf, rawCall } from './aws-clients.ts';

const sizes = { accounts: 90, permissionSets: 130, users: 450, groups: 110 };

async function rowsOf<Page, Row>(
  pages: AsyncIterable<Page>,
  rows: (page: Page) => readonly Row[] | undefined,
): Promise<Row[]> {
  const all: Row[] = [];
  for await (const page of pages) all.push(...(rows(page) ?? []));
  return all;
}

describe('paging', () => {
  let sandbox: Sandbox;
  let clients: ReturnType<typeof awsClients>;
  beforeAll(async () => {
    sandbox = await startSandbox({ ...sizes, throttle: false });
    clients = awsClients(sandbox.url);
  });
  afterAll(() => sandbox.close());

  const instance = () => ({ InstanceArn: sandbox.organization.instanceArn });
  const store = () => ({ IdentityStoreId: sandbox.organization.identityStoreId });

  it("ends at the organization's last row with the SDK's paginators, empty pages and all", async () => {
    const { organization } = sandbox;
    const client = clients.identityStore;
    const config = { client, pageSize: 7, stopOnSameToken: true };
    const users = await rowsOf(paginateListUsers(config, store()), (page) => page.Users);
    expect(users.map(({ UserId }) => UserId)).toEqual(organization.users().map(({ userId }) => userId));

    const groups = await rowsOf(paginateListGroups({ client }, store()), (page) => page.Groups);
    expect(groups.map(({ GroupId }) => GroupId)).toEqual(organization.groups().map(({ groupId }) => groupId));

    const { groupId } = organization
      .groups()
      .reduce((a, b) =>
        organization.membershipsOfGroup(a.groupId).length >= organization.membershipsOfGroup(b.groupId).length
          ? a
          : b,
      );
    const members = await rowsOf(
      paginateListGroupMemberships({ client, pageSize: 1 }, { ...store(), GroupId: groupId }),
      (page) => page.GroupMemberships,
    );
    expect(members.map(({ MembershipId }) => MembershipId)).toEqual(
      organization.membershipsOfGroup(groupId).map(({ membershipId }) => membershipId),
    );

    const accounts = await rowsOf(
      paginateListAccounts({ client: clients.organizations }, {}),
      (page) => page.Accounts,
    );
    expect(accounts.map(({ Id }) => Id)).toEqual(organization.accounts().map(({ id }) => id));
  });

  it('reads the permission sets, their accounts and the assignments of pairs and principals to their ends', async () => {
    const { organization } = sandbox;
    const config = { client: clients.ssoAdmin, pageSize: 3 };
    const arns = await rowsOf(paginateListPermissionSets(config, instance()), (page) => page.PermissionSets);
    expect(arns).toEqual(organization.permissionSets().map(({ arn }) => arn));

    const arn = arns.find((candidate) => organization.accountsProvisionedWith(candidate).length > 3)!;
    const accountIds = await rowsOf(
      paginateListAccountsForProvisionedPermissionSet(config, { ...instance(), PermissionSetArn: arn }),
      (page) => page.AccountIds,
    );
    expect(accountIds).toEqual(organization.accountsProvisionedWith(arn));

    const pair = { AccountId: accountIds[0]!, PermissionSetArn: arn };
    const ofPair = await rowsOf(
      paginateListAccountAssignments({ ...config, pageSize: 1 }, { ...instance(), ...pair }),
      (page) => page.AccountAssignments,
    );
    expect(ofPair.map(({ PrincipalId }) => PrincipalId)).toEqual(
      organization.assignments(pair.AccountId, arn).map(({ principalId }) => principalId),
    );

    const { principalType, principalId } = organization.assignments(pair.AccountId, arn)[0]!;
    const ofPrincipal = await rowsOf(
      paginateListAccountAssignmentsForPrincipal(config, {
        ...instance(),
        PrincipalType: principalType,
        PrincipalId: principalId,
      }),
      (page) => page.AccountAssignments,
    );
    expect(ofPrincipal).toHaveLength(organization.assignmentsFor(principalType, principalId).length);
  });

  it('gives pages of at most the asked size, of 50 rows (organizations: 20) when it is not asked', async () => {
    const asked = await clients.identityStore.send(new ListUsersCommand({ ...store(), MaxResults: 100 }));
    expect(asked.Users).toHaveLength(100);
    const notAsked = await clients.identityStore.send(new ListUsersCommand(store()));
    expect(notAsked.Users).toHaveLength(50);
    expect((await clients.organizations.send(new ListAccountsCommand({}))).Accounts).toHaveLength(20);
  });

  it.each([
    [
      'identitystore:ListUsers',
      () => ({ ...store(), MaxResults: 101 }),
      'ValidationException',
      'at most 100',
    ],
    ['organizations:ListAccounts', () => ({ MaxResults: 21 }), 'InvalidInputException', 'at most 20'],
    [
      'sso-admin:ListPermissionSets',
      () => ({ ...instance(), MaxResults: 0 }),
      'ValidationException',
      'at least 1',
    ],
  ])('refuses a page size out of the range of %s', async (operation, input, name, constraint) => {
    const answer = await rawCall(sandbox.url, operation, input());
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ __type: name, Message: expect.stringContaining(constraint) });
    expect(answer.json['Message']).toContain("'maxResults'");
  });

  it('refuses the token of another operation, of other parameters, and one that was altered', async () => {
    const { NextToken: token } = await clients.identityStore.send(new ListUsersCommand(store()));
    const other = await failureOf(
      clients.ssoAdmin.send(new ListPermissionSetsCommand({ ...instance(), NextToken: token })),
    );
    expect(other.name).toBe('ValidationException');

    const filtered = {
      ...store(),
      Filters: [{ AttributePath: 'UserName', AttributeValue: 'nobody' }],
      NextToken: token,
    };
    const answer = await rawCall(sandbox.url, 'identitystore:ListUsers', filtered);
    expect(answer.json['__type']).toBe('ValidationException');

    const altered = `${token!.slice(0, -4)}AAAA`;
    const tampered = await failureOf(
      clients.identityStore.send(new ListUsersCommand({ ...store(), NextToken: altered })),
    );
    expect(tampered.name).toBe('ValidationException');

    const foreign = await failureOf(
      clients.organizations.send(new ListAccountsCommand({ NextToken: 'made up' })),
    );
    expect(foreign).toMatchObject({ name: 'InvalidInputException', Reason: 'INVALID_NEXT_TOKEN' });
  });

  it('takes a token with another page size: the size is no parameter of the list', async () => {
    const first = await clients.organizations.send(new ListAccountsCommand({ MaxResults: 1 }));
    const ids = [first.Accounts![0]!.Id];
    let token = first.NextToken;
    while (token !== undefined && ids.length < 3) {
      const page = await clients.organizations.send(
        new ListAccountsCommand({ MaxResults: 2, NextToken: token }),
      );
      ids.push(...page.Accounts!.map(({ Id }) => Id));
      token = page.NextToken;
    }
    expect(ids).toEqual(
      sandbox.organization
        .accounts()
        .slice(0, 3)
        .map(({ id }) => id),
    );
  });

  it('answers an empty page with a token now and then, at the same places for the same seed', async () => {
    const emptyPages = async (options: { emptyPages: boolean }): Promise<number[]> => {
      await using own = await startSandbox({ ...sizes, ...options, throttle: false });
      const { identityStore } = awsClients(own.url);
      const input = { IdentityStoreId: own.organization.identityStoreId };
      const lengths: number[] = [];
      for await (const page of paginateListUsers({ client: identityStore, pageSize: 10 }, input)) {
        lengths.push(page.Users!.length);
      }
      return lengths.flatMap((length, index) => (length === 0 ? [index] : []));
    };
    const places = await emptyPages({ emptyPages: true });
    expect(places.length).toBeGreaterThan(0);
    expect(await emptyPages({ emptyPages: true })).toEqual(places);
    expect(await emptyPages({ emptyPages: false })).toEqual([]);
  });

  it('skips no user when others are created and deleted between two pages', async () => {
    const organization = generateOrganization({ seed: 3, ...sizes });
    await using own = await startSandbox({ organization, throttle: false });
    const { identityStore } = awsClients(own.url);
    const input = { IdentityStoreId: organization.identityStoreId };
    const stays = organization.users().filter((_user, index) => index % 3 !== 0);
    const goes = organization.users().filter((_user, index) => index % 3 === 0);
    const seen = new Set<string>();
    for await (const page of paginateListUsers({ client: identityStore, pageSize: 10 }, input)) {
      for (const { UserId } of page.Users ?? []) seen.add(UserId!);
      for (const { userId } of goes.splice(0, 4)) organization.deleteUser(userId);
    }
    expect(stays.filter(({ userId }) => !seen.has(userId))).toEqual([]);
  });
});

describe('the pager', () => {
  it('puts any list together again from its pages, whatever their sizes', () => {
    const pagesOf = fc.record({
      rows: fc.uniqueArray(fc.string(), { maxLength: 60 }),
      sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      seed: fc.string(),
    });
    fc.assert(
      fc.property(pagesOf, ({ rows, sizes: pageSizes, seed }) => {
        const pager = createPager(seed, true);
        const read: string[] = [];
        let token: string | undefined;
        for (let index = 0; ; index++) {
          const size = pageSizes[index % pageSizes.length]!;
          const page = pager.page({ rows, keyOf: (row) => row, size, token, boundTo: 'x', revision: 0 })!;
          expect(page.rows.length).toBeLessThanOrEqual(size);
          read.push(...page.rows);
          token = page.next.NextToken;
          if (token === undefined) break;
        }
        expect(read).toEqual(rows);
      }),
    );
  });
});
