import type {
  AccountFacts as AwsAccount,
  OrganizationalUnitFacts as AwsUnit,
} from '../../aws/organizations.ts';
import type { GroupFacts, UserFacts } from '../../aws/identity-store.ts';
import type { PermissionSetFacts as AwsPermissionSet } from '../../aws/sso-admin.ts';
import type { AccountFacts, PermissionSetFacts, PrincipalFacts, UnitFacts } from '../../mirror/rows.ts';

/** What AWS tells, as the mirror keeps it. */
export function accountFacts({ accountId, name, email, state, paths }: AwsAccount): AccountFacts {
  return {
    accountId,
    name: name ?? null,
    email: email ?? null,
    state: state ?? null,
    ancestors: paths?.[0] === undefined ? null : ancestorsOf(paths[0]),
  };
}

/** An id that is no account of the organization. */
export function unknownAccount(accountId: string): AccountFacts {
  return { accountId, name: null, email: null, state: null, ancestors: null };
}

export function unitFacts({ id, name, path }: AwsUnit): UnitFacts {
  return { unitId: id, name, ancestors: path === undefined ? null : ancestorsOf(path).slice(0, -1) };
}

/** Has Organizations told anything of the account beyond the id that it was asked for? */
export function isInOrganization({
  name,
  email,
  state,
}: Pick<AccountFacts, 'name' | 'email' | 'state'>): boolean {
  return (name ?? email ?? state) !== null;
}

/** An id that is neither OU nor root of the organization. */
export function unknownUnit(unitId: string): UnitFacts {
  return { unitId, name: null, ancestors: null };
}

export function permissionSetFacts(facts: AwsPermissionSet): PermissionSetFacts {
  return {
    arn: facts.permissionSetArn,
    name: facts.name ?? null,
    description: facts.description ?? null,
    sessionDuration: facts.sessionDuration ?? null,
    relayState: facts.relayState ?? null,
    createdAt: facts.createdAt ?? null,
  };
}

export function userFacts(facts: UserFacts): PrincipalFacts {
  return {
    principalType: 'USER',
    principalId: facts.userId,
    name: facts.userName ?? null,
    displayName: facts.displayName ?? null,
    email: facts.email ?? null,
    description: null,
    enabled: facts.status === undefined ? null : facts.status === 'ENABLED',
  };
}

export function groupFacts(facts: GroupFacts): PrincipalFacts {
  return {
    principalType: 'GROUP',
    principalId: facts.groupId,
    name: facts.displayName ?? null,
    displayName: facts.displayName ?? null,
    email: null,
    description: facts.description ?? null,
    enabled: null,
  };
}

/** `o-…/r-…/ou-…/…/<account>/`, as Organizations writes places: the ids from the root down, without the account. */
function ancestorsOf(path: string): string[] {
  return path.split('/').filter((id) => id.startsWith('r-') || id.startsWith('ou-'));
}
