import type { Aws } from '../../aws/aws.ts';
import { AwsError } from '../../errors.ts';
import { principalKey, type PrincipalId } from '../../mirror/rows.ts';
import { type Calls, firstRows } from './calls.ts';

export interface Pair {
  readonly accountId: string;
  readonly permissionSetArn: string;
}

/** Of so many that are unknown one may have been deleted; of more, the store is the suspect. */
const many = 3;
const enough = 5;

/**
 * Asks the identity store, where its lists tell of nobody, for users and groups whom assignments name. Answers how
 * many it did not know; undefined where it knew one, or too few could be asked for to say anything.
 */
export async function countStrangers(
  aws: Aws,
  { instanceArn, identityStoreId }: { readonly instanceArn: string; readonly identityStoreId: string },
  pairs: readonly Pair[],
  calls: Calls,
): Promise<number | undefined> {
  const { identityStore } = aws;
  let unknown = 0;
  for (const { principalType, principalId } of await assignedIn(aws, instanceArn, pairs, calls)) {
    const answer = await calls.ask<object>((options) =>
      principalType === 'USER'
        ? identityStore.describeUser(identityStoreId, principalId, options)
        : identityStore.describeGroup(identityStoreId, principalId, options),
    );
    if (!(answer instanceof AwsError) || answer.code !== 'NOT_FOUND') return undefined;
    unknown += 1;
  }
  return unknown >= many ? unknown : undefined;
}

async function assignedIn(
  { ssoAdmin }: Aws,
  instanceArn: string,
  pairs: readonly Pair[],
  calls: Calls,
): Promise<PrincipalId[]> {
  const found = new Map<string, PrincipalId>();
  for (const { accountId, permissionSetArn } of pairs.slice(0, enough)) {
    if (found.size >= enough) break;
    const rows = await calls.ask((options) =>
      firstRows(ssoAdmin.listAccountAssignments(instanceArn, accountId, permissionSetArn, options)),
    );
    if (!(rows instanceof AwsError)) for (const row of rows) found.set(principalKey(row), row);
  }
  return [...found.values()].slice(0, enough);
}
