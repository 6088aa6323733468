import type { AccountFacts, Known, UnitFacts } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import * as organization from '../extents/organization.ts';
import type { Facts } from '../facts/facts.ts';
import { checkTargetId, isAccountId } from '../filter/ids.ts';
import type { TargetFilterInput } from '../filter/input.ts';
import { textTest } from '../filter/text.ts';
import { judged } from '../filter/untold.ts';
import type { Judged, Listing } from '../../reading/listing.ts';
import { orThrow } from '../reads.ts';
import { valuesOfTargets } from '../unmatched/named-values.ts';
import { unmatched } from '../unmatched/unmatched.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import { mapInTurns } from '../../reading/turns.ts';

export type TargetRow =
  | { readonly targetType: 'AWS_ACCOUNT'; readonly targetId: string; readonly facts: Known<AccountFacts> }
  | { readonly targetType: 'AWS_OU'; readonly targetId: string; readonly facts: Known<UnitFacts> };

/** Accounts, then OUs and roots, each by id. An OU stands for itself, and has no state. */
export function targets(facts: Facts, filter: TargetFilterInput): Listing<TargetRow> {
  const name = filter.name ? textTest(filter.name, 'filter.name') : undefined;
  const states = filter.states ? new Set(filter.states) : undefined;
  const accounts = filter.type !== 'AWS_OU';
  const units = filter.type !== 'AWS_ACCOUNT' && !states;
  const ids = filter.ids
    ?.map((id, n) => checkTargetId(id, `filter.ids[${n}]`))
    .filter((id) => (isAccountId(id) ? accounts : units));
  return {
    name: ['targets', filter],
    operation: `organizations:List${accounts ? 'Accounts' : 'OrganizationalUnitsForParent'}`,
    ...(ids ? named(facts, ids) : all(facts, { accounts, units })),
    keyOf: ({ targetType, targetId }) => [targetType, targetId],
    unmatched: (freshness) => unmatched({ facts, freshness, values: valuesOfTargets(filter) }),
    ...((name || states) && { judge: (rows, _freshness, scope) => mapInTurns(rows, judge, scope) }),
  };

  function judge(row: TargetRow): Judged {
    if (row.targetType === 'AWS_ACCOUNT') {
      const test = { recursive: false, ...(name && { name }), ...(states && { states }) };
      return judged({ op: 'target', test }, { account: { accountId: row.targetId, facts: row.facts } });
    }
    return { verdict: !states && (!name || (row.facts.name !== null && name(row.facts.name))) };
  }
}

type Rows = Pick<Listing<TargetRow>, 'fetch' | 'ready' | 'rest'>;

function all(facts: Facts, types: { readonly accounts: boolean; readonly units: boolean }): Rows {
  const { mirror } = facts;
  const accounts = {
    ready: (freshness: Freshness, scope: ReadScope) => readAccounts(facts, freshness, scope),
    fetch: ([type = '', id = '']: readonly string[] = [], limit: number) =>
      type === 'AWS_OU' ? [] : mirror.accounts.listAfter(id, limit).map(accountRow),
  };
  const units = {
    ready: async (freshness: Freshness, scope: ReadScope) => [await readUnits(facts, freshness, scope)],
    fetch: ([type = '', id = '']: readonly string[] = [], limit: number) =>
      mirror.units.listAfter(type === 'AWS_OU' ? id : '', limit).map(unitRow),
  };
  // Accounts come first: a page that they fill does not need the tree.
  if (types.accounts) return types.units ? { ...accounts, rest: units } : accounts;
  return types.units ? units : none;
}

const none: Rows = { ready: async () => [], fetch: () => [] };

/** Those of the ids that the organization has, described or listed, whichever is cheaper. */
function named(facts: Facts, ids: readonly string[]): Rows {
  const accountIds = ids.filter(isAccountId);
  const unitIds = ids.filter((id) => !isAccountId(id));
  return {
    ready: async (freshness, scope) => {
      const accounts = await facts.accounts(accountIds, freshness.names, scope);
      const units = await facts.units(unitIds, freshness.names, scope);
      return [...accounts.values(), ...units.values()];
    },
    fetch: (after, limit) => {
      const accounts = facts.mirror.accounts.byId(accountIds);
      const units = facts.mirror.units.byId(unitIds);
      const rows = [...[...accounts.values()].map(accountRow), ...[...units.values()].map(unitRow)];
      const place = (type = '', id = '') => `${type} ${id}`;
      const placeOf = ({ targetType, targetId }: TargetRow) => place(targetType, targetId);
      return rows
        .filter((row) => row.facts.name !== null && (!after || placeOf(row) > place(...after)))
        .toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1))
        .slice(0, limit);
    },
  };
}

function accountRow(facts: Known<AccountFacts>): TargetRow {
  return { targetType: 'AWS_ACCOUNT', targetId: facts.accountId, facts };
}

function unitRow(facts: Known<UnitFacts>): TargetRow {
  return { targetType: 'AWS_OU', targetId: facts.unitId, facts };
}

/** The accounts of an OU or root, by id; `recursive` adds those of the OUs below it. */
export function accountsUnder(
  facts: Facts,
  unitId: string,
  recursive: boolean,
): Listing<Known<AccountFacts>> {
  return {
    name: ['accounts', unitId, recursive],
    operation: 'organizations:ListAccounts',
    ready: async (freshness, scope) => {
      const outcomes = await readAccounts(facts, freshness, scope);
      const places = await readPlaces(facts, freshness, scope);
      return places ? [...outcomes, places] : outcomes;
    },
    fetch: ([after = ''] = [], limit) => facts.mirror.accounts.listAfter(after, limit),
    keyOf: ({ accountId }) => [accountId],
    judge: async (rows) =>
      rows.map((row) => {
        const test = { recursive, parentIds: new Set([unitId]) };
        return judged({ op: 'target', test }, { account: { accountId: row.accountId, facts: row } });
      }),
  };
}

async function readAccounts(facts: Facts, freshness: Freshness, scope: ReadScope): Promise<Outcome[]> {
  return [
    orThrow(await facts.reads.ensure(organization.accounts(facts.source), freshness.assignments, scope)),
  ];
}

async function readUnits(facts: Facts, freshness: Freshness, scope: ReadScope): Promise<Outcome> {
  return orThrow(await facts.reads.ensure(organization.units(facts.source), freshness.assignments, scope));
}

/** The tree, where the account list does not tell the way from the root to each account. */
async function readPlaces(
  facts: Facts,
  freshness: Freshness,
  scope: ReadScope,
): Promise<Outcome | undefined> {
  if (!facts.hasLostPlaces(facts.mirror.accounts.list())) return undefined;
  return orThrow(await facts.reads.ensure(organization.tree(facts.source), freshness.assignments, scope));
}
