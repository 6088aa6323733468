import type { PrincipalId } from '../../../src/mirror/rows.ts';
import type { AssignmentFilterInput } from '../../../src/reader/filter/input.ts';
import type { Account, Assignment, Organization } from '../../../src/sandbox/organization/types.ts';
import type { Fact } from '../../gateway/brute-force.ts';
import { holds } from '../../gateway/naive-filter.ts';

/** Every assignment of the organization at this moment: what reading it whole over the wire would give. */
export function truthOf(organization: Organization): Fact[] {
  return organization
    .accounts()
    .flatMap((account) =>
      organization
        .permissionSetsProvisionedTo(account.id)
        .flatMap((arn) =>
          organization.assignments(account.id, arn).map((row) => factOf(organization, account, row)),
        ),
    );
}

/** An assignment that there is, or could be. */
export function factOf(
  organization: Organization,
  account: Account,
  { permissionSetArn, principalType, principalId }: Omit<Assignment, 'accountId'>,
): Fact {
  return {
    accountId: account.id,
    accountName: account.name,
    accountState: account.state,
    parents: organization.ancestors(account.id).toReversed(),
    arn: permissionSetArn,
    setName: organization.permissionSet(permissionSetArn)?.name,
    policies: organization.policies
      .of(permissionSetArn)
      .managedPolicyArns.flatMap((arn) => [arn, arn.split('/').at(-1) ?? '']),
    tags: organization.tags.of(permissionSetArn),
    type: principalType,
    principalId,
    ...stateOf(organization, { principalType, principalId }),
  };
}

/** The facts that a question asks for, as sorted keys. */
export function answerOf(
  organization: Organization,
  facts: readonly Fact[],
  { filter, inheritedBy }: { filter: AssignmentFilterInput; inheritedBy?: string | undefined },
): string[] {
  const reaches = inheritedBy === undefined ? () => true : reaching(organization, inheritedBy);
  return facts
    .filter((fact) => reaches(fact) && holds(filter, fact))
    .map(keyOf)
    .toSorted(byBytes);
}

export function keyOf({ accountId, arn, type, principalId }: Fact): string {
  return [accountId, arn, type, principalId].join(' ');
}

function byBytes(one: string, other: string): number {
  return one < other ? -1 : 1;
}

/** Does a row reach the user, directly or through a group? */
export function reaching(organization: Organization, userId: string): (fact: Fact) => boolean {
  const groups = new Set(organization.membershipsOfUser(userId).map(({ groupId }) => groupId));
  return ({ type, principalId }) => (type === 'USER' ? principalId === userId : groups.has(principalId));
}

function stateOf(organization: Organization, { principalType, principalId }: PrincipalId) {
  if (principalType === 'GROUP') {
    const group = organization.group(principalId);
    const nothing = { displayName: undefined, enabled: undefined, email: undefined };
    return { principalName: group?.displayName, deleted: !group, ...nothing };
  }
  const user = organization.user(principalId);
  const enabled = user && user.status === 'ENABLED';
  const { displayName, email } = user ?? { displayName: undefined, email: undefined };
  return { principalName: user?.userName, displayName, deleted: !user, enabled, email };
}
