import { sql } from 'kysely';
import { accountsOfExtent, cover, provisionedExtent, type ReadStamp } from './coverage.ts';
import { isIn, type Database } from './database.ts';
import { inChunks } from './in-chunks.ts';
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
      await upsert(trx, this.#scope, facts, stamp.readAt);
      const listed = facts.map((fact) => fact.accountId);
      // Apart from the facts: of an account that was described since, the list's are too old, but it stands on the list.
      await trx
        .updateTable('account')
        .set({ listed: sql<number>`${isIn('account_id', listed)}` })
        .where('scope', '=', this.#scope)
        .execute();
      // The list itself tells where every account is, so that a walk of the tree has nothing to add.
      if (facts.every((fact) => fact.ancestors !== null))
        await trx
          .deleteFrom('coverage')
          .where('scope', '=', this.#scope)
          .where('extent', '=', 'tree')
          .execute();
      const stays = new Set(listed);
      const gone = before.filter((row) => !stays.has(row.account_id));
      await forget(trx, this.#scope, stamp.readAt, gone);
    });
  }

  /** One described account; it says nothing about the list. */
  async put(facts: AccountFacts, readAt: number): Promise<void> {
    await this.#db.transaction().execute((trx) => upsert(trx, this.#scope, [facts], readAt));
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

  /**
   * Accounts in which permission sets are provisioned and which the account list, once it was read, does not have, by
   * id, with when the latest list that tells so was read.
   */
  async strays(): Promise<{ accountId: string; toldAt: number }[]> {
    const { rows } = await sql<{ accountId: string; toldAt: number }>`
      select a.account_id as accountId, max(c.read_at) as toldAt
      from account a
      join pair p on p.account = a.key and p.provisioned = 1
      join permission_set s on s.key = p.permission_set
      join coverage c on c.scope = a.scope
        and c.extent in (${accountsOfExtent('')} || s.arn, ${provisionedExtent('')} || a.account_id)
      where a.scope = ${this.#scope} and a.listed = 0
        and exists (select 1 from coverage l where l.scope = a.scope and l.extent = 'accounts')
      group by a.account_id order by a.account_id`.execute(this.#db);
    return rows;
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
): Promise<void> {
  // A source that does not tell the way from the root leaves the known one standing.
  await inChunks(facts, (chunk) =>
    sql`insert into account (scope, account_id, name, email, state, ancestors, read_at)
      select ${scope}, value ->> 'accountId', value ->> 'name', value ->> 'email', value ->> 'state',
        value ->> 'ancestors', ${readAt}
      from json_each(${chunk}) where true
      on conflict (scope, account_id) do update
        set name = excluded.name, email = excluded.email, state = excluded.state,
          ancestors = coalesce(excluded.ancestors, account.ancestors), read_at = excluded.read_at
        where account.read_at is null or account.read_at <= excluded.read_at`.execute(db),
  );
}

/** What was read of these accounts goes, except what was read after the list began that lacks them. */
async function forget(
  db: Database,
  scope: number,
  readAt: number,
  accounts: readonly { key: number; account_id: string }[],
): Promise<void> {
  if (accounts.length === 0) return;
  const left = accounts.map((account) => account.key);
  await db
    .deleteFrom('coverage')
    .where('scope', '=', scope)
    .where(
      isIn(
        'extent',
        accounts.map((account) => provisionedExtent(account.account_id)),
      ),
    )
    .where('read_at', '<=', readAt)
    .execute();
  // Of an account that came back meanwhile, the lists that began since know better.
  await db
    .updateTable('pair')
    .set({ provisioned: 0 })
    .where(isIn('account', left))
    .where(
      sql<boolean>`not exists (select 1 from coverage c, account a, permission_set s
        where a.key = pair.account and s.key = pair.permission_set and c.scope = ${scope} and c.read_at > ${readAt}
          and c.extent in (${provisionedExtent('')} || a.account_id, ${accountsOfExtent('')} || s.arn))`,
    )
    .execute();
  await db
    .deleteFrom('pair')
    .where(isIn('account', left))
    .where('provisioned', '=', 0)
    .where('read_at', '<=', readAt)
    .execute();
  await db
    .deleteFrom('assignment')
    .where(isIn('account', left))
    .where(
      sql<boolean>`not exists (select 1 from pair
        where pair.account = assignment.account and pair.permission_set = assignment.permission_set)`,
    )
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
