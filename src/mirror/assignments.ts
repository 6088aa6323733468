import { sql } from 'kysely';
import { internAccounts } from './accounts.ts';
import { accountsOfExtent, provisionedExtent } from './coverage.ts';
import { isIn, type Database } from './database.ts';
import { internPermissionSets } from './permission-sets.ts';
import { internPrincipals } from './principals.ts';
import type { AssignmentKey, AssignmentRow, PrincipalId } from './rows.ts';

/** Which rows of a stretch are wanted: ids that bound the filter, where it has such. */
export interface AssignmentBounds {
  readonly accountIds?: readonly string[] | undefined;
  readonly permissionSetArns?: readonly string[] | undefined;
  readonly principalIds?: readonly string[] | undefined;
}

/** Sorts after every id, all of which are of letters, digits and `-:/`. */
const beyond = '~';

/** Who holds what: the assignments, each owned by its pair. */
export class Assignments {
  readonly #db: Database;
  readonly #scope: number;

  constructor(db: Database, scope: number) {
    this.#db = db;
    this.#scope = scope;
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
      const isGone = await this.#isGone(trx, pair, { account, permissionSet }, readAt);
      const held = isGone ? [] : principals;
      const keys = [...new Set((await internPrincipals(trx, this.#scope, held, seenAt)).values())];
      const size = keys.length;
      const covered = await trx
        .insertInto('pair')
        .values({ scope: this.#scope, account, permission_set: permissionSet, read_at: readAt, size })
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

  /** Did a list that began after `readAt` no longer hold the pair? Then what was assigned in it is gone. */
  async #isGone(
    trx: Database,
    { accountId, permissionSetArn }: { readonly accountId: string; readonly permissionSetArn: string },
    { account, permissionSet }: { readonly account: number; readonly permissionSet: number },
    readAt: number,
  ): Promise<boolean> {
    const later = await trx
      .selectFrom('coverage')
      .select('read_at')
      .where('scope', '=', this.#scope)
      .where('extent', 'in', [provisionedExtent(accountId), accountsOfExtent(permissionSetArn)])
      .where('read_at', '>', readAt)
      .where(
        sql<boolean>`not exists (select 1 from pair
          where account = ${account} and permission_set = ${permissionSet} and provisioned = 1)`,
      )
      .executeTakeFirst();
    return later !== undefined;
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
}

function place(key: AssignmentKey | undefined) {
  const none = key ? beyond : '';
  const values = [key?.accountId, key?.permissionSetArn, key?.principalType, key?.principalId];
  return sql.join(values.map((value) => value ?? none));
}
