import type { Aws } from '../../aws/aws.ts';
import { isServiceMissing } from '../../aws/call/errors.ts';
import type { AwsError } from '../../errors.ts';
import { type Calls, firstRows, Obstacle } from './calls.ts';

/** Account access manager is not in every Region, and not set up in every organization; assignments do without it. */
export async function tryAccountAccess(
  { accountAccess }: Aws,
  accountId: string | undefined,
  calls: Calls,
): Promise<void> {
  const applications = await calls.attempt(
    'account-access:ListApplications',
    {},
    (_, options) => firstRows(accountAccess.listApplications(options)),
    excuse,
  );
  const isNone = applications?.length === 0;
  const application = isNone ? new Obstacle('nobody has set up account access manager') : applications?.[0];
  await calls.attempt(
    'account-access:GetApplication',
    { application },
    (needs, options) => accountAccess.getApplication(needs.application, options),
    excuse,
  );
  await calls.attempt(
    'account-access:ListEntitlements',
    { application, account: accountId },
    ({ application: arn, account }, options) =>
      firstRows(accountAccess.listEntitlements(arn, { accountId: account }, options)),
    excuse,
  );
}

function excuse(error: AwsError) {
  if (isServiceMissing(error)) return 'not in this Region; entitlements are not known';
  return error.code === 'AWS_ACCESS_DENIED' ? ({ status: 'limited' } as const) : undefined;
}
