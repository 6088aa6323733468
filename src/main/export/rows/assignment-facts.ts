import { principalKey, type AssignmentRow } from '../../../mirror/rows.ts';
import type { Found } from '../../../reader/facts/by-id.ts';
import type { InstanceReader } from '../../../reader/instance-reader.ts';
import type { Evidence } from '../../../reading/completeness.ts';
import type { Awaitable } from '../../../reading/coroutine.ts';
import type { Freshness, ReadScope } from '../../../reading/scope.ts';
import type { Need, AssignmentFacts } from './columns.ts';
import { ouPathsOf } from './ou-paths.ts';

interface Page {
  readonly rows: readonly AssignmentRow[];
  readonly freshness: Freshness;
}

/** The rows of a page with what is needed of everything on it, looked up together. What fails goes to the evidence. */
export async function assignmentFactsOf(
  { rows, freshness: { names: notBefore } }: Page,
  needs: ReadonlySet<Need>,
  reader: InstanceReader,
  evidence: Evidence,
  scope: ReadScope,
): Promise<AssignmentFacts[]> {
  const distinct = <T>(
    isNeeded: boolean,
    keyOf: (row: AssignmentRow) => string,
    idOf: (row: AssignmentRow) => T,
  ) => (isNeeded ? new Map(rows.map((row) => [keyOf(row), idOf(row)])) : new Map<string, T>());
  const factsOf = async <T, F>(
    ids: ReadonlyMap<string, T>,
    find: (ids: readonly T[]) => Awaitable<Found<F>[]>,
  ) => {
    const found = ids.size === 0 ? [] : await find([...ids.values()]);
    evidence.addAll(found);
    return new Map([...ids.keys()].map((key, n) => [key, found[n]?.facts]));
  };
  const arnOf = (row: AssignmentRow) => row.permissionSetArn;
  const accountIdOf = (row: AssignmentRow) => row.accountId;
  const needsAccounts = needs.has('accounts') || needs.has('ouPaths');
  const [principals, permissionSets, accounts] = await Promise.all([
    factsOf(
      distinct(needs.has('principals'), principalKey, (row) => row),
      (ids) => reader.principals(ids, notBefore, scope),
    ),
    factsOf(distinct(needs.has('permissionSets'), arnOf, arnOf), (arns) =>
      reader.permissionSets(arns, notBefore, scope),
    ),
    factsOf(distinct(needsAccounts, accountIdOf, accountIdOf), (ids) =>
      reader.accounts(ids, notBefore, scope),
    ),
  ]);
  const ouPaths = needs.has('ouPaths')
    ? await ouPathsOf(
        [...accounts.values()].filter((account) => account !== undefined),
        { reader, notBefore, evidence, scope },
      )
    : undefined;
  return rows.map((row) => ({
    instanceArn: reader.instance.instanceArn,
    row,
    principal: principals.get(principalKey(row)),
    permissionSet: permissionSets.get(row.permissionSetArn),
    account: accounts.get(row.accountId),
    ouPath: ouPaths?.get(row.accountId),
  }));
}
