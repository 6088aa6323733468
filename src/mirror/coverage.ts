import { sql } from 'kysely';
import { isIn, type Database } from './database.ts';

/** Extents of a scope that were read whole. Pairs keep their coverage in a table of their own: see assignments.ts. */
export class Coverage {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /** When the last complete read of each extent began, in epoch milliseconds. Extents never read are left out. */
  async readAt(extents: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#db
      .selectFrom('coverage')
      .select(['extent', 'read_at'])
      .where('scope', '=', this.#scope)
      .where(isIn('extent', extents))
      .execute();
    return new Map(rows.map((row) => [row.extent, row.read_at]));
  }

  /**
   * When the oldest of the lists was read that tell what is provisioned to these accounts: their own, and, where one
   * of these was not read since `notBefore`, those of the permission sets.
   */
  async oldestList(accountIds: readonly string[], notBefore: number): Promise<number | undefined> {
    const result = await sql<{ fresh: number; readAt: number | null }>`
      select count(*) as fresh, min(c.read_at) as readAt from json_each(${JSON.stringify(accountIds)}) e
      cross join coverage c on c.scope = ${this.#scope} and c.extent = ${provisionedExtent('')} || e.value
      where c.read_at >= ${notBefore}`.execute(this.#db);
    const { fresh = 0, readAt = null } = result.rows[0] ?? {};
    if (fresh === accountIds.length) return readAt ?? undefined;
    const ofSets = await sql<{ readAt: number | null }>`
      select min(read_at) as readAt from coverage where scope = ${this.#scope}
        and extent >= ${accountsOfExtent('')} and extent < ${accountsOfExtent('~')}
        and read_at >= ${notBefore}`.execute(this.#db);
    const ages = [readAt, ofSets.rows[0]?.readAt].filter((age) => age !== null && age !== undefined);
    return ages.length > 0 ? Math.min(...ages) : undefined;
  }

  /** How many facts the extent held when it was last read, however long ago: a statistic for planning. */
  async sizeOf(extent: string): Promise<number | undefined> {
    const row = await this.#db
      .selectFrom('coverage')
      .select('size')
      .where('scope', '=', this.#scope)
      .where('extent', '=', extent)
      .executeTakeFirst();
    return row?.size;
  }

  /** Those of the extents that were not read since `notBefore`, with how many facts each had when it was, if ever. */
  async stale(
    extents: readonly string[],
    notBefore: number,
  ): Promise<{ extent: string; size: number | null }[]> {
    const result = await sql<{ extent: string; size: number | null }>`
      select e.value as extent, c.size from json_each(${JSON.stringify(extents)}) e
      left join coverage c on c.scope = ${this.#scope} and c.extent = e.value
      where c.read_at is null or c.read_at < ${notBefore}`.execute(this.#db);
    return result.rows;
  }

  /** How many extents begin with the prefix, and how many facts they hold together. */
  async sizesUnder(prefix: string): Promise<{ count: number; total: number }> {
    return this.#db
      .selectFrom('coverage')
      .select([sql<number>`count(*)`.as('count'), sql<number>`coalesce(sum(size), 0)`.as('total')])
      .where('scope', '=', this.#scope)
      .where('extent', '>=', prefix)
      .where('extent', '<', `${prefix}~`)
      .executeTakeFirstOrThrow();
  }
}

/** The extent of an account's provisioned permission sets, on whose coverage that of its pairs hangs. */
export function provisionedExtent(accountId: string): string {
  return `provisioned/account/${accountId}`;
}

/** The extent of the accounts in which a permission set is provisioned. */
export function accountsOfExtent(arn: string): string {
  return `accounts-of/${arn}`;
}

/** What a commit needs to know of the read that it brings home. */
export interface ReadStamp {
  readonly extent: string;
  /** When the read began, in epoch milliseconds. */
  readonly readAt: number;
}

/**
 * Stamps an extent inside the transaction that replaces its facts.
 * Answers false, and the commit must change nothing, when a read that began later is already in.
 */
export async function cover(db: Database, scope: number, stamp: ReadStamp, size: number): Promise<boolean> {
  const result = await db
    .insertInto('coverage')
    .values({ scope, extent: stamp.extent, read_at: stamp.readAt, size })
    .onConflict((conflict) =>
      conflict
        .columns(['scope', 'extent'])
        .doUpdateSet({ read_at: stamp.readAt, size })
        .where('coverage.read_at', '<=', stamp.readAt),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
