import { sql } from 'kysely';
import { internAccounts } from './accounts.ts';
import { accountsOfExtent, provisionedExtent } from './coverage.ts';
import { isIn, type Database } from './database.ts';
import { internPermissionSets } from './permission-sets.ts';
import { internPrincipals } from './principals.ts';
import type { AssignmentKey, AssignmentRow, PrincipalId, PrincipalType } from './rows.ts';

/** Which rows of a stretch are wanted: ids that bound the filter, where it has such. */
export interface AssignmentBounds {
  readonly accountIds?: readonly string[] | undefined;
  readonly permissionSetArns?: readonly string[] | undefined;
  readonly principalIds?: readonly string[] | undefined;
  readonly principalType?: PrincipalType | undefined;
}

/** So few principals are looked for by what they hold, rather than in every account. */
const fewPrincipals = 1_000;
/** So few permission sets are looked up in each account, rather than among all of its rows. */
const fewSets = 20;

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

  /**
   * Rows after `after` up to and with `upTo`, in order. Of few principals over all accounts it is quicker `byPrincipal`;
   * of a short stretch it is not.
   */
  async between(
    after: AssignmentKey | undefined,
    upTo: AssignmentKey,
    bounds: AssignmentBounds,
    limit: number,
    byPrincipal = false,
  ): Promise<AssignmentRow[]> {
    const isFew = byPrincipal && (bounds.principalIds?.length ?? Number.POSITIVE_INFINITY) <= fewPrincipals;
    const others = isFewSets(bounds) ? ofPairs(this.#scope) : ofAccounts;
    const result = await sql<AssignmentRow>`
      select a.account_id as accountId, s.arn as permissionSetArn, p.type as principalType, p.principal_id as principalId
      from ${isFew ? ofPrincipals : others}
      where ${this.#within(after, upTo, bounds)}
        ${isFew ? sql`and p.scope = ${this.#scope} and p.type in ('GROUP', 'USER')` : sql``}
      order by a.account_id, s.arn, p.type, p.principal_id
      limit ${limit}`.execute(this.#db);
    return result.rows;
  }

  /** How many rows there are after `after` up to and with `upTo`. */
  async countBetween(
    after: AssignmentKey | undefined,
    upTo: AssignmentKey,
    bounds: AssignmentBounds,
  ): Promise<number> {
    const result = await sql<{ count: number }>`
      select count(*) as count from ${isFewSets(bounds) ? ofPairs(this.#scope) : ofAccounts} where ${this.#within(after, upTo, bounds)}`.execute(
      this.#db,
    );
    return result.rows[0]?.count ?? 0;
  }

  #within(after: AssignmentKey | undefined, upTo: AssignmentKey, bounds: AssignmentBounds) {
    const among = (column: string, values: readonly string[] | undefined) =>
      values ? sql`and ${isIn(column, values)}` : sql``;
    // Whole accounts are told by their ids, which is quicker for many rows.
    const from = after?.permissionSetArn === undefined ? undefined : after;
    return sql`a.scope = ${this.#scope}
      and a.account_id ${from ? sql`>=` : sql`>`} ${after?.accountId ?? ''} and a.account_id <= ${upTo.accountId}
      ${from ? sql`and (a.account_id, s.arn, p.type, p.principal_id) > (${place(from)})` : sql``}
      ${upTo.permissionSetArn ? sql`and (a.account_id, s.arn, p.type, p.principal_id) <= (${place(upTo)})` : sql``}
      ${among('a.account_id', bounds.accountIds)}
      ${among('s.arn', bounds.permissionSetArns)}
      ${among('p.principal_id', bounds.principalIds)}
      ${bounds.principalType ? sql`and p.type = ${bounds.principalType}` : sql``}`;
  }
}

/** Cross joins fix the order: accounts by id, then their rows; SQLite sorts one account at a time and stops at the limit. */
const ofAccounts = sql`account a
  cross join assignment x on x.account = a.key
  cross join permission_set s on s.key = x.permission_set
  cross join principal p on p.key = x.principal`;

/** The rows of some permission sets, by the primary key of each pair. */
const ofPairs = (scope: number) => sql`account a
  cross join permission_set s on s.scope = ${scope}
  cross join assignment x on x.account = a.key and x.permission_set = s.key
  cross join principal p on p.key = x.principal`;

/** The principals first, then by index what each holds. */
const ofPrincipals = sql`principal p
  cross join assignment x on x.principal = p.key
  cross join account a on a.key = x.account
  cross join permission_set s on s.key = x.permission_set`;

function isFewSets({ permissionSetArns }: AssignmentBounds): boolean {
  return permissionSetArns !== undefined && permissionSetArns.length <= fewSets;
}

function place(key: AssignmentKey) {
  const values = [key.accountId, key.permissionSetArn, key.principalType, key.principalId];
  return sql.join(values.map((value) => value ?? beyond));
}
