import type {
  Assignment,
  Entitlement,
  Organization,
  PrincipalType,
} from '../../src/sandbox/organization/types.ts';
import { leastCover } from './least-cover.ts';
import { unitsBelow } from './subjects.ts';

/**
 * The least calls that prove an answer, for a reader who knows the organization and its every page beforehand, and
 * yet has to be shown it: absence, too, is only proved by a page. Computed from the organization itself; nothing of
 * the gateway is used.
 */
export interface Reach {
  /** All, those of these ids, or those below an OU. */
  readonly accounts: 'ALL' | { readonly ids: readonly string[] } | { readonly unitId: string };
  /** All, those of these ARNs, or those of some name, which only the descriptions of all tell. */
  readonly sets: 'ALL' | { readonly arns: readonly string[] } | { readonly named: readonly string[] };
  /** Whose rows are asked for, where the question bounds them: given by id, by one exact name, or by a part of a name. */
  readonly principals?: {
    readonly ids: readonly PrincipalId[];
    readonly from: 'ID' | 'NAME' | 'PART_OF_NAME';
    /** Only what they hold in this account. */
    readonly accountId?: string;
  };
  /** Only rows of principals that the identity store does not know. */
  readonly deletedOnly?: boolean;
  /** Rows that are wanted. To say that there are more, one more has to be seen. */
  readonly wanted?: number;
  /** It is people who are wanted, instead of the groups that they are in. */
  readonly people?: {
    /** Whom the question bounds them to: given by id, or found by what only the list of users tells. */
    readonly ids?: readonly string[];
    readonly from?: 'ID' | 'LIST';
  };
}

interface PrincipalId {
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

export interface Least {
  readonly calls: number;
  /** The way that takes so few. */
  readonly how: string;
}

/** Lists that a way reads whole: the names in them cost nothing more. */
type Listed = 'accounts' | 'sets' | 'users' | 'groups';

export interface Way {
  readonly how: string;
  readonly calls: number;
  readonly lists: readonly Listed[];
}

/** The best of every sound way to find the rows, each with the cheapest way to their names. */
export function leastCalls(organization: Organization, reach: Reach, rows: readonly Assignment[]): Least {
  const truth = new Truth(organization, reach);
  const ways = [...truth.throughPairs(), ...truth.byPrincipal()].map((way) => ({
    how: way.how,
    calls: way.calls + truth.names(rows, way.lists),
  }));
  return ways.reduce((best, way) => (way.calls < best.calls ? way : best));
}

/** What one reader who knows the organization beforehand needs for each of the sound ways. */
export class Truth {
  readonly #organization: Organization;
  readonly #reach: Reach;

  constructor(organization: Organization, reach: Reach) {
    this.#organization = organization;
    this.#reach = reach;
  }

  /** By account, by permission set, by pair, and mixed: prove which pairs there are, and read each. */
  throughPairs(): Way[] {
    const { wanted } = this.#reach;
    const sets = this.#sets();
    const { accountIds, lastArn } = wanted === undefined ? this.#allAccounts() : this.#accountsFor(wanted);
    const isNeeded = (accountId: string, arn: string) =>
      accountId !== accountIds.at(-1) || lastArn === undefined || arn <= lastArn;
    const cells = accountIds.flatMap((accountId) =>
      sets.arns.filter((arn) => isNeeded(accountId, arn)).map((arn) => ({ accountId, arn })),
    );
    // Σ pages of ListAccountAssignments over the provisioned pairs.
    const pairs = sum(cells, ({ accountId, arn }) => this.#pagesOfPair(accountId, arn));
    const judging = this.#judging(cells);
    const rowCosts = accountIds.map((id) => this.#pagesOfAccount(id));
    const columnCosts = sets.arns.map((arn) => this.#pagesOfSet(arn));
    const isEmpty = (accountId = '', arn = '') =>
      isNeeded(accountId, arn) && this.#pagesOfPair(accountId, arn) === 0;
    const cover = leastCover(rowCosts, columnCosts, (row, column) =>
      isEmpty(accountIds[row], sets.arns[column]),
    );
    return this.#knowAccounts().flatMap((accounts) => [
      // The accounts, what is provisioned to each, and these pairs.
      add('by account', accounts, sets.describe, judging, { calls: pairs + total(rowCosts) }),
      // The sets, where each is provisioned, and these pairs; the accounts only where not all are in reach.
      add(
        'by permission set',
        this.#reach.accounts === 'ALL' ? nothing : accounts,
        sets.list,
        sets.describe,
        judging,
        { calls: pairs + total(columnCosts) },
      ),
      // Both, and for each pair that is not provisioned the least of its account's list, its set's, and itself.
      add('by pair, or mixed', accounts, sets.list, sets.describe, judging, { calls: pairs + cover }),
    ]);
  }

  /** What each of them holds, once it is known who they are. */
  byPrincipal(): Way[] {
    const { principals } = this.#reach;
    if (!principals) return [];
    const { ids, from, accountId } = principals;
    // Σ pages of ListAccountAssignmentsForPrincipal; a user's tell what comes through groups, too.
    const holdings = sum(ids, ({ principalType, principalId }) =>
      pages(this.#organization.assignmentsFor(principalType, principalId, accountId).length),
    );
    // An exact name takes GetUserId or GetGroupId; a part of a name, both lists.
    const know = {
      ID: nothing,
      NAME: { calls: 1 },
      PART_OF_NAME: { calls: this.#users + this.#groups, lists: ['users', 'groups'] },
    } satisfies Record<string, Partial<Way>>;
    return [add('by principal', know[from], this.#sets().describe, { calls: holdings })];
  }

  /** For each kind the cheaper of describing those in the rows and listing all, unless the way has listed them. */
  names(rows: readonly Assignment[], lists: readonly Listed[]): number {
    const ofType = (type: PrincipalType) =>
      distinct(
        rows.flatMap((row) => (row.principalType === type && !this.#isAsker(row) ? [row.principalId] : [])),
      );
    return this.namesOf(rows, { users: ofType('USER'), groups: ofType('GROUP') }, lists);
  }

  /** The same for so many users and groups. */
  namesOf(
    rows: readonly (Assignment | Entitlement)[],
    { users, groups }: { readonly users: number; readonly groups: number },
    lists: readonly Listed[],
  ): number {
    const cost = {
      accounts: Math.min(distinct(rows.map(({ accountId }) => accountId)), this.#accounts),
      // Sets have no list that tells names.
      sets: distinct(rows.flatMap((row) => ('permissionSetArn' in row ? [row.permissionSetArn] : []))),
      users: Math.min(users, this.#users),
      groups: Math.min(groups, this.#groups),
    };
    return sum(Object.keys(cost) as Listed[], (kind) => (lists.includes(kind) ? 0 : cost[kind]));
  }

  /** Who was found by an exact name needs no other. */
  #isAsker({ principalId }: Assignment): boolean {
    const { principals } = this.#reach;
    return principals?.from === 'NAME' && principals.ids.some((id) => id.principalId === principalId);
  }

  /** Whoever has all rows, and is asked for those of some principals: what tells which these are. */
  #judging(cells: readonly { accountId: string; arn: string }[]): Partial<Way> {
    const { principals, deletedOnly } = this.#reach;
    // A person by name: the id, and the groups.
    if (principals?.from === 'NAME')
      return {
        calls:
          1 +
          sum(principals.ids, ({ principalId: id }) =>
            pages(this.#organization.membershipsOfUser(id).length),
          ),
      };
    if (principals?.from !== 'PART_OF_NAME' && !deletedOnly) return nothing;
    // Deleted is who is not described, and who is has a name: for each kind the cheaper of asking for each holder and listing all.
    const holders = cells.flatMap(({ accountId, arn }) => this.#organization.assignments(accountId, arn));
    const count = (type: PrincipalType) =>
      new Set(holders.filter((row) => row.principalType === type).map((row) => row.principalId)).size;
    return {
      calls: Math.min(count('USER'), this.#users) + Math.min(count('GROUP'), this.#groups),
      lists: ['users', 'groups'],
    };
  }

  /** The sets in reach; the calls that list all, and those that tell which have the name. */
  #sets(): { arns: readonly string[]; list: Partial<Way>; describe: Partial<Way> } {
    const all = this.#organization.permissionSets().map(({ arn }) => arn);
    const { sets } = this.#reach;
    const list = { calls: pages(all.length) };
    if (sets === 'ALL') return { arns: all, list, describe: nothing };
    if ('arns' in sets) return { arns: sets.arns, list: nothing, describe: nothing };
    return { arns: sets.named, list, describe: { calls: all.length, lists: ['sets'] } };
  }

  /** What finds out which accounts are in reach. */
  #knowAccounts(): Partial<Way>[] {
    const { accounts } = this.#reach;
    const list: Partial<Way> = { calls: this.#accounts, lists: ['accounts'] };
    if (accounts === 'ALL') return [list];
    if ('ids' in accounts) return [nothing];
    // Down from the OU: its units and its accounts, a page or more each. Or the list of all, which tells their paths.
    const walk = sum(
      unitsBelow(this.#organization, accounts.unitId),
      (id) =>
        pages(this.#organization.organizationalUnitsOf(id).length, 20) +
        pages(this.#organization.accountsOf(id).length, 20),
    );
    return [list, { calls: walk, lists: ['accounts'] }];
  }

  #allAccounts(): { accountIds: readonly string[]; lastArn?: string } {
    const { accounts } = this.#reach;
    if (accounts !== 'ALL' && 'ids' in accounts) return { accountIds: accounts.ids };
    const units = accounts === 'ALL' ? undefined : unitsBelow(this.#organization, accounts.unitId);
    const inReach = this.#organization.accounts().filter(({ parentId }) => units?.includes(parentId) ?? true);
    return { accountIds: inReach.map(({ id }) => id) };
  }

  /** The accounts, in order, in which one row more than wanted is seen, and the set that it is of. */
  #accountsFor(wanted: number): { accountIds: readonly string[]; lastArn?: string } {
    const accountIds: string[] = [];
    let rows = 0;
    for (const accountId of this.#allAccounts().accountIds.toSorted()) {
      accountIds.push(accountId);
      for (const lastArn of this.#organization.permissionSetsProvisionedTo(accountId).toSorted()) {
        rows += sum(this.#organization.assignments(accountId, lastArn), (row) => this.#size(row));
        if (rows > wanted) return { accountIds, lastArn };
      }
    }
    return { accountIds };
  }

  /** Rows of the answer that an assignment stands for. */
  #size({ principalType, principalId }: Assignment): number {
    if (!this.#reach.people || principalType === 'USER') return 1;
    return this.#organization.membershipsOfGroup(principalId).length;
  }

  /** Σ pages of ListGroupMemberships of the groups that some assignments name. */
  members(rows: readonly PrincipalId[]): number {
    const groups = new Set(rows.flatMap((row) => (row.principalType === 'GROUP' ? [row.principalId] : [])));
    return sum([...groups], (id) => pages(this.#organization.membershipsOfGroup(id).length));
  }

  /** Finding users by what only their list tells, and Σ pages of what each of them holds. */
  byPerson(): Way[] {
    const { ids, from } = this.#reach.people ?? {};
    if (!ids) return [];
    const holdings = sum(ids, (id) => pages(this.#organization.assignmentsFor('USER', id).length));
    const know: Partial<Way> = from === 'ID' ? nothing : { calls: this.#users, lists: ['users'] };
    return [add('by person', know, this.#sets().describe, { calls: holdings })];
  }

  /** What tells which of so many users are wanted, for whoever meets them in groups. */
  judgingPeople(users: number): Partial<Way> {
    if (this.#reach.people?.from !== 'LIST') return nothing;
    return { calls: Math.min(users, this.#users), lists: ['users'] };
  }

  get #accounts(): number {
    return pages(this.#organization.accounts().length, 20);
  }

  get #users(): number {
    return pages(this.#organization.users().length);
  }

  get #groups(): number {
    return pages(this.#organization.groups().length);
  }

  #pagesOfAccount(accountId: string): number {
    return pages(this.#organization.permissionSetsProvisionedTo(accountId).length);
  }

  #pagesOfSet(arn: string): number {
    return pages(this.#organization.accountsProvisionedWith(arn).length);
  }

  /** None where the set is not provisioned. */
  #pagesOfPair(accountId: string, arn: string): number {
    return Math.ceil(this.#organization.assignments(accountId, arn).length / 100);
  }
}

const nothing: Partial<Way> = {};

function distinct(ids: readonly string[]): number {
  return new Set(ids).size;
}

export function add(how: string, ...parts: readonly Partial<Way>[]): Way {
  return {
    how,
    calls: sum(parts, ({ calls = 0 }) => calls),
    lists: parts.flatMap(({ lists = [] }) => lists),
  };
}

/** An empty list takes a page, too. */
export function pages(count: number, size = 100): number {
  return Math.max(1, Math.ceil(count / size));
}

function total(calls: readonly number[]): number {
  return sum(calls, (count) => count);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
