import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryLedger } from '../../src/portal/login/memory-ledger.ts';
import type { Begun, Ledger, LedgerEvents } from '../../src/portal/login/ledger.ts';
import type { Login, Person } from '../../src/portal/portal.ts';
import type { Replicas } from '../../src/replicas/replicas.ts';
import { ask, hasPostgres } from '../postgres/server.ts';
import { sharedState, stores, type SharedState } from './shared.ts';

const alice: Person = { viewerId: 'alice', isLocal: false };
const bob: Person = { viewerId: 'bob', isLocal: false };
const never = new AbortController().signal;
const place = { startUrl: 'https://x.example/start', region: 'us-east-1', sessionNames: [] };
const client = { clientId: 'id', clientSecret: 'canary-secret' };
const carried = { client, deviceCode: 'canary-code', intervalMs: 1_000, region: 'us-east-1' };

function begun(person = alice, key: string = randomUUID(), leftMs = 60_000): Begun {
  const shown = { userCode: 'ABCD-EFGH', verificationUri: 'https://x.example/device' };
  const expiresAt = Date.now() + leftMs;
  const login: Login = { id: randomUUID(), state: 'PENDING', ...place, ...shown, expiresAt };
  return { key: `${person.viewerId} ${key}`, person, place, login, carried };
}

const heedless: LedgerEvents = { adopted() {}, lost() {} };
const ended = (login: Login, state: Login['state']): Login => ({ ...login, state });

describe.each(stores)('a ledger of logins in %s', (where) => {
  let shared: SharedState | undefined;
  let ledger: Ledger;
  beforeAll(async () => {
    shared = where === 'PostgreSQL' ? await sharedState() : undefined;
    const replica = await shared?.replica();
    ledger = replica?.ledger(heedless) ?? new MemoryLedger(Date.now);
  });
  afterAll(async () => {
    await ledger.close();
    await shared?.[Symbol.asyncDispose]();
  });

  test('knows a login that is under way, by its sign-in and by its id', async () => {
    const one = begun();
    expect(await ledger.underWay(one.key)).toBeUndefined();
    expect(await ledger.enter(one)).toEqual(one.login);
    expect(await ledger.underWay(one.key)).toEqual(one.login);
    expect(await ledger.find(alice, one.login.id)).toEqual(one.login);
    expect(ledger.isHeld(one.login.id)).toBe(true);
  });

  test('tells nobody of somebody else’s, and of none that there is not', async () => {
    const one = begun();
    await ledger.enter(one);
    expect(await ledger.find(bob, one.login.id)).toBeUndefined();
    expect(await ledger.find(alice, 'no id at all')).toBeUndefined();
    expect(await ledger.cancel(bob, ended(one.login, 'CANCELLED'))).toBe(false);
    expect(await ledger.find(alice, one.login.id)).toEqual(one.login);
  });

  test('enters one of a sign-in at a time', async () => {
    const [first, second] = [begun(alice, 'twice'), begun(alice, 'twice')];
    const [one, other] = await Promise.all([ledger.enter(first), ledger.enter(second)]);
    expect(one).toEqual(other);
    expect(await ledger.end(ended(one, 'DENIED'))).toBe(true);
    const third = begun(alice, 'twice');
    expect(await ledger.enter(third)).toEqual(third.login);
  });

  test('ends a login once, and shows every watcher how', async () => {
    const { login, ...more } = begun();
    await ledger.enter({ login, ...more });
    const watched = Array.fromAsync(ledger.watch(login, never));
    const end = { ...ended(login, 'DENIED'), error: 'No.' };
    expect(await ledger.end(end)).toBe(true);
    expect(await ledger.end(ended(login, 'EXPIRED'))).toBe(false);
    expect(await watched).toEqual([login, end]);
    expect(await ledger.find(alice, login.id)).toEqual(end);
    expect(await ledger.underWay(more.key)).toBeUndefined();
    expect(ledger.isHeld(login.id)).toBe(false);
    expect(await Array.fromAsync(ledger.watch(end, never))).toEqual([end]);
  });

  test('lets nobody cancel a login whose token has come', async () => {
    const { login, ...more } = begun();
    await ledger.enter({ login, ...more });
    expect(await ledger.keeping(login.id)).toBe(true);
    expect(await ledger.cancel(alice, ended(login, 'CANCELLED'))).toBe(false);
    expect(await ledger.end(ended(login, 'SUCCEEDED'))).toBe(true);
    expect(await ledger.keeping(login.id)).toBe(false);
  });

  test('lets a watcher go, by its signal or by itself', async () => {
    const { login, ...more } = begun();
    await ledger.enter({ login, ...more });
    const leaving = new AbortController();
    const bySignal = Array.fromAsync(ledger.watch(login, leaving.signal));
    const itself = ledger.watch(login, never);
    await itself.next();
    const waiting = itself.next();
    await expect.poll(() => ledger.left.watching).toBe(2);
    leaving.abort();
    await itself.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await bySignal).toEqual([login]);
    expect(ledger.left.watching).toBe(0);
  });

  test('keeps the latest twenty of a person that have ended', async () => {
    const person: Person = { viewerId: randomUUID(), isLocal: false };
    const all: Login[] = [];
    for (let n = 0; n < 23; n++) {
      const { login, ...more } = begun(person);
      const succeeded = ended(login, 'SUCCEEDED');
      all.push(succeeded);
      await ledger.enter({ ...more, login: succeeded });
    }
    const found = await Promise.all(all.map(({ id }) => ledger.find(person, id)));
    expect(found.map((login) => login !== undefined)).toEqual(all.map((_, n) => n >= 3));
  });
});

describe.skipIf(!hasPostgres)('logins that replicas share', () => {
  let shared: SharedState;
  beforeAll(async () => void (shared = await sharedState()));
  afterAll(() => shared[Symbol.asyncDispose]());

  interface Adopted {
    readonly begun: Begun;
    readonly leftMs: number;
    readonly isKeeping: boolean;
  }

  async function replica(): Promise<{
    ledger: Ledger;
    adopted: Adopted[];
    lost: string[];
    replicas: Replicas;
  }> {
    const adopted: Adopted[] = [];
    const lost: string[] = [];
    const replicas = await shared.replica();
    const ledger = replicas.ledger({
      adopted: (found, leftMs, isKeeping) => void adopted.push({ begun: found, leftMs, isKeeping }),
      lost: (id) => void lost.push(id),
    });
    return { ledger, adopted, lost, replicas };
  }

  test('are seen, watched and cancelled at every replica, and whoever holds one hears of it', async () => {
    const [here, there] = [await replica(), await replica()];
    const one = begun();
    const { login } = one;
    await here.ledger.enter(one);
    expect(await there.ledger.underWay(one.key)).toEqual(login);
    expect(await there.ledger.enter(begun(alice, one.key.slice('alice '.length)))).toEqual(login);
    const watched = Array.fromAsync(there.ledger.watch(login, never));
    const watchedHere = Array.fromAsync(here.ledger.watch(login, never));
    expect(there.ledger.isHeld(login.id)).toBe(false);
    const cancelled = { ...ended(login, 'CANCELLED'), error: 'It was cancelled.' };
    expect(await there.ledger.cancel(alice, cancelled)).toBe(true);
    expect(await watched).toEqual([login, cancelled]);
    expect(await watchedHere).toEqual([login, cancelled]);
    await expect.poll(() => here.lost, { timeout: 5_000 }).toEqual([login.id]);
    expect(here.ledger.isHeld(login.id)).toBe(false);
    await here.ledger.close();
    await there.ledger.close();
  });

  test('are not over for who comes to watch while others are looked up', async () => {
    const [here, there] = [await replica(), await replica()];
    const watched: Promise<Login[]>[] = [];
    const all: Login[] = [];
    // Each comes at another moment of the looking up, which happens twice a second.
    for (let n = 0; n < 60; n++) {
      const one = begun();
      await here.ledger.enter(one);
      all.push(one.login);
      watched.push(Array.fromAsync(there.ledger.watch(one.login, never)));
    }
    for (const login of all) expect(await here.ledger.end(ended(login, 'DENIED'))).toBe(true);
    for (const [n, states] of watched.entries())
      expect(await states).toEqual([all[n], ended(all[n]!, 'DENIED')]);
    await here.ledger.close();
    await there.ledger.close();
  }, 30_000);

  test('are held by one replica, and go over to one other when that leaves or is gone', async () => {
    const [first, second, third] = [await replica(), await replica(), await replica()];
    const [left, orphaned] = [begun(), begun(bob)];
    await first.ledger.enter(left);
    await first.ledger.enter(orphaned);
    await first.ledger.leave(left.login.id);
    // Without a word: nobody renews what it holds any more.
    await first.ledger.close();
    const taken = () => [...second.adopted, ...third.adopted];
    await expect
      .poll(() => taken().map(({ begun: { login } }) => login.id), { timeout: 10_000 })
      .toHaveLength(2);
    for (const one of [left, orphaned]) {
      const [adopted, ...more] = taken().filter(({ begun: { login } }) => login.id === one.login.id);
      expect(more).toEqual([]);
      expect(adopted!.begun).toEqual(one);
      expect(adopted!.leftMs).toBeGreaterThan(40_000);
      expect(adopted!.leftMs).toBeLessThanOrEqual(60_000);
      expect([second, third].filter(({ ledger }) => ledger.isHeld(one.login.id))).toHaveLength(1);
      expect(first.ledger.isHeld(one.login.id)).toBe(false);
    }
    // Whoever stood still may neither end it nor …
    expect(await first.ledger.end(ended(left.login, 'EXPIRED'))).toBe(false);
    // … lose the token that it has got all the same.
    expect(await first.ledger.keeping(left.login.id)).toBe(true);
    expect(await first.ledger.end(ended(left.login, 'SUCCEEDED'))).toBe(true);
    await second.ledger.close();
    await third.ledger.close();
  }, 20_000);

  test('are in the database without a code, a secret or an address that could be read', async () => {
    const { ledger } = await replica();
    await ledger.enter(begun());
    const rows = JSON.stringify(
      await ask(
        shared.url,
        `select encode(sealed, 'escape') as a, encode(begun, 'escape') as b, l.* from gateway_people.login l`,
      ),
    );
    expect(rows).toContain('alice');
    expect(rows).not.toMatch(/canary|ABCD-EFGH|x\.example/);
    await ledger.close();
  });

  test('wait while the database is away, asked about by nobody, and go on when it is back', async () => {
    const { ledger, lost } = await replica();
    const one = begun();
    await ledger.enter(one);
    await shared.server.stop();
    await expect(ledger.find(alice, one.login.id)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect.poll(() => ledger.isHeld(one.login.id), { timeout: 10_000 }).toBe(false);
    const end = ledger.keeping(one.login.id);
    await shared.server.start();
    expect(await end).toBe(true);
    await expect.poll(() => ledger.isHeld(one.login.id), { timeout: 10_000 }).toBe(true);
    expect(await ledger.end(ended(one.login, 'SUCCEEDED'))).toBe(true);
    expect(lost).toEqual([]);
    expect(shared.problems).toEqual([]);
    await ledger.close();
  }, 40_000);
});
