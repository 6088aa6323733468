import { holdingsKey, membershipsKey, permissionSetsKey, accountsOfKey } from '../../mirror/keys.ts';
import { principalKey, type AssignmentRow, type PrincipalId } from '../../mirror/rows.ts';
import type { ExtentKey } from '../../mirror/keys.ts';
import type { Outcome } from '../../reading/completeness.ts';
import type { Freshness } from '../../reading/scope.ts';
import { heldRow } from '../extents/assignments.ts';
import {
  costOfAspects,
  costOfSets,
  knownSet,
  surveySet,
  type AskedSet,
  type Aspect,
} from '../facts/asked-sets.ts';
import type { Facts } from '../facts/facts.ts';
import type { LookupForecast } from '../facts/lookup-forecast.ts';
import type { PrincipalsForecast } from '../facts/principals-forecast.ts';
import type { Expression } from '../filter/expression.ts';
import { costOf, together, type Cost } from '../plan/cost.ts';
import { pagesOf } from '../plan/estimates/pages.ts';
import { costOfExtent } from '../plan/extent-cost.ts';
import type { Extent } from '../reads.ts';
import { NotCached } from './cached.ts';
import type { ReadDriver } from './driver.ts';

/** Rows of one principal that are looked at. */
const maxRows = 100_000;

/**
 * Charges what would be read, and goes on with older facts as though they had just been read. Where not even older
 * ones are known that the rest depends on, it refuses to go on.
 */
export class DryRunDriver implements ReadDriver {
  readonly error = undefined;
  /** Something was asked for of which nothing is known. */
  isGuess = false;
  readonly #facts: Facts;
  readonly #freshness: Freshness;
  readonly #now: Outcome & { readonly readAt: number };
  readonly #extents = new Map<string, Cost>();
  /** Lookups: of permission sets with what would be read of each. */
  readonly #permissionSets = new Map<string, readonly Aspect[]>();
  readonly #accounts: LookupForecast<string>;
  readonly #principals: PrincipalsForecast;
  #areSetsListed: boolean | undefined;

  constructor(facts: Facts, freshness: Freshness) {
    this.#facts = facts;
    this.#freshness = freshness;
    this.#now = { readAt: facts.now() };
    const { accounts, principals } = facts.forecasts;
    this.#accounts = accounts();
    this.#principals = principals();
  }

  /** Of everything so far. */
  get cost(): Cost {
    return together(this.costWithoutLookups, this.costOfLookups);
  }

  get costWithoutLookups(): Cost {
    return together(...this.#extents.values(), this.#accounts.cost);
  }

  /** Of what is looked up of permission sets, users and groups. */
  get costOfLookups(): Cost {
    return together(costOfAspects([...this.#permissionSets.values()].flat()), this.#principals.cost);
  }

  ensure(extent: Extent): Outcome {
    const { key } = extent;
    if (this.#extents.has(key.text)) return this.#now;
    const known = this.#facts.reads.atOnce(extent, this.#freshness.assignments);
    if (known) return known;
    if (this.#isUnknown(key)) {
      this.isGuess = true;
      throw new NotCached();
    }
    this.#extents.set(key.text, this.#costOf(key));
    if (key.kind === 'accounts') this.#accounts.list();
    if (key.kind === 'principals') this.#principals.list(key.parts[0] === 'USER' ? 'USER' : 'GROUP');
    return this.#now;
  }

  attempt(extent: Extent): Outcome {
    return this.ensure(extent);
  }

  accounts(accountIds: readonly string[], notBefore: number) {
    this.#accounts.look(accountIds, notBefore);
    return this.#found(accountIds, this.#facts.mirror.accounts.byId(accountIds));
  }

  permissionSets(arns: readonly string[], expression: Expression): Map<string, AskedSet> {
    const { mirror } = this.#facts;
    for (const arn of arns)
      if (!this.#permissionSets.has(arn))
        this.#permissionSets.set(arn, surveySet(mirror, expression, arn, this.#freshness).open);
    return new Map(arns.map((arn) => [arn, { ...this.#now, facts: knownSet(mirror, expression, arn) }]));
  }

  principals(ids: readonly PrincipalId[]) {
    this.#principals.look(ids, this.#freshness.names);
    return this.#found(ids.map(principalKey), this.#facts.mirror.principals.byId(ids));
  }

  readonly costs = {
    accounts: (ids: readonly string[], notBefore: number) => this.#accounts.more(ids, notBefore),
    permissionSets: (arns: readonly string[], expression: Expression) => {
      const open = arns.filter((arn) => !this.#permissionSets.has(arn));
      return costOfSets(this.#facts.mirror, expression, open, this.#freshness);
    },
    principals: (ids: readonly PrincipalId[]) => this.#principals.more(ids, this.#freshness.names),
  };

  /** What each holds: as it was told once, or, where it never was, by the pairs. */
  heldBy(holder: PrincipalId): readonly AssignmentRow[] {
    const { assignments, coverage, lists } = this.#facts.mirror;
    const key = holdingsKey(holder);
    if (coverage.sizeOf(key) !== undefined) return lists.of(key).map((item) => heldRow(item.key));
    const isUser = holder.principalType === 'USER';
    const groups = isUser ? lists.of(membershipsKey(holder)).map((item) => item.key) : [];
    const principalIds = [holder.principalId, ...groups];
    const whose = new Set([principalKey(holder), ...groups.map((id) => `GROUP/${id}`)]);
    const rows = assignments.between(undefined, { accountId: '~' }, { principalIds }, maxRows);
    return rows.filter((row) => whose.has(principalKey(row)));
  }

  isFresh(key: ExtentKey): boolean {
    return (
      this.#extents.has(key.text) || this.#facts.mirror.coverage.isFresh(key, this.#freshness.assignments)
    );
  }

  outcomeOf(key: ExtentKey): Outcome | undefined {
    const isLooked = key.kind === 'permissionSet' && this.#permissionSets.has(key.parts[0] ?? '');
    return isLooked || this.#extents.has(key.text) ? this.#now : undefined;
  }

  #costOf(key: ExtentKey): Cost {
    const [kind, type, principalId = ''] = key.text.split('/');
    if (kind !== 'principal' || this.#facts.mirror.coverage.sizeOf(key) !== undefined)
      return costOfExtent(this.#facts, this.#freshness, key);
    const rows = this.heldBy({ principalType: type === 'USER' ? 'USER' : 'GROUP', principalId });
    this.isGuess ||= rows.length === 0;
    return costOf('sso-admin:ListAccountAssignmentsForPrincipal', pagesOf(rows.length));
  }

  /** Is nothing known of it on which the rest depends? */
  #isUnknown(key: ExtentKey): boolean {
    const { coverage, pairs } = this.#facts.mirror;
    const [first = '', second = ''] = key.parts;
    if (key.kind === 'pair')
      return pairs.isProvisioned(first, second) && pairs.readAt(first, second) === undefined;
    const isTold = key.kind === 'provisionedToAccount' && this.#areAccountsTold(first);
    return key.kind !== 'list' && key.kind !== 'tree' && coverage.sizeOf(key) === undefined && !isTold;
  }

  /** Where the lists of all permission sets were read, they told of accounts that have none, too. */
  #areAccountsTold(accountId: string): boolean {
    const { coverage, pairs, permissionSets } = this.#facts.mirror;
    if (pairs.ofAccounts([accountId]).length > 0) return true;
    const wasRead = (key: ExtentKey) => coverage.sizeOf(key) !== undefined;
    this.#areSetsListed ??=
      wasRead(permissionSetsKey) &&
      [...permissionSets.all().keys()].every((arn) => wasRead(accountsOfKey(arn)));
    return this.#areSetsListed;
  }

  #found<T extends { readonly readAt: number | null }>(
    keys: readonly string[],
    known: ReadonlyMap<string, T>,
  ): Map<string, Outcome & { readonly facts: T | undefined }> {
    return new Map(
      keys.map((key) => {
        const facts = known.get(key);
        return [key, { ...this.#now, facts: facts && facts.readAt !== null ? facts : undefined }];
      }),
    );
  }
}
