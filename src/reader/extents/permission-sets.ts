import type { ProvisioningStatus } from '../../aws/sso-admin.ts';

export type { ProvisioningStatus };

import type { CallOptions } from '../../aws/call/call.ts';
import {
  accountsInStatusKey,
  accountsOfKey,
  permissionSetKey,
  permissionSetsKey,
} from '../../mirror/keys.ts';
import type { Flight } from '../../reading/single-flight.ts';
import { permissionSetFacts } from '../facts/from-aws.ts';
import type { Extent } from '../reads.ts';
import type { Witness } from './absence.ts';
import { collect, covered, ifEnabled, options, unlessGone, type Source } from './source.ts';

/** sso-admin:ListPermissionSets. */
export function permissionSets(source: Source): Extent {
  const { aws, instance } = source;
  return covered(source, permissionSetsKey, {}, async (flight) => {
    const pages = () => aws.ssoAdmin.listPermissionSets(instance.instanceArn, options(flight));
    return ifEnabled(source, flight, () => collect(pages()));
  });
}

/** The instance's list names the permission set. */
function permissionSetWitness(source: Source, arn: string): Witness {
  const { mirror } = source;
  const list = permissionSets(source);
  const isListed = () => mirror.permissionSets.isListed(arn);
  return {
    subject: `permission set ${arn}`,
    by: 'sso-admin:ListPermissionSets',
    key: `permission-set/${arn}`,
    namedAt: () => (isListed() ? list.readAt() : undefined),
    extent: list,
    isThere: isListed,
  };
}

/** sso-admin:DescribePermissionSet. An ARN that is no permission set's becomes a fact without a name. */
export function permissionSet(source: Source, arn: string): Extent {
  const { aws, mirror, instance } = source;
  const extent = covered(source, permissionSetKey(arn), { permissionSetArn: arn }, async (flight) => {
    const [facts] = await unlessGone(source, flight, permissionSetWitness(source, arn), async () => [
      await aws.ssoAdmin.describePermissionSet(instance.instanceArn, arn, options(flight)),
    ]);
    return permissionSetFacts(facts ?? { permissionSetArn: arn });
  });
  return { ...extent, readAt: () => mirror.permissionSets.byArn([arn]).get(arn)?.readAt ?? undefined };
}

/** sso-admin:ListAccountsForProvisionedPermissionSet. */
export function provisionedAccounts(source: Source, arn: string): Extent {
  return covered(source, accountsOfKey(arn), { permissionSetArn: arn }, async (flight) => [
    ...new Set(await accountsOf(source, arn, options(flight), flight)),
  ]);
}

/** The same for accounts of one provisioning status only. */
export function accountsInStatus(source: Source, arn: string, status: ProvisioningStatus) {
  // Apart from the whole lists, from whose sizes planning takes its averages.
  return covered(source, accountsInStatusKey(status, arn), { permissionSetArn: arn }, async (flight) => {
    const ids = await accountsOf(source, arn, { ...options(flight), status }, flight);
    return ids.map((accountId) => ({ key: accountId }));
  });
}

function accountsOf(
  source: Source,
  arn: string,
  asked: CallOptions & { readonly status?: ProvisioningStatus },
  flight: Flight,
): Promise<string[]> {
  const { aws, instance } = source;
  return unlessGone(source, flight, permissionSetWitness(source, arn), () =>
    collect(aws.ssoAdmin.listAccountsForProvisionedPermissionSet(instance.instanceArn, arn, asked)),
  );
}
