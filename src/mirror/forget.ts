import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Forgets what was read after this moment: a clock dated it that has been set back since, and nobody knows when it
 * was. What it took the place of is gone, too, so that all of it counts as never read.
 */
export async function forgetAfter(db: Database, scope: number, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const run = (statement: ReturnType<typeof sql>) => statement.execute(trx);
    await run(sql`delete from item where scope = ${scope} and extent in (
      select extent from coverage where scope = ${scope} and read_at > ${now})`);
    await run(sql`delete from coverage where scope = ${scope} and read_at > ${now}`);
    await run(sql`delete from unit where scope = ${scope} and read_at > ${now}`);
    await run(sql`delete from assignment where (account, permission_set) in (
      select account, permission_set from pair where scope = ${scope} and read_at > ${now})`);
    await run(sql`update pair set read_at = 0, size = 0 where scope = ${scope} and read_at > ${now}`);
    await run(sql`update account set name = null, email = null, state = null, ancestors = null, read_at = null
      where scope = ${scope} and read_at > ${now}`);
    await run(sql`update permission_set set name = null, description = null, session_duration = null,
      relay_state = null, created_at = null, read_at = null where scope = ${scope} and read_at > ${now}`);
    await run(sql`update principal set name = null, display_name = null, email = null, description = null,
      enabled = null, deleted = null, read_at = null where scope = ${scope} and read_at > ${now}`);
    // It was heard of by now, and a list that is read from now on proves whether it is still there.
    await run(sql`update principal set seen_at = ${now} where scope = ${scope} and seen_at > ${now}`);
  });
}
