import type { Database } from './database.ts';

/** What a schema is made of: each step brings it forward by one version, and is never changed once it was released. */
export interface Migrations {
  /** The name of the schema that they make, and of nothing but what is written here. */
  readonly schema: string;
  readonly steps: readonly string[];
}

/** Making an index of millions of rows takes its time. */
const timeoutMs = 10 * 60_000;

/**
 * Brings a schema forward. Several processes may come at once: one does it, and the others wait. A schema of a later
 * version is left as it is, since each step leaves what the version before it needs: programs of two versions run side
 * by side while they are replaced one after the other. Who finds everything done needs no right to make tables.
 */
export async function migrate(database: Database, { schema, steps }: Migrations): Promise<void> {
  if ((await versionOf(database, schema)) >= steps.length) return;
  await database.transaction(
    async (statements) => {
      await statements.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`migrate ${schema}`]);
      await statements.rows(`create schema if not exists ${schema}`);
      await statements.rows(
        `create table if not exists ${schema}.migration (
          version integer primary key, done_at timestamptz not null default clock_timestamp())`,
      );
      const [row] = await statements.rows<{ version: number }>(versionSql(schema));
      for (const [n, step] of steps.entries()) {
        if (n < (row?.version ?? 0)) continue;
        await statements.rows(step);
        await statements.rows(`insert into ${schema}.migration (version) values ($1)`, [n + 1]);
      }
    },
    { timeoutMs },
  );
}

async function versionOf(database: Database, schema: string): Promise<number> {
  const found = await database.rows<{ is_there: boolean }>('select to_regclass($1) is not null as is_there', [
    `${schema}.migration`,
  ]);
  if (!found[0]?.is_there) return 0;
  return (await database.rows<{ version: number }>(versionSql(schema)))[0]?.version ?? 0;
}

function versionSql(schema: string): string {
  return `select coalesce(max(version), 0) as version from ${schema}.migration`;
}
