import { sql } from 'kysely';
import { internAccounts } from './accounts.ts';
import { cover, provisionedExtent, type ReadStamp } from './coverage.ts';
import { isIn, type Database } from './database.ts';
import { internPermissionSets } from './permission-sets.ts';
import { internPrincipals } from './principals.ts';
import type { AssignmentKey, AssignmentRow, PairRow, PrincipalId } from './rows.ts';

/** Which rows of a stretch are wanted: ids that bound the filter, where it has such. */
export interface AssignmentBounds {
  readonly accountIds?: readonly string[] | undefined;
  readonly permissionSetArns?: readonly string[] | undefined;
  readonly principalIds?: readonly string[] | undefined;
}

/** Sorts after every id, all of which are of letters, digits and `-:/`. */
const beyond = '~';

/** Which permission sets are provisioned where, and who holds them: the pairs and their assignments. */
export class Assignments {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
  }

  /** An account's provisioned permission sets. What was read earlier of its other pairs goes: they are gone from AWS. */
  async replaceProvisioned(stamp: ReadStamp, accountId: string, arns: readonly string[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (!(await cover(trx, this.#scope, stamp, arns.length))) return;
      const account = (await internAccounts(trx, this.#scope, [accountId])).get(accountId) ?? 0;
      const sets = [...(await internPermissionSets(trx, this.#scope, arns)).values()];
      await trx.deleteFrom('provisioned').where('account', '=', account).execute();
      await sql`insert into provisioned (account, permission_set)
        select ${account}, value from json_each(${JSON.stringify(sets)})`.execute(trx);
      const gone = await trx
        .deleteFrom('pair')
        .where('account', '=', account)
        .where('read_at', '<', stamp.readAt)
        .where((eb) => eb.not(isIn('permission_set', sets)))
        .returning('permission_set')
        .execute();
      await trx
        .deleteFrom('assignment')
        .where('account', '=', account)
        .where(
          isIn(
            'permission_set',
            gone.map((pair) => pair.permission_set),
          ),
        )
        .execute();
    });
  }

  /** Everything assigned in one pair. */
  async replacePair(
    pair: { readonly accountId: string; readonly permissionSetArn: string },
    principals: readonly PrincipalId[],
    readAt: number,
    seenAt: number,
  ): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const account = (await internAccounts(trx, this.#scope, [pair.accountId])).get(pair.accountId) ?? 0;
      const sets = await internPermissionSets(trx, this.#scope, [pair.permissionSetArn]);
      const permissionSet = sets.get(pair.permissionSetArn) ?? 0;
      const isGone = await this.#isGone(trx, pair.accountId, { account, permissionSet }, readAt);
      const held = isGone ? [] : principals;
      const keys = [...new Set((await internPrincipals(trx, this.#scope, held, seenAt)).values())];
      const size = keys.length;
      const covered = await trx
        .insertInto('pair')
        .values({ account, permission_set: permissionSet, read_at: readAt, size })
        .onConflict((conflict) =>
          conflict
            .columns(['account', 'permission_set'])
            .doUpdateSet({ read_at: readAt, size })
            .where('pair.read_at', '<=', readAt),
        )
        .executeTakeFirst();
      if ((covered.numInsertedOrUpdatedRows ?? 0n) === 0n) return;
      await trx
        .deleteFrom('assignment')
        .where('account', '=', account)
        .where('permission_set', '=', permissionSet)
        .execute();
      await sql`insert into assignment (account, permission_set, principal)
        select ${account}, ${permissionSet}, value from json_each(${JSON.stringify(keys)})`.execute(trx);
    });
  }

  /** Did a provisioned list that began after `readAt` no longer hold the pair? Then what was assigned in it is gone. */
  async #isGone(
    trx: Database,
    accountId: string,
    { account, permissionSet }: { readonly account: number; readonly permissionSet: number },
    readAt: number,
  ): Promise<boolean> {
    const later = await trx
      .selectFrom('coverage')
      .select('read_at')
      .where('scope', '=', this.#scope)
      .where('extent', '=', provisionedExtent(accountId))
      .where('read_at', '>', readAt)
      .where(
        sql<boolean>`not exists (select 1 from provisioned
          where account = ${account} and permission_set = ${permissionSet})`,
      )
      .executeTakeFirst();
    return later !== undefined;
  }

  /** The provisioned pairs of these accounts, in order, with their coverage. */
  async provisionedPairs(accountIds: readonly string[]): Promise<PairRow[]> {
    const result = await sql<PairRow>`
      select a.account_id as accountId, s.arn as permissionSetArn, p.read_at as readAt, coalesce(p.size, 0) as size
      from account a
      cross join provisioned v on v.account = a.key
      cross join permission_set s on s.key = v.permission_set
      left join pair p on p.account = v.account and p.permission_set = v.permission_set
      where a.scope = ${this.#scope} and a.account_id in (select value from json_each(${JSON.stringify(accountIds)}))
      order by a.account_id, s.arn`.execute(this.#db);
    return result.rows;
  }

  /** Of all pairs between these accounts and permission sets, those that were read, by `<account>/<arn>`. */
  async readPairs(accountIds: readonly string[], arns: readonly string[]): Promise<Map<string, PairRow>> {
    const result = await sql<PairRow>`
      select a.account_id as accountId, s.arn as permissionSetArn, p.read_at as readAt, p.size
      from account a
      cross join pair p on p.account = a.key
      cross join permission_set s on s.key = p.permission_set
      where a.scope = ${this.#scope} and a.account_id in (select value from json_each(${JSON.stringify(accountIds)}))
        and s.arn in (select value from json_each(${JSON.stringify(arns)}))`.execute(this.#db);
    return new Map(result.rows.map((pair) => [`${pair.accountId}/${pair.permissionSetArn}`, pair]));
  }

  /** Rows after `after` up to and with `upTo`, in order. */
  async between(
    after: AssignmentKey | undefined,
    upTo: AssignmentKey,
    bounds: AssignmentBounds,
    limit: number,
  ): Promise<AssignmentRow[]> {
    const among = (column: string, values: readonly string[] | undefined) =>
      values ? sql`and ${isIn(column, values)}` : sql``;
    // Cross joins fix the order: accounts by id, then their rows; SQLite sorts one account at a time and stops at the limit.
    const result = await sql<AssignmentRow>`
      select a.account_id as accountId, s.arn as permissionSetArn, p.type as principalType, p.principal_id as principalId
      from account a
      cross join assignment x on x.account = a.key
      cross join permission_set s on s.key = x.permission_set
      cross join principal p on p.key = x.principal
      where a.scope = ${this.#scope}
        and a.account_id >= ${after?.accountId ?? ''} and a.account_id <= ${upTo.accountId}
        and (a.account_id, s.arn, p.type, p.principal_id) > (${place(after)})
        and (a.account_id, s.arn, p.type, p.principal_id) <= (${place(upTo)})
        ${among('a.account_id', bounds.accountIds)}
        ${among('s.arn', bounds.permissionSetArns)}
        ${among('p.principal_id', bounds.principalIds)}
      order by a.account_id, s.arn, p.type, p.principal_id
      limit ${limit}`.execute(this.#db);
    return result.rows;
  }

  /** How many pairs provisioned to these accounts, of these or all permission sets, were not read since `notBefore`. */
  async countStale(
    accountIds: readonly string[],
    arns: readonly string[] | undefined,
    notBefore: number,
  ): Promise<number> {
    const result = await sql<{ count: number }>`
      select count(*) as count
      from account a
      cross join provisioned v on v.account = a.key
      cross join permission_set s on s.key = v.permission_set
      left join pair p on p.account = v.account and p.permission_set = v.permission_set
      where a.scope = ${this.#scope} and ${isIn('a.account_id', accountIds)}
        ${arns ? sql`and ${isIn('s.arn', arns)}` : sql``}
        and (p.read_at is null or p.read_at < ${notBefore})`.execute(this.#db);
    return result.rows[0]?.count ?? 0;
  }

  /** How many pairs were read, and how many assignments they hold: a statistic for planning. */
  async pairSizes(): Promise<{ count: number; total: number }> {
    return this.#db
      .selectFrom('pair')
      .innerJoin('account', 'account.key', 'pair.account')
      .select([sql<number>`count(*)`.as('count'), sql<number>`coalesce(sum(pair.size), 0)`.as('total')])
      .where('account.scope', '=', this.#scope)
      .executeTakeFirstOrThrow();
  }
}

function place(key: AssignmentKey | undefined) {
  const none = key ? beyond : '';
  const values = [key?.accountId, key?.permissionSetArn, key?.principalType, key?.principalId];
  return sql.join(values.map((value) => value ?? none));
}
