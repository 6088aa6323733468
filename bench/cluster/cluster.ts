import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/postgres/database.ts';
import { listen } from '../../src/postgres/listener.ts';
import { Journal } from '../../src/store/journal.ts';
import { channel } from '../../src/store/postgres/schema.ts';
import { PostgresStore } from '../../src/store/postgres/store.ts';
import { SqliteStore } from '../../src/store/sqlite.ts';
import { startPostgres } from '../../test/postgres/server.ts';
import { tableOf } from '../calls/tables.ts';
import { openMillion, type MillionGateway } from '../million/gateway.ts';
import { endpoint, fill, instanceArn } from '../million/organization.ts';

const rounds = 300;
const warmRounds = 3;
const warmMs = 2_000;
const clients = 8;

/** A gateway on PostgreSQL against one on a file, with a million assignments, and how far followers are behind. */
export async function cluster(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cluster-'));
  await using server = await startPostgres();
  try {
    const url = await server.createDatabase();
    const file = join(folder, 'store.db');
    await fill(file);
    await copy(file, url);
    await using onFile = await openMillion(file);
    await using onDatabase = await openMillion(url);
    const warm = await warmOf([onFile, onDatabase]);
    const lag = await lagOf(await server.createDatabase());
    const lines = [
      ['From the start to the first answer', seconds(onFile.startMs), seconds(onDatabase.startMs)],
      ['Warm pages of 100 a second', ...warm.map((rate) => rate.toFixed(0))],
    ];
    console.log(tableOf(['A million assignments', 'SQLite', 'PostgreSQL'], lines));
    const times = (n: 0.5 | 0.99) => [
      `${at(lag.hint, n).toFixed(2)} ms`,
      `${at(lag.follow, n).toFixed(2)} ms`,
      `${(at(lag.follow, n) / at(lag.hint, n)).toFixed(1)}`,
    ];
    const heads = ['', 'A bare NOTIFY', 'From a commit to its follower', 'Times'];
    console.log(
      tableOf(heads, [
        ['p50', ...times(0.5)],
        ['p99', ...times(0.99)],
      ]),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function copy(file: string, url: string): Promise<void> {
  await using from = new SqliteStore(file, (message) => console.error(message));
  await using database = await openDatabase(url);
  const to = new PostgresStore(database);
  await to.open();
  const scope = { endpoint, instanceArn };
  const [source, target] = [await from.log(scope), await to.log(scope)];
  for (let [version, seen, isLast] = [0, 0, false]; !isLast;) {
    const slice = await source.since(version);
    ({ version, isLast } = slice);
    if (slice.extents.length > 0)
      seen = (await target.commit({ extents: slice.extents, changes: [], dropped: [] }, seen)).version;
  }
}

/** Pages a second of each, one round after the other. */
async function warmOf(gateways: readonly MillionGateway[]): Promise<number[]> {
  const fields = `nodes { principal { id } permissionSet { id } target { id } } pageInfo { endCursor }`;
  const query = `query ($after: String) { list: assignments(first: 100, after: $after) { ${fields} } }`;
  const best = gateways.map(() => 0);
  for (let round = 0; round < warmRounds; round++)
    for (const [n, gateway] of gateways.entries()) {
      let pages = 0;
      const endsAt = performance.now() + warmMs;
      const walk = async () => {
        for (let after: string | null = null; performance.now() < endsAt; pages++)
          after = (await gateway.ask(query, { after })).data.list.pageInfo.endCursor;
      };
      await Promise.all(Array.from({ length: clients }, walk));
      best[n] = Math.max(best[n] ?? 0, (pages * 1_000) / warmMs);
    }
  return best;
}

/** In milliseconds: the way of a hint there and back, and what passes from a commit until another has taken it over. */
async function lagOf(url: string): Promise<{ readonly hint: number[]; readonly follow: number[] }> {
  await using one = await openDatabase(url);
  await using other = await openDatabase(url);
  const store = new PostgresStore(one);
  await store.open();
  const scope = { endpoint: 'e', instanceArn: 'i' };
  const log = await store.log(scope);
  let followed = Promise.withResolvers<void>();
  await using journal = new Journal(await new PostgresStore(other).log(scope), {
    onExtents: () => followed.resolve(),
    everything: () => [],
    onState() {},
    mayCommit: () => false,
  });
  let heard = Promise.withResolvers<void>();
  await using listener = listen(other, channel, (hint) =>
    hint === 'bare' ? heard.resolve() : journal.look(),
  );
  while (!listener.isHearing) await new Promise((resolve) => setTimeout(resolve, 10));
  const [hint, follow]: number[][] = [[], []];
  for (let n = 1; n <= rounds; n++) {
    heard = Promise.withResolvers();
    const sentAt = performance.now();
    void one.rows('select pg_notify($1, $2)', [channel, 'bare']);
    await heard.promise;
    hint?.push(performance.now() - sentAt);
    followed = Promise.withResolvers();
    await log.commit(
      { extents: [{ key: `key ${n % 10}`, readAt: n, facts: `facts ${n}` }], changes: [], dropped: [] },
      n - 1,
    );
    const committedAt = performance.now();
    await followed.promise;
    follow?.push(performance.now() - committedAt);
  }
  return { hint: hint ?? [], follow: follow ?? [] };
}

function at(figures: readonly number[], part: number): number {
  return figures.toSorted((a, b) => a - b)[Math.floor((figures.length - 1) * part)] ?? Number.NaN;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
