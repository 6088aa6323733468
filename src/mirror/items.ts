import { cover, type ReadStamp } from './coverage.ts';
import type { Database } from './database.ts';

/** A member of a list, and what the list says of it, as JSON. */
export interface Item {
  readonly key: string;
  readonly value?: unknown;
}

/** Lists whose members belong to one extent alone: memberships, policies, tags, what one principal holds. */
export class Items {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  async replace(stamp: ReadStamp, items: readonly Item[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, items.length))) return;
      const { extent } = stamp;
      const scope = this.#scope;
      await trx.deleteFrom('item').where('scope', '=', scope).where('extent', '=', extent).execute();
      for (const { key, value } of items)
        await trx
          .insertInto('item')
          .values({ scope, extent, key, value: value === undefined ? null : JSON.stringify(value) })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
    });
  }

  /** The members after a key, in the byte order of keys. */
  async after(extent: string, key: string, limit: number): Promise<Item[]> {
    const rows = await this.#db
      .selectFrom('item')
      .select(['key', 'value'])
      .where('scope', '=', this.#scope)
      .where('extent', '=', extent)
      .where('key', '>', key)
      .orderBy('key')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      key: row.key,
      value: row.value === null ? undefined : JSON.parse(row.value),
    }));
  }
}
