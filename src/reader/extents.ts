import type { Aws } from '../aws/aws.ts';
import type { CallOptions } from '../aws/call.ts';
import { AwsError } from '../errors.ts';
import type { Mirror } from '../mirror/mirror.ts';
import {
  principalKey,
  type AccountFacts,
  type PrincipalFacts,
  type PrincipalId,
  type PrincipalType,
} from '../mirror/rows.ts';
import { accountFacts, groupFacts, permissionSetFacts, unknownAccount, userFacts } from './from-aws.ts';
import type { Extent } from './reads.ts';
import type { Subject } from './completeness.ts';
import type { Flight } from './flights.ts';
import { walkTree } from './organization-tree.ts';

/** A list turned out longer than whoever began it was ready to pay for. What it gave so far is in the mirror. */
export class ListTooLong extends Error {
  readonly pages: number;

  constructor(pages: number) {
    super(`The list has more than ${pages} pages`);
    this.pages = pages;
  }
}

export interface InstanceIds {
  readonly instanceArn: string;
  readonly identityStoreId: string;
}

/** Every extent of one instance: how it is read from AWS, and what it replaces in the mirror. */
export class Extents {
  readonly #aws: Aws;
  readonly #mirror: Mirror;
  readonly #instance: InstanceIds;
  readonly #now: () => number;
  /** Set by the first answer about anything in the identity store: from then on "not found" is about the principal. */
  #knowsStore = false;

  constructor(aws: Aws, mirror: Mirror, instance: InstanceIds, now: () => number) {
    this.#aws = aws;
    this.#mirror = mirror;
    this.#instance = instance;
    this.#now = now;
  }

  /** organizations:ListAccounts, whole. With `maxPages`, only when it is no longer than that. */
  accounts(maxPages?: number): Extent {
    return this.#covered('accounts', maxPages, async (flight, stamp) => {
      const pages = this.#aws.organizations.listAccounts(options(flight));
      const accounts = await collect(pages, maxPages, async (page) => {
        if (maxPages !== undefined)
          for (const account of page)
            await this.#mirror.accounts.put(accountFacts(account), flight.startedAt);
      });
      await this.#mirror.accounts.replaceList(stamp, accounts.map(accountFacts));
    });
  }

  /** organizations:DescribeAccount. An id that is no account of the organization becomes a fact without a name. */
  account(accountId: string): Extent {
    return {
      key: `account/${accountId}`,
      about: { accountId },
      readAt: async () => (await this.#mirror.accounts.byId([accountId])).get(accountId)?.readAt ?? undefined,
      read: async (flight) => {
        const facts = await orNotFound<AccountFacts>(
          async () => accountFacts(await this.#aws.organizations.describeAccount(accountId, options(flight))),
          unknownAccount(accountId),
        );
        await this.#mirror.accounts.put(facts, flight.startedAt);
      },
    };
  }

  /** The way from the root to each account, for endpoints whose account list does not tell it. */
  tree(): Extent {
    return this.#covered('tree', undefined, async (flight, stamp) => {
      const listed = (await this.#mirror.accounts.list()).map((account) => account.accountId);
      const ancestors = await walkTree(this.#aws.organizations, listed, options(flight));
      await this.#mirror.accounts.putAncestors(stamp, ancestors);
    });
  }

  /** sso-admin:ListPermissionSetsProvisionedToAccount. An account that AWS does not know has none. */
  provisionedToAccount(accountId: string): Extent {
    return this.#covered(
      provisionedKey(accountId),
      undefined,
      async (flight, stamp) => {
        const { instanceArn } = this.#instance;
        const { ssoAdmin } = this.#aws;
        const list = ssoAdmin.listPermissionSetsProvisionedToAccount(instanceArn, accountId, options(flight));
        const arns = await this.#unlessGone<string>(flight, () => collect(list));
        await this.#mirror.assignments.replaceProvisioned(stamp, accountId, [...new Set(arns)]);
      },
      { accountId },
    );
  }

  /** sso-admin:ListAccountAssignments of one account and permission set. */
  pair(accountId: string, permissionSetArn: string): Extent {
    const pair = { accountId, permissionSetArn };
    return {
      key: `pair/${accountId}/${permissionSetArn}`,
      about: pair,
      readAt: async () => {
        const pairs = await this.#mirror.assignments.readPairs([accountId], [permissionSetArn]);
        return pairs.get(`${accountId}/${permissionSetArn}`)?.readAt ?? undefined;
      },
      read: async (flight) => {
        const { instanceArn } = this.#instance;
        const { ssoAdmin } = this.#aws;
        const list = ssoAdmin.listAccountAssignments(
          instanceArn,
          accountId,
          permissionSetArn,
          options(flight),
        );
        const rows = await this.#unlessGone<PrincipalId>(flight, () => collect(list));
        await this.#mirror.assignments.replacePair(pair, rows, flight.startedAt, this.#now());
      },
    };
  }

  /** sso-admin:DescribePermissionSet. An ARN that is no permission set's becomes a fact without a name. */
  permissionSet(arn: string): Extent {
    return {
      key: `permission-set/${arn}`,
      about: { permissionSetArn: arn },
      readAt: async () => (await this.#mirror.permissionSets.byArn([arn])).get(arn)?.readAt ?? undefined,
      read: async (flight) => {
        const { instanceArn } = this.#instance;
        const [facts] = await this.#unlessGone(flight, async () => [
          await this.#aws.ssoAdmin.describePermissionSet(instanceArn, arn, options(flight)),
        ]);
        const known = permissionSetFacts(facts ?? { permissionSetArn: arn });
        await this.#mirror.permissionSets.put(known, flight.startedAt);
      },
    };
  }

  /** identitystore:ListUsers or ListGroups, whole. With `maxPages`, only when it is no longer than that. */
  principals(type: PrincipalType, maxPages?: number): Extent {
    return this.#covered(listKey(type), maxPages, async (flight, stamp) => {
      const all = await collect(this.#listPrincipals(type, flight), maxPages, async (page) => {
        this.#knowsStore = true;
        if (maxPages !== undefined) await this.#mirror.principals.put(page, flight.startedAt);
      });
      await this.#mirror.principals.replaceList(stamp, type, all);
    });
  }

  /** identitystore:DescribeUser or DescribeGroup. One that the store does not know was deleted. */
  principal(id: PrincipalId): Extent {
    const { principalType, principalId } = id;
    return {
      key: `${principalType === 'USER' ? 'user' : 'group'}/${principalId}`,
      about: { principalId },
      readAt: async () =>
        (await this.#mirror.principals.byId([id])).get(principalKey(id))?.readAt ?? undefined,
      read: async (flight) => {
        try {
          const facts = await this.#describePrincipal(id, flight);
          this.#knowsStore = true;
          await this.#mirror.principals.put([facts], flight.startedAt);
        } catch (error) {
          if (!this.#isDeleted(error, principalType)) throw error;
          await this.#mirror.principals.putDeleted(id, flight.startedAt);
        }
      },
    };
  }

  async *#listPrincipals(type: PrincipalType, flight: Flight): AsyncGenerator<PrincipalFacts[], void> {
    const { identityStore } = this.#aws;
    const storeId = this.#instance.identityStoreId;
    if (type === 'USER')
      for await (const page of identityStore.listUsers(storeId, options(flight))) yield page.map(userFacts);
    else
      for await (const page of identityStore.listGroups(storeId, options(flight))) yield page.map(groupFacts);
  }

  async #describePrincipal(
    { principalType, principalId }: PrincipalId,
    flight: Flight,
  ): Promise<PrincipalFacts> {
    const { identityStore } = this.#aws;
    const storeId = this.#instance.identityStoreId;
    return principalType === 'USER'
      ? userFacts(await identityStore.describeUser(storeId, principalId, options(flight)))
      : groupFacts(await identityStore.describeGroup(storeId, principalId, options(flight)));
  }

  #isDeleted(error: unknown, type: PrincipalType): boolean {
    if (!(error instanceof AwsError) || error.code !== 'NOT_FOUND') return false;
    const { resourceType } = error.details;
    // Some endpoints do not say what is missing; then it is the principal only if the store is known to exist.
    return resourceType === undefined ? this.#knowsStore : resourceType === type;
  }

  /**
   * sso-admin does not say what it did not find. An account or permission set that is gone holds nothing;
   * an instance that is not there must not look like an organization in which nobody holds anything.
   */
  async #unlessGone<T>(flight: Flight, list: () => Promise<T[]>): Promise<T[]> {
    return orNotFound(list, async () => {
      await this.#aws.ssoAdmin.describeInstance(this.#instance.instanceArn, options(flight));
      return [];
    });
  }

  #covered(
    extent: string,
    maxPages: number | undefined,
    read: (flight: Flight, stamp: { extent: string; readAt: number }) => Promise<void>,
    about: Subject = {},
  ): Extent {
    return {
      key: maxPages === undefined ? extent : `${extent}?maxPages=${maxPages}`,
      about,
      readAt: async () => (await this.#mirror.coverage.readAt([extent])).get(extent),
      read: (flight) => read(flight, { extent, readAt: flight.startedAt }),
    };
  }
}

/** The coverage key of an account's provisioned permission sets. */
export function provisionedKey(accountId: string): string {
  return `provisioned/account/${accountId}`;
}

/** The coverage key of the list of all users or of all groups. */
export function listKey(type: PrincipalType): string {
  return type === 'USER' ? 'users' : 'groups';
}

function options({ signal, meter }: Flight): CallOptions {
  return { signal, meter };
}

async function collect<T>(
  pages: AsyncIterable<readonly T[]>,
  maxPages = Number.POSITIVE_INFINITY,
  onPage?: (page: readonly T[]) => Promise<void>,
): Promise<T[]> {
  const all: T[] = [];
  let count = 0;
  for await (const page of pages) {
    if (count++ >= maxPages) throw new ListTooLong(maxPages);
    all.push(...page);
    await onPage?.(page);
  }
  return all;
}

async function orNotFound<T>(read: () => Promise<T>, otherwise: T | (() => Promise<T>)): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NOT_FOUND') throw error;
    // The cast: no T here is itself a function.
    return typeof otherwise === 'function' ? (otherwise as () => Promise<T>)() : otherwise;
  }
}
