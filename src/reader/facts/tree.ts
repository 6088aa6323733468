import type { CallOptions } from '../../aws/call/call.ts';
import { brokenAnswer } from '../../aws/call/errors.ts';
import type { Organizations } from '../../aws/organizations.ts';
import type { UnitFacts } from '../../mirror/rows.ts';
import { ifNotFound } from '../extents/source.ts';

/** AWS nests units 5 deep, and has 2,000 of them an organization: what goes on for longer leads back, or never ends. */
const deepest = 50;
const mostUnits = 20_000;

/** Every root and OU, from the roots down. */
export async function walkUnits(organizations: Organizations, options: CallOptions): Promise<UnitFacts[]> {
  const units: UnitFacts[] = [];
  const visit = async (unit: UnitFacts): Promise<void> => {
    units.push(unit);
    const ancestors = [...(unit.ancestors ?? []), unit.unitId];
    if (ancestors.length > deepest || units.length > mostUnits)
      throw brokenAnswer(
        'organizations:ListOrganizationalUnitsForParent',
        "there are more units, or they nest deeper, than AWS's quotas allow",
      );
    for await (const page of organizations.listOrganizationalUnitsForParent(unit.unitId, options))
      for (const { id, name } of page) await visit({ unitId: id, name, ancestors });
  };
  for await (const page of organizations.listRoots(options))
    for (const { id, name } of page) await visit({ unitId: id, name, ancestors: [] });
  return units;
}

/**
 * The tree with its accounts: for each account, the ids from the root to its parent.
 * An account that was moved while we walked may have been missed: for those, the way up is asked for step by step.
 */
export async function walkTree(
  organizations: Organizations,
  accountIds: readonly string[],
  options: CallOptions,
): Promise<{ readonly units: UnitFacts[]; readonly ways: Map<string, readonly string[]> }> {
  const units = await walkUnits(organizations, options);
  const ways = new Map<string, readonly string[]>();
  for (const { unitId, ancestors } of units)
    for await (const page of organizations.listAccountsForParent(unitId, options))
      for (const { accountId } of page) ways.set(accountId, [...(ancestors ?? []), unitId]);
  for (const accountId of accountIds) {
    if (ways.has(accountId)) continue;
    // One that has left the organization since it was listed has no place in it.
    const way = await ifNotFound<string[] | undefined>(
      () => wayUp(organizations, accountId, options),
      () => undefined,
    );
    if (way) ways.set(accountId, way);
  }
  return { units, ways };
}

async function wayUp(organizations: Organizations, childId: string, options: CallOptions): Promise<string[]> {
  const way: string[] = [];
  for (let id = childId; way.length <= deepest;) {
    const parent = await organizations.listParents(id, options);
    way.unshift(parent.id);
    if (parent.type === 'ROOT') return way;
    ({ id } = parent);
  }
  throw brokenAnswer('organizations:ListParents', `no root is above ${childId}`);
}
