import { symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditTrail } from '../server/audit-trail.ts';
import { firstRole, person, token } from './signing-in.ts';

const mint = `mutation ($input: CreateCredentialsTokenInput!) { createCredentialsToken(input: $input) { id token uri } }`;
const take = `mutation ($input: RoleCredentialsInput!) {
  roleCredentials(input: $input) { accessKeyId secretAccessKey sessionToken }
}`;
const revoke = `mutation ($id: ID!) { revokeCredentialsToken(id: $id) { revoked } }`;

async function fetched(uri: string, authorization: string) {
  const response = await fetch(uri, { headers: { Authorization: authorization } });
  return { status: response.status, body: (await response.json()) as any };
}

test('logins, credentials and tokens are in the audit, with who took what, and no secret of them', async () => {
  using audit = auditTrail('off');
  await using me = await person({ trail: audit.trail });
  await me.signIn();
  const role = firstRole(me.sandbox);
  const { roleCredentials } = await me.ask(take, { input: role });
  const { createCredentialsToken: minted } = await me.ask(mint, { input: role });
  const { body } = await fetched(minted.uri, minted.token);
  await me.ask(revoke, { id: minted.id });
  await me.ask(revoke, { id: minted.id });
  const local = { id: 'local', issuer: 'local', subject: 'local', name: 'local' };
  const login = { event: 'login', to: 'portal', viewer: local };
  expect(audit.lines()).toMatchObject([
    { ...login, result: 'PENDING' },
    { ...login, result: 'SUCCEEDED' },
    { event: 'credentials', result: 'ok', viewer: local, address: '127.0.0.1', ...role },
    { event: 'token_made', result: 'ok', viewer: local, tokenId: minted.id },
    { event: 'credentials', result: 'ok', viewer: { id: 'local' }, tokenId: minted.id, ...role },
    { event: 'token_revoked', result: 'ok', viewer: local, tokenId: minted.id },
    { event: 'token_revoked', result: 'NOT_FOUND', viewer: local },
  ]);
  const secrets = [token, minted.token, body.SecretAccessKey, body.Token, ...Object.values(roleCredentials)];
  for (const secret of secrets) expect(audit.text()).not.toContain(secret);
});

test('credentials that somebody could not have are in the audit with the reason, and what was named is hashed', async () => {
  using audit = auditTrail('off');
  await using me = await person({ trail: audit.trail });
  const role = { accountId: '111122223333', roleName: 'qCANARYq' };
  await me.refusal(take, { input: role });
  await me.refusal(mint, { input: role });
  const values = [expect.stringMatching(/^[\da-f]{32}$/), expect.stringMatching(/^[\da-f]{32}$/)];
  expect(audit.lines()).toMatchObject([
    { event: 'credentials', result: 'LOGIN_REQUIRED', values },
    { event: 'token_made', result: 'LOGIN_REQUIRED', values },
  ]);
  for (const value of Object.values(role)) expect(audit.text()).not.toContain(value);
});

test('an audit that cannot be written holds back credentials and tokens, and lets them go when it can be again', async () => {
  using audit = auditTrail();
  const link = join(audit.folder, 'link');
  symlinkSync('/dev/full', link);
  using full = auditTrail('off', undefined, link);
  await using me = await person({ trail: full.trail });
  await me.signIn();
  const role = firstRole(me.sandbox);
  for (const query of [take, mint])
    expect(await me.refusal(query, { input: role })).toMatchObject({
      extensions: { code: 'AUDIT_UNAVAILABLE' },
    });
  expect(await me.ask('{ session { state } }')).toMatchObject({ session: { state: 'SIGNED_IN' } });
  const mend = (target: string) => {
    unlinkSync(link);
    symlinkSync(target, link);
    full.file.reopen();
  };
  mend(audit.path);
  const { createCredentialsToken: minted } = await me.ask(mint, { input: role });
  mend('/dev/full');
  const { status, body } = await fetched(minted.uri, minted.token);
  expect([status, body.Code]).toEqual([503, 'AUDIT_UNAVAILABLE']);
  expect(full.told.filter((line) => line !== 'mended')).toEqual(['broken ENOSPC', 'broken ENOSPC']);
});
