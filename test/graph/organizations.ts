import fc from 'fast-check';
import type { Organization } from '../../src/sandbox/organization/types.ts';

/** Options of a sandbox, and what is then done to its organization. */
export const organizations = fc.record({
  seed: fc.nat(),
  accounts: fc.integer({ min: 1, max: 15 }),
  permissionSets: fc.integer({ min: 0, max: 5 }),
  users: fc.nat(30),
  groups: fc.nat(10),
  modes: fc.record({ pathsAbsent: fc.boolean(), statusAbsent: fc.boolean() }),
  shape: fc
    .constantFrom(untouched, makeStrange)
    .map((shape) => Object.assign(shape, { [fc.toStringMethod]: () => shape.name })),
});

function untouched(): void {}

/** Adds what a generated organization has too little of: odd names, orphans, and accounts that came, went and moved. */
function makeStrange(organization: Organization): void {
  const names = ['ſtraße', 'STRASSE', 'Kelvin', 'x\u{1f600}y', "o'brien %_"];
  const [permissionSet] = organization.permissionSets();
  const [unit] = organization.organizationalUnits();
  const below = organization.createOrganizationalUnit(unit?.id ?? organization.root.id, 'ΣΊΣΥΦΟΣ');
  organization.createPermissionSet({ name: 'Nowhere' });
  for (const [n, name] of names.entries()) {
    const account = organization.createAccount({ name, email: `a${n}@strange.example` });
    if (n === 1) organization.closeAccount(account.id);
    if (n === 2) organization.moveAccount(account.id, organization.root.id, below.id);
    const user = organization.createUser({
      userName: name,
      displayName: name,
      givenName: 'A',
      familyName: 'B',
    });
    const group = organization.createGroup({ displayName: name });
    organization.createMembership(group.groupId, user.userId);
    if (permissionSet) {
      const pair = { accountId: account.id, permissionSetArn: permissionSet.arn };
      organization.createAssignment({ ...pair, principalType: 'USER', principalId: user.userId });
      organization.createAssignment({ ...pair, principalType: 'GROUP', principalId: group.groupId });
    }
    if (n === 3) organization.deleteUser(user.userId);
    if (n === 4) organization.deleteGroup(group.groupId);
  }
}
