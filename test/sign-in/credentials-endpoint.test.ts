import { fromHttp } from '@aws-sdk/credential-providers';
import { expect, test } from 'vitest';
import { firstRole, person, type Person, type Role, rolesOf, somebody, token } from './signing-in.ts';

const create = `mutation ($input: CreateCredentialsTokenInput!) {
  createCredentialsToken(input: $input) { id token expiresAt uri environment }
}`;

async function mint(me: Person, role: Role, more: object = {}) {
  return (await me.ask(create, { input: { ...role, ...more } })).createCredentialsToken;
}

async function get(uri: string, authorization?: string, method = 'GET') {
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  const response = await fetch(uri, { method, headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

test("AWS's SDK takes and renews credentials from the endpoint", async () => {
  await using me = await person();
  await me.signIn();
  const minted = await mint(me, firstRole(me.sandbox));
  const provider = fromHttp({
    awsContainerCredentialsFullUri: minted.uri,
    awsContainerAuthorizationToken: minted.token,
  });
  const credentials = await provider();
  expect(credentials).toMatchObject({
    accessKeyId: expect.any(String),
    secretAccessKey: expect.any(String),
    sessionToken: expect.any(String),
  });
  expect(credentials.expiration!.getTime()).toBeGreaterThan(Date.now() + 15 * 60_000);
  expect(minted.environment).toBe(
    `export AWS_CONTAINER_CREDENTIALS_FULL_URI='${minted.uri}'\nexport AWS_CONTAINER_AUTHORIZATION_TOKEN='${minted.token}'\n`,
  );
});

test('the answer has the shape that the SDKs read, costs AWS one call, and comes from memory after that', async () => {
  await using me = await person();
  await me.signIn();
  const role = firstRole(me.sandbox);
  const minted = await mint(me, role);
  const answers = await Promise.all([1, 2, 3].map(() => get(minted.uri, minted.token)));
  const { status, headers, body } = answers[0]!;
  expect({ status, type: headers.get('content-type'), cache: headers.get('cache-control') }).toEqual({
    status: 200,
    type: 'application/json; charset=utf-8',
    cache: 'no-store',
  });
  expect(body).toEqual({
    AccessKeyId: expect.any(String),
    SecretAccessKey: expect.any(String),
    Token: expect.any(String),
    Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    AccountId: role.accountId,
  });
  expect(me.sandbox.counts()['sso:GetRoleCredentials']).toBe(1);
});

test('a token is good for its own role, as it is, and by GET', async () => {
  await using me = await person();
  await me.signIn();
  const { uri, token: minted } = await mint(me, firstRole(me.sandbox));
  const unauthenticated = { status: 401, body: { Code: 'UNAUTHENTICATED', Message: expect.any(String) } };
  expect(await get(uri)).toMatchObject(unauthenticated);
  expect(await get(uri, `${minted}x`)).toMatchObject(unauthenticated);
  expect(await get(uri, `Bearer ${minted}`)).toMatchObject(unauthenticated);
  expect(await get(uri, `Bearer ${token}`)).toMatchObject(unauthenticated);
  expect(await get(uri, token)).toMatchObject(unauthenticated);
  expect(await get(`${uri}x`, minted)).toMatchObject({ status: 403, body: { Code: 'FORBIDDEN' } });
  expect(await get(uri, minted, 'POST')).toMatchObject({ status: 400, body: { Code: 'BAD_INPUT' } });
  expect((await get(uri, minted)).status).toBe(200);
});

test('a token that was revoked or has expired is worth nothing', async () => {
  await using me = await person();
  await me.signIn();
  const role = firstRole(me.sandbox);
  const revoked = await mint(me, role);
  const revoke = 'mutation ($id: ID!) { revokeCredentialsToken(id: $id) { revoked } }';
  expect((await me.ask(revoke, { id: revoked.id })).revokeCredentialsToken.revoked).toBe(true);
  expect((await get(revoked.uri, revoked.token)).status).toBe(401);
  expect((await me.ask(revoke, { id: revoked.id })).revokeCredentialsToken.revoked).toBe(false);
});

test('a token ends with the sign-in that it was minted in, and says so, whoever signs in then', async () => {
  await using me = await person();
  const { organization } = me.sandbox;
  const ada = somebody(organization);
  await me.signIn(ada);
  const role = firstRole(me.sandbox);
  const hers = await mint(me, role);
  expect((await get(hers.uri, hers.token)).status).toBe(200);
  await me.ask('mutation { logout { signedOut } }');
  const over = {
    status: 401,
    body: { Code: 'UNAUTHENTICATED', Message: expect.stringMatching(/sign-in .* is over.*signed out/) },
  };
  expect(await get(hers.uri, hers.token)).toMatchObject(over);
  const bob = organization.users().find(({ userName, status, userId }) => {
    const holds = rolesOf(organization, userId).some(
      ({ accountId, roleName }) => accountId === role.accountId && roleName === role.roleName,
    );
    return userName !== ada && status === 'ENABLED' && holds;
  });
  await me.signIn(bob!.userName);
  expect(await get(hers.uri, hers.token)).toMatchObject(over);
  const his = await mint(me, role);
  expect((await get(his.uri, his.token)).status).toBe(200);
  expect(await get(hers.uri, hers.token)).toMatchObject({
    status: 401,
    body: {
      Code: 'UNAUTHENTICATED',
      Message: expect.stringContaining('the sign-in that it was minted in is over'),
    },
  });
});

test('without a sign-in no token is minted; without the role, the fault says so in the shape that SDKs read', async () => {
  await using me = await person();
  const role = firstRole(me.sandbox);
  expect((await me.refusal(create, { input: role })).extensions['code']).toBe('LOGIN_REQUIRED');
  await me.signIn();
  const foreign = await mint(me, { ...role, roleName: 'NoSuchRole' });
  expect(await get(foreign.uri, foreign.token)).toMatchObject({
    status: 403,
    body: { Code: 'FORBIDDEN', Message: expect.any(String) },
  });
});

test.each([
  ['an account that is none', { accountId: '1' }, 'input.accountId'],
  ['a name that is no role', { roleName: '../x' }, 'input.roleName'],
  ['no time at all', { lifetime: 'PT0S' }, 'input.lifetime'],
  ['more than a month', { lifetime: 'P31D' }, 'input.lifetime'],
])('no token is minted for %s', async (_, input, argument) => {
  await using me = await person();
  const { extensions } = await me.refusal(create, { input: { ...firstRole(me.sandbox), ...input } });
  expect(extensions).toMatchObject({ code: 'BAD_INPUT', argument });
});
