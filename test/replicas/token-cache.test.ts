import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryCache, type Token, type TokenCache } from '../../src/portal/tokens/token-cache.ts';
import { createFolderCache } from '../../src/portal/tokens/token-folder.ts';
import { Keyring } from '../../src/replicas/keys.ts';
import { ask, hasPostgres } from '../postgres/server.ts';
import { sharedState, stores, type SharedState } from './shared.ts';

const place = { startUrl: 'https://x.awsapps.com/start', region: 'us-east-1', sessionNames: [] };
const elsewhere = { ...place, startUrl: 'https://y.awsapps.com/start' };
const scopes = ['sso:account:access'];
/** In whole seconds, as files have them. */
const inAnHour = Math.ceil(Date.now() / 1_000 + 3_600) * 1_000;
const token = (accessToken: string): Token => ({
  accessToken,
  expiresAt: inAnHour,
  askedAt: inAnHour - 3_600_000,
  refreshToken: `${accessToken}-refresh`,
  client: { clientId: 'canary-id', clientSecret: 'canary-secret', expiresAt: inAnHour },
  lineage: 'lineage',
});

describe.each(['a folder', ...stores])('a cache of tokens in %s', (where) => {
  const made = new AsyncDisposableStack();
  let cacheOf: (viewer: string) => TokenCache;
  beforeAll(async () => {
    const shared = where === 'PostgreSQL' ? made.use(await sharedState()) : undefined;
    const replica = await shared?.replica();
    const folder = await mkdtemp(join(tmpdir(), 'tokens-'));
    made.defer(() => rm(folder, { recursive: true }));
    cacheOf = (viewer) =>
      replica?.tokensOf(viewer) ??
      (where === 'memory' ? createMemoryCache() : createFolderCache(join(folder, viewer), { settleMs: 0 }));
  });
  afterAll(() => made.disposeAsync());

  test('gives what was written at a place, until it is removed', async () => {
    const cache = cacheOf(randomUUID());
    expect(await cache.read(place)).toBeUndefined();
    await cache.write(place, token('one'));
    await cache.write(place, token('two'));
    expect(await cache.read(place)).toEqual(token('two'));
    expect(await cache.read(elsewhere)).toBeUndefined();
    expect(await cache.readInsteadOf(place, token('one'))).toEqual(token('two'));
    await cache.remove(elsewhere);
    expect(await cache.read(place)).toEqual(token('two'));
    await cache.remove(place);
    expect(await cache.read(place)).toBeUndefined();
  });

  test('gives nobody what is another’s', async () => {
    const [hers, his] = [cacheOf(randomUUID()), cacheOf(randomUUID())];
    await hers.write(place, token('hers'));
    await hers.writeClient(place, scopes, { clientId: 'hers', clientSecret: 's', expiresAt: inAnHour });
    expect(await his.read(place)).toBeUndefined();
    expect(await his.readClient(place, scopes)).toBeUndefined();
    await his.remove(place);
    expect(await hers.read(place)).toEqual(token('hers'));
  });

  test('keeps the client of each place and scope', async () => {
    const cache = cacheOf(randomUUID());
    const client = { clientId: 'id', clientSecret: 'secret', expiresAt: inAnHour };
    await cache.writeClient(place, scopes, client);
    expect(await cache.readClient(place, scopes)).toEqual(client);
    expect(await cache.readClient(place, ['other:scope'])).toBeUndefined();
    await cache.removeClient(place, scopes);
    expect(await cache.readClient(place, scopes)).toBeUndefined();
  });

  test('runs one work of a place after another', async () => {
    const cache = cacheOf(randomUUID());
    let running = 0;
    const works = Array.from({ length: 5 }, (_, n) =>
      cache.alone(place, async () => {
        expect(++running).toBe(1);
        await cache.write(place, token(`work ${n}`));
        running--;
        return n;
      }),
    );
    expect(await Promise.all(works)).toEqual([0, 1, 2, 3, 4]);
    await expect(cache.alone(place, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await cache.alone(place, () => cache.read(place))).toEqual(token('work 4'));
  });
});

describe.skipIf(!hasPostgres)('tokens that replicas share', () => {
  let shared: SharedState;
  beforeAll(async () => void (shared = await sharedState()));
  afterAll(() => shared[Symbol.asyncDispose]());

  async function two(): Promise<[TokenCache, TokenCache]> {
    const viewer = randomUUID();
    const [here, there] = [await shared.replica(), await shared.replica()];
    return [here.tokensOf(viewer), there.tokensOf(viewer)];
  }

  test('are the same at each of them, and gone at each', async () => {
    const [here, there] = await two();
    await here.write(place, token('one'));
    expect(await there.read(place)).toEqual(token('one'));
    await there.remove(place);
    expect(await here.read(place)).toBeUndefined();
  });

  test('are worked on by one replica at a time', async () => {
    const [here, there] = await two();
    const log: string[] = [];
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
    const first = here.alone(place, async () => {
      log.push('here begins');
      await isOver;
      log.push('here ends');
    });
    await expect.poll(() => log).toHaveLength(1);
    const second = there.alone(place, async () => void log.push('there'));
    await expect(Promise.race([second, Promise.resolve('waits')])).resolves.toBe('waits');
    end();
    await Promise.all([first, second]);
    expect(log).toEqual(['here begins', 'here ends', 'there']);
  });

  test('are not written by a work that has seen another one, nor after a sign-out', async () => {
    const [here, there] = await two();
    await here.write(place, token('first'));
    const renewal = (meanwhile: () => Promise<void>) =>
      here.alone(place, async () => {
        await here.read(place);
        // Whoever waited too long for this work, which stood still, goes on without.
        await meanwhile();
        await here.write(place, token('renewed'));
      });
    await expect(renewal(() => there.write(place, token('another sign-in')))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    expect(await there.read(place)).toEqual(token('another sign-in'));
    await expect(renewal(() => there.remove(place))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await here.read(place)).toBeUndefined();
  });

  test('are written as soon as the database is back', async () => {
    const [here, there] = await two();
    await here.read(place);
    await shared.server.stop();
    const written = here.alone(place, () => here.write(place, token('kept')));
    await expect(there.read(place)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await shared.server.start();
    await written;
    expect(await there.read(place)).toEqual(token('kept'));
  }, 30_000);

  test('are sealed: the database knows whose they are, and nothing of what they are', async () => {
    const [here] = await two();
    await here.write(place, token('canary-token'));
    await here.writeClient(place, scopes, { clientId: 'canary-id', clientSecret: 'canary-secret' });
    const sql = (table: string) =>
      `select encode(sealed, 'escape') as text, t.* from gateway_people.${table} t`;
    const rows = [...(await ask(shared.url, sql('token'))), ...(await ask(shared.url, sql('client')))];
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain('canary');
    // One that was put in another’s place does not open there.
    const theirs = await shared.replica();
    const viewer = randomUUID();
    await ask(
      shared.url,
      `insert into gateway_people.token (viewer_id, place, version, sealed)
      select $1, place, version, sealed from gateway_people.token limit 1`,
      [viewer],
    );
    expect(await theirs.tokensOf(viewer).read(place)).toBeUndefined();
    expect(shared.problems.splice(0)).toEqual(['unreadable token']);
  });

  test('are as if they were not there once their key is gone, and told of once', async () => {
    const viewer = randomUUID();
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    const before = (await shared.replica({ keys: new Keyring([old]) })).tokensOf(viewer);
    await before.write(place, token('old'));
    const rotating = (await shared.replica({ keys: new Keyring([fresh, old]) })).tokensOf(viewer);
    expect(await rotating.read(place)).toEqual(token('old'));
    const after = (await shared.replica({ keys: new Keyring([fresh]) })).tokensOf(viewer);
    expect([await after.read(place), await after.read(place)]).toEqual([undefined, undefined]);
    expect(shared.problems.splice(0)).toEqual(['unreadable token']);
    await after.write(place, token('new'));
    expect(await rotating.read(place)).toEqual(token('new'));
  });
});
