import { sql, type Selectable } from 'kysely';
import { cover, type ReadStamp } from './coverage.ts';
import { isIn, type Database } from './database.ts';
import type { Known, PermissionSetFacts } from './rows.ts';
import type { Tables } from './tables.ts';

/** Permission sets and what DescribePermissionSet told of each. */
export class PermissionSets {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /** The instance's permission sets. */
  async replaceList(stamp: ReadStamp, arns: readonly string[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, arns.length))) return;
      await internPermissionSets(trx, this.#scope, arns);
      await trx
        .updateTable('permission_set')
        .set({ listed: sql<number>`arn in (select value from json_each(${JSON.stringify(arns)}))` })
        .where('scope', '=', this.#scope)
        .execute();
    });
  }

  /** Those of the list after an ARN, in order. */
  async listAfter(arn: string, limit: number): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('permission_set')
      .select('arn')
      .where('scope', '=', this.#scope)
      .where('listed', '=', 1)
      .where('arn', '>', arn)
      .orderBy('arn')
      .limit(limit)
      .execute();
    return rows.map((row) => row.arn);
  }

  async put(facts: PermissionSetFacts, readAt: number): Promise<void> {
    const columns = {
      name: facts.name,
      description: facts.description,
      session_duration: facts.sessionDuration,
      relay_state: facts.relayState,
      created_at: facts.createdAt,
      read_at: readAt,
    };
    await this.#db
      .insertInto('permission_set')
      .values({ scope: this.#scope, arn: facts.arn, ...columns })
      .onConflict((conflict) =>
        conflict
          .columns(['scope', 'arn'])
          .doUpdateSet(columns)
          .where((eb) =>
            eb.or([eb('permission_set.read_at', 'is', null), eb('permission_set.read_at', '<=', readAt)]),
          ),
      )
      .execute();
  }

  /** How many were met so far: a statistic for planning. */
  async count(): Promise<number> {
    const { count } = await this.#db
      .selectFrom('permission_set')
      .select(sql<number>`count(*)`.as('count'))
      .where('scope', '=', this.#scope)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Those of the list, or, before it was ever read, those that were met, by ARN. */
  async all(): Promise<Map<string, Known<PermissionSetFacts>>> {
    const ofList = await this.#select().where('listed', '=', 1).execute();
    return byArn(ofList.length > 0 ? ofList : await this.#select().execute());
  }

  async byArn(arns: readonly string[]): Promise<Map<string, Known<PermissionSetFacts>>> {
    return byArn(await this.#select().where(isIn('arn', arns)).execute());
  }

  #select() {
    return this.#db.selectFrom('permission_set').selectAll().where('scope', '=', this.#scope);
  }
}

function byArn(
  rows: readonly Selectable<Tables['permission_set']>[],
): Map<string, Known<PermissionSetFacts>> {
  return new Map(
    rows.map((row) => [
      row.arn,
      {
        arn: row.arn,
        name: row.name,
        description: row.description,
        sessionDuration: row.session_duration,
        relayState: row.relay_state,
        createdAt: row.created_at,
        readAt: row.read_at,
      },
    ]),
  );
}

/** The integer keys of permission sets; ARNs never met before are entered without facts. */
export async function internPermissionSets(
  db: Database,
  scope: number,
  arns: readonly string[],
): Promise<Map<string, number>> {
  await sql`insert into permission_set (scope, arn) select ${scope}, value from json_each(${JSON.stringify(arns)})
    where true on conflict do nothing`.execute(db);
  const rows = await db
    .selectFrom('permission_set')
    .select(['arn', 'key'])
    .where('scope', '=', scope)
    .where(isIn('arn', arns))
    .execute();
  return new Map(rows.map((row) => [row.arn, row.key]));
}
