import type { LoggedCall } from '../../../src/sandbox/call-log.ts';
import type { Organization } from '../../../src/sandbox/organization/types.ts';
import type { Fact } from '../../gateway/brute-force.ts';

/** What the reader was told since a moment, by the sandbox's own log of its calls. */
export function readingsSince(calls: readonly LoggedCall[], notBefore: number): ReadonlySet<string> {
  return new Set(
    calls.filter((call) => call.at >= notBefore && isAnswered(call)).flatMap((call) => keyOfCall(call)),
  );
}

/**
 * Does one of these readings tell whether there is such an assignment? A pair's list does; so does a list of what is
 * provisioned that leaves the pair out; so does what the principal holds, or the user whom it reaches through a group.
 */
export function isTold(
  readings: ReadonlySet<string>,
  organization: Organization,
  { accountId, arn, type, principalId }: Fact,
  inheritedBy: string | undefined,
): boolean {
  const isProvisioned = organization.permissionSetsProvisionedTo(accountId).includes(arn);
  const keys = [
    `pair ${accountId} ${arn}`,
    ...(isProvisioned ? [] : [`account ${accountId}`, `permission set ${arn}`]),
    ...holdingsOf(type, principalId, accountId),
    ...(inheritedBy === undefined ? [] : holdingsOf('USER', inheritedBy, accountId)),
  ];
  return keys.some((key) => readings.has(key));
}

function holdingsOf(type: string, id: string, accountId: string): string[] {
  return [`principal ${type} ${id} undefined`, `principal ${type} ${id} ${accountId}`];
}

/** What is not there holds nothing: that is told, too. */
function isAnswered({ error }: LoggedCall): boolean {
  return error === undefined || error === 'ResourceNotFoundException';
}

function keyOfCall({ operation, input }: LoggedCall): string[] {
  const { AccountId, PermissionSetArn, PrincipalType, PrincipalId } = input;
  // Only the first page: the tests of readings have no faults between pages.
  if (input['NextToken'] !== undefined) return [];
  switch (operation) {
    case 'ListAccountAssignments':
      return [`pair ${String(AccountId)} ${String(PermissionSetArn)}`];
    case 'ListPermissionSetsProvisionedToAccount':
      return [`account ${String(AccountId)}`];
    case 'ListAccountsForProvisionedPermissionSet':
      return [`permission set ${String(PermissionSetArn)}`];
    case 'ListAccountAssignmentsForPrincipal': {
      // The cast: so the model has it.
      const filter = input['Filter'] as { readonly AccountId?: string } | undefined;
      return [`principal ${String(PrincipalType)} ${String(PrincipalId)} ${String(filter?.AccountId)}`];
    }
    default:
      return [];
  }
}
