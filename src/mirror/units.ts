import { sql } from 'kysely';
import { cover, type ReadStamp } from './coverage.ts';
import { isIn, type Database } from './database.ts';
import type { Known, UnitFacts } from './rows.ts';

/** Organizational units and roots. */
export class Units {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /** All of the organization. */
  async replaceList(stamp: ReadStamp, units: readonly UnitFacts[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, units.length))) return;
      for (const unit of units) await upsert(trx, this.#scope, unit, stamp.readAt);
      // Apart from the facts: of a unit that was described since, the list's are too old, but it stands on the list.
      const listed = units.map((unit) => unit.unitId);
      await trx
        .updateTable('unit')
        .set({ listed: sql<number>`${isIn('unit_id', listed)}` })
        .where('scope', '=', this.#scope)
        .execute();
    });
  }

  /** Some, as AWS described them one by one or under one parent. */
  async put(units: readonly UnitFacts[], readAt: number): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      for (const unit of units) await upsert(trx, this.#scope, unit, readAt);
    });
  }

  async byId(ids: readonly string[]): Promise<Map<string, Known<UnitFacts>>> {
    const rows = await this.#select().where(isIn('unit_id', ids)).execute();
    return new Map(rows.map((row) => [row.unit_id, toFacts(row)]));
  }

  /** Those of the list after an id, in order. */
  async listAfter(id: string, limit: number): Promise<Known<UnitFacts>[]> {
    const rows = await this.#select()
      .where('listed', '=', 1)
      .where('unit_id', '>', id)
      .orderBy('unit_id')
      .limit(limit)
      .execute();
    return rows.map(toFacts);
  }

  #select() {
    return this.#db.selectFrom('unit').selectAll().where('scope', '=', this.#scope);
  }
}

async function upsert(db: Database, scope: number, unit: UnitFacts, readAt: number) {
  const columns = {
    name: unit.name,
    ancestors: unit.ancestors && JSON.stringify(unit.ancestors),
    read_at: readAt,
  };
  await db
    .insertInto('unit')
    .values({ scope, unit_id: unit.unitId, ...columns })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'unit_id']).doUpdateSet(columns).where('unit.read_at', '<=', readAt),
    )
    .execute();
}

function toFacts(row: {
  unit_id: string;
  name: string | null;
  ancestors: string | null;
  read_at: number;
}): Known<UnitFacts> {
  return {
    unitId: row.unit_id,
    name: row.name,
    ancestors: row.ancestors === null ? null : (JSON.parse(row.ancestors) as string[]),
    readAt: row.read_at,
  };
}
