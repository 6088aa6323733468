import { sql, type RawBuilder } from 'kysely';
import { cover, type ReadStamp } from './coverage.ts';
import type { Database } from './database.ts';
import { inChunks } from './in-chunks.ts';
import type { KnownPrincipal, PrincipalFacts, PrincipalId, PrincipalType } from './rows.ts';

/** Somebody whom a list lacks. */
export interface MissingPrincipal extends PrincipalId {
  /** Does an assignment name them? */
  readonly isAssigned: boolean;
  readonly listReadAt: number;
}

/** Users and groups: what the identity store told of each, and which of them it no longer knows. */
export class Principals {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /**
   * The whole list of users or of groups. That somebody is missing from it proves little: who was told of shortly
   * before or since stays as told, of others it is not known any more, until they are asked for by id. Who is known
   * to be deleted, and is missing again, still is.
   */
  async replaceList(stamp: ReadStamp, type: PrincipalType, facts: readonly PrincipalFacts[]): Promise<void> {
    const { readAt } = stamp;
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, facts.length))) return;
      await upsert(trx, this.#scope, facts, readAt);
      // Apart from the facts: of somebody who was described since, the list's are too old, but they stand on the list.
      const ids = facts.map(({ principalId }) => principalId);
      await inChunks(ids, (chunk) =>
        sql`update principal set listed_at = ${readAt} where scope = ${this.#scope} and type = ${type}
          and principal_id in (select value from json_each(${chunk}))`.execute(trx),
      );
    });
  }

  /** These are named, without anything being told of them. */
  async heardOf(ids: readonly PrincipalId[], seenAt: number): Promise<void> {
    await internPrincipals(this.#db, this.#scope, ids, seenAt);
  }

  /** Of these, those whom the list lacks although they were heard of before it began, and who were not asked for since. */
  async missing(ids: readonly PrincipalId[]): Promise<MissingPrincipal[]> {
    const rows = await this.#told()
      .select(['type', 'principal_id', 'list_read_at', isAssigned.as('assigned')])
      .where(isOneOf(ids))
      .where(isMissing)
      .execute();
    return rows.map((row) => ({
      ...toId(row),
      isAssigned: Boolean(row.assigned),
      listReadAt: row.list_read_at ?? 0,
    }));
  }

  /** How many of a type are missing in this way, and named by an assignment. */
  async countMissing(type: PrincipalType): Promise<number> {
    const { count } = await this.#told()
      .select(sql<number>`count(*)`.as('count'))
      .where('type', '=', type)
      .where(isMissing)
      .where(isAssigned)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Does the list lack somebody who was heard of before it began, and described as existing since? */
  async isListShort(type: PrincipalType): Promise<boolean> {
    const lacks = (isLacking: RawBuilder<unknown>) => sql`exists (
      select 1 from coverage c
      join principal p on p.scope = c.scope and p.type = ${type} and ${isLacking}
      where c.scope = ${this.#scope} and c.extent = ${type === 'USER' ? 'users' : 'groups'}
        and p.deleted = 0 and p.seen_at <= c.read_at and p.read_at > c.read_at)`;
    // Apart, so that each is found by index.
    const result = await sql<{ found: number }>`
      select ${lacks(sql`p.listed_at is null`)} or ${lacks(sql`p.listed_at < c.read_at`)} as found`.execute(
      this.#db,
    );
    return result.rows[0]?.found === 1;
  }

  /** Has the store ever told of anybody, and of how many ids, up to `atMost`, has it said that it does not know them? */
  async tally(atMost: number): Promise<{ hasFound: boolean; unknown: number }> {
    const result = await sql<{ hasFound: number; unknown: number }>`
      select exists (select 1 from principal where scope = ${this.#scope} and deleted = 0) as hasFound,
        (select count(*) from (select 1 from principal where scope = ${this.#scope} and deleted = 1 limit ${atMost}))
          as unknown`.execute(this.#db);
    const { hasFound = 0, unknown = 0 } = result.rows[0] ?? {};
    return { hasFound: hasFound === 1, unknown };
  }

  /** Principals that were described, or stood on a page of a list that was not read to its end. */
  async put(facts: readonly PrincipalFacts[], readAt: number): Promise<void> {
    await this.#db.transaction().execute((trx) => upsert(trx, this.#scope, facts, readAt));
  }

  /** The identity store answered that it does not know this user or group. */
  async putDeleted({ principalType, principalId }: PrincipalId, readAt: number): Promise<void> {
    await this.#db
      .insertInto('principal')
      .values({
        ...nothing,
        scope: this.#scope,
        type: principalType,
        principal_id: principalId,
        deleted: 1,
        seen_at: readAt,
        read_at: readAt,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['scope', 'type', 'principal_id'])
          .doUpdateSet({ ...nothing, deleted: 1, read_at: readAt })
          .where((eb) => eb.or([eb('principal.read_at', 'is', null), eb('principal.read_at', '<=', readAt)])),
      )
      .execute();
  }

  /** Those that the identity store has, or with `deleted` those that only assignments still name, by type and id. */
  async listAfter(
    [type = '', id = '']: readonly string[],
    { types, deleted }: { readonly types: readonly PrincipalType[]; readonly deleted: boolean },
    limit: number,
  ): Promise<KnownPrincipal[]> {
    const rows = await this.#told()
      .selectAll()
      .where('deleted', '=', Number(deleted))
      .where('type', 'in', types)
      .where(sql<boolean>`(type, principal_id) > (${type}, ${id})`)
      .$if(deleted, (query) => query.where(isAssigned))
      .orderBy('type')
      .orderBy('principal_id')
      .limit(limit)
      .execute();
    return rows.map(toPrincipal);
  }

  /** Everybody whom an assignment names and of whom nothing has been told since `notBefore`. */
  async assignedUnknown(notBefore: number): Promise<PrincipalId[]> {
    const rows = await this.#told()
      .select(['type', 'principal_id'])
      .where((eb) =>
        eb.or([eb('read_at', 'is', null), eb('read_at', '<', notBefore), eb('deleted', 'is', null)]),
      )
      .where(isAssigned)
      .execute();
    return rows.map(toId);
  }

  /** Does an assignment of some pair name it? */
  async isAssigned({ principalType, principalId }: PrincipalId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('principal')
      .innerJoin('assignment', 'assignment.principal', 'principal.key')
      .select('principal.key')
      .where('scope', '=', this.#scope)
      .where('type', '=', principalType)
      .where('principal_id', '=', principalId)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Users of a userName or email, or groups of a displayName, among those that the store has. */
  async named(type: PrincipalType, column: 'name' | 'email', text: string): Promise<KnownPrincipal[]> {
    const rows = await this.#told()
      .selectAll()
      .where('type', '=', type)
      .where('deleted', '=', 0)
      .where(column, '=', text)
      .orderBy('principal_id')
      .execute();
    return rows.map(toPrincipal);
  }

  /** By `principalKey`. Principals never heard of are left out. */
  async byId(ids: readonly PrincipalId[]): Promise<Map<string, KnownPrincipal>> {
    const rows = await this.#told().selectAll().where(isOneOf(ids)).execute();
    return new Map(rows.map((row) => [`${row.type}/${row.principal_id}`, toPrincipal(row)]));
  }

  #told() {
    return this.#db.selectFrom('told_principal').where('scope', '=', this.#scope);
  }
}

const isAssigned = sql<boolean>`exists (select 1 from assignment where assignment.principal = told_principal.key)`;
const isMissing = sql<boolean>`is_listed = 0 and deleted is null and seen_at <= list_read_at`;

function isOneOf(ids: readonly PrincipalId[]): RawBuilder<boolean> {
  const wanted = JSON.stringify(ids.map((id) => [id.principalType, id.principalId]));
  return sql<boolean>`(type, principal_id) in (select value ->> 0, value ->> 1 from json_each(${wanted}))`;
}

/** The integer keys of principals, by `principalKey`; those never met before are entered as seen now. */
export async function internPrincipals(
  db: Database,
  scope: number,
  ids: readonly PrincipalId[],
  seenAt: number,
): Promise<Map<string, number>> {
  const wanted = JSON.stringify(ids.map((id) => [id.principalType, id.principalId]));
  await sql`insert into principal (scope, type, principal_id, seen_at)
    select ${scope}, value ->> 0, value ->> 1, ${seenAt} from json_each(${wanted}) where true on conflict do nothing`.execute(
    db,
  );
  const rows = await db
    .selectFrom('principal')
    .select(['key', 'type', 'principal_id'])
    .where('scope', '=', scope)
    .where(isOneOf(ids))
    .execute();
  return new Map(rows.map((row) => [`${row.type}/${row.principal_id}`, row.key]));
}

const nothing = { name: null, display_name: null, email: null, description: null, enabled: null };

async function upsert(
  db: Database,
  scope: number,
  facts: readonly PrincipalFacts[],
  readAt: number,
): Promise<void> {
  await inChunks(facts, (chunk) =>
    sql`insert into principal
        (scope, type, principal_id, name, display_name, email, description, enabled, deleted, seen_at, read_at)
      select ${scope}, value ->> 'principalType', value ->> 'principalId', value ->> 'name',
        value ->> 'displayName', value ->> 'email', value ->> 'description', value ->> 'enabled',
        0, ${readAt}, ${readAt}
      from json_each(${chunk}) where true
      on conflict (scope, type, principal_id) do update
        set name = excluded.name, display_name = excluded.display_name, email = excluded.email,
          description = excluded.description, enabled = excluded.enabled, deleted = 0, read_at = excluded.read_at
        where principal.read_at is null or principal.read_at <= excluded.read_at`.execute(db),
  );
}

function toPrincipal(row: {
  type: string;
  principal_id: string;
  name: string | null;
  display_name: string | null;
  email: string | null;
  description: string | null;
  enabled: number | null;
  deleted: number | null;
  read_at: number | null;
}): KnownPrincipal {
  return {
    principalType: typeOf(row.type),
    principalId: row.principal_id,
    name: row.name,
    displayName: row.display_name,
    email: row.email,
    description: row.description,
    enabled: row.enabled === null ? null : row.enabled === 1,
    deleted: row.deleted === null ? null : row.deleted === 1,
    readAt: row.read_at,
  };
}

function toId({ type, principal_id }: { type: string; principal_id: string }): PrincipalId {
  return { principalType: typeOf(type), principalId: principal_id };
}

function typeOf(type: string): PrincipalType {
  return type === 'USER' ? 'USER' : 'GROUP';
}
