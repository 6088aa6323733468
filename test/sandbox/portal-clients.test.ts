import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { scope, signIn, signInBench, somebody } from './sign-in.ts';

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

/** A person's home with a profile of the sandbox, and the cache file that the AWS CLI writes after a login. */
async function homeOf(sandbox: Sandbox, token: object) {
  const { organization, startUrl, url } = sandbox;
  const { userId } = organization.userByName(somebody(sandbox))!;
  const row = organization
    .assignmentsFor('USER', userId)
    .find(({ accountId }) => organization.account(accountId)!.state === 'ACTIVE')!;
  const home = await mkdtemp(join(tmpdir(), 'sandbox-home-'));
  await mkdir(join(home, '.aws/sso/cache'), { recursive: true });
  const session = createHash('sha1').update('my-sso').digest('hex');
  const cacheFile = join(home, `.aws/sso/cache/${session}.json`);
  await writeFile(cacheFile, JSON.stringify({ startUrl, region: 'us-east-1', ...token }));
  await writeFile(
    join(home, '.aws/config'),
    `[profile person]
sso_session = my-sso
sso_account_id = ${row.accountId}
sso_role_name = ${organization.permissionSet(row.permissionSetArn)!.name}
region = us-east-1

[sso-session my-sso]
sso_start_url = ${startUrl}
sso_region = us-east-1
sso_registration_scopes = ${scope}
`,
  );
  return {
    cacheFile,
    accountId: row.accountId,
    env: { PATH: process.env['PATH'], HOME: home, AWS_ENDPOINT_URL: url, AWS_PROFILE: 'person' },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

function timeIn(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

const fromSso = `
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromSSO } from '@aws-sdk/credential-providers';
const { accessKeyId, expiration } = await fromSSO()();
const { Arn } = await new STSClient({ credentials: fromSSO() }).send(new GetCallerIdentityCommand({}));
console.log(JSON.stringify({ accessKeyId, isValid: expiration > new Date(), Arn }));
`;

it.each([
  ['takes the token that the AWS CLI has cached', 3_600_000, 0],
  ['renews the token in the cache of the AWS CLI', 60_000, 1],
])("the JavaScript SDK's fromSSO %s", async (_what, leftMs, renewals) => {
  await using bench = await signInBench({ now: Date.now });
  const { sandbox, client } = bench;
  const { accessToken, refreshToken } = await signIn(bench);
  await using home = await homeOf(sandbox, {
    ...client,
    registrationExpiresAt: timeIn(86_400_000),
    accessToken,
    refreshToken,
    expiresAt: timeIn(leftMs),
  });
  sandbox.reset();
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', fromSso], {
    env: home.env,
  });
  expect(JSON.parse(stdout)).toEqual({
    accessKeyId: expect.stringMatching(/^ASIA/),
    isValid: true,
    Arn: expect.stringContaining(`:sts::${home.accountId}:assumed-role/AWSReservedSSO_`),
  });
  expect(sandbox.counts()['sso-oidc:CreateToken'] ?? 0).toBe(renewals);
  const cached = JSON.parse(await readFile(home.cacheFile, 'utf8'));
  expect(cached.accessToken === accessToken).toBe(renewals === 0);
});

const python = `
import boto3, hashlib, json, os, sys, urllib.parse, urllib.request
from botocore.exceptions import ClientError

start_url, user_name, cache_file = sys.argv[1:]

def error(call, **arguments):
    try:
        call(**arguments)
    except ClientError as failure:
        return [failure.response["Error"]["Code"], failure.response["ResponseMetadata"]["HTTPStatusCode"]]

anyone = boto3.Session(profile_name=None, region_name="us-east-1")
oidc, sso = anyone.client("sso-oidc"), anyone.client("sso")
client = oidc.register_client(clientName="python", clientType="public", scopes=["sso:account:access"])
client = {name: client[name] for name in ("clientId", "clientSecret")}
started = oidc.start_device_authorization(startUrl=start_url, **client)
grant = {"grantType": "urn:ietf:params:oauth:grant-type:device_code", "deviceCode": started["deviceCode"], **client}
pending = error(oidc.create_token, **grant)
form = {"user_code": started["userCode"], "user": user_name, "decision": "approve"}
urllib.request.urlopen(started["verificationUri"], urllib.parse.urlencode(form).encode())
token = oidc.create_token(**grant)
accounts = [row["accountId"] for page in sso.get_paginator("list_accounts").paginate(accessToken=token["accessToken"], maxResults=2)
            for row in page["accountList"]]

with open(cache_file, "w") as file:
    json.dump({"startUrl": start_url, "region": "us-east-1", "accessToken": token["accessToken"],
               "expiresAt": "2020-01-01T00:00:00Z", "registrationExpiresAt": "2099-01-01T00:00:00Z",
               "refreshToken": token["refreshToken"], **client}, file)
person = boto3.Session(profile_name="person")
key = person.get_credentials().get_frozen_credentials().access_key
renewed = json.load(open(cache_file))
sso.logout(accessToken=renewed["accessToken"])
print(json.dumps({
    "pending": pending,
    "accounts": accounts,
    "key": key[:4],
    "caller": person.client("sts").get_caller_identity()["Account"],
    "isRenewed": renewed["accessToken"] != token["accessToken"],
    "afterLogout": error(sso.list_accounts, accessToken=renewed["accessToken"]),
    "wrong": error(oidc.create_token, **{**grant, "clientSecret": "wrong"}),
}))
`;

it.skipIf(!hasBoto3)(
  'boto3 signs in, lists, renews and takes credentials (skipped where python3 has no boto3)',
  async () => {
    await using bench = await signInBench({ now: Date.now });
    const { sandbox } = bench;
    const { organization } = sandbox;
    await using home = await homeOf(sandbox, {});
    const userName = somebody(sandbox);
    const { stdout } = await promisify(execFile)(
      'python3',
      ['-c', python, sandbox.startUrl, userName, home.cacheFile],
      { env: home.env },
    );
    const rows = organization.assignmentsFor('USER', organization.userByName(userName)!.userId);
    expect(JSON.parse(stdout)).toEqual({
      pending: ['AuthorizationPendingException', 400],
      accounts: [...new Set(rows.map(({ accountId }) => accountId))],
      key: 'ASIA',
      caller: home.accountId,
      isRenewed: true,
      afterLogout: ['UnauthorizedException', 401],
      wrong: ['InvalidClientException', 401],
    });
  },
);
