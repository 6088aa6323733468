import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { requireManagedPolicy } from '../../src/sandbox/operations/sso-admin/managed-policy.ts';
import { generateOrganization } from '../../src/sandbox/organization/generate.ts';
import { model as ssoAdminModel } from '../../src/sandbox/models/sso-admin.generated.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { departures } from './model-conformance.ts';
import { allRows, rowsInAgreement } from './organization-brute-force.ts';

const defaultSizes = { accounts: 60, permissionSets: 12, users: 200, groups: 25 };
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

const sizes = fc.record(
  {
    accounts: fc.integer({ min: 1, max: 14 }),
    permissionSets: fc.integer({ min: 0, max: 9 }),
    users: fc.integer({ min: 0, max: 30 }),
    groups: fc.integer({ min: 0, max: 12 }),
    assignments: fc.integer({ min: 0, max: 150 }),
    seed: fc.integer(),
  },
  { requiredKeys: ['accounts', 'permissionSets', 'users', 'groups', 'seed'] },
);

function everything(organization: Organization) {
  return {
    accounts: organization.accounts(),
    units: organization.organizationalUnits(),
    permissionSets: organization.permissionSets(),
    users: organization.users(),
    groups: organization.groups(),
    memberships: organization.groups().map(({ groupId }) => organization.membershipsOfGroup(groupId)),
    rows: allRows(organization),
    outdated: organization
      .accounts()
      .map(({ id }) => organization.permissionSetsProvisionedTo(id, 'LATEST_PERMISSION_SET_NOT_PROVISIONED')),
    instanceArn: organization.instanceArn,
    identityStoreId: organization.identityStoreId,
    organizationId: organization.organizationId,
    root: organization.root,
    delegatedAdministratorId: organization.delegatedAdministratorId,
    policies: organization.permissionSets().map(({ arn }) => organization.policies.of(arn)),
    application: organization.accountAccess.application,
    entitlements: organization.accountAccess.entitlements(),
    tags: [organization.instanceArn, ...organization.permissionSets().map(({ arn }) => arn)].map((arn) =>
      organization.tags.of(arn),
    ),
  };
}

function principalIdsOf(organization: Organization, type: 'USER' | 'GROUP'): Set<string> {
  const rows = allRows(organization).filter(({ principalType }) => principalType === type);
  return new Set(rows.map(({ principalId }) => principalId));
}

describe('the same seed and sizes', () => {
  test('make the same organization', () => {
    fc.assert(
      fc.property(sizes, (options) => {
        expect(everything(generateOrganization(options))).toEqual(everything(generateOrganization(options)));
      }),
      { numRuns: 20 },
    );
  });

  test('make the same organization after the same writes', () => {
    const written = () => {
      const organization = generateOrganization({ ...defaultSizes, seed: 1 });
      const { userId } = organization.createUser({
        userName: 'new',
        displayName: 'New',
        givenName: 'N',
        familyName: 'Ew',
      });
      const { groupId } = organization.createGroup({ displayName: 'new' });
      return [organization.user(userId), organization.createMembership(groupId, userId)];
    };
    expect(written()).toEqual(written());
  });

  test('make the organization that the documentation shows, in every version', () => {
    const organization = generateOrganization({ ...defaultSizes, seed: 1 });
    const { accounts, units, permissionSets, users, groups, memberships, rows, outdated, ...ids } =
      everything(organization);
    const shown = [accounts, units, permissionSets, users, groups, memberships, rows, outdated];
    expect(ids).toMatchObject({ instanceArn: 'arn:aws:sso:::instance/ssoins-2b54c9fe57805f6f' });
    expect(createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16)).toBe(
      '42c536325ed66f39',
    );
  });

  test('another seed makes another organization', () => {
    const [one, other] = [1, 2].map((seed) => generateOrganization({ ...defaultSizes, seed }));
    expect(one?.accounts()).not.toEqual(other?.accounts());
    expect(one?.instanceArn).not.toBe(other?.instanceArn);
  });

  test('keep the accounts when only the users become more', () => {
    const few = generateOrganization({ ...defaultSizes, seed: 1 });
    const many = generateOrganization({ ...defaultSizes, users: 300, seed: 1 });
    expect(many.accounts()).toEqual(few.accounts());
  });
});

describe.each(seeds)('the default organization of seed %i', (seed) => {
  const organization = generateOrganization({ ...defaultSizes, seed });
  const rows = allRows(organization);

  test('has the sizes asked for', () => {
    expect(organization.accounts()).toHaveLength(60);
    expect(organization.permissionSets()).toHaveLength(12);
    expect(organization.users()).toHaveLength(200);
    expect(organization.groups()).toHaveLength(25);
    expect(rows.length).toBeGreaterThan(400);
    expect(rows.length).toBeLessThan(1000);
  });

  test('agrees with a brute-force reading', () => {
    expect(rowsInAgreement(organization)).toHaveLength(organization.assignmentCount());
  });

  test('nests OUs as deep as AWS allows, and has an empty one', () => {
    const depths = organization.accounts().map(({ id }) => organization.ancestors(id).length - 1);
    expect(Math.max(...depths)).toBe(5);
    const isEmpty = ({ id }: { id: string }) =>
      organization.accountsOf(id).length + organization.organizationalUnitsOf(id).length === 0;
    expect(organization.organizationalUnits().some(isEmpty)).toBe(true);
    const names = organization.organizationalUnitsOf(organization.root.id).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['Security', 'Infrastructure', 'Workloads', 'Sandbox', 'Suspended']),
    );
  });

  test('keeps its management account at the root', () => {
    expect(organization.ancestors(organization.managementAccountId)).toEqual([organization.root.id]);
  });

  test('has a suspended account, and accounts without any assignment', () => {
    expect(organization.accounts().some(({ state }) => state === 'SUSPENDED')).toBe(true);
    const used = new Set(rows.map(({ accountId }) => accountId));
    expect(used.size).toBeLessThan(60);
    expect(used.size).toBeGreaterThan(40);
  });

  test('has rows of a deleted user and of a deleted group', () => {
    const deletedUsers = [...principalIdsOf(organization, 'USER')].filter((id) => !organization.user(id));
    const deletedGroups = [...principalIdsOf(organization, 'GROUP')].filter((id) => !organization.group(id));
    expect(deletedUsers).toHaveLength(1);
    expect(deletedGroups).toHaveLength(1);
    for (const id of deletedUsers) expect(organization.assignmentsFor('USER', id)).not.toEqual([]);
    for (const id of deletedGroups) expect(organization.assignmentsFor('GROUP', id)).not.toEqual([]);
  });

  test('assigns users directly beside groups, outside the crowded pair too', () => {
    const crowded = rows.filter((row) => isCrowded(row.accountId, row.permissionSetArn));
    expect(crowded.length).toBeGreaterThan(100);
    const direct = rows.filter(({ principalType }) => principalType === 'USER').length;
    expect(direct).toBeGreaterThan(crowded.length);
    expect(rows.length - direct).toBeGreaterThan(direct / 2);
  });

  const isCrowded = (accountId: string, arn: string) => organization.assignments(accountId, arn).length > 100;

  test('has disabled users, users in several groups, and users without an email', () => {
    const disabled = organization.users().filter(({ status }) => status === 'DISABLED');
    expect(disabled.length).toBeGreaterThan(0);
    expect(disabled.length).toBeLessThan(20);
    expect(organization.users().some(({ email }) => email === undefined)).toBe(true);
    expect(organization.users().some(({ userId }) => organization.membershipsOfUser(userId).length > 2)).toBe(
      true,
    );
  });

  test('has a group of more than a page of members, and an empty one that has rows', () => {
    const counts = organization
      .groups()
      .map(({ groupId }) => organization.membershipsOfGroup(groupId).length);
    expect(Math.max(...counts)).toBeGreaterThan(100);
    expect(counts.filter((count) => count === 0)).toHaveLength(1);
  });

  test('has one permission set that is provisioned nowhere and one that drifted in some accounts', () => {
    const sets = organization.permissionSets().map(({ arn }) => ({
      all: organization.accountsProvisionedWith(arn).length,
      outdated: organization.accountsProvisionedWith(arn, 'LATEST_PERMISSION_SET_NOT_PROVISIONED').length,
    }));
    expect(sets.filter(({ all }) => all === 0)).toHaveLength(1);
    const drifted = sets.filter(({ outdated }) => outdated > 0);
    expect(drifted).toHaveLength(1);
    for (const { all, outdated } of drifted) expect(outdated).toBeLessThan(all);
  });

  test('has policies of every kind, and a permission set without any', () => {
    const policies = organization.permissionSets().map(({ arn }) => organization.policies.of(arn));
    expect(policies.some(({ managedPolicyArns }) => managedPolicyArns.length > 1)).toBe(true);
    expect(policies.some(({ customerManagedPolicies }) => customerManagedPolicies.length > 1)).toBe(true);
    const boundaries = policies.flatMap(({ permissionsBoundary }) => Object.keys(permissionsBoundary ?? {}));
    expect(new Set(boundaries)).toEqual(new Set(['managedPolicyArn', 'customerManagedPolicy']));
    expect(policies).toContainEqual({ managedPolicyArns: [], customerManagedPolicies: [] });
    const documents = policies.flatMap(({ inlinePolicy }) =>
      inlinePolicy === undefined ? [] : inlinePolicy,
    );
    expect(documents.length).toBeGreaterThan(1);
    for (const document of documents) {
      expect(JSON.parse(document)).toMatchObject({ Version: '2012-10-17', Statement: expect.any(Array) });
    }
  });

  test('has tags on its instance and most of its permission sets', () => {
    expect(organization.tags.of(organization.instanceArn)).not.toEqual([]);
    const counts = organization.permissionSets().map(({ arn }) => organization.tags.of(arn).length);
    expect(counts.filter((count) => count >= 2).length).toBeGreaterThan(4);
  });

  test('has a delegated administrator that is not the management account', () => {
    const account = organization.account(organization.delegatedAdministratorId!);
    expect(account).toMatchObject({ name: 'identity-admin', state: 'ACTIVE' });
  });

  test('lists nothing in the order of its ids', () => {
    const lists = [
      organization.accounts().map(({ id }) => id),
      organization.organizationalUnits().map(({ id }) => id),
      organization.permissionSets().map(({ arn }) => arn),
      organization.users().map(({ userId }) => userId),
      organization.groups().map(({ groupId }) => groupId),
    ];
    for (const list of lists) expect(list).not.toEqual(list.toSorted());
  });

  test('gives every name and id once, in the form of AWS', () => {
    const accounts = organization.accounts();
    expectDistinct(
      accounts.map(({ id }) => id),
      /^\d{12}$/,
    );
    expectDistinct(
      accounts.map(({ email }) => email),
      /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
    );
    expectDistinct(
      accounts.map(({ name }) => name),
      /^[\u0020-\u007E]{1,50}$/,
    );
    expect(accounts.some(({ id }) => id.startsWith('0'))).toBe(true);
    const root = organization.root.id.slice(2);
    expectDistinct(
      organization.organizationalUnits().map(({ id }) => id),
      new RegExp(`^ou-${root}-[a-z0-9]{8}$`),
    );
    const instance = organization.instanceArn.split('/').at(-1);
    const arn = new RegExp(`^arn:aws:sso:::permissionSet/${instance}/ps-[0-9a-f]{16}$`);
    expectDistinct(
      organization.permissionSets().map((set) => set.arn),
      arn,
    );
    expectDistinct(
      organization.permissionSets().map(({ name }) => name),
      /^[\w+=,.@-]{1,32}$/,
    );
    const principal = /^([0-9a-f]{10}-|)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    const users = organization.users();
    const groups = organization.groups();
    expectDistinct(
      [...users.map(({ userId }) => userId), ...groups.map(({ groupId }) => groupId)],
      principal,
    );
    expectDistinct(
      users.map(({ userName }) => userName),
      /^[a-z]+\.[a-z]+\d*$/,
    );
    expectDistinct(
      groups.map(({ displayName }) => displayName),
      /^[\w -]+$/,
    );
    const memberships = groups.flatMap(({ groupId }) => organization.membershipsOfGroup(groupId));
    expectDistinct(
      memberships.map(({ membershipId }) => membershipId),
      principal,
    );
  });
});

function expectDistinct(values: readonly string[], form: RegExp): void {
  expect(new Set(values).size).toBe(values.length);
  for (const value of values) expect(value).toMatch(form);
}

describe('an organization of any size', () => {
  test('agrees with a brute-force reading', () => {
    fc.assert(
      fc.property(sizes, (options) => {
        const organization = generateOrganization(options);
        expect(rowsInAgreement(organization)).toHaveLength(organization.assignmentCount());
      }),
      { numRuns: 150 },
    );
  });

  test('has a delegated administrator as soon as it has another account', () => {
    for (const accounts of [1, 2, 3, 8]) {
      const { delegatedAdministratorId, managementAccountId } = generateOrganization({
        ...defaultSizes,
        accounts,
        seed: 1,
      });
      expect(delegatedAdministratorId === undefined).toBe(accounts === 1);
      expect(delegatedAdministratorId).not.toBe(managementAccountId);
    }
  });

  test('has the sizes asked for', () => {
    fc.assert(
      fc.property(sizes, (options) => {
        const organization = generateOrganization(options);
        expect(organization.accounts()).toHaveLength(options.accounts);
        expect(organization.permissionSets()).toHaveLength(options.permissionSets);
        expect(organization.users()).toHaveLength(options.users);
        expect(organization.groups()).toHaveLength(options.groups);
      }),
    );
  });

  test('has orphans, an unused permission set and an idle account where it has room for them', () => {
    fc.assert(
      fc.property(sizes, ({ accounts, permissionSets, users, groups, seed }) => {
        fc.pre(accounts > 1 && permissionSets > 1);
        const organization = generateOrganization({ accounts, permissionSets, users, groups, seed });
        const holders = [...principalIdsOf(organization, 'USER')];
        expect(holders.some((id) => !organization.user(id))).toBe(true);
        const groupHolders = [...principalIdsOf(organization, 'GROUP')];
        expect(groupHolders.some((id) => !organization.group(id))).toBe(true);
        const accountCounts = organization
          .permissionSets()
          .map(({ arn }) => organization.accountsProvisionedWith(arn).length);
        expect(accountCounts).toContain(0);
        const permissionSetCounts = organization
          .accounts()
          .map(({ id }) => organization.permissionSetsProvisionedTo(id).length);
        expect(permissionSetCounts).toContain(0);
      }),
    );
  });

  test('never has more rows than asked for, and nearly as many where there are people enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer(), (assignments, seed) => {
        const organization = generateOrganization({ ...defaultSizes, assignments, seed });
        expect(organization.assignmentCount()).toBeLessThanOrEqual(assignments);
        expect(organization.assignmentCount()).toBeGreaterThanOrEqual(assignments * 0.9 - 3);
      }),
      { numRuns: 30 },
    );
  });
});

test('a company of 150 people has a pair of more than a page, however few the accounts', () => {
  const organization = generateOrganization({
    accounts: 2,
    permissionSets: 2,
    users: 150,
    groups: 3,
    seed: 1,
  });
  const counts = organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSets().map(({ arn }) => organization.assignments(id, arn).length),
    );
  expect(Math.max(...counts)).toBeGreaterThan(100);
});

describe('a large organization', () => {
  const organization = generateOrganization({
    accounts: 1200,
    permissionSets: 3500,
    users: 3000,
    groups: 400,
    assignments: 60_000,
    seed: 1,
  });

  test('stays within the quotas: groups of a pair, sets of an account, OU depth, lengths of names', () => {
    for (const { id, name } of organization.accounts()) {
      expect(name.length).toBeLessThanOrEqual(50);
      expect(organization.ancestors(id).length).toBeLessThanOrEqual(6);
      const arns = organization.permissionSetsProvisionedTo(id);
      expect(arns.length).toBeLessThanOrEqual(500);
      for (const arn of arns) {
        const groups = organization
          .assignments(id, arn)
          .filter(({ principalType }) => principalType === 'GROUP');
        expect(groups.length).toBeLessThanOrEqual(100);
      }
    }
    const names = organization.permissionSets().map(({ name }) => name);
    expectDistinct(names, /^[\w+=,.@-]{1,32}$/);
  });

  const policies = organization.permissionSets().map(({ arn }) => organization.policies.of(arn));

  test('has policies and tags in the form of AWS for every permission set', () => {
    const boundaries = policies.flatMap(({ permissionsBoundary: boundary }) => boundary ?? []);
    const managed = policies.flatMap(({ managedPolicyArns }) => managedPolicyArns);
    const customerManaged = policies.flatMap(({ customerManagedPolicies }) => customerManagedPolicies);
    for (const boundary of boundaries)
      if ('managedPolicyArn' in boundary) managed.push(boundary.managedPolicyArn);
      else customerManaged.push(boundary.customerManagedPolicy);
    const documents = policies.flatMap(({ inlinePolicy }) => inlinePolicy ?? []);
    const tags = organization.permissionSets().flatMap(({ arn }) => organization.tags.of(arn));
    const found = [
      ...managed.map((arn) => ['ManagedPolicyArn', arn] as const),
      ...customerManaged.map(
        ({ name, path }) => ['CustomerManagedPolicyReference', { Name: name, Path: path }] as const,
      ),
      ...documents.map((document) => ['PermissionSetPolicyDocument', document] as const),
      ...tags.map(({ key, value }) => ['Tag', { Key: key, Value: value }] as const),
    ].flatMap(([shape, value]) => departures(ssoAdminModel, shape, value));
    expect(found).toEqual([]);
    for (const arn of new Set(managed)) expect(requireManagedPolicy(arn)).toBe(arn);
    for (const list of [managed, customerManaged, documents, tags]) expect(list.length).toBeGreaterThan(1000);
  });

  test('has inline policies in JSON, some of them laid out for people', () => {
    const documents = new Set(policies.flatMap(({ inlinePolicy }) => inlinePolicy ?? []));
    for (const document of documents) expect(() => JSON.parse(document) as unknown).not.toThrow();
    expect([...documents].some((document) => document.includes('\n'))).toBe(true);
    expect([...documents].some((document) => !document.includes('\n'))).toBe(true);
  });

  test('attaches no policy twice, and something to every permission set but the unused one', () => {
    const counts = policies.map(({ managedPolicyArns, customerManagedPolicies, inlinePolicy }) => {
      const all = [...managedPolicyArns, ...customerManagedPolicies];
      expect(new Set(all).size).toBe(all.length);
      return all.length + (inlinePolicy === undefined ? 0 : 1);
    });
    expect(counts.filter((count) => count === 0)).toHaveLength(1);
  });

  test('provisions at most 500 permission sets to an account, however many rows are asked for', () => {
    const crammed = { accounts: 3, permissionSets: 2000, users: 50, groups: 50, assignments: 9000, seed: 1 };
    const dense = generateOrganization(crammed);
    const counts = dense.accounts().map(({ id }) => dense.permissionSetsProvisionedTo(id).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(500);
    expect(Math.max(...counts)).toBeGreaterThan(450);
  });

  test('has about the rows asked for, also where few principals crowd few pairs', () => {
    expect(organization.assignmentCount()).toBeGreaterThan(59_000);
    const crowded = generateOrganization({
      accounts: 3,
      permissionSets: 3,
      users: 400,
      groups: 150,
      assignments: 1500,
      seed: 1,
    });
    expect(crowded.assignmentCount()).toBeGreaterThan(1200);
    for (const { id } of crowded.accounts())
      for (const { arn } of crowded.permissionSets()) {
        const groups = crowded.assignments(id, arn).filter(({ principalType }) => principalType === 'GROUP');
        expect(groups.length).toBeLessThanOrEqual(100);
      }
  });

  test('has twin account names now and then, and no twin login names', () => {
    const names = organization.accounts().map(({ name }) => name);
    expect(new Set(names).size).toBeLessThan(names.length);
    expect(new Set(names).size).toBeGreaterThan(names.length * 0.95);
    const logins = organization.users().map(({ userName }) => userName);
    expect(new Set(logins).size).toBe(logins.length);
  });
});

test('partition and Region are those asked for', () => {
  const organization = generateOrganization({
    ...defaultSizes,
    seed: 1,
    partition: 'aws-us-gov',
    region: 'us-gov-west-1',
  });
  expect(organization.partition).toBe('aws-us-gov');
  expect(organization.region).toBe('us-gov-west-1');
  expect(organization.instanceArn).toMatch(/^arn:aws-us-gov:sso:::instance\/ssoins-[0-9a-f]{16}$/);
  const policies = organization.permissionSets().map(({ arn }) => organization.policies.of(arn));
  expect(JSON.stringify(policies)).toContain('arn:aws-us-gov:iam::aws:policy/');
  expect(JSON.stringify(policies)).not.toContain('arn:aws:');
});
