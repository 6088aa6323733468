import { principalKey, type AssignmentRow } from '../../mirror/rows.ts';
import type { Evidence } from '../../reading/completeness.ts';
import type { Found } from '../../reader/lookup.ts';
import type { InstanceReader } from '../../reader/reader.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';

/** One assignment, in the nine fields that aws-sso-lib gives it. A name that is not known is null. */
export interface AssignmentRecord {
  readonly instance_arn: string;
  readonly principal_type: 'GROUP' | 'USER';
  readonly principal_id: string;
  readonly principal_name: string | null;
  readonly permission_set_arn: string;
  readonly permission_set_name: string | null;
  readonly target_type: 'AWS_ACCOUNT';
  readonly target_id: string;
  readonly target_name: string | null;
}

export const fields = [
  'instance_arn',
  'principal_type',
  'principal_id',
  'principal_name',
  'permission_set_arn',
  'permission_set_name',
  'target_type',
  'target_id',
  'target_name',
] as const satisfies readonly (keyof AssignmentRecord)[];

interface Page {
  readonly rows: readonly AssignmentRow[];
  readonly freshness: Freshness;
}

/** The rows of a page with the names of everything on it, looked up together, or without any. */
export async function recordsOf(
  page: Page,
  reader: InstanceReader,
  withNames: boolean,
  evidence: Evidence,
  scope: ReadScope,
): Promise<AssignmentRecord[]> {
  const names = withNames ? await namesOf(page, reader, evidence, scope) : noNames;
  return page.rows.map((row) => ({
    instance_arn: reader.instance.instanceArn,
    principal_type: row.principalType,
    principal_id: row.principalId,
    principal_name: names.principals.get(principalKey(row)) ?? null,
    permission_set_arn: row.permissionSetArn,
    permission_set_name: names.permissionSets.get(row.permissionSetArn) ?? null,
    target_type: 'AWS_ACCOUNT',
    target_id: row.accountId,
    target_name: names.accounts.get(row.accountId) ?? null,
  }));
}

type Names = ReadonlyMap<string, string | null>;
const noNames = { principals: new Map(), permissionSets: new Map(), accounts: new Map() };

async function namesOf(
  { rows, freshness }: Page,
  reader: InstanceReader,
  evidence: Evidence,
  scope: ReadScope,
): Promise<{ principals: Names; permissionSets: Names; accounts: Names }> {
  const principals = [...new Map(rows.map((row) => [principalKey(row), row])).values()];
  const arns = [...new Set(rows.map((row) => row.permissionSetArn))];
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  const named = <F extends { readonly name: string | null }>(keys: readonly string[], found: Found<F>[]) => {
    // How old a name is does not count: only that it could not be read when it should have been.
    for (const { failure } of found) if (failure) evidence.add({ readAt: undefined, failure });
    return new Map(keys.map((key, n) => [key, found[n]?.facts?.name ?? null]));
  };
  const [ofPrincipals, ofSets, ofAccounts] = await Promise.all([
    reader.principals(principals, freshness.names, scope),
    reader.permissionSets(arns, freshness.names, scope),
    reader.accounts(accountIds, freshness.names, scope),
  ]);
  return {
    principals: named(principals.map(principalKey), ofPrincipals),
    permissionSets: named(arns, ofSets),
    accounts: named(accountIds, ofAccounts),
  };
}
