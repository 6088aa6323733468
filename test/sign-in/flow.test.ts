import { expect, test } from 'vitest';
import { fetchFile } from '../gateway/fetch-file.ts';
import { parseCsv } from '../parse-csv.ts';
import { firstRole, person, rolesOf, somebody, token } from './signing-in.ts';

const roleCredentials = `mutation ($input: RoleCredentialsInput!) {
  roleCredentials(input: $input) {
    accessKeyId secretAccessKey sessionToken expiration credentialProcess environment(region: "eu-west-1")
  }
}`;

test('a person who signs in sees the code, then success, and then has exactly their own accounts and roles', async () => {
  await using me = await person();
  const { organization } = me.sandbox;
  const userName = somebody(organization);
  expect(await me.signIn(userName)).toEqual(['PENDING', 'SUCCEEDED']);
  const { session, availableAccounts, availableRoles } = await me.ask(`{
    session { state startUrl region refreshable expiresAt }
    availableAccounts(first: 20) {
      nodes { accountId name email roles { nodes { roleName account { accountId } } } }
      completeness { complete }
    }
    availableRoles(first: 1000) {
      edges { cursor node { roleName account { accountId name } } }
      pageInfo { hasNextPage }
      completeness { complete }
    }
  }`);
  expect(session).toMatchObject({
    state: 'SIGNED_IN',
    startUrl: me.sandbox.startUrl,
    region: 'us-east-1',
    refreshable: true,
  });
  const expected = rolesOf(organization, organization.userByName(userName)!.userId);
  expect(availableRoles.completeness.complete).toBe(true);
  expect(
    availableRoles.edges.map(({ node }: any) => ({
      accountId: node.account.accountId,
      roleName: node.roleName,
      name: node.account.name,
    })),
  ).toEqual(expected.map((role) => ({ ...role, name: organization.account(role.accountId)!.name })));
  expect(
    availableAccounts.nodes.flatMap(({ roles }: any) =>
      roles.nodes.map(({ roleName, account }: any) => ({ accountId: account.accountId, roleName })),
    ),
  ).toEqual(expected);
  const [{ accountId, email }] = availableAccounts.nodes;
  expect(email).toBe(organization.account(accountId)!.email);
});

test('a file of roles has those of the person who asks, and nobody’s before they sign in', async () => {
  await using me = await person();
  const authorization = `Bearer ${token}`;
  const before = await fetchFile(me, 'roles.csv', {}, { authorization });
  expect([before.status, JSON.parse(before.text).errors[0].extensions.code]).toEqual([400, 'LOGIN_REQUIRED']);
  await me.signIn();
  const { organization } = me.sandbox;
  const { status, text, rows, complete } = await fetchFile(me, 'roles.csv', {}, { authorization });
  const expected = rolesOf(organization, organization.userByName(somebody(organization))!.userId);
  expect([status, rows, complete]).toEqual([200, String(expected.length), 'true']);
  expect(parseCsv(text)).toEqual([
    ['account_id', 'account_name', 'root_email', 'role_name'],
    ...expected.map(({ accountId, roleName }) => {
      const { name, email } = organization.account(accountId)!;
      return [accountId, name, email, roleName];
    }),
  ]);
});

test('roles come in pages whose cursors lead through all of them', async () => {
  await using me = await person();
  await me.signIn();
  const { organization } = me.sandbox;
  const expected = rolesOf(organization, organization.userByName(somebody(organization))!.userId);
  const walked: unknown[] = [];
  for (let after: string | null = null; ;) {
    const { availableRoles } = await me.ask(
      `query ($after: String) {
        availableRoles(first: 2, after: $after) {
          nodes { roleName account { accountId } }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { after },
    );
    for (const { roleName, account } of availableRoles.nodes) walked.push({ ...account, roleName });
    if (!availableRoles.pageInfo.hasNextPage) break;
    after = availableRoles.pageInfo.endCursor;
  }
  expect(walked).toEqual(expected);
});

test('credentials of a role come in every form that the contract has', async () => {
  await using me = await person();
  await me.signIn();
  const input = firstRole(me.sandbox);
  const { roleCredentials: given } = await me.ask(roleCredentials, { input });
  expect(JSON.parse(given.credentialProcess)).toEqual({
    Version: 1,
    AccessKeyId: given.accessKeyId,
    SecretAccessKey: given.secretAccessKey,
    SessionToken: given.sessionToken,
    Expiration: expect.stringMatching(/^\d{4}-.*Z$/),
    AccountId: input.accountId,
  });
  expect(given.credentialProcess).not.toContain('\n');
  expect(given.environment).toContain(`export AWS_SECRET_ACCESS_KEY='${given.secretAccessKey}'\n`);
  expect(given.environment).toContain(`export AWS_REGION='eu-west-1'\n`);
});

test('credentials are never answered to GET', async () => {
  await using me = await person();
  await me.signIn();
  const { accountId, roleName } = firstRole(me.sandbox);
  const query = `mutation { roleCredentials(input: { accountId: "${accountId}", roleName: "${roleName}" }) { accessKeyId } }`;
  const response = await fetch(`${me.url}?${new URLSearchParams({ query }).toString()}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(405);
  expect(me.sandbox.counts()['sso:GetRoleCredentials']).toBeUndefined();
});

test.each([
  ['availableAccounts', '{ availableAccounts { nodes { accountId } } }'],
  ['availableRoles', '{ availableRoles { nodes { roleName } } }'],
  [
    'roleCredentials',
    'mutation { roleCredentials(input: { accountId: "111122223333", roleName: "x" }) { accessKeyId } }',
  ],
])('%s says that it needs a sign-in, and what to do', async (_, query) => {
  await using me = await person();
  const { message, extensions } = await me.refusal(query);
  expect(extensions['code']).toBe('LOGIN_REQUIRED');
  expect(message).toMatch(/login/i);
});

test('the bearer token of the portal stays inside unless whoever runs the gateway lets it out', async () => {
  await using closed = await person();
  await closed.signIn();
  const query = '{ session { accessToken } }';
  expect((await closed.refusal(query)).extensions['code']).toBe('FORBIDDEN');
  await using open = await person({ config: { allowTokenExport: true } });
  await open.signIn();
  expect((await open.ask(query)).session.accessToken).toMatch(/./);
});

test('a person who signs out is signed out, once', async () => {
  await using me = await person();
  await me.signIn();
  const logout = 'mutation { logout { signedOut session { state } } }';
  expect(await me.ask(logout)).toEqual({ logout: { signedOut: true, session: { state: 'SIGNED_OUT' } } });
  expect((await me.ask(logout)).logout.signedOut).toBe(false);
  expect((await me.refusal('{ availableRoles { nodes { roleName } } }')).extensions['code']).toBe(
    'LOGIN_REQUIRED',
  );
});

test('a login can be refused by the person, and cancelled by whoever began it', async () => {
  await using me = await person();
  const begin = async () => (await me.ask('mutation { login { id userCode } }')).login;
  const query = 'subscription ($id: ID!) { loginStatus(loginId: $id) { state error session { state } } }';
  const last = async (id: string) => {
    let state: any;
    for await (const { data } of me.sse.iterate({ query, variables: { id } })) state = data;
    return state.loginStatus;
  };
  const denied = await begin();
  await me.sandbox.deny(denied.userCode);
  expect(await last(denied.id)).toMatchObject({ state: 'DENIED', session: null, error: expect.any(String) });
  const cancelled = await begin();
  const cancel = 'mutation ($id: ID!) { cancelLogin(loginId: $id) { state } }';
  expect((await me.ask(cancel, { id: cancelled.id })).cancelLogin.state).toBe('CANCELLED');
  expect(await last(cancelled.id)).toMatchObject({ state: 'CANCELLED' });
  expect((await me.refusal(cancel, { id: 'none' })).extensions['code']).toBe('NOT_FOUND');
});

test('on a gateway that others can reach, no link carries the code, and no other place can be named', async () => {
  await using me = await person({ isShared: true });
  const { login } = await me.ask(
    'mutation { login { state userCode verificationUri verificationUriComplete message } }',
  );
  expect(login).toMatchObject({
    state: 'PENDING',
    verificationUriComplete: null,
    userCode: expect.any(String),
  });
  expect(login.message).toMatch(/whoever/i);
  expect(
    (await me.refusal('mutation { login(input: { startUrl: "https://evil.example/start" }) { id } }'))
      .extensions['code'],
  ).toBe('FORBIDDEN');
});

test('a template puts the code and the link where it says', async () => {
  await using me = await person();
  const { login } = await me.ask('mutation { login { userCode message(template: "<{code}> {other}") } }');
  expect(login.message).toBe(`<${login.userCode}> {other}`);
});
