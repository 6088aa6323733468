import type { Database } from '../../postgres/database.ts';
import { channel } from './schema.ts';

/** How long the role is held after each renewal, by the database's clock. */
export const leaseMs = 4_000;
/** Replicas that were not seen for so long want nothing any more. */
const forgottenMs = 15_000;

/** What one look at the role has found. */
export interface RoleState {
  /** The number of the own term, where the role is held. */
  readonly held: number | undefined;
  /** Whether another replica holds it, or has held it since the own last term. */
  readonly isOthers: boolean;
  /** How long the present term lasts yet, if nobody renews it. */
  readonly leftMs: number;
  /** The database's clock, in epoch milliseconds. */
  readonly clock: number;
}

interface RoleRow {
  readonly holder: string | null;
  readonly fence: number;
  readonly left_ms: number;
  readonly clock: number;
}

/** The reading role of an endpoint: which of the replicas on one database makes the calls to AWS, and until when. */
export class RoleTable {
  readonly #database: Database;
  readonly #endpoint: string;
  readonly #replica: string;

  constructor(database: Database, endpoint: string, replica: string) {
    this.#database = database;
    this.#endpoint = endpoint;
    this.#replica = replica;
  }

  /** Says that this replica lives, renews its term, or takes the role where nobody holds it and it is wanted. */
  look(term: number | undefined, wantsRole: boolean): Promise<RoleState> {
    const [endpoint, replica] = [this.#endpoint, this.#replica];
    const lease = `clock_timestamp() + interval '${leaseMs} milliseconds'`;
    return this.#database.transaction(
      async (statements) => {
        const renewing =
          term === undefined
            ? statements.rows(
                'insert into gateway_store.reader (endpoint) values ($1) on conflict do nothing',
                [endpoint],
              )
            : statements.rows(
                `update gateway_store.reader set expires_at = ${lease}
                  where endpoint = $1 and holder = $2 and fence = $3 and expires_at > clock_timestamp()`,
                [endpoint, replica, term],
              );
        const taking = wantsRole
          ? statements.rows(
              `update gateway_store.reader set holder = $2, fence = fence + 1, expires_at = ${lease}
                where endpoint = $1 and expires_at <= clock_timestamp()`,
              [endpoint, replica],
            )
          : undefined;
        const living = statements.rows(
          `insert into gateway_store.replica (id, endpoint) values ($1, $2)
            on conflict (id) do update set seen_at = clock_timestamp()`,
          [replica, endpoint],
        );
        const looking = statements.rows<RoleRow>(
          `select holder, fence,
              (extract(epoch from expires_at - clock_timestamp()) * 1000)::float8 as left_ms,
              (extract(epoch from clock_timestamp()) * 1000)::float8 as clock
            from (select holder, fence, greatest(expires_at, clock_timestamp()) as expires_at
              from gateway_store.reader where endpoint = $1) as role`,
          [endpoint],
        );
        const [, , , [row]] = await Promise.all([renewing, taking, living, looking]);
        if (!row) throw new Error('The row of the reading role is missing');
        const isOwn = row.holder === replica;
        return {
          held: isOwn && row.left_ms > 0 ? row.fence : undefined,
          isOthers: row.holder !== null && !isOwn,
          leftMs: row.left_ms,
          clock: row.clock,
        };
      },
      { timeoutMs: 1_500 },
    );
  }

  /** Gives the role up, so that another takes it at once. */
  async release(term: number): Promise<void> {
    await this.#database.rows(
      `update gateway_store.reader set expires_at = clock_timestamp()
        where endpoint = $1 and holder = $2 and fence = $3`,
      [this.#endpoint, this.#replica, term],
    );
    await this.#database.rows('select pg_notify($1, $2)', [channel, 'role']);
  }

  /** What this replica has wanted is wanted no longer. */
  async leave(): Promise<void> {
    await this.#database.transaction((statements) =>
      Promise.all([
        statements.rows('delete from gateway_store.demand where replica = $1', [this.#replica]),
        statements.rows('delete from gateway_store.replica where id = $1', [this.#replica]),
      ]),
    );
  }

  /** Forgets replicas that have not been seen for long, with what they wanted. */
  async forgetLost(): Promise<void> {
    await this.#database.rows(
      `with lost as (
        delete from gateway_store.replica
        where endpoint = $1 and seen_at < clock_timestamp() - interval '${forgottenMs} milliseconds' returning id
      )
      delete from gateway_store.demand where replica in (select id from lost)`,
      [this.#endpoint],
    );
  }
}
