import type { ProvisioningStatus } from '../../aws/sso-admin.ts';

export type { ProvisioningStatus };

import { permissionSetFacts } from '../from-aws.ts';
import type { Extent } from '../reads.ts';
import { collect, covered, ifEnabled, options, unlessGone, type Source } from './source.ts';

/** sso-admin:ListPermissionSets. */
export function permissionSets(source: Source): Extent {
  const { aws, mirror, instance } = source;
  return covered(source, 'permission-sets', {}, async (flight, stamp) => {
    const pages = () => aws.ssoAdmin.listPermissionSets(instance.instanceArn, options(flight));
    const arns = await ifEnabled(source, flight, () => collect(pages()));
    await mirror.permissionSets.replaceList(stamp, arns);
  });
}

/** sso-admin:DescribePermissionSet. An ARN that is no permission set's becomes a fact without a name. */
export function permissionSet(source: Source, arn: string): Extent {
  const { aws, mirror, instance } = source;
  return {
    key: `permission-set/${arn}`,
    about: { permissionSetArn: arn },
    readAt: async () => (await mirror.permissionSets.byArn([arn])).get(arn)?.readAt ?? undefined,
    read: async (flight) => {
      const [facts] = await unlessGone(source, flight, async () => [
        await aws.ssoAdmin.describePermissionSet(instance.instanceArn, arn, options(flight)),
      ]);
      const known = permissionSetFacts(facts ?? { permissionSetArn: arn });
      await mirror.permissionSets.put(known, flight.startedAt);
    },
  };
}

/** sso-admin:ListAccountsForProvisionedPermissionSet, of all or of one provisioning status. */
export function provisionedAccounts(source: Source, arn: string, status?: ProvisioningStatus): Extent {
  const { aws, mirror, instance } = source;
  const name = status === undefined ? `accounts-of/${arn}` : `accounts-of/${arn}?${status}`;
  return covered(source, name, { permissionSetArn: arn }, async (flight, stamp) => {
    const asked = { ...options(flight), ...(status && { status }) };
    const pages = () =>
      aws.ssoAdmin.listAccountsForProvisionedPermissionSet(instance.instanceArn, arn, asked);
    const ids = await unlessGone(source, flight, () => collect(pages()));
    await mirror.items.replace(
      stamp,
      ids.map((accountId) => ({ key: accountId })),
    );
  });
}
