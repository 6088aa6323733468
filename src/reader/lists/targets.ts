import type { AccountFacts, Known, UnitFacts } from '../../mirror/rows.ts';
import type { Outcome } from '../completeness.ts';
import * as organization from '../extents/organization.ts';
import type { Facts } from '../facts.ts';
import { checkTargetId, isAccountId, isParentId } from '../filter/ids.ts';
import type { TargetFilterInput } from '../filter/input.ts';
import { textTest } from '../filter/text.ts';
import type { Listing } from '../listing.ts';
import { orThrow } from '../reads.ts';
import type { Freshness, ReadScope } from '../scope.ts';

export type TargetRow =
  | { readonly targetType: 'AWS_ACCOUNT'; readonly targetId: string; readonly facts: Known<AccountFacts> }
  | { readonly targetType: 'AWS_OU'; readonly targetId: string; readonly facts: Known<UnitFacts> };

/** Accounts, then OUs and roots, each by id. An OU stands for itself, and has no state. */
export function targets(facts: Facts, filter: TargetFilterInput): Listing<TargetRow> {
  const ids = filter.ids && new Set(filter.ids.map((id, n) => checkTargetId(id, `filter.ids[${n}]`)));
  const name = filter.name ? textTest(filter.name, 'filter.name') : undefined;
  const states = filter.states ? new Set(filter.states) : undefined;
  const accounts = filter.type !== 'AWS_OU' && (!ids || [...ids].some(isAccountId));
  const units = filter.type !== 'AWS_ACCOUNT' && !states && (!ids || [...ids].some(isParentId));
  return {
    name: ['targets', filter],
    ready: async (freshness, scope) => {
      const outcomes: Outcome[] = [];
      if (accounts) outcomes.push(...(await readAccounts(facts, freshness, scope)));
      if (units) outcomes.push(await readUnits(facts, freshness, scope));
      return outcomes;
    },
    fetch: async ([type = '', id = ''] = [], limit) => {
      const rows: TargetRow[] = [];
      if (accounts && type !== 'AWS_OU')
        for (const row of await facts.mirror.accounts.listAfter(id, limit))
          rows.push({ targetType: 'AWS_ACCOUNT', targetId: row.accountId, facts: row });
      if (units && rows.length < limit)
        for (const row of await facts.mirror.units.listAfter(
          type === 'AWS_OU' ? id : '',
          limit - rows.length,
        ))
          rows.push({ targetType: 'AWS_OU', targetId: row.unitId, facts: row });
      return rows;
    },
    keyOf: ({ targetType, targetId }) => [targetType, targetId],
    judge: async (rows) =>
      rows.map((row) => {
        const isAsked = ids?.has(row.targetId) ?? true;
        const isNamed = !name || (row.facts.name !== null && name(row.facts.name));
        const isInState =
          !states ||
          (row.targetType === 'AWS_ACCOUNT' && row.facts.state !== null && states.has(row.facts.state));
        return { verdict: isAsked && isNamed && isInState };
      }),
  };
}

/** The accounts of an OU or root, by id; `recursive` adds those of the OUs below it. */
export function accountsUnder(
  facts: Facts,
  unitId: string,
  recursive: boolean,
): Listing<Known<AccountFacts>> {
  return {
    name: ['accounts', unitId, recursive],
    ready: async (freshness, scope) => {
      const outcomes = await readAccounts(facts, freshness, scope);
      const places = await readPlaces(facts, freshness, scope);
      return places ? [...outcomes, places] : outcomes;
    },
    fetch: ([after = ''] = [], limit) => facts.mirror.accounts.listAfter(after, limit),
    keyOf: ({ accountId }) => [accountId],
    judge: async (rows) =>
      rows.map(({ ancestors }) => ({
        verdict: (recursive ? ancestors?.includes(unitId) : ancestors?.at(-1) === unitId) ?? false,
      })),
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
  if (!(await facts.hasLostPlaces(await facts.mirror.accounts.list()))) return undefined;
  return orThrow(await facts.reads.ensure(organization.tree(facts.source), freshness.assignments, scope));
}
