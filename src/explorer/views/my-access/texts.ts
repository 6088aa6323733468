import type { Role } from './role.ts';

/** For `~/.aws/config`: the AWS SDKs run it, and this gateway answers. */
export function credentialProcessText({ account, roleName }: Role, origin: string): string {
  const command = `identity-center-gateway credential-process --gateway ${origin}/graphql --account ${account.accountId} --role ${roleName}`;
  return `[profile ${profileName(account, roleName)}]\ncredential_process = ${command}\n`;
}

/** For `~/.aws/config`, without this gateway: `aws sso login` signs in. */
export function profileText({ account, roleName }: Role, startUrl: string, region: string): string {
  const [first = ''] = new URL(startUrl).hostname.split('.');
  // The number of a machine is no name.
  const session = /^[a-z]/.test(first) ? first : 'portal';
  return [
    `[sso-session ${session}]`,
    `sso_start_url = ${startUrl}`,
    `sso_region = ${region}`,
    'sso_registration_scopes = sso:account:access',
    '',
    `[profile ${profileName(account, roleName)}]`,
    `sso_session = ${session}`,
    `sso_account_id = ${account.accountId}`,
    `sso_role_name = ${roleName}`,
    '',
  ].join('\n');
}

/** Every SDK takes a name of these characters. */
function profileName(account: Role['account'], roleName: string): string {
  return `${account.name ?? account.accountId}-${roleName}`.replaceAll(/[^\w.@+=-]+/g, '-');
}
