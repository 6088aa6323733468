import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCredentialsTokens, type CredentialsTokens } from '../../src/credentials-tokens.ts';
import { ask, hasPostgres } from '../postgres/server.ts';
import { sharedState, stores, type SharedState } from './shared.ts';

const signIn = { startUrl: 'https://d-1234567890.awsapps.com/start', region: 'us-east-1', lineage: 'first' };
const role = { accountId: '111122223333', roleName: 'Billing', ...signIn };
const somebody = () => ({ viewerId: randomUUID(), isLocal: false });

describe.each(stores)('tokens for credentials in %s', (where) => {
  let shared: SharedState | undefined;
  let tokens: CredentialsTokens;
  beforeAll(async () => {
    shared = where === 'PostgreSQL' ? await sharedState() : undefined;
    tokens = (await shared?.replica())?.credentialsTokens ?? createCredentialsTokens();
  });
  afterAll(() => shared?.[Symbol.asyncDispose]());

  test('are good for what they were minted for, until they expire', async () => {
    const person = somebody();
    const minted = await tokens.mint({ person, ...role }, 60_000);
    expect(await tokens.redeem(minted.token)).toEqual({ person, ...role, tokenId: minted.id });
    expect(Math.abs(minted.expiresAt - Date.now() - 60_000)).toBeLessThan(10_000);
    expect(await tokens.redeem('none of ours')).toBeUndefined();
    const short = await tokens.mint({ person, ...role }, 300);
    await delay(400);
    expect(await tokens.redeem(short.token)).toBeUndefined();
    expect(await tokens.revoke(person, short.id)).toBe(false);
  });

  test('end with what lets their person in, where that ends', async () => {
    const until = Date.now() + 300;
    const { token } = await tokens.mint({ person: somebody(), ...role, validUntil: until }, 60_000);
    await delay(400);
    expect(await tokens.redeem(token)).toBeUndefined();
  });

  test('are revoked by whose they are', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const { id, token } = await tokens.mint({ person: ada, ...role }, 60_000);
    expect(await tokens.revoke(bob, id)).toBe(false);
    expect(await tokens.revoke(ada, 'no id')).toBe(false);
    expect(await tokens.redeem(token)).toBeDefined();
    expect(await tokens.revoke(ada, id)).toBe(true);
    expect(await tokens.revoke(ada, id)).toBe(false);
    expect(await tokens.redeem(token)).toBeUndefined();
  });

  test('are over when one is minted in a later sign-in of that place', async () => {
    const person = somebody();
    const before = await tokens.mint({ person, ...role }, 60_000);
    const elsewhere = await tokens.mint({ person, ...role, region: 'eu-west-1' }, 60_000);
    const after = await tokens.mint({ person, ...role, lineage: 'second' }, 60_000);
    expect(await tokens.redeem(before.token)).toBeUndefined();
    expect(await tokens.redeem(elsewhere.token)).toBeDefined();
    expect(await tokens.redeem(after.token)).toBeDefined();
  });
});

describe.skipIf(!hasPostgres)('tokens for credentials that replicas share', () => {
  let shared: SharedState;
  beforeAll(async () => void (shared = await sharedState()));
  afterAll(() => shared[Symbol.asyncDispose]());

  test('are good at each of them while what let their person in stands, and kept as hashes', async () => {
    const standing = new Set(['hers']);
    const stands = (what: string) => standing.has(what);
    const [here, there] = [await shared.replica({ stands }), await shared.replica({ stands })];
    const grant = { person: somebody(), ...role, standing: 'hers' };
    const { id, token } = await here.credentialsTokens.mint(grant, 60_000);
    expect(await there.credentialsTokens.redeem(token)).toMatchObject({ tokenId: id });
    const rows = await ask(shared.url, 'select t.*::text from gateway_people.credentials_token t');
    expect(JSON.stringify(rows)).toContain(role.roleName);
    expect(JSON.stringify(rows)).not.toContain(token);
    standing.clear();
    expect(await there.credentialsTokens.redeem(token)).toBeUndefined();
    expect(await here.credentialsTokens.redeem(token)).toBeUndefined();
  });

  test('of one person do not fill the database', async () => {
    const { credentialsTokens: tokens } = await shared.replica();
    const [ada, bob] = [somebody(), somebody()];
    await tokens.mint({ person: ada, ...role }, 60_000);
    const copy = `insert into gateway_people.credentials_token
      select hash || n, gen_random_uuid(), viewer_id, is_local, start_url, region, lineage, account_id, role_name,
        standing, minted_at, expires_at
      from gateway_people.credentials_token, generate_series(1, 999) n where viewer_id = $1`;
    await ask(shared.url, copy, [ada.viewerId]);
    await expect(tokens.mint({ person: ada, ...role }, 60_000)).rejects.toThrow('1000 tokens');
    await tokens.mint({ person: bob, ...role }, 60_000);
    const { token } = await tokens.mint({ person: ada, ...role, lineage: 'second' }, 60_000);
    expect(await tokens.redeem(token)).toBeDefined();
  });
});
