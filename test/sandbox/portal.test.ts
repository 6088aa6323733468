import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  paginateListAccountRoles,
  paginateListAccounts,
} from '@aws-sdk/client-sso';
import { describe, expect, it } from 'vitest';
import { failureOf } from './aws-clients.ts';
import { signIn, signInBench, somebody } from './sign-in.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';

async function signedInBench(options: SandboxOptions = {}) {
  const bench = await signInBench(options);
  const { accessToken, refreshToken } = await signIn(bench);
  return { ...bench, accessToken: accessToken!, refreshToken: refreshToken! };
}

describe('the portal', () => {
  it('gives everyone exactly the accounts and roles that they and their groups are assigned', async () => {
    await using bench = await signInBench({ accounts: 30, users: 25, groups: 6, emptyPages: true });
    const { organization } = bench.sandbox;
    for (const { userName, userId, status } of organization.users()) {
      if (status !== 'ENABLED') continue;
      const { accessToken } = await signIn(bench, userName);
      const roles: string[] = [];
      const pages = { client: bench.portal, pageSize: 3 };
      for await (const { accountList } of paginateListAccounts(pages, { accessToken })) {
        for (const { accountId, accountName } of accountList!) {
          expect(accountName).toBe(organization.account(accountId!)!.name);
          for await (const { roleList } of paginateListAccountRoles(pages, { accessToken, accountId })) {
            roles.push(...roleList!.map((role) => `${role.accountId} ${role.roleName}`));
          }
        }
      }
      // Every row of every pair, whose principal is the person or a group of theirs.
      const mine = new Set([userId, ...organization.membershipsOfUser(userId).map(({ groupId }) => groupId)]);
      const expected = organization.accounts().flatMap((account) =>
        organization
          .permissionSets()
          .filter(({ arn }) =>
            organization.assignments(account.id, arn).some(({ principalId }) => mine.has(principalId)),
          )
          .map(({ name }) => `${account.id} ${name}`),
      );
      expect(roles.toSorted()).toEqual(expected.toSorted());
    }
  });

  it('gives credentials of a role for as long as its permission set says, in milliseconds', async () => {
    await using bench = await signedInBench();
    const { portal, accessToken, sandbox } = bench;
    const { organization } = sandbox;
    const user = organization.userByName(somebody(sandbox))!;
    const [row] = organization
      .assignmentsFor('USER', user.userId)
      .filter(({ accountId }) => organization.account(accountId)!.state === 'ACTIVE');
    const permissionSet = organization.permissionSet(row!.permissionSetArn)!;
    const { roleCredentials } = await portal.send(
      new GetRoleCredentialsCommand({
        accessToken,
        accountId: row!.accountId,
        roleName: permissionSet.name,
      }),
    );
    expect(roleCredentials).toEqual({
      accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
      secretAccessKey: expect.stringMatching(/^.{40}$/),
      sessionToken: expect.any(String),
      expiration:
        Date.UTC(2026, 0, 1) + Number(/^PT(\d+)H$/.exec(permissionSet.sessionDuration)![1]) * 3_600_000,
    });
  });

  it('has no access to a role that the person does not have, nor to an account that is suspended', async () => {
    await using bench = await signedInBench();
    const { portal, accessToken, sandbox } = bench;
    const { organization } = sandbox;
    const { userId } = organization.userByName(somebody(sandbox))!;
    const [row] = organization.assignmentsFor('USER', userId);
    const accountId = row!.accountId;
    const roleName = organization.permissionSet(row!.permissionSetArn)!.name;
    const credentials = (account: string, role: string) =>
      failureOf(
        portal.send(new GetRoleCredentialsCommand({ accessToken, accountId: account, roleName: role })),
      );
    expect((await credentials(accountId, 'NoSuchRole')).name).toBe('ForbiddenException');
    expect((await credentials('000000000000', roleName)).name).toBe('ForbiddenException');
    organization.closeAccount(accountId);
    const error = await credentials(accountId, roleName);
    expect([error.name, error.message, error['$metadata']]).toMatchObject([
      'ForbiddenException',
      'No access',
      { httpStatusCode: 403 },
    ]);
    const { roleList } = await portal.send(new ListAccountRolesCommand({ accessToken, accountId }));
    expect(roleList!.map((role) => role.roleName)).toContain(roleName);
  });

  it('refuses who is not signed in with 401 and the name in the body', async () => {
    await using bench = await signedInBench({ tokenTtlMs: 60_000 });
    const { sandbox, portal, accessToken, pass } = bench;
    const list = (token?: string) =>
      fetch(`${sandbox.url}/assignment/accounts`, {
        headers: token === undefined ? {} : { 'x-amz-sso_bearer_token': token },
      });
    const refusal = {
      message: 'Session token not found or invalid',
      __type: 'com.amazonaws.switchboard.portal#UnauthorizedException',
    };
    for (const response of [await list(), await list('wrong')]) {
      expect([response.status, await response.json()]).toEqual([401, refusal]);
    }
    expect((await list(accessToken)).status).toBe(200);
    pass(60_000);
    const error = await failureOf(portal.send(new ListAccountsCommand({ accessToken })));
    expect(error.name).toBe('UnauthorizedException');
  });

  it.each([
    ['ResourceNotFoundException', 404, { accountId: '000000000000' }],
    ['InvalidRequestException', 400, { accountId: '12' }],
    ['InvalidRequestException', 400, { accountId: '000000000000', maxResults: 101 }],
    ['InvalidRequestException', 400, { accountId: '000000000000', maxResults: 0 }],
  ])('answers %s (%d) to the roles of %o', async (name, status, input) => {
    await using bench = await signedInBench();
    const { portal, accessToken } = bench;
    const error = await failureOf(portal.send(new ListAccountRolesCommand({ accessToken, ...input })));
    expect([error.name, error['$metadata']]).toMatchObject([name, { httpStatusCode: status }]);
  });

  it('takes a token of a page from the person whose page it was, also after a renewal', async () => {
    await using bench = await signedInBench();
    const { portal, accessToken, refreshToken, sandbox } = bench;
    const { organization } = sandbox;
    const list = (token: string | undefined, nextToken?: string) =>
      portal.send(new ListAccountsCommand({ accessToken: token, maxResults: 1, nextToken }));
    // Enough of them for two pages.
    const { userId } = organization.userByName(somebody(sandbox))!;
    const { arn } = organization.permissionSets()[0]!;
    for (const { id } of organization.accounts().slice(0, 3)) {
      organization.createAssignment({
        accountId: id,
        permissionSetArn: arn,
        principalType: 'USER',
        principalId: userId,
      });
    }
    const { nextToken } = await list(accessToken);
    const other = organization.users().find((user) => user.status === 'ENABLED' && user.userId !== userId)!;
    const stranger = await signIn(bench, other.userName);
    const error = await failureOf(list(stranger.accessToken, nextToken));
    expect(error.name).toBe('InvalidRequestException');
    const renewed = await bench.refresh(refreshToken);
    expect((await list(renewed.accessToken, nextToken)).accountList).toHaveLength(1);
  });

  it('ends every token of a sign-in with its logout', async () => {
    await using bench = await signedInBench();
    const { portal, accessToken, refreshToken, refresh } = bench;
    const other = await signIn(bench);
    await portal.send(new LogoutCommand({ accessToken }));
    const list = (token: string | undefined) => portal.send(new ListAccountsCommand({ accessToken: token }));
    expect((await failureOf(list(accessToken))).name).toBe('UnauthorizedException');
    expect((await failureOf(refresh(refreshToken))).name).toBe('InvalidGrantException');
    expect((await list(other.accessToken)).accountList).not.toHaveLength(0);
  });

  it('signs nobody in who was deleted meanwhile', async () => {
    await using bench = await signedInBench();
    const { portal, accessToken, sandbox } = bench;
    sandbox.organization.deleteUser(sandbox.organization.userByName(somebody(sandbox))!.userId);
    const error = await failureOf(portal.send(new ListAccountsCommand({ accessToken })));
    expect(error.name).toBe('UnauthorizedException');
  });

  it('throttles about twenty calls a second with 429', async () => {
    await using bench = await signedInBench({ throttle: true });
    const { portal, accessToken } = bench;
    const calls = Array.from({ length: 25 }, () => portal.send(new ListAccountsCommand({ accessToken })));
    const errors = (await Promise.allSettled(calls)).flatMap((result) =>
      result.status === 'rejected' ? [[result.reason.name, result.reason.$metadata.httpStatusCode]] : [],
    );
    expect(errors).toEqual(Array.from({ length: 5 }, () => ['TooManyRequestsException', 429]));
  });

  it('knows its paths by method', async () => {
    await using bench = await signedInBench();
    const response = await fetch(`${bench.sandbox.url}/logout`);
    expect([response.status, await response.json()]).toMatchObject([
      405,
      { __type: 'com.amazonaws.switchboard.portal#MethodNotAllowedException' },
    ]);
  });

  it('counts its calls, without the token', async () => {
    await using bench = await signedInBench();
    const { portal, accessToken, sandbox } = bench;
    sandbox.reset();
    await portal.send(new ListAccountsCommand({ accessToken, maxResults: 5 }));
    expect(sandbox.counts()).toEqual({ 'sso:ListAccounts': 1 });
    expect(sandbox.calls()[0]!.input).toEqual({ accessToken: '***', maxResults: 5 });
  });
});
