import { AwsError } from '../../../errors.ts';
import type { AccountFacts } from '../../../mirror/rows.ts';
import type { InstanceReader } from '../../../reader/instance-reader.ts';
import type { Evidence } from '../../../reading/completeness.ts';
import type { ReadScope } from '../../../reading/scope.ts';

export interface Tree {
  readonly reader: InstanceReader;
  readonly notBefore: number;
  /** Collects what could not be read. */
  readonly evidence: Evidence;
  readonly scope: ReadScope;
}

/**
 * Where each account is, such as `Root/Workloads/Production`. A unit whose name is not known stands with its id; an
 * account whose way up is not known has no path.
 */
export async function ouPathsOf(
  accounts: readonly AccountFacts[],
  tree: Tree,
): Promise<ReadonlyMap<string, string>> {
  const ways = new Map<string, readonly string[]>();
  for (const { accountId, ancestors } of accounts) {
    const way = ancestors ?? (await wayUp(accountId, tree));
    if (way.length > 0) ways.set(accountId, way);
  }
  const { reader, notBefore, evidence, scope } = tree;
  const unitIds = [...new Set([...ways.values()].flat())];
  const found = await reader.units(unitIds, notBefore, scope);
  evidence.addAll(found);
  const names = new Map(unitIds.map((id, n) => [id, found[n]?.facts?.name ?? id]));
  return new Map([...ways].map(([accountId, way]) => [accountId, way.map((id) => names.get(id)).join('/')]));
}

/** The ids from the root down to the unit that has the account, where the account list does not tell them. */
async function wayUp(accountId: string, tree: Tree): Promise<readonly string[]> {
  const { reader, notBefore, evidence, scope } = tree;
  const way: string[] = [];
  try {
    let above = await reader.parentOf(accountId, notBefore, scope);
    while (above !== undefined) {
      way.unshift(above);
      above = await reader.parentOf(above, notBefore, scope);
    }
    return way;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { operation, code, message } = error;
    evidence.add({ readAt: undefined, failure: { operation, code, message, accountId } });
    return [];
  }
}
