import { Accounts } from './accounts.ts';
import { Ages } from './ages.ts';
import { Assignments } from './assignments.ts';
import { Coverage } from './coverage.ts';
import { openDatabase, type Database } from './database.ts';
import { forgetAfter } from './forget.ts';
import { Items } from './items.ts';
import { Pairs } from './pairs.ts';
import { PermissionSets } from './permission-sets.ts';
import { Principals } from './principals.ts';
import { Units } from './units.ts';

/** The facts of one instance at one endpoint, and what of it was read when. */
export interface Mirror {
  readonly coverage: Coverage;
  readonly accounts: Accounts;
  readonly permissionSets: PermissionSets;
  readonly principals: Principals;
  readonly pairs: Pairs;
  readonly assignments: Assignments;
  readonly units: Units;
  readonly items: Items;
  readonly ages: Ages;
  /** Nothing that was read after this moment, in epoch milliseconds, counts any more. */
  forgetAfter(now: number): Promise<void>;
}

/** One database, in which each instance at each endpoint has a mirror of its own: rows of one are never served as another's. */
export class MirrorStore implements AsyncDisposable {
  readonly #db: Database;

  /** `location`: a file, or `memory`. `warn` hears of a file that had to be set aside. */
  constructor(location: string, warn: (message: string) => void) {
    this.#db = openDatabase(location, warn);
  }

  /** Without what a file has from times that have not come. */
  async mirrorOf(endpoint: string, instanceArn: string, now = Date.now()): Promise<Mirror> {
    const begun = await this.#db
      .insertInto('scope')
      .values({ endpoint, instance_arn: instanceArn })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    const { key } = await this.#db
      .selectFrom('scope')
      .select('key')
      .where('endpoint', '=', endpoint)
      .where('instance_arn', '=', instanceArn)
      .executeTakeFirstOrThrow();
    if (begun.numInsertedOrUpdatedRows !== 1n) await forgetAfter(this.#db, key, now);
    return {
      coverage: new Coverage(this.#db, key),
      accounts: new Accounts(this.#db, key),
      permissionSets: new PermissionSets(this.#db, key),
      principals: new Principals(this.#db, key),
      pairs: new Pairs(this.#db, key),
      assignments: new Assignments(this.#db, key),
      units: new Units(this.#db, key),
      items: new Items(this.#db, key),
      ages: new Ages(this.#db, key),
      forgetAfter: (moment) => forgetAfter(this.#db, key, moment),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.destroy();
  }
}
