import { sql } from 'kysely';
import { cover, type ReadStamp } from './coverage.ts';
import { isIn, type Database } from './database.ts';
import type { AccountFacts, Known } from './rows.ts';

/** Accounts of the organization, and which of them its account list holds. */
export class Accounts {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /** The whole account list. An account that left it takes everything known about its assignments along. */
  async replaceList(stamp: ReadStamp, facts: readonly AccountFacts[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, facts.length))) return;
      const before = await trx
        .selectFrom('account')
        .select(['key', 'account_id'])
        .where('scope', '=', this.#scope)
        .where('listed', '=', 1)
        .execute();
      await upsert(trx, this.#scope, facts, stamp.readAt, 1);
      // The list itself tells where every account is, so that a walk of the tree has nothing to add.
      if (facts.every((fact) => fact.ancestors !== null))
        await trx
          .deleteFrom('coverage')
          .where('scope', '=', this.#scope)
          .where('extent', '=', 'tree')
          .execute();
      const listed = new Set(facts.map((fact) => fact.accountId));
      await forget(
        trx,
        this.#scope,
        stamp.readAt,
        before.filter((row) => !listed.has(row.account_id)),
      );
    });
  }

  /** One described account; it says nothing about the list. */
  async put(facts: AccountFacts, readAt: number): Promise<void> {
    await this.#db.transaction().execute((trx) => upsert(trx, this.#scope, [facts], readAt, undefined));
  }

  /** The ways from the root down, found by walking the organization's tree where the account list does not tell them. */
  async putAncestors(stamp: ReadStamp, ancestors: ReadonlyMap<string, readonly string[]>): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, ancestors.size))) return;
      for (const [accountId, ids] of ancestors)
        await trx
          .updateTable('account')
          .set({ ancestors: JSON.stringify(ids) })
          .where('scope', '=', this.#scope)
          .where('account_id', '=', accountId)
          .execute();
    });
  }

  /** All accounts of the list, by id. */
  async list(): Promise<Known<AccountFacts>[]> {
    const rows = await this.#select().where('listed', '=', 1).orderBy('account_id').execute();
    return rows.map(toFacts);
  }

  /** Those of the list after an id, in order. */
  async listAfter(accountId: string, limit: number): Promise<Known<AccountFacts>[]> {
    const rows = await this.#select()
      .where('listed', '=', 1)
      .where('account_id', '>', accountId)
      .orderBy('account_id')
      .limit(limit)
      .execute();
    return rows.map(toFacts);
  }

  async byId(accountIds: readonly string[]): Promise<Map<string, Known<AccountFacts>>> {
    const rows = await this.#select().where(isIn('account_id', accountIds)).execute();
    return new Map(rows.map((row) => [row.account_id, toFacts(row)]));
  }

  #select() {
    return this.#db
      .selectFrom('account')
      .select(['account_id', 'name', 'email', 'state', 'ancestors', 'read_at'])
      .where('scope', '=', this.#scope);
  }
}

/** The integer keys of accounts; ids never met before are entered without facts. */
export async function internAccounts(
  db: Database,
  scope: number,
  ids: readonly string[],
): Promise<Map<string, number>> {
  await sql`insert into account (scope, account_id) select ${scope}, value from json_each(${JSON.stringify(ids)})
    where true on conflict do nothing`.execute(db);
  const rows = await db
    .selectFrom('account')
    .select(['account_id', 'key'])
    .where('scope', '=', scope)
    .where(isIn('account_id', ids))
    .execute();
  return new Map(rows.map((row) => [row.account_id, row.key]));
}

async function upsert(
  db: Database,
  scope: number,
  facts: readonly AccountFacts[],
  readAt: number,
  listed: 1 | undefined,
): Promise<void> {
  for (const fact of facts) {
    const columns = {
      name: fact.name,
      email: fact.email,
      state: fact.state,
      read_at: readAt,
      ...(listed && { listed }),
      // A source that does not tell the way from the root leaves the known one standing.
      ...(fact.ancestors && { ancestors: JSON.stringify(fact.ancestors) }),
    };
    await db
      .insertInto('account')
      .values({ scope, account_id: fact.accountId, listed: listed ?? 0, ...columns })
      .onConflict((conflict) =>
        conflict
          .columns(['scope', 'account_id'])
          .doUpdateSet(columns)
          .where((eb) => eb.or([eb('account.read_at', 'is', null), eb('account.read_at', '<=', readAt)])),
      )
      .execute();
  }
}

async function forget(
  db: Database,
  scope: number,
  readAt: number,
  accounts: readonly { key: number; account_id: string }[],
): Promise<void> {
  if (accounts.length === 0) return;
  const keys = accounts.map((account) => account.key);
  await db.updateTable('account').set({ listed: 0 }).where(isIn('key', keys)).execute();
  await db.deleteFrom('assignment').where(isIn('account', keys)).execute();
  await db.deleteFrom('pair').where(isIn('account', keys)).execute();
  await db.deleteFrom('provisioned').where(isIn('account', keys)).execute();
  const extents = accounts.map((account) => `provisioned/account/${account.account_id}`);
  await db
    .deleteFrom('coverage')
    .where('scope', '=', scope)
    .where(isIn('extent', extents))
    .where('read_at', '<=', readAt)
    .execute();
}

function toFacts(row: {
  account_id: string;
  name: string | null;
  email: string | null;
  state: string | null;
  ancestors: string | null;
  read_at: number | null;
}): Known<AccountFacts> {
  return {
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    state: row.state,
    ancestors: row.ancestors === null ? null : (JSON.parse(row.ancestors) as string[]),
    readAt: row.read_at,
  };
}
