import { audited } from '../../audit.ts';
import type { Context } from '../../context.ts';
import * as text from '../../portal/credentials-text.ts';
import type { PortalChoice, RoleCredentials } from '../../portal/portal.ts';

export interface RoleCredentialsNode extends RoleCredentials {
  readonly accountId: string;
}

interface Args {
  readonly input: PortalChoice & { readonly accountId: string; readonly roleName: string };
}

export async function roleCredentials(
  _root: unknown,
  { input }: Args,
  { portal, viewer, scope, audit }: Context,
): Promise<RoleCredentialsNode> {
  const { accountId, roleName } = input;
  const credentials = await audited(
    audit,
    { event: 'credentials', permission: 'credentials', values: [accountId, roleName] },
    () => portal.roleCredentials(viewer, input, scope),
    () => ({ accountId, roleName }),
  );
  return { ...credentials, accountId };
}

export function credentialProcess({ accountId, ...credentials }: RoleCredentialsNode): string {
  return text.credentialProcess(credentials, accountId);
}

export function environment(
  credentials: RoleCredentialsNode,
  { region }: { readonly region?: string | null | undefined },
): string {
  return text.environment(credentials, region);
}
