import type { Organization } from '../../src/sandbox/organization/types.ts';

/** Adds what a generated organization has too little of: odd names, orphans, and accounts that came, went and moved. */
export function makeStrange(organization: Organization): void {
  const names = ['ſtraße', 'STRASSE', 'ΣΊΣΥΦΟΣ', 'Kelvin', 'a.b*c(', 'x\u{1f600}y', 'naïve', "o'brien %_"];
  const [permissionSet] = organization.permissionSets();
  const accounts = organization.accounts();
  const [unit] = organization.organizationalUnits();
  const users = names.map((userName) =>
    organization.createUser({ userName, displayName: userName, givenName: 'A', familyName: 'B' }),
  );
  const groups = names.map((displayName) => organization.createGroup({ displayName }));
  for (const [n, name] of names.entries()) {
    const account = organization.createAccount({ name, email: `a${n}@strange.example` });
    if (n === 1) organization.closeAccount(account.id);
    if (n === 2 && unit) organization.moveAccount(account.id, organization.root.id, unit.id);
    if (!permissionSet) continue;
    const user = users[n]!;
    const group = groups[n]!;
    for (const accountId of [account.id, accounts[n % accounts.length]!.id]) {
      const pair = { accountId, permissionSetArn: permissionSet.arn };
      organization.createAssignment({ ...pair, principalType: 'USER', principalId: user.userId });
      organization.createAssignment({ ...pair, principalType: 'GROUP', principalId: group.groupId });
    }
    if (n === 3) organization.deleteUser(user.userId);
    if (n === 4) organization.deleteGroup(group.groupId);
  }
}
