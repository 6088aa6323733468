import type { Database } from '../../postgres/database.ts';
import { channel } from './schema.ts';

/** Who waits for a read: a turn of the budget, where the request is known by a name. */
export interface DemandedTurn {
  readonly lane: 'interactive' | 'background';
  readonly client: string;
  readonly request: string;
}

/** What a replica wants to have read. */
export interface Demand {
  readonly replica: string;
  /** Tells the demands of a replica apart. */
  readonly n: number;
  readonly instanceArn: string;
  readonly key: string;
  readonly notBefore: number;
  /** How long a list may be; null: any length. */
  readonly maxPages: number | null;
  readonly turns: readonly DemandedTurn[];
}

/** What came of a demand; what it is, is for those who write and read it. */
export interface Answered {
  readonly replica: string;
  readonly n: number;
  readonly answer: unknown;
}

interface DemandRow {
  readonly replica: string;
  readonly n: number;
  readonly instance_arn: string;
  readonly key: string;
  readonly not_before: number;
  readonly max_pages: number | null;
  readonly turns: readonly DemandedTurn[];
}

/** What the replicas on one database want to have read for an endpoint, and what came of it. */
export class DemandTable {
  readonly #database: Database;
  readonly #endpoint: string;

  constructor(database: Database, endpoint: string) {
    this.#database = database;
    this.#endpoint = endpoint;
  }

  /** Adds demands, or changes who waits for them. */
  async put(demands: readonly Demand[]): Promise<void> {
    await this.#database.rows(
      `insert into gateway_store.demand (replica, n, endpoint, instance_arn, key, not_before, max_pages, turns)
        select replica, n, $1, instance_arn, key, not_before, max_pages, turns
        from jsonb_to_recordset($2::jsonb) as one (replica uuid, n bigint, instance_arn text, key text,
          not_before bigint, max_pages integer, turns jsonb)
        on conflict (replica, n) do update set turns = excluded.turns`,
      [
        this.#endpoint,
        JSON.stringify(
          demands.map(({ instanceArn, notBefore, maxPages, ...one }) => ({
            ...one,
            instance_arn: instanceArn,
            not_before: Math.floor(notBefore),
            max_pages: maxPages,
          })),
        ),
      ],
    );
    this.#hint('demand');
  }

  /** What nobody waits for any more. */
  async remove(replica: string, numbers: readonly number[]): Promise<void> {
    const sql = 'delete from gateway_store.demand where replica = $1 and n = any($2::bigint[])';
    await this.#database.rows(sql, [replica, numbers]);
    this.#hint('demand');
  }

  /** Demands that were not answered, in the order of asking. */
  async open(): Promise<Demand[]> {
    const rows = await this.#database.rows<DemandRow>(
      `select replica, n, instance_arn, key, not_before, max_pages, turns from gateway_store.demand
        where endpoint = $1 and answer is null order by asked_at, replica, n`,
      [this.#endpoint],
    );
    return rows.map(({ instance_arn: instanceArn, not_before: notBefore, max_pages: maxPages, ...row }) => ({
      ...row,
      instanceArn,
      notBefore,
      maxPages,
    }));
  }

  async answer(answered: readonly Answered[]): Promise<void> {
    await this.#database.rows(
      `update gateway_store.demand set answer = given.answer
        from jsonb_to_recordset($1::jsonb) as given (replica uuid, n bigint, answer jsonb)
        where demand.replica = given.replica and demand.n = given.n`,
      [JSON.stringify(answered)],
    );
    for (const replica of new Set(answered.map((one) => one.replica))) this.#hint(`answer ${replica}`);
  }

  /** Takes the answers to what a replica wanted, and tells which of its demands are known at all. */
  async take(
    replica: string,
  ): Promise<{ readonly answered: readonly Answered[]; readonly waiting: ReadonlySet<number> }> {
    const [answered, waiting] = await this.#database.transaction((statements) =>
      Promise.all([
        statements.rows<Answered>(
          'delete from gateway_store.demand where replica = $1 and answer is not null returning replica, n, answer',
          [replica],
        ),
        statements.rows<{ n: number }>('select n from gateway_store.demand where replica = $1', [replica]),
      ]),
    );
    return { answered, waiting: new Set(waiting.map(({ n }) => n)) };
  }

  /** In a transaction of its own: with another it would hold up all that commit at the time. */
  #hint(payload: string): void {
    this.#database.rows('select pg_notify($1, $2)', [channel, payload]).catch(() => {});
  }
}
