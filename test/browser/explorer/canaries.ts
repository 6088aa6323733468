import type { Organization } from '../../../src/sandbox/organization/types.ts';
import { type Gateway, gatewayOn } from './gateway.ts';

/** Names that are markup, and would tell of themselves if they ran. */
export const image = '<img src=x onerror="globalThis.ran=1">';
export const script = '"><script>globalThis.ran=1</script>';

/** Somebody with a name that is markup, in a group whose name is, too. */
export interface CanaryIds {
  readonly user: string;
  readonly group: string;
  readonly account: string;
  readonly set: string;
  readonly ou: string;
}

export interface CanaryGateway extends Gateway {
  readonly ids: CanaryIds;
}

/** An organization of which everything that a view is about has such a name. */
export async function gatewayWithCanaries(): Promise<CanaryGateway> {
  let ids: CanaryIds | undefined;
  const gateway = await gatewayOn({ accounts: 20, users: 40 }, ({ organization }) => {
    ids = plant(organization);
  });
  return Object.assign(gateway, { ids: ids! });
}

function plant(organization: Organization): CanaryIds {
  const user = organization.createUser({
    userName: 'mallory',
    displayName: image,
    givenName: image,
    familyName: script,
    email: 'mallory@evil.example',
    status: 'DISABLED',
  });
  const group = organization.createGroup({ displayName: script, description: image });
  organization.createMembership(group.groupId, user.userId);
  const [account] = organization.accounts();
  const set = organization.createPermissionSet({ name: 'Canary', description: script });
  const target = { accountId: account!.id, permissionSetArn: set.arn };
  organization.createAssignment({ ...target, principalType: 'GROUP', principalId: group.groupId });
  organization.createAssignment({ ...target, principalType: 'USER', principalId: user.userId });
  const ou = organization.organizationalUnits()[0]!;
  organization.renameOrganizationalUnit(ou.id, `${ou.name} ${image}`);
  return {
    user: user.userId,
    group: group.groupId,
    account: account!.id,
    set: set.arn.split('/').at(-1)!,
    ou: ou.id,
  };
}
