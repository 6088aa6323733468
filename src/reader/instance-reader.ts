import type { ProvisioningStatus } from '../aws/sso-admin.ts';
import {
  principalKey,
  type AccountFacts,
  type AssignmentRow,
  type EntitlementRow,
  type Known,
  type KnownPrincipal,
  type PrincipalId,
  type PrincipalType,
} from '../mirror/rows.ts';
import type { StandingOfAll } from '../mirror/queries/standing.ts';
import { assignmentCounts, type AssignmentCounts, type CountsQuery } from './counts/counts.ts';
import { access, type Access, type AccessQuery } from './query/access.ts';
import type { AssignmentQuery } from './query/ask.ts';
import { assignmentPage } from './query/page.ts';
import { effectivePage, type EffectiveQuery } from './effective/page.ts';
import { compareWithPortal, type PortalComparison, type PortalView } from './effective/portal-comparison.ts';
import type { EffectiveRow } from './effective/rows.ts';
import type { Detail } from './extents/permission-set-details.ts';
import { entitlementPage, type EntitlementQuery } from './query/entitlements.ts';
import { explain, type ExplainQuery } from './query/explain.ts';
import type { Facts } from './facts/facts.ts';
import {
  checkAccountId,
  checkParentId,
  checkPrincipalId,
  checkTargetId,
  permissionSetArn,
} from './filter/ids.ts';
import type { PermissionSetFilterInput, PrincipalFilterInput, TargetFilterInput } from './filter/input.ts';
import type { Change } from './history/change.ts';
import { followChanges, type FeedEvent, type FeedQuery } from './history/feed.ts';
import { heldSince, type Held } from './history/held.ts';
import { lastNameOf, type Named } from './history/last-names.ts';
import { changePage, type ChangeQuery } from './history/page.ts';
import { Windows } from './history/windows.ts';
import type { PrincipalName } from './extents/identities.ts';
import { entitlementById } from './facts/entitlements.ts';
import { holdsAnything, typesOfId } from './facts/principal-of-id.ts';
import { accountNamed, permissionSetNamed, principalNamed } from './facts/by-name.ts';
import { chain, type Awaitable } from '../reading/coroutine.ts';
import { type Instance } from './instances.ts';
import { listPage, type Listing, type ListQuery, type Page, type Pager } from '../reading/listing.ts';
import {
  permissionSetsThat,
  principalsThat,
  targetsThat,
  type PermissionSetsQuery,
  type PrincipalsQuery,
  type TargetsQuery,
} from './holdings/lists.ts';
import { accountsOf, provisionedTo } from './lists/permission-sets.ts';
import { memberships } from './lists/memberships.ts';
import { accountsUnder, type TargetRow } from './lists/targets.ts';
import type { Found } from './facts/by-id.ts';
import { freshnessOf } from '../reading/paging.ts';
import { type Era, Eras } from './eras.ts';
import { extentOf } from './extents/by-key.ts';
import { parseKey } from '../mirror/keys.ts';
import { caughtUp } from './caught-up.ts';
import type { Journal } from '../store/journal.ts';
import { checkMoment } from './past/moment.ts';
import type { Pasts } from './past/pasts.ts';
import type { Explanation } from './plan/plan.ts';
import { readFor } from './reads.ts';
import { childrenOf, parentOf } from './facts/places.ts';
import { Refresh, type RefreshOptions } from './refresh/refresh.ts';
import { until, type Freshness, type ReadScope } from '../reading/scope.ts';
import { takeTurn } from '../reading/turns.ts';
import { sweep, type SweepEvent, type SweepQuery } from './query/sweep.ts';

/** How much of an instance's organization was read. */
export interface CoverageReport {
  readonly instanceArn: string;
  readonly standing: StandingOfAll;
}

/** Answers questions about one instance. Lists are read as far as their page needs; lookups take the cheapest way. */
export class InstanceReader {
  readonly instance: Instance;
  readonly #facts: Facts;
  readonly #pager: Pager;
  readonly #eras: Eras;
  readonly #describe: (scope: ReadScope) => Promise<Instance>;
  readonly #pasts: Pasts<InstanceReader>;
  readonly #windows: Windows;
  /** Where other gateways share it. */
  readonly #log: Journal | undefined;

  constructor(
    instance: Instance,
    facts: Facts,
    pager: Pager,
    describe: (scope: ReadScope) => Promise<Instance>,
    pasts: Pasts<InstanceReader>,
    log: Journal | undefined,
  ) {
    this.instance = instance;
    this.#facts = facts;
    this.#pager = pager;
    this.#eras = new Eras(facts.mirror);
    this.#describe = describe;
    this.#pasts = pasts;
    this.#windows = new Windows(facts.mirror);
    this.#log = log;
  }

  /** Reads an extent by its key, for another gateway, unless it is known: answers when it was read. */
  async readFor(
    key: string,
    notBefore: number,
    maxPages: number | undefined,
    scope: ReadScope,
  ): Promise<number> {
    const extent = extentOf(this.#facts.source, parseKey(key), maxPages);
    if (!extent) throw new Error(`${key} is no extent of this version of the gateway`);
    return readFor(this.#facts.reads, extent, notBefore, scope);
  }

  /**
   * The same, as the organization was by the last read of each thing that began by a moment, in epoch milliseconds. It
   * makes no call. Throws BAD_INPUT where nothing can be told of the moment, or an age is asked for with it.
   */
  async asOf(
    moment: number,
    { maxAgeMs }: { readonly maxAgeMs?: number | null | undefined },
    { signal, deadline }: ReadScope,
  ): Promise<InstanceReader> {
    checkMoment(moment, maxAgeMs, this.#facts.history, this.#facts.now());
    return until(this.#pasts.of(moment), [signal, deadline]);
  }

  coverage(): CoverageReport {
    return { instanceArn: this.instance.instanceArn, standing: this.#facts.mirror.standing() };
  }

  /** How many provisioned pairs of account and permission set are known, and how many were read since a moment. */
  pairsReadSince(moment: number): { readonly known: number; readonly read: number } {
    const { pairs } = this.#facts.mirror;
    const known = pairs.total().pairs;
    return { known, read: known - pairs.stale(moment, {}).pairs };
  }

  /** As that of `Reader`, of this instance. */
  readonly basis = {
    version: (): number => this.#facts.mirror.version,
    goodUntil: (ageMs: number, now: number): number => this.#facts.mirror.goodUntil(ageMs, now),
  };

  /** In which whatever is known of things by this freshness, and told without waiting, stays the same; undefined where it may not. */
  era(freshness: Freshness): Era | undefined {
    return this.#eras.of(freshness);
  }

  /** Facts from times that have not come, as after a clock was set back, are forgotten. */
  heedClock(): void {
    this.#facts.heedClock();
  }

  /** At once, where everything that the page needs is fresh. */
  assignments(query: AssignmentQuery, scope: ReadScope): Awaitable<Page<AssignmentRow>> {
    return this.#goOn(query, scope, () => assignmentPage(this.#facts, this.#pager, query, scope));
  }

  /** How many assignments, and people, there are by account, permission set, OU or type of principal. */
  assignmentCounts(query: CountsQuery, scope: ReadScope): Awaitable<AssignmentCounts> {
    return assignmentCounts(this.#facts, this.#pager, query, scope);
  }

  entitlements(query: EntitlementQuery, scope: ReadScope): Awaitable<Page<EntitlementRow>> {
    return this.#goOn(query, scope, () => entitlementPage(this.#facts, this.#pager, query, scope));
  }

  /** People instead of principals: everybody who can enter, and through what. */
  effectiveAccess(query: EffectiveQuery, scope: ReadScope): Awaitable<Page<EffectiveRow>> {
    return this.#goOn(query, scope, () => effectivePage(this.#facts, this.#pager, query, scope));
  }

  /** What changed between one read and the next, newest first. Makes no call. */
  changes(query: ChangeQuery, scope: ReadScope): Awaitable<Page<Change>> {
    return changePage(this.#facts, this.#windows, this.#pager, query, scope);
  }

  /** Changes as they are seen, after a cursor or from now on. Makes no call. */
  followChanges(query: FeedQuery, scope: ReadScope): AsyncGenerator<FeedEvent, void> {
    return followChanges(this.#facts.history, this.#facts.mirror, this.#pager, query, scope);
  }

  /** What a user, group or permission set was called last; null where no change tells, and nothing is known. */
  lastNameOf(named: Named): string | null {
    return lastNameOf(this.#facts.history, this.#facts.mirror, named);
  }

  /** Since when an assignment is known to exist. */
  heldSince(row: AssignmentRow): Promise<Held | undefined> {
    return heldSince(this.#facts.history, this.#facts.mirror, this.#facts.moment, row);
  }

  /** What the access portal shows to a person, against what they were granted. */
  compareWithPortal(view: PortalView, scope: ReadScope): Promise<PortalComparison> {
    return compareWithPortal(this, view, scope);
  }

  /** Whether a user reaches an account, and through what. */
  async access(query: AccessQuery, scope: ReadScope): Promise<Access> {
    await takeTurn(scope);
    return access(this.#facts, this.#pager, query, scope);
  }

  /** Everything in a filter's reach, in order, with progress. */
  sweep(query: SweepQuery, scope: ReadScope): AsyncGenerator<SweepEvent, void> {
    return sweep(this, query, scope);
  }

  /** What keeps everything about the instance young in the background, once it runs. */
  refresh(options: RefreshOptions): Refresh {
    return new Refresh(this.#facts, options);
  }

  /** What a query for assignments would do. Makes no call. */
  async explain(query: ExplainQuery, scope: ReadScope): Promise<Explanation> {
    await takeTurn(scope);
    return explain(this.#facts, this.#pager, query, scope);
  }

  listPrincipals(
    filter: PrincipalFilterInput,
    query: PrincipalsQuery,
    scope: ReadScope,
  ): Awaitable<Page<KnownPrincipal>> {
    return this.#page(principalsThat(this.#facts, filter, query), query, scope);
  }

  /** The groups of a user, or the members of a group. */
  listMemberships(principal: PrincipalId, query: ListQuery, scope: ReadScope): Awaitable<Page<PrincipalId>> {
    return this.#page(memberships(this.#facts, principal), query, scope);
  }

  /** ARNs. */
  listPermissionSets(
    filter: PermissionSetFilterInput,
    query: PermissionSetsQuery,
    scope: ReadScope,
  ): Awaitable<Page<string>> {
    return this.#page(permissionSetsThat(this.#facts, filter, query), query, scope);
  }

  /** ARNs of what is provisioned to an account. */
  listProvisionedTo(accountId: string, query: ListQuery, scope: ReadScope): Awaitable<Page<string>> {
    return this.#page(provisionedTo(this.#facts, accountId), query, scope);
  }

  /** Ids of the accounts in which a permission set is provisioned, or is in one status. */
  listAccountsOf(
    arn: string,
    status: ProvisioningStatus | undefined,
    query: ListQuery,
    scope: ReadScope,
  ): Awaitable<Page<string>> {
    return this.#page(accountsOf(this.#facts, arn, status), query, scope);
  }

  listTargets(filter: TargetFilterInput, query: TargetsQuery, scope: ReadScope): Awaitable<Page<TargetRow>> {
    return this.#page(targetsThat(this.#facts, filter, query), query, scope);
  }

  listAccountsUnder(
    unitId: string,
    recursive: boolean,
    query: ListQuery,
    scope: ReadScope,
  ): Awaitable<Page<Known<AccountFacts>>> {
    return this.#page(accountsUnder(this.#facts, unitId, recursive), query, scope);
  }

  /** Ids of the OUs right below a root or OU. */
  childrenOf(unitId: string, notBefore: number, scope: ReadScope): Promise<string[]> {
    return childrenOf(this.#facts, unitId, notBefore, scope);
  }

  /** The id of the OU or root above; undefined above a root. */
  parentOf(targetId: string, notBefore: number, scope: ReadScope): Promise<string | undefined> {
    return parentOf(this.#facts, targetId, notBefore, scope);
  }

  /** What is known of one thing that is not older than `notBefore`; undefined when it has to be looked up. */
  get fresh(): Facts['fresh'] {
    return this.#facts.fresh;
  }

  /** What is known of each user or group, in the order of the ids, read again where it is older than `notBefore`. */
  principals(ids: readonly PrincipalId[], notBefore: number, scope: ReadScope) {
    return aligned(ids.map(principalKey), this.#facts.principals(ids, notBefore, scope));
  }

  /** What is known of each permission set, in the order of the ARNs. */
  permissionSets(arns: readonly string[], notBefore: number, scope: ReadScope) {
    return aligned(arns, this.#facts.permissionSets(arns, notBefore, scope));
  }

  /** What is known of each account, in the order of the ids. */
  accounts(accountIds: readonly string[], notBefore: number, scope: ReadScope) {
    return aligned(accountIds, this.#facts.accounts(accountIds, notBefore, scope));
  }

  /** What is known of each OU or root, in the order of the ids. */
  units(unitIds: readonly string[], notBefore: number, scope: ReadScope) {
    return aligned(unitIds, this.#facts.units(unitIds, notBefore, scope));
  }

  /** One detail of a permission set, as AWS answered it: a list's members, or one or no document. */
  detail(kind: Detail, arn: string, notBefore: number, scope: ReadScope): Promise<unknown[]> {
    return this.#facts.detail(kind, arn, notBefore, scope);
  }

  principalNamed(
    by: PrincipalName,
    freshness: Freshness,
    scope: ReadScope,
  ): Promise<PrincipalId | undefined> {
    return principalNamed(this.#facts, by, freshness, scope);
  }

  /** Ids of AWS's as clients write them, in AWS's own form. Each throws BAD_INPUT that names the argument. */
  readonly idOf = {
    principal: checkPrincipalId,
    permissionSet: (id: string, argument: string) =>
      permissionSetArn(id, this.instance.instanceArn, argument),
    target: checkTargetId,
    account: checkAccountId,
    unit: checkParentId,
  };

  /** Does an assignment name this principal, of which the identity store may know nothing any more? */
  async holdsAnything(id: PrincipalId, freshness: Freshness, scope: ReadScope): Promise<boolean> {
    await takeTurn(scope);
    return holdsAnything(this.#facts, id, freshness, scope);
  }

  /** The types of which a principal's id may be: first the one as which something has told of it. */
  typesOfId(principalId: string): readonly PrincipalType[] {
    return typesOfId(this.#facts, principalId);
  }

  /** The ARN of the permission set of that name. */
  permissionSetNamed(name: string, freshness: Freshness, scope: ReadScope): Promise<string | undefined> {
    return permissionSetNamed(this.#facts, name, freshness, scope);
  }

  /** The id of the account of that name, which errors call `argument`. */
  accountNamed(
    name: string,
    argument: string,
    freshness: Freshness,
    scope: ReadScope,
  ): Promise<string | undefined> {
    return accountNamed(this.#facts, name, argument, freshness, scope);
  }

  /** The assignment of that natural key, if it exists: account id, ARN, principal type and id. */
  async assignmentByKey(key: readonly string[], scope: ReadScope): Promise<AssignmentRow | undefined> {
    const [accountId = '', arn = '', type, principalId = ''] = key;
    const principal = { type: type === 'USER' ? ('USER' as const) : ('GROUP' as const), ids: [principalId] };
    const filter = { target: { ids: [accountId] }, permissionSet: { ids: [arn] }, principal };
    const query = { filter, first: 1, requireComplete: true, withTotalCount: false };
    return (await this.assignments(query, scope)).rows[0];
  }

  /** The entitlement of that natural key, if it exists: account id and entitlement id. */
  async entitlementByKey(
    [account = '', entitlementId = '']: readonly string[],
    argument: string,
    scope: ReadScope,
  ): Promise<EntitlementRow | undefined> {
    const accountId = this.idOf.account(account, argument);
    return entitlementById(this.#facts, { accountId, entitlementId }, this.freshness(scope), scope);
  }

  /** With the members that only a description tells. */
  describe(scope: ReadScope): Promise<Instance> {
    return this.#describe(scope);
  }

  /** What is fresh enough for a question asked now. */
  freshness({ askedAt }: ReadScope, maxAgeMs?: number | null): Freshness {
    return freshnessOf(askedAt ?? this.#pager.now(), maxAgeMs, this.#pager.maxAges);
  }

  #page<Row>(listing: Listing<Row>, query: ListQuery, scope: ReadScope): Awaitable<Page<Row>> {
    return this.#goOn(query, scope, () => listPage(this.#pager, listing, query, scope));
  }

  #goOn<T>(
    { after }: { readonly after?: string | null | undefined },
    scope: ReadScope,
    work: () => Awaitable<T>,
  ): Awaitable<T> {
    return caughtUp(this.#pager, this.#log, after, scope, work);
  }
}

function aligned<F>(keys: readonly string[], found: Awaitable<Map<string, Found<F>>>): Awaitable<Found<F>[]> {
  return chain(found, (map) => keys.map((key) => map.get(key) ?? { facts: undefined, readAt: undefined }));
}
