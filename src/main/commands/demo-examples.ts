import type { Organization } from '../../sandbox/organization/types.ts';
import type { ExampleVariables } from '../../server/graphiql/examples.ts';

/** Names and ids of this organization that have something to show. */
export function demoExamples(organization: Organization): ExampleVariables {
  const groups = organization
    .groups()
    .filter((group) => organization.assignmentsFor('GROUP', group.groupId).length > 0);
  const group = groups[0];
  const assignment = group && organization.assignmentsFor('GROUP', group.groupId)[0];
  if (!assignment) return {};
  const { accountId, permissionSetArn } = assignment;
  const permissionSet = organization.permissionSet(permissionSetArn);
  const topmostOu = organization.ancestors(accountId).find((id) => id.startsWith('ou-'));
  const person = organization
    .users()
    .find(
      ({ userId }) =>
        organization.assignmentsFor('USER', userId).length > 0 &&
        organization.membershipsOfUser(userId).length > 0,
    );
  return {
    accountId,
    groupName: group.displayName,
    ...(person && { userName: person.userName }),
    ...(permissionSet && { permissionSetName: permissionSet.name }),
    ...(topmostOu && { ouId: topmostOu }),
  };
}
