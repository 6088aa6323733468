import type { Aws } from '../../aws/aws.ts';
import { accountKey, accountsKey, principalsKey, unitKey, unitsKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import {
  principalKey,
  type AccountFacts,
  type PermissionSetFacts,
  type PrincipalId,
  type PrincipalState,
  type PrincipalType,
  type UnitFacts,
} from '../../mirror/rows.ts';
import * as identities from '../extents/identities.ts';
import * as organization from '../extents/organization.ts';
import { detail, type Detail } from '../extents/permission-set-details.ts';
import * as permissionSets from '../extents/permission-sets.ts';
import { Absences } from '../extents/absence.ts';
import { LongLists } from '../extents/long-lists.ts';
import { SharedChecks } from '../extents/shared-checks.ts';
import type { InstanceIds, Source } from '../extents/source.ts';
import { isInOrganization, unknownAccount, unknownUnit } from './from-aws.ts';
import { Directory } from './directory.ts';
import { ListedPrincipals } from './listed-principals.ts';
import { Lookup, type Found, type ReadList } from './by-id.ts';
import { ofType, PrincipalsForecast } from './principals-forecast.ts';
import type { History } from '../history/history.ts';
import { all, run, wait, type Awaitable, type Coroutine } from '../../reading/coroutine.ts';
import type { OpenMirror } from '../keeping/open-mirror.ts';
import { orThrow, type Reading } from '../reads.ts';
import { guesses, measure, type Statistics } from '../plan/statistics.ts';
import type { ReadScope } from '../../reading/scope.ts';

/** OUs and roots to expect of an organization whose tree was never walked. */
export const guessedUnits = 25;

export interface FactsOptions {
  /** @default they are */
  readonly remembersPlans?: boolean;
  /** As of when, in epoch milliseconds. @default now */
  readonly moment?: number;
}

/** Everything there is to know about one instance: in the mirror, or read from AWS when asked for. */
export class Facts {
  readonly instance: InstanceIds;
  readonly mirror: Mirror;
  /** What changed between one read and the next. */
  readonly history: History;
  /** For who builds extents. */
  readonly source: Source;
  readonly reads: Reading;
  /** As of when, in epoch milliseconds, where it is not as of now: then no call is made. */
  readonly moment: number | undefined;
  /** Facts dated in the future were read before the clock was set back, and count as never read. */
  readonly heedClock: () => void;
  readonly directory: Directory;
  readonly listed: ListedPrincipals;
  readonly now: () => number;
  /** Whether a question's plan is remembered while nothing has changed. */
  readonly remembersPlans: boolean;
  readonly #accounts: Lookup<string, AccountFacts>;
  readonly #permissionSets: Lookup<string, PermissionSetFacts>;
  readonly #units: Lookup<string, UnitFacts>;
  readonly #principals: Readonly<Record<PrincipalType, Lookup<PrincipalId, PrincipalState>>>;

  constructor(
    aws: Aws,
    {
      mirror,
      history,
      keep,
      keepList,
      derive,
      heedClock,
    }: Pick<OpenMirror, 'derive' | 'heedClock' | 'history' | 'keep' | 'keepList' | 'mirror'>,
    instance: Source['instance'],
    reads: Reading,
    now: () => number,
    { remembersPlans = true, moment }: FactsOptions = {},
  ) {
    this.instance = instance;
    this.mirror = mirror;
    this.history = history;
    this.now = now;
    this.remembersPlans = remembersPlans;
    this.heedClock = heedClock;
    this.reads = reads;
    this.moment = moment;
    this.source = {
      aws,
      mirror,
      keep,
      keepList,
      derive,
      instance,
      now,
      storeIsKnown: false,
      instanceSeenAt: Number.NEGATIVE_INFINITY,
      checks: new SharedChecks(),
      absences: new Absences(),
      longLists: new LongLists(),
      groupsOfUsers: new Set(),
    };
    this.directory = new Directory(this.source, this.reads);
    this.listed = new ListedPrincipals(mirror);
    this.#accounts = this.#accountLookup();
    this.#permissionSets = this.#permissionSetLookup();
    this.#units = this.#unitLookup();
    this.#principals = {
      USER: this.#principalLookup('USER', guesses.users),
      GROUP: this.#principalLookup('GROUP', guesses.groups),
    };
  }

  /** What is known of one thing, without waiting: undefined when it is not young enough, or open to doubt. */
  readonly fresh = {
    account: (id: string, notBefore: number) => this.#accounts.fresh(id, notBefore),
    permissionSet: (arn: string, notBefore: number) => this.#permissionSets.fresh(arn, notBefore),
    unit: (id: string, notBefore: number) => this.#units.fresh(id, notBefore),
    principal: (id: PrincipalId, notBefore: number) => {
      const known = this.#principals[id.principalType].fresh(id, notBefore);
      // Whether somebody may be called deleted is decided with a look at the store.
      return known?.deleted === true && this.directory.doubt() ? undefined : known;
    },
  };

  /** By account id. */
  accounts(
    ids: readonly string[],
    notBefore: number,
    scope: ReadScope,
  ): Awaitable<Map<string, Found<AccountFacts>>> {
    return this.#accounts.find(ids, notBefore, scope);
  }

  /** By ARN. */
  permissionSets(
    arns: readonly string[],
    notBefore: number,
    scope: ReadScope,
  ): Awaitable<Map<string, Found<PermissionSetFacts>>> {
    return this.#permissionSets.find(arns, notBefore, scope);
  }

  /** By `principalKey`. `areGiven`: nothing but the question names these ids, so that they may be nobody's. */
  principals(
    ids: readonly PrincipalId[],
    notBefore: number,
    scope: ReadScope,
    areGiven = false,
  ): Awaitable<Map<string, Found<PrincipalState>>> {
    const find = (type: PrincipalType) =>
      this.#principals[type].find(ofType(ids, type), notBefore, scope, areGiven);
    const { directory } = this;
    const work = function* (): Coroutine<Map<string, Found<PrincipalState>>> {
      const [users, groups] = yield* wait(all([find('USER'), find('GROUP')]));
      return yield* directory.believe(new Map([...(users ?? []), ...(groups ?? [])]), scope);
    };
    return run(work());
  }

  /** OUs and roots, by id. */
  units(
    ids: readonly string[],
    notBefore: number,
    scope: ReadScope,
  ): Awaitable<Map<string, Found<UnitFacts>>> {
    return this.#units.find(ids, notBefore, scope);
  }

  /** One detail of a permission set: what AWS answered, each as JSON. Throws when it could not be read. */
  async detail(kind: Detail, arn: string, notBefore: number, scope: ReadScope): Promise<unknown[]> {
    const extent = detail(this.source, kind, arn);
    orThrow(await this.reads.ensure(extent, notBefore, scope));
    return this.mirror.lists.of(extent.key).map(({ value }) => value);
  }

  /** Is the way from the root unknown for some of these accounts, or known only from a walk of the tree? */
  hasLostPlaces(accounts: readonly AccountFacts[]): boolean {
    // An id that is no account of the organization has no place, and nothing else either.
    const isLost = (account: AccountFacts) => account.ancestors === null && isInOrganization(account);
    return accounts.some(isLost) || this.mirror.accounts.arePlacedByTree;
  }

  /** What lookups one after the other would cost, each described or listed, whichever is cheaper. */
  readonly forecasts = {
    accounts: () => this.#accounts.forecast(),
    permissionSets: () => this.#permissionSets.forecast(),
    principals: () => new PrincipalsForecast((type) => this.#principals[type].forecast()),
  };

  /** What looking them up would cost now, of those that are older than `notBefore`. */
  readonly costs = {
    accounts: (ids: readonly string[], notBefore: number) => this.forecasts.accounts().more(ids, notBefore),
    permissionSets: (arns: readonly string[], notBefore: number) =>
      this.forecasts.permissionSets().more(arns, notBefore),
    principals: (ids: readonly PrincipalId[], notBefore: number) =>
      this.forecasts.principals().more(ids, notBefore),
    /** The cost of looking up so many principals of whom nothing is known. */
    unknown: (kind: PrincipalType | 'ACCOUNT' | 'PERMISSION_SET', count: number, notBefore: number) => {
      if (kind === 'ACCOUNT') return this.#accounts.costOfMany(count, notBefore);
      return kind === 'PERMISSION_SET'
        ? this.#permissionSets.costOfMany(count, notBefore)
        : this.#principals[kind].costOfMany(count, notBefore);
    },
  };

  statistics(): Statistics {
    return measure(this.mirror);
  }

  #accountLookup(): Lookup<string, AccountFacts> {
    const { mirror, source } = this;
    const strays = (ids: readonly string[]) =>
      new Set(mirror.accounts.strays(ids).map(({ accountId }) => accountId));
    const kind = {
      operations: { one: 'organizations:DescribeAccount', list: 'organizations:ListAccounts' },
      keyOf: (accountId: string) => accountId,
      known: (ids: readonly string[]) => mirror.accounts.byId(ids),
      knownOne: (id: string) => mirror.accounts.get(id),
      one: (accountId: string) => organization.account(source, accountId),
      bulk: {
        list: (maxPages: number) => organization.accounts(source, maxPages),
        pagesRead: (notBefore: number) => source.longLists.pagesRead(accountsKey, notBefore),
        lacking: (ids: readonly string[], { readAt, isSince }: ReadList) => {
          if (!isSince) return { ask: ids };
          const provisioned = strays(ids);
          for (const id of ids)
            if (!provisioned.has(id)) source.derive(accountKey(id), readAt, unknownAccount(id));
          return { ask: ids.filter((id) => provisioned.has(id)) };
        },
        foreseenLacking: (ids: readonly string[]) => strays(ids).size,
        size: () => mirror.coverage.sizeOf(accountsKey),
        pageSize: 20,
        guessedSize: guesses.accounts,
      },
    };
    return new Lookup(kind, this.reads, this.now);
  }

  /** AWS describes permission sets one by one only. */
  #permissionSetLookup(): Lookup<string, PermissionSetFacts> {
    const { mirror, source } = this;
    const kind = {
      operations: { one: 'sso-admin:DescribePermissionSet' },
      keyOf: (arn: string) => arn,
      known: (arns: readonly string[]) => mirror.permissionSets.byArn(arns),
      knownOne: (arn: string) => mirror.permissionSets.get(arn),
      one: (arn: string) => permissionSets.permissionSet(source, arn),
    };
    return new Lookup(kind, this.reads, this.now);
  }

  /** The list of units is a call for each of them, and one for the roots. */
  #unitLookup(): Lookup<string, UnitFacts> {
    const { mirror, source } = this;
    const kind = {
      operations: {
        one: 'organizations:DescribeOrganizationalUnit',
        list: 'organizations:ListOrganizationalUnitsForParent',
      },
      keyOf: (unitId: string) => unitId,
      known: (ids: readonly string[]) => mirror.units.byId(ids),
      knownOne: (id: string) => mirror.units.get(id),
      one: (unitId: string) => organization.unit(source, unitId),
      bulk: {
        list: () => organization.units(source),
        lacking: (ids: readonly string[], { readAt, isSince }: ReadList) => {
          if (!isSince) return { ask: ids };
          for (const id of ids) source.derive(unitKey(id), readAt, [unknownUnit(id)]);
          return { ask: [] };
        },
        size: () => mirror.coverage.sizeOf(unitsKey),
        pageSize: 1,
        guessedSize: guessedUnits,
      },
    };
    return new Lookup(kind, this.reads, this.now);
  }

  #principalLookup(type: PrincipalType, guessedSize: number): Lookup<PrincipalId, PrincipalState> {
    const { mirror, source } = this;
    const kind = {
      operations:
        type === 'USER'
          ? { one: 'identitystore:DescribeUser', list: 'identitystore:ListUsers' }
          : { one: 'identitystore:DescribeGroup', list: 'identitystore:ListGroups' },
      keyOf: principalKey,
      isOpen: ({ deleted }: PrincipalState) => deleted === null,
      known: (ids: readonly PrincipalId[]) => mirror.principals.byId(ids),
      knownOne: (id: PrincipalId) => mirror.principals.get(id),
      one: (id: PrincipalId) => identities.principal(source, id),
      bulk: {
        list: (maxPages: number) => identities.principals(source, type, maxPages),
        pagesRead: (notBefore: number) => source.longLists.pagesRead(principalsKey(type), notBefore),
        lacking: (ids: readonly PrincipalId[], list: ReadList) => this.directory.lacking(type, ids, list),
        foreseenLacking: (ids: readonly PrincipalId[]) => this.directory.foreseenLacking(type, ids),
        // Hardly a question does without names: of three alike, the list is what all of them take.
        pagesForOne: 4,
        strangers: (ids: readonly PrincipalId[], notBefore: number) =>
          this.directory.strangers(ids, notBefore),
        size: () => mirror.coverage.sizeOf(principalsKey(type)),
        pageSize: 100,
        guessedSize,
      },
    };
    return new Lookup(kind, this.reads, this.now);
  }
}
