import { sql } from 'kysely';
import { cover, type ReadStamp } from './coverage.ts';
import type { Database } from './database.ts';
import { inChunks } from './in-chunks.ts';
import type { KnownPrincipal, PrincipalFacts, PrincipalId, PrincipalType } from './rows.ts';

/** Users and groups: what the identity store told of each, and which of them it no longer knows. */
export class Principals {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /**
   * The whole list of users or of groups. A principal that was heard of before the listing began
   * and is not in it has been deleted.
   */
  async replaceList(stamp: ReadStamp, type: PrincipalType, facts: readonly PrincipalFacts[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, facts.length))) return;
      await upsert(trx, this.#scope, facts, stamp.readAt);
      await trx
        .updateTable('principal')
        .set({ ...nothing, deleted: 1, read_at: stamp.readAt })
        .where('scope', '=', this.#scope)
        .where('type', '=', type)
        .where('seen_at', '<', stamp.readAt)
        .where((eb) => eb.or([eb('read_at', 'is', null), eb('read_at', '<', stamp.readAt)]))
        .execute();
    });
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
    const rows = await this.#db
      .selectFrom('principal')
      .selectAll()
      .where('scope', '=', this.#scope)
      .where('deleted', '=', Number(deleted))
      .where('type', 'in', types)
      .where(sql<boolean>`(type, principal_id) > (${type}, ${id})`)
      .$if(deleted, (query) =>
        query.where(
          sql<boolean>`exists (select 1 from assignment where assignment.principal = principal.key)`,
        ),
      )
      .orderBy('type')
      .orderBy('principal_id')
      .limit(limit)
      .execute();
    return rows.map(toPrincipal);
  }

  /** Everybody whom an assignment names and of whom nothing has been told since `notBefore`. */
  async assignedUnknown(notBefore: number): Promise<PrincipalId[]> {
    const rows = await this.#db
      .selectFrom('principal')
      .select(['type', 'principal_id'])
      .where('scope', '=', this.#scope)
      .where((eb) => eb.or([eb('read_at', 'is', null), eb('read_at', '<', notBefore)]))
      .where(sql<boolean>`exists (select 1 from assignment where assignment.principal = principal.key)`)
      .execute();
    return rows.map((row) => ({ principalType: typeOf(row.type), principalId: row.principal_id }));
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
    const rows = await this.#db
      .selectFrom('principal')
      .selectAll()
      .where('scope', '=', this.#scope)
      .where('type', '=', type)
      .where('deleted', '=', 0)
      .where(column, '=', text)
      .orderBy('principal_id')
      .execute();
    return rows.map(toPrincipal);
  }

  /** By `principalKey`. Principals never heard of are left out. */
  async byId(ids: readonly PrincipalId[]): Promise<Map<string, KnownPrincipal>> {
    const wanted = JSON.stringify(ids.map((id) => [id.principalType, id.principalId]));
    const rows = await this.#db
      .selectFrom('principal')
      .selectAll()
      .where('scope', '=', this.#scope)
      .where(
        sql<boolean>`(type, principal_id) in (select value ->> 0, value ->> 1 from json_each(${wanted}))`,
      )
      .execute();
    return new Map(rows.map((row) => [`${row.type}/${row.principal_id}`, toPrincipal(row)]));
  }
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
    .where(sql<boolean>`(type, principal_id) in (select value ->> 0, value ->> 1 from json_each(${wanted}))`)
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

function typeOf(type: string): PrincipalType {
  return type === 'USER' ? 'USER' : 'GROUP';
}
