import { unitsKey } from '../../mirror/keys.ts';
import * as organization from '../extents/organization.ts';
import type { Facts } from './facts.ts';
import { isAccountId } from '../filter/ids.ts';
import { orThrow } from '../reads.ts';
import type { ReadScope } from '../../reading/scope.ts';

/** The ids of the OUs right below a root or OU: from the whole tree when it was read, else by one call. */
export async function childrenOf(
  { mirror, reads, source }: Facts,
  unitId: string,
  notBefore: number,
  scope: ReadScope,
): Promise<string[]> {
  if (mirror.coverage.isFresh(unitsKey, notBefore)) {
    const units = mirror.units.listAfter('', Number.POSITIVE_INFINITY);
    return units.filter(({ ancestors }) => ancestors?.at(-1) === unitId).map((unit) => unit.unitId);
  }
  const extent = organization.children(source, unitId);
  orThrow(await reads.ensure(extent, notBefore, scope));
  return mirror.units.childrenOf(unitId);
}

/** The id of the OU or root above an account, OU or root: by its own facts, or by organizations:ListParents. */
export async function parentOf(
  facts: Facts,
  targetId: string,
  notBefore: number,
  scope: ReadScope,
): Promise<string | undefined> {
  const found = isAccountId(targetId)
    ? (await facts.accounts([targetId], notBefore, scope)).get(targetId)
    : (await facts.units([targetId], notBefore, scope)).get(targetId);
  if (found?.error && !found.facts) throw found.error;
  const above = found?.facts?.ancestors;
  if (above) return above.at(-1);
  if (!found?.facts || found.facts.name === null) return undefined;
  const extent = organization.parent(facts.source, targetId);
  orThrow(await facts.reads.ensure(extent, notBefore, scope));
  return facts.mirror.lists.of(extent.key)[0]?.key;
}
