import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, problemOf } from '../../src/postgres/address.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { DatabaseError } from '../../src/postgres/failure.ts';
import { listen } from '../../src/postgres/listener.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { canaryPassword, hasPostgres, startPostgres, type PostgresServer } from './server.ts';

describe.skipIf(!hasPostgres)('a PostgreSQL database', () => {
  let server: PostgresServer;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('gives rows, with integers of 8 bytes as numbers', async () => {
    await using database = await openDatabase(url);
    expect(await database.rows('select $1::bigint as n, $2::text as t', [2 ** 42, "it's"])).toEqual([
      { n: 2 ** 42, t: "it's" },
    ]);
  });

  test('does all of a work or none of it', async () => {
    await using database = await openDatabase(url);
    await database.rows('create table one (n integer)');
    const half = database.transaction(async (statements) => {
      await statements.rows('insert into one values (1)');
      throw new RangeError('no more');
    });
    await expect(half).rejects.toThrow(RangeError);
    expect(await database.rows('select * from one')).toEqual([]);
    await database.transaction((statements) => statements.rows('insert into one values (2)'));
    expect(await database.rows('select * from one')).toEqual([{ n: 2 }]);
  });

  test('ends a statement that takes too long, and works on', async () => {
    await using database = await openDatabase(url);
    const slow = database.rows('select pg_sleep(30)', [], { timeoutMs: 100 });
    await expect(slow).rejects.toMatchObject({ name: 'DatabaseError', code: '57014' });
    expect(await database.rows('select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('outlives a work that stood still in its middle for so long that the server gave it up', async () => {
    await using database = await openDatabase(url);
    const work = database.transaction(async (statements) => {
      await statements.rows('select 1');
      // What the server does is told by nobody; it takes a second and a half.
      await delay(2_500);
      await statements.rows('select 2');
    });
    await expect(work).rejects.toThrow(DatabaseError);
    expect(await database.rows('select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('leaves no setting in a connection', async () => {
    await using database = await openDatabase(url);
    await database.rows('select 1', [], { timeoutMs: 123 });
    const client = await database.connect();
    try {
      expect((await client.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '0' }]);
    } finally {
      await client.end();
    }
  });

  test('fails while its server is away, and is there again by itself', async () => {
    await using database = await openDatabase(url);
    await database.rows('select 1');
    await server.stop();
    await expect(database.rows('select 1')).rejects.toThrow(DatabaseError);
    await server.start();
    expect(await database.rows('select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('tells nothing of a password or of values when it fails', async () => {
    const wrong = new URL(url);
    wrong.password = `${canaryPassword}-wrong`;
    await using refused = await openDatabase(wrong.href);
    const failure = await refused.rows('select 1').then(String, String);
    expect(failure).toContain('password authentication failed');
    await using database = await openDatabase(url);
    const value = await database
      .rows('select $1::text::integer', ['somebody@example.com'])
      .then(String, String);
    expect(`${failure} ${value} ${database.shown}`).not.toContain('canary');
    expect(value).not.toContain('somebody');
    expect(value).toContain('22P02');
  });

  test('is brought forward once, by whoever comes first, and by a program of its version only where it is older', async () => {
    const steps = ['create table forward.a (n integer)', 'create table forward.b (n integer)'];
    await using one = await openDatabase(url);
    await using other = await openDatabase(url);
    await migrate(one, { schema: 'forward', steps: steps.slice(0, 1) });
    await Promise.all([one, other, one].map((database) => migrate(database, { schema: 'forward', steps })));
    // An older program beside the newer one.
    await migrate(other, { schema: 'forward', steps: steps.slice(0, 1) });
    expect(await one.rows('select version from forward.migration order by version')).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
  });

  test('needs no right to make tables where everything is there', async () => {
    await using owner = await openDatabase(url);
    const plan = { schema: 'given', steps: ['create table given.a (n integer)'] };
    await migrate(owner, plan);
    await owner.rows(`create role small login password '${canaryPassword}'`);
    await owner.rows('grant usage on schema given to small');
    await owner.rows('grant select on given.migration to small');
    const small = new URL(url);
    small.username = 'small';
    await using database = await openDatabase(small.href);
    await migrate(database, plan);
    await expect(migrate(database, { ...plan, steps: [...plan.steps, 'select 1'] })).rejects.toThrow(
      DatabaseError,
    );
  });

  test('tells hints, again after its server was away', async () => {
    await using database = await openDatabase(url);
    const heard: string[] = [];
    let next = Promise.withResolvers<void>();
    await using listener = listen(database, 'news', (payload) => {
      heard.push(payload);
      next.resolve();
    });
    await expect.poll(() => listener.isHearing).toBe(true);
    await database.rows('select pg_notify($1, $2)', ['news', 'one']);
    await next.promise;
    next = Promise.withResolvers();
    await server.stop();
    await expect.poll(() => listener.isHearing, { timeout: 10_000 }).toBe(false);
    await server.start();
    await expect.poll(() => listener.isHearing, { timeout: 20_000 }).toBe(true);
    await database.rows('select pg_notify($1, $2)', ['news', 'two']);
    await next.promise;
    expect(heard).toEqual(['one', 'two']);
  });
});

test.each([
  [
    'postgres://u:p@db.example/gateway',
    {},
    { ssl: { rejectUnauthorized: false } },
    'db.example:5432/gateway',
  ],
  ['postgres://u@db.example:6/g?sslmode=verify-full', {}, { ssl: {} }, 'db.example:6/g'],
  ['postgres://db.example/g?sslmode=disable', {}, { ssl: false }, 'db.example:5432/g'],
  ['postgres://', { PGHOST: 'h', PGDATABASE: 'd', PGSSLMODE: 'disable' }, { ssl: false }, 'h:5432/d'],
  ['postgres://', { PGHOST: '/run/postgresql', PGUSER: 'u' }, { ssl: false }, '/run/postgresql:5432/u'],
  ['postgres://u:p@/g?host=/run/postgresql', {}, { ssl: false }, '/run/postgresql:5432/g'],
])('the address %s with %o is read by the rules of libpq', async (url, environment, expected, shown) => {
  const address = await addressOf(url, environment);
  expect(address.connection).toMatchObject(expected);
  expect(address.shown).toBe(shown);
});

test('an address that cannot be used is told without a word of what is in it', () => {
  expect(problemOf('postgres://u:canary@host:port/x')).toContain('expected a URL');
  expect(problemOf('postgres://u:canary@host/x?sslmode=sometimes')).toContain('expected an sslmode');
  expect(problemOf('postgres://u:canary@host:port/x')).not.toContain('canary');
});
