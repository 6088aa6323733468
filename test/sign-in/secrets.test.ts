import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstRole, person, token } from './signing-in.ts';

/** What the AWS CLI would call a secret, from the files that it shares with us. */
async function secretsIn(folder: string): Promise<string[]> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
  return files.flatMap(({ accessToken, refreshToken, clientSecret }) =>
    [accessToken, refreshToken, clientSecret].filter(Boolean),
  );
}

test('no secret is in the log at any level, nor in an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sso-cache-'));
  await using me = await person({ config: { tokenCache: folder } });
  await me.signIn();
  const role = firstRole(me.sandbox);
  const { roleCredentials } = await me.ask(
    `mutation ($input: RoleCredentialsInput!) {
      roleCredentials(input: $input) { secretAccessKey sessionToken }
    }`,
    { input: role },
  );
  const { createCredentialsToken: minted } = await me.ask(
    'mutation ($input: CreateCredentialsTokenInput!) { createCredentialsToken(input: $input) { token uri } }',
    { input: role },
  );
  const fetched = await fetch(minted.uri, { headers: { Authorization: minted.token } });
  const refused = await fetch(minted.uri, { headers: { Authorization: `Bearer ${minted.token}` } });
  const secrets = [
    ...(await secretsIn(folder)),
    ...Object.values<string>(roleCredentials),
    minted.token,
    token,
  ];
  expect(secrets.length).toBeGreaterThanOrEqual(7);

  const answers = [await refused.text()];
  me.sandbox.faults.add({ operation: 'sso:GetRoleCredentials', fault: { error: 'InternalServerException' } });
  const wrong = `mutation { roleCredentials(input: { accountId: "111122223333", roleName: "No" }) { accessKeyId } }`;
  answers.push(JSON.stringify(await me.refusal(wrong)));
  answers.push(JSON.stringify(await me.refusal('{ session { accessToken } }')));

  expect(fetched.status).toBe(200);
  expect(me.log.length).toBeGreaterThan(5);
  const spoken = [...me.log, ...answers].join('\n');
  expect(secrets.filter((secret) => spoken.includes(secret))).toEqual([]);
});
