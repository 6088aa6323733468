import { principalKey, type PrincipalId } from '../../../mirror/rows.ts';
import { isEntitlement, type EffectiveRow } from '../../../reader/effective/rows.ts';
import type { InstanceReader } from '../../../reader/instance-reader.ts';
import type { Evidence } from '../../../reading/completeness.ts';
import type { Freshness, ReadScope } from '../../../reading/scope.ts';
import { ouPathsOf } from './ou-paths.ts';
import type { PersonFacts } from './people-columns.ts';

interface Page {
  readonly rows: readonly EffectiveRow[];
  readonly freshness: Freshness;
}

/** The rows of a page with the names of everything on them, looked up together. What fails goes to the evidence. */
export async function personFactsOf(
  { rows, freshness: { names: notBefore } }: Page,
  reader: InstanceReader,
  evidence: Evidence,
  scope: ReadScope,
): Promise<PersonFacts[]> {
  const people = rows.flatMap(({ userId, grant }): PrincipalId[] => [userOf(userId), grant]);
  const principals = new Map(people.map((id) => [principalKey(id), id]));
  const accountIds = [...new Set(rows.map(({ grant }) => grant.accountId))];
  const arns = [
    ...new Set(rows.flatMap(({ grant }) => (isEntitlement(grant) ? [] : [grant.permissionSetArn]))),
  ];
  const [foundPrincipals, foundSets, foundAccounts] = await Promise.all([
    reader.principals([...principals.values()], notBefore, scope),
    reader.permissionSets(arns, notBefore, scope),
    reader.accounts(accountIds, notBefore, scope),
  ]);
  evidence.addAll([...foundPrincipals, ...foundSets, ...foundAccounts]);
  const byKey = new Map([...principals.keys()].map((key, n) => [key, foundPrincipals[n]?.facts]));
  const byArn = new Map(arns.map((arn, n) => [arn, foundSets[n]?.facts]));
  const byAccount = new Map(accountIds.map((id, n) => [id, foundAccounts[n]?.facts]));
  const known = [...byAccount.values()].filter((account) => account !== undefined);
  const ouPaths = await ouPathsOf(known, { reader, notBefore, evidence, scope });
  return rows.map(({ userId, grant }) => ({
    userId,
    grant,
    user: byKey.get(principalKey(userOf(userId))),
    group: grant.principalType === 'GROUP' ? byKey.get(principalKey(grant)) : undefined,
    permissionSet: isEntitlement(grant) ? undefined : byArn.get(grant.permissionSetArn),
    account: byAccount.get(grant.accountId),
    ouPath: ouPaths.get(grant.accountId),
  }));
}

function userOf(principalId: string): PrincipalId {
  return { principalType: 'USER', principalId };
}
