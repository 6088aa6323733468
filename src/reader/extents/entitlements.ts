import type { EntitlementFacts } from '../../aws/account-access.ts';
import { applicationsKey, entitlementsKey, entitlementsOfKey } from '../../mirror/keys.ts';
import type { EntitlementRow, PrincipalId } from '../../mirror/rows.ts';
import type { Flight } from '../../reading/single-flight.ts';
import type { Extent } from '../reads.ts';
import { requireGone, type Witness } from './absence.ts';
import { collect, covered, ifNotFound, options, type Source } from './source.ts';

export const entitlementsOperation = 'account-access:ListEntitlements';

/**
 * account-access:ListApplications: those of this instance, mostly one or none. A list does not say whose an application
 * is; but an account has one instance, so that the only one of the account that owns ours is ours. Of any other
 * account-access:GetApplication tells.
 */
export function applications(source: Source): Extent {
  const { aws, instance } = source;
  return covered(source, applicationsKey, {}, async (flight) => {
    const listed = await collect(aws.accountAccess.listApplications(options(flight)));
    const [only, ...others] = [...new Set(listed)];
    if (only === undefined) return [];
    const owner = only.split(':')[4];
    if (others.length === 0 && owner === instance.ownerAccountId) return [{ key: only }];
    const own: string[] = [];
    for (const arn of [only, ...others]) {
      const instanceArn = await aws.accountAccess.getApplication(arn, options(flight));
      if (instanceArn === instance.instanceArn) own.push(arn);
    }
    return own.map((key) => ({ key }));
  });
}

/** ARNs of this instance's applications, as they were listed last. */
export function knownApplications({ mirror }: Source): ReadonlySet<string> {
  return new Set(mirror.lists.of(applicationsKey).map(({ key }) => key));
}

/** account-access:ListEntitlements of one account, once the applications are known. */
export function entitlementsOfAccount(source: Source, accountId: string) {
  return covered(source, entitlementsKey(accountId), { accountId }, (flight) =>
    listed(source, flight, { accountId }),
  );
}

/** account-access:ListEntitlements of one principal, without those of a user's groups. */
export function entitlementsOfPrincipal(source: Source, principal: PrincipalId) {
  const { principalType, principalId } = principal;
  return covered(source, entitlementsOfKey(principal), { principalId }, async (flight) => {
    const rows = await listed(source, flight, { principalType, principalId });
    return rows.map((row) => ({ key: `${row.accountId} ${row.roleArn} ${row.entitlementId}`, value: row }));
  });
}

async function listed(
  source: Source,
  flight: Flight,
  filter: { readonly accountId: string } | PrincipalId,
): Promise<EntitlementRow[]> {
  const rows: EntitlementRow[] = [];
  for (const applicationArn of knownApplications(source)) {
    const pages = () => source.aws.accountAccess.listEntitlements(applicationArn, filter, options(flight));
    const found = await ifNotFound<EntitlementFacts[]>(
      () => collect(pages()),
      async ({ operation }) => {
        await requireGone(source, flight, operation, applicationWitness(source, applicationArn));
        return [];
      },
    );
    rows.push(...found.map((facts) => ({ createdAt: null, ...facts, applicationArn })));
  }
  return rows;
}

/** The list of applications has it. */
function applicationWitness(source: Source, arn: string): Witness {
  const list = applications(source);
  const isListed = () => knownApplications(source).has(arn);
  return {
    subject: `application ${arn}`,
    by: 'account-access:ListApplications',
    namedAt: () => (isListed() ? list.readAt() : undefined),
    extent: list,
    isThere: isListed,
  };
}
