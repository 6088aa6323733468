import type { ProvisioningStatus } from '../../aws/sso-admin.ts';

export type { ProvisioningStatus };

import type { CallOptions } from '../../aws/call.ts';
import { accountsOfExtent } from '../../mirror/coverage.ts';
import type { Flight } from '../../reading/single-flight.ts';
import { permissionSetFacts } from '../from-aws.ts';
import type { Extent } from '../reads.ts';
import type { Witness } from './absence.ts';
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

/** The instance's list names the permission set. */
function permissionSetWitness(source: Source, arn: string): Witness {
  const { mirror } = source;
  const list = permissionSets(source);
  const isListed = async () =>
    (await mirror.permissionSets.listAfter('', Number.MAX_SAFE_INTEGER)).includes(arn);
  return {
    subject: `permission set ${arn}`,
    by: 'sso-admin:ListPermissionSets',
    namedAt: async () => ((await isListed()) ? list.readAt() : undefined),
    extent: list,
    isThere: isListed,
  };
}

export function permissionSetKey(arn: string): string {
  return `permission-set/${arn}`;
}

/** sso-admin:DescribePermissionSet. An ARN that is no permission set's becomes a fact without a name. */
export function permissionSet(source: Source, arn: string): Extent {
  const { aws, mirror, instance } = source;
  return {
    key: permissionSetKey(arn),
    about: { permissionSetArn: arn },
    readAt: async () => (await mirror.permissionSets.byArn([arn])).get(arn)?.readAt ?? undefined,
    read: async (flight) => {
      const [facts] = await unlessGone(source, flight, permissionSetWitness(source, arn), async () => [
        await aws.ssoAdmin.describePermissionSet(instance.instanceArn, arn, options(flight)),
      ]);
      const known = permissionSetFacts(facts ?? { permissionSetArn: arn });
      await mirror.permissionSets.put(known, flight.startedAt);
    },
  };
}

/** sso-admin:ListAccountsForProvisionedPermissionSet. */
export function provisionedAccounts(source: Source, arn: string): Extent {
  return covered(source, accountsOfExtent(arn), { permissionSetArn: arn }, async (flight, stamp) => {
    const ids = await accountsOf(source, arn, options(flight), flight);
    await source.mirror.pairs.replaceOfPermissionSet(stamp, arn, [...new Set(ids)]);
  });
}

/** The same for accounts of one provisioning status only. */
export function accountsInStatus(source: Source, arn: string, status: ProvisioningStatus): Extent {
  // Apart from the whole lists, from whose sizes planning takes its averages.
  const name = `accounts-in-status/${status}/${arn}`;
  return covered(source, name, { permissionSetArn: arn }, async (flight, stamp) => {
    const ids = await accountsOf(source, arn, { ...options(flight), status }, flight);
    await source.mirror.items.replace(
      stamp,
      ids.map((accountId) => ({ key: accountId })),
    );
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
