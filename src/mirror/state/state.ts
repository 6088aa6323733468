import { principalOf, principalWord } from '../rows.ts';
import { accountsOfKey } from '../keys.ts';
import { Dictionary } from './dictionary.ts';
import type {
  AccountFacts,
  EntitlementRow,
  Known,
  KnownPrincipal,
  PermissionSetFacts,
  PrincipalFacts,
  PrincipalType,
  UnitFacts,
} from '../rows.ts';

/** What one read told, and when it began, in epoch milliseconds. */
export interface Told<Facts> {
  readonly readAt: number;
  readonly facts: Facts;
}

/** An extent as it was last read; of pairs see `Pair`. */
export interface Held extends Told<unknown> {
  /** How many facts it has. */
  readonly size: number;
  /** Since when what it tells of is known: what changed before is not. */
  readonly knownSince: number;
}

/** That lists did not have something. */
export interface Lack {
  /** When the first of them began, and all since lacked it, too. */
  readonly since: number;
  /** When the latest of them began. */
  readonly at: number;
}

/** Everything about an account. It leaves memory when nothing tells of it any more. */
export interface Account {
  readonly id: string;
  listed: AccountFacts | undefined;
  /** Before it was listed: it held nothing then. */
  lacked: Lack | undefined;
  /** By the page of a list that was not read to its end. */
  onPages: Map<string, Told<AccountFacts>> | undefined;
  described: Told<AccountFacts> | undefined;
  /** By a walk of the tree. */
  way: readonly string[] | undefined;
  /** ARNs of the permission sets that are provisioned to it. */
  provisioned: Told<ReadonlySet<string>> | undefined;
  /** By ARN. */
  readonly pairs: Map<string, Pair>;
  /** In order; as they were told last. */
  entitlements: readonly Entitlement[] | undefined;
  /** Computed when asked for, and again after a change. */
  pairsInOrder: readonly Pair[] | undefined;
  summary: Summary | undefined;
  known: Known<AccountFacts> | undefined;
}

export interface PermissionSet {
  readonly id: string;
  isListed: boolean;
  /** Before it was listed: nobody held it then. */
  lacked: Lack | undefined;
  described: Told<PermissionSetFacts> | undefined;
  /** Ids of the accounts in which it is provisioned. */
  accounts: Told<ReadonlySet<string>> | undefined;
  /** By which `extents` know the list of these accounts: a text that is there is found many times sooner than one that is made. */
  readonly accountsText: string;
  /** By account id. */
  readonly pairs: Map<string, Pair>;
  known: Known<PermissionSetFacts> | undefined;
}

export interface Principal {
  /** The principal as one word. */
  readonly id: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
  listed: PrincipalFacts | undefined;
  /** Before it was listed or named. */
  lacked: Lack | undefined;
  /** Made when needed, as few have any: a table for each of very many would take much memory. */
  onPages: Map<string, Told<PrincipalFacts>> | undefined;
  /** What a description told; its facts are null when the identity store does not have the principal. */
  described: Told<PrincipalFacts | null> | undefined;
  /** When it was first named by anything: a list that began later and lacks it may have lost it. */
  seenAt: number;
  /** Whether a question has named it since the latest list was read. */
  isHeardOf: boolean;
  /** The pairs whose assignments name it, in no order. */
  readonly pairs: Pair[];
  /** Those that name it, in no order. */
  entitlements: Set<Entitlement> | undefined;
  known: KnownPrincipal | undefined;
}

/** A role of an account that a principal may take. */
export interface Entitlement {
  readonly principal: Principal;
  readonly row: EntitlementRow;
}

/** A permission set in an account. */
export interface Pair {
  readonly account: Account;
  readonly set: PermissionSet;
  /** Whether the latest list of the account or of the permission set has the pair. */
  isProvisioned: boolean;
  /** That lists did not have it; undefined, as mostly, where all had it. */
  absent: Lack | undefined;
  /** When the read of its assignments began. */
  readAt: number | undefined;
  /** Since when that is known, by its first read or a list that did not have it; undefined like `readAt`. */
  knownSince: number | undefined;
  /** Who is assigned, in order. */
  members: readonly Principal[];
}

/** A root or OU, by the extents that tell of it. */
export interface Unit {
  readonly id: string;
  readonly told: Map<string, Told<UnitFacts>>;
}

/** Of provisioned pairs. */
export interface Totals {
  pairs: number;
  /** How many of these pairs have had their assignments read. */
  read: number;
  /** Assignments in them. */
  rows: number;
}

/** Of one account's provisioned pairs. */
export interface Summary extends Readonly<Totals> {
  /** When the oldest of them was read; before everything while one was not. */
  readonly oldest: number;
  /** Since when it is known who is assigned in all of them; Infinity while that is not. */
  readonly knownSince: number;
  /** Assignments in all of its pairs, by the type of their principals. */
  readonly byType: Readonly<Record<PrincipalType, number>>;
}

/** Lists of one kind, and how many facts they have together. */
export interface Sizes {
  count: number;
  total: number;
}

export interface State {
  readonly accounts: Dictionary<Account>;
  readonly sets: Dictionary<PermissionSet>;
  readonly principals: Dictionary<Principal>;
  /** Principals of whom a description has told. */
  readonly describedPrincipals: Set<Principal>;
  readonly units: Dictionary<Unit>;
  /** By the text of the key. */
  readonly extents: Map<string, Held>;
  /** Does the account list tell where each account is? */
  tellsPlaces: boolean;
  /** When the account list began that an account had left: what was read of it before says nothing any more. */
  readonly leftAt: Map<string, number>;
  /** When the list began that lacked what the one before had; by the keys of `lacked.ts`. */
  readonly goneAt: Map<string, number>;
  readonly totals: Totals;
  readonly listsOfAccounts: Sizes;
  readonly listsOfSets: Sizes;
}

export const never = Number.NEGATIVE_INFINITY;

export function emptyState(): State {
  return {
    accounts: new Dictionary((id) => ({
      id,
      listed: undefined,
      lacked: undefined,
      onPages: undefined,
      described: undefined,
      way: undefined,
      provisioned: undefined,
      pairs: new Map(),
      entitlements: undefined,
      pairsInOrder: undefined,
      summary: undefined,
      known: undefined,
    })),
    sets: new Dictionary((id) => ({
      id,
      isListed: false,
      lacked: undefined,
      described: undefined,
      accounts: undefined,
      accountsText: accountsOfKey(id).text,
      pairs: new Map(),
      known: undefined,
    })),
    principals: new Dictionary((word) => ({
      ...identified(word),
      listed: undefined,
      lacked: undefined,
      onPages: undefined,
      described: undefined,
      seenAt: Number.POSITIVE_INFINITY,
      isHeardOf: false,
      pairs: [],
      entitlements: undefined,
      known: undefined,
    })),
    describedPrincipals: new Set(),
    units: new Dictionary((id) => ({ id, told: new Map() })),
    extents: new Map(),
    tellsPlaces: false,
    leftAt: new Map(),
    goneAt: new Map(),
    totals: { pairs: 0, read: 0, rows: 0 },
    listsOfAccounts: { count: 0, total: 0 },
    listsOfSets: { count: 0, total: 0 },
  };
}

/** With texts of its own: a word is mostly a part of a longer text, which it would keep alive. */
function identified(word: string): Pick<Principal, 'id' | 'principalId' | 'principalType'> {
  const id = principalWord(principalOf(word));
  return { id, ...principalOf(id) };
}

export function clear(state: State): void {
  const { accounts, sets, principals, describedPrincipals, units, extents, leftAt } = state;
  const { totals, listsOfAccounts, listsOfSets } = state;
  for (const table of [accounts, sets, principals, describedPrincipals, units, extents, leftAt])
    table.clear();
  Object.assign(totals, { pairs: 0, read: 0, rows: 0 });
  for (const sizes of [listsOfAccounts, listsOfSets]) Object.assign(sizes, { count: 0, total: 0 });
  state.tellsPlaces = false;
}
