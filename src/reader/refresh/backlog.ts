import type { Aged } from '../../mirror/queries/ages.ts';
import { principalsKey } from '../../mirror/keys.ts';
import type { PrincipalId } from '../../mirror/rows.ts';
import { wasLately } from '../../reading/lately.ts';
import { pair, provisionedToAccount } from '../extents/assignments.ts';
import { principal, principals } from '../extents/identities.ts';
import { accounts } from '../extents/organization.ts';
import { permissionSet, permissionSets } from '../extents/permission-sets.ts';
import type { Facts } from '../facts/facts.ts';
import type { Extent } from '../reads.ts';

/** How old the parts of an organization may get, in milliseconds. */
export interface MayReach {
  /** Accounts, what is provisioned to them, and what is assigned there. */
  readonly everyMs: number;
  /** The names of users, groups and permission sets. */
  readonly namesEveryMs: number;
}

/** An extent, and how old it is. */
export interface Ageing {
  readonly extent: Extent;
  /** Epoch milliseconds; undefined when it was never read. */
  readonly readAt: number | undefined;
  /** The age divided by the age that it may reach: 1 and above is too old. */
  readonly age: number;
}

const firstRetryMs = 60_000;
const looksAgainMs = 60_000;

/** The extents of an instance to read again, oldest first. An extent whose read failed waits, longer each time. */
export class Backlog {
  readonly #facts: Facts;
  readonly #mayReach: MayReach;
  #noneUnlistedAt = Number.NEGATIVE_INFINITY;
  readonly #failed = new Map<
    string,
    { readonly times: number; readonly at: number; readonly delayMs: number }
  >();

  constructor(facts: Facts, mayReach: MayReach) {
    this.#facts = facts;
    this.#mayReach = mayReach;
  }

  oldest(limit: number): Ageing[] {
    const { mirror, source, now } = this.#facts;
    const { everyMs, namesEveryMs } = this.#mayReach;
    const atMost = limit + this.#failed.size;
    const ageing = (extent: Extent, readAt: number | undefined, mayReachMs: number): Ageing => ({
      extent,
      readAt,
      age: readAt === undefined ? Number.POSITIVE_INFINITY : (now() - readAt) / mayReachMs,
    });
    const lists = [
      { extent: accounts(source), mayReachMs: everyMs },
      { extent: permissionSets(source), mayReachMs: namesEveryMs },
      { extent: principals(source, 'GROUP'), mayReachMs: namesEveryMs },
      { extent: principals(source, 'USER'), mayReachMs: namesEveryMs },
    ];

    const provisioned = mirror.ages.oldestProvisioned(atMost);
    const described = mirror.ages.oldestPermissionSets(atMost);
    const pairs = mirror.ages.oldestPairs(atMost);
    const all = [
      ...lists.map(({ extent, mayReachMs }) => ageing(extent, extent.readAt(), mayReachMs)),
      ...provisioned.map(({ id, readAt }) => ageing(provisionedToAccount(source, id), readAt, everyMs)),
      ...described.map(({ id, readAt }) => ageing(permissionSet(source, id), readAt, namesEveryMs)),
      ...pairs.map(({ id, readAt }) =>
        ageing(pair(source, id.accountId, id.permissionSetArn), readAt, everyMs),
      ),
    ].filter((one) => this.#hasTurn(one));
    // Principals missing from the lists are found after all pairs are read.
    if (all.every(({ readAt }) => readAt !== undefined)) {
      const unlisted = this.#unlisted(atMost);
      const strangers = unlisted.map(({ id, readAt }) => ageing(principal(source, id), readAt, namesEveryMs));
      all.push(...strangers.filter((one) => this.#hasTurn(one)));
    }
    return all.toSorted((one, other) => (one.age === other.age ? 0 : other.age - one.age)).slice(0, limit);
  }

  #hasTurn({ extent }: Ageing): boolean {
    const failed = this.#failed.get(extent.key.text);
    return failed === undefined || !wasLately(failed.at, failed.delayMs, this.#facts.now());
  }

  /** Looks at all principals, and so not each time when there was none. */
  #unlisted(limit: number): readonly Aged<PrincipalId>[] {
    const { mirror, now } = this.#facts;
    if (wasLately(this.#noneUnlistedAt, looksAgainMs, now())) return [];
    const found = mirror.ages.oldestUnlisted(limit);
    if (found.length === 0) this.#noneUnlistedAt = now();
    return found;
  }

  /** The calls that keep everything known of the organization fresh, in the time in which pairs may get old. */
  calls(): Map<string, number> {
    const { mirror } = this.#facts;
    const { everyMs, namesEveryMs } = this.#mayReach;
    const sizes = mirror.ages.sizes();
    const listed = (type: 'USER' | 'GROUP') => mirror.coverage.sizeOf(principalsKey(type)) ?? 0;
    const ofNames = (calls: number) => Math.ceil((calls * everyMs) / namesEveryMs);
    return new Map([
      ['organizations:ListAccounts', Math.ceil(sizes.accounts / 20)],
      ['sso-admin:ListPermissionSetsProvisionedToAccount', sizes.accounts],
      ['sso-admin:ListAccountAssignments', sizes.pairs],
      ['sso-admin:ListPermissionSets', ofNames(sizes.permissionSets / 100)],
      ['sso-admin:DescribePermissionSet', ofNames(sizes.permissionSets)],
      ['identitystore:ListUsers', ofNames(listed('USER') / 100)],
      ['identitystore:ListGroups', ofNames(listed('GROUP') / 100)],
    ]);
  }

  succeeded({ key }: Extent): void {
    this.#failed.delete(key.text);
  }

  failed({ key }: Extent): void {
    const times = (this.#failed.get(key.text)?.times ?? 0) + 1;
    const delayMs = Math.min(firstRetryMs * 2 ** (times - 1), this.#mayReach.everyMs / 4);
    this.#failed.set(key.text, { times, at: this.#facts.now(), delayMs });
  }
}
