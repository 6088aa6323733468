import { sql, type RawBuilder } from 'kysely';
import { internAccounts } from './accounts.ts';
import { accountsOfExtent, cover, provisionedExtent, type ReadStamp } from './coverage.ts';
import { isIn, type Database } from './database.ts';
import { internPermissionSets } from './permission-sets.ts';
import type { AssignmentKey, PairRow } from './rows.ts';

/** A part of all pairs. */
export interface PairBounds {
  readonly accountIds?: readonly string[] | undefined;
  readonly permissionSetArns?: readonly string[] | undefined;
}

/**
 * Which permission sets are provisioned in which accounts, and since when the assignments of each pair are known.
 * AWS tells it from both sides: of two lists that disagree about a pair, the one that began later holds.
 */
export class Pairs {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /** What is provisioned to an account. What was read earlier of its other pairs goes: they are gone from AWS. */
  async replaceOfAccount(stamp: ReadStamp, accountId: string, arns: readonly string[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, arns.length))) return;
      const account = (await internAccounts(trx, this.#scope, [accountId])).get(accountId) ?? 0;
      const sets = [...(await internPermissionSets(trx, this.#scope, arns)).values()];
      const told = sql<boolean>`exists (select 1 from coverage c join permission_set s on s.key = pair.permission_set
        where c.scope = ${this.#scope} and c.extent = ${accountsOfExtent('')} || s.arn and c.read_at > ${stamp.readAt})`;
      await this.#replace(trx, { account }, { permission_set: sets }, told, stamp.readAt);
    });
  }

  /** The accounts in which a permission set is provisioned, with the same consequence. */
  async replaceOfPermissionSet(stamp: ReadStamp, arn: string, accountIds: readonly string[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, accountIds.length))) return;
      const permission_set = (await internPermissionSets(trx, this.#scope, [arn])).get(arn) ?? 0;
      const accounts = [...(await internAccounts(trx, this.#scope, accountIds)).values()];
      const told = sql<boolean>`exists (select 1 from coverage c join account a on a.key = pair.account
        where c.scope = ${this.#scope} and c.extent = ${provisionedExtent('')} || a.account_id and c.read_at > ${stamp.readAt})`;
      await this.#replace(trx, { permission_set }, { account: accounts }, told, stamp.readAt);
    });
  }

  /** `told`: a list of the other side that began later has already decided about the pair. */
  async #replace(
    trx: Database,
    own: Readonly<Record<string, number>>,
    others: Readonly<Record<string, readonly number[]>>,
    told: RawBuilder<boolean>,
    readAt: number,
  ): Promise<void> {
    const [[ownColumn, key] = ['', 0]] = Object.entries(own);
    const [[otherColumn, keys] = ['', []]] = Object.entries(others);
    const [mine, other] = [sql.ref(ownColumn), sql.ref(otherColumn)];
    await sql`insert into pair (scope, ${mine}, ${other}) select ${this.#scope}, ${key}, value
      from json_each(${JSON.stringify(keys)}) where true on conflict do nothing`.execute(trx);
    await sql`update pair set provisioned = ${isIn(otherColumn, keys)} where ${mine} = ${key} and not ${told}`.execute(
      trx,
    );
    // A deletion cannot name the rows it took in every database: the rows of what is going go first.
    const going = sql`${mine} = ${key} and provisioned = 0 and read_at < ${readAt}`;
    await sql`delete from assignment where ${mine} = ${key} and ${other} in (select ${other} from pair where ${going})`.execute(
      trx,
    );
    await sql`delete from pair where ${going}`.execute(trx);
  }

  /** The provisioned pairs of these accounts, in order, with their coverage. */
  async ofAccounts(accountIds: readonly string[]): Promise<PairRow[]> {
    const result = await sql<PairRow>`
      select a.account_id as accountId, s.arn as permissionSetArn, nullif(p.read_at, 0) as readAt, p.size
      from account a
      cross join pair p on p.account = a.key
      cross join permission_set s on s.key = p.permission_set
      where a.scope = ${this.#scope} and ${isIn('a.account_id', accountIds)} and p.provisioned = 1
      order by a.account_id, s.arn`.execute(this.#db);
    return result.rows;
  }

  /** Ids of the accounts in which a permission set is provisioned, after an id, in order. */
  async accountsAfter(arn: string, accountId: string, limit: number): Promise<string[]> {
    const result = await sql<{ accountId: string }>`
      select a.account_id as accountId
      from permission_set s
      cross join pair p on p.permission_set = s.key
      cross join account a on a.key = p.account
      where s.scope = ${this.#scope} and s.arn = ${arn} and p.provisioned = 1 and a.account_id > ${accountId}
      order by a.account_id limit ${limit}`.execute(this.#db);
    return result.rows.map((row) => row.accountId);
  }

  /** Ids of the accounts in which any of these permission sets is provisioned. */
  async accountsOf(arns: readonly string[]): Promise<Set<string>> {
    const result = await sql<{ accountId: string }>`
      select distinct a.account_id as accountId
      from permission_set s
      cross join pair p on p.permission_set = s.key
      cross join account a on a.key = p.account
      where s.scope = ${this.#scope} and ${isIn('s.arn', arns)} and p.provisioned = 1`.execute(this.#db);
    return new Set(result.rows.map((row) => row.accountId));
  }

  /** Of all pairs between these accounts and permission sets, those whose assignments were read, by `<account>/<arn>`. */
  async read(accountIds: readonly string[], arns: readonly string[]): Promise<Map<string, PairRow>> {
    const result = await sql<PairRow>`
      select a.account_id as accountId, s.arn as permissionSetArn, p.read_at as readAt, p.size
      from account a
      cross join pair p on p.account = a.key
      cross join permission_set s on s.key = p.permission_set
      where a.scope = ${this.#scope} and ${isIn('a.account_id', accountIds)} and ${isIn('s.arn', arns)}
        and p.read_at > 0`.execute(this.#db);
    return new Map(result.rows.map((pair) => [`${pair.accountId}/${pair.permissionSetArn}`, pair]));
  }

  /** Provisioned pairs whose assignments were not read since `notBefore`, and the calls of 100 rows that this takes. */
  async stale(notBefore: number, bounds: PairBounds): Promise<{ pairs: number; calls: number }> {
    const result = await sql<{ pairs: number; calls: number }>`
      select count(*) as pairs, coalesce(sum(max(1, (p.size + 99) / 100)), 0) as calls
      from pair p ${this.#within(bounds)} and p.read_at < ${notBefore}`.execute(this.#db);
    return result.rows[0] ?? { pairs: 0, calls: 0 };
  }

  /** Provisioned pairs, and the assignments that were read of them, however long ago: a statistic for planning. */
  async total(bounds: PairBounds): Promise<{ pairs: number; read: number; rows: number }> {
    const result = await sql<{ pairs: number; read: number; rows: number }>`
      select count(*) as pairs, coalesce(sum(p.read_at > 0), 0) as read, coalesce(sum(p.size), 0) as rows
      from pair p ${this.#within(bounds)}`.execute(this.#db);
    return result.rows[0] ?? { pairs: 0, read: 0, rows: 0 };
  }

  /**
   * Of the pairs that are provisioned here and were read since `notBefore`, when the oldest was read, from the pair of
   * `from` on up to that of `upTo`. Undefined where there are none.
   */
  async oldest(
    notBefore: number,
    bounds: PairBounds,
    from?: AssignmentKey,
    upTo?: AssignmentKey,
  ): Promise<number | undefined> {
    const after =
      from && sql`and (a.account_id, s.arn) >= (${from.accountId}, ${from.permissionSetArn ?? '~'})`;
    const before =
      upTo && sql`and (a.account_id, s.arn) <= (${upTo.accountId}, ${upTo.permissionSetArn ?? '~'})`;
    const within =
      from || upTo
        ? sql`join account a on a.key = p.account join permission_set s on s.key = p.permission_set
            where p.scope = ${this.#scope} and a.scope = ${this.#scope} and p.provisioned = 1
              and a.account_id >= ${from?.accountId ?? ''} and a.account_id <= ${upTo?.accountId ?? '~'}
              ${after ?? sql``} ${before ?? sql``} ${this.#among(bounds)}`
        : this.#within(bounds);
    const result = await sql<{ readAt: number | null }>`
      select min(p.read_at) as readAt from pair p ${within} and p.read_at >= ${notBefore}`.execute(this.#db);
    return result.rows[0]?.readAt ?? undefined;
  }

  #among({ accountIds, permissionSetArns }: PairBounds) {
    return sql`${accountIds ? sql`and ${isIn('a.account_id', accountIds)}` : sql``}
      ${permissionSetArns ? sql`and ${isIn('s.arn', permissionSetArns)}` : sql``}`;
  }

  #within(bounds: PairBounds) {
    return sql`
      ${bounds.accountIds ? sql`join account a on a.key = p.account` : sql``}
      ${bounds.permissionSetArns ? sql`join permission_set s on s.key = p.permission_set` : sql``}
      where p.scope = ${this.#scope} and p.provisioned = 1 ${this.#among(bounds)}`;
  }
}
