import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { PrincipalId, PrincipalType } from './rows.ts';

/** Something that was read, when that read began, or null when it never was. Epoch milliseconds. */
export interface Aged<Id> {
  readonly id: Id;
  readonly readAt: number | null;
}

export interface PairId {
  readonly accountId: string;
  readonly permissionSetArn: string;
}

/** How many there are to keep fresh, as far as the mirror knows. */
export interface Sizes {
  readonly accounts: number;
  readonly pairs: number;
  readonly permissionSets: number;
}

/** What of the whole organization was read longest ago: what was never read comes first. */
export class Ages {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /** Provisioned pairs. */
  async oldestPairs(limit: number): Promise<Aged<PairId>[]> {
    const { rows } = await sql<PairId & { readAt: number | null }>`
      select a.account_id as accountId, s.arn as permissionSetArn, nullif(p.read_at, 0) as readAt
      from pair p
      cross join account a on a.key = p.account
      cross join permission_set s on s.key = p.permission_set
      where p.scope = ${this.#scope} and p.provisioned = 1
      order by p.read_at limit ${limit}`.execute(this.#db);
    return rows.map(({ readAt, ...id }) => ({ id, readAt }));
  }

  /** Listed accounts, by the age of the list of what is provisioned to them. */
  async oldestProvisioned(limit: number): Promise<Aged<string>[]> {
    const { rows } = await sql<Aged<string>>`
      select a.account_id as id, c.read_at as readAt
      from account a
      left join coverage c on c.scope = a.scope and c.extent = 'provisioned/account/' || a.account_id
      where a.scope = ${this.#scope} and a.listed = 1
      order by c.read_at limit ${limit}`.execute(this.#db);
    return rows;
  }

  /** Listed permission sets, by the age of their description. */
  async oldestPermissionSets(limit: number): Promise<Aged<string>[]> {
    const rows = await this.#db
      .selectFrom('permission_set')
      .select(['arn as id', 'read_at as readAt'])
      .where('scope', '=', this.#scope)
      .where('listed', '=', 1)
      .orderBy('read_at')
      .limit(limit)
      .execute();
    return rows;
  }

  /**
   * Principals whom assignments name, and of whom the list of their type does not tell: it is older, or refused.
   * `listedAt`: when the reads of the lists began; undefined before the first.
   */
  async oldestUnlisted(
    limit: number,
    listedAt: Readonly<Record<PrincipalType, number | undefined>>,
  ): Promise<Aged<PrincipalId>[]> {
    const { USER: users = Number.MAX_SAFE_INTEGER, GROUP: groups = Number.MAX_SAFE_INTEGER } = listedAt;
    const { rows } = await sql<PrincipalId & { readAt: number | null }>`
      select p.type as principalType, p.principal_id as principalId, p.read_at as readAt
      from told_principal p
      where p.scope = ${this.#scope}
        and (p.read_at is null or p.deleted is null or p.read_at < case p.type when 'USER' then ${users} else ${groups} end)
        and exists (select 1 from assignment x where x.principal = p.key)
      order by p.read_at limit ${limit}`.execute(this.#db);
    return rows.map(({ readAt, ...id }) => ({ id, readAt }));
  }

  async sizes(): Promise<Sizes> {
    const { rows } = await sql<Sizes>`
      select
        (select count(*) from account where scope = ${this.#scope} and listed = 1) as accounts,
        (select count(*) from pair where scope = ${this.#scope} and provisioned = 1) as pairs,
        (select count(*) from permission_set where scope = ${this.#scope} and listed = 1) as permissionSets`.execute(
      this.#db,
    );
    return rows[0] ?? { accounts: 0, pairs: 0, permissionSets: 0 };
  }
}
