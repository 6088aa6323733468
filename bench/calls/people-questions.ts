import type { Assignment, Organization } from '../../src/sandbox/organization/types.ts';
import type { AssignmentFilterInput } from '../../src/reader/filter/input.ts';
import type { Reach } from './least.ts';
import { leastOfPeople, type Grant, type PersonRow } from './least-people.ts';
import type { Question } from './question.ts';
import type { SeedQuestion } from './seed.ts';
import { subjectsOf, unitsBelow } from './subjects.ts';

const administrator = 'AdministratorAccess';
/** Of an organization with more ways in, everybody is a question for an export, and takes a benchmark too long. */
const maxWays = 100_000;

/** Who gets in, people instead of groups. `everything`: all assignments, in order. */
export function questionsAboutPeople(
  organization: Organization,
  everything: readonly Assignment[],
): Question[] {
  const { user, account, unit } = subjectsOf(organization);
  const grants = withEntitlements(organization, everything);
  const units = unitsBelow(organization, unit.id);
  const below = new Set(
    organization.accounts().flatMap((one) => (units.includes(one.parentId) ? [one.id] : [])),
  );
  const administering = organization
    .permissionSets()
    .flatMap((set) => (set.name === administrator ? [set.arn] : []));
  const disabled = new Set(
    organization.users().flatMap((one) => (one.status === 'DISABLED' ? [one.userId] : [])),
  );
  const production: AssignmentFilterInput = { target: { ids: [unit.id], recursive: true } };
  const inProduction = grants.filter((row) => below.has(row.accountId));
  const ask = askIn(organization);
  const ways = grants.reduce((sum, grant) => sum + peopleOf(organization, grant, () => true).length, 0);
  const everybody =
    ways > maxWays
      ? undefined
      : ask('Everybody who gets in, and through what', { user: {} }, grants, {
          seed: {},
          reach: { accounts: 'ALL', sets: 'ALL' },
        });
  return [
    ...(everybody === undefined ? [] : [everybody]),
    ask('The first page of 100 people', { user: {} }, grants, {
      seed: {},
      reach: { accounts: 'ALL', sets: 'ALL' },
      wanted: 100,
    }),
    ask(
      'Everyone who can administer production, and through what',
      { filter: { ...production, permissionSet: { name: { eq: administrator } } }, user: {} },
      inProduction.filter((row) => 'permissionSetArn' in row && administering.includes(row.permissionSetArn)),
      {
        seed: { unitId: unit.id, isSetWanted: (name) => name === administrator },
        reach: { accounts: { unitId: unit.id }, sets: { named: administering } },
      },
    ),
    ask(
      'People who reach production and are disabled',
      { filter: production, user: { enabled: false } },
      inProduction,
      {
        seed: { unitId: unit.id, isPersonWanted: (userId) => disabled.has(userId) },
        reach: {
          accounts: { unitId: unit.id },
          sets: 'ALL',
          people: { ids: [...disabled], from: 'LIST' },
        },
        isWanted: (userId) => disabled.has(userId),
      },
    ),
    ask(
      'Everybody who can enter one account',
      { filter: { target: { ids: [account.id] } }, user: {} },
      grants.filter((row) => row.accountId === account.id),
      { seed: { accountIds: [account.id] }, reach: { accounts: { ids: [account.id] }, sets: 'ALL' } },
    ),
    ask('What one person gets into, given by id', { user: { ids: [user.userId] } }, grants, {
      seed: { isPersonWanted: (userId) => userId === user.userId },
      reach: { accounts: 'ALL', sets: 'ALL', people: { ids: [user.userId], from: 'ID' } },
      isWanted: (userId) => userId === user.userId,
    }),
  ];
}

interface Circumstances {
  readonly seed: SeedQuestion;
  readonly reach: Reach;
  /** Rows of the one page that is wanted. */
  readonly wanted?: number;
  readonly isWanted?: (userId: string) => boolean;
}

function askIn(organization: Organization) {
  return (
    name: string,
    asked: Question['asked'],
    grants: readonly Grant[],
    { seed, reach, wanted, isWanted = () => true }: Circumstances,
  ): Question => {
    const all = grants.flatMap((grant) => peopleOf(organization, grant, isWanted));
    const rows = all.slice(0, wanted);
    // The row behind the page tells that there is a next one.
    const last = wanted === undefined ? undefined : all[wanted];
    const seen = last ? grants.slice(0, grants.indexOf(last.grant) + 1) : grants;
    const limit = wanted === undefined ? {} : { wanted };
    const accountsIn = (end: PersonRow | undefined) =>
      organization
        .accounts()
        .map(({ id }) => id)
        .filter((id) => isReached(organization, reach, id) && (!end || id < end.grant.accountId));
    const about: Reach = { ...reach, ...limit, people: { ...reach.people } };
    return {
      name,
      asked,
      ...limit,
      seed: { ...seed, ...limit, expandsGroups: true },
      count: rows.length,
      // It knows of no entitlements.
      seedCount: all.filter(({ grant }) => 'permissionSetArn' in grant).slice(0, wanted).length,
      least: () => leastOfPeople(organization, about, rows, { grants: seen, accountIds: accountsIn(last) }),
    };
  };
}

/** The assignments of each account, then its entitlements by role ARN and id. */
function withEntitlements(organization: Organization, assignments: readonly Assignment[]): readonly Grant[] {
  const placeOf = (grant: Grant) =>
    'permissionSetArn' in grant
      ? [grant.accountId, 0].join(' ')
      : [grant.accountId, 1, grant.roleArn, grant.id].join(' ');
  return [...assignments, ...organization.accountAccess.entitlements()]
    .map((grant) => ({ grant, place: placeOf(grant) }))
    .toSorted((one, other) => (one.place < other.place ? -1 : one.place > other.place ? 1 : 0))
    .map(({ grant }) => grant);
}

/** Is the account one of those that the question is about? */
function isReached(organization: Organization, { accounts }: Reach, accountId: string): boolean {
  if (accounts === 'ALL') return true;
  if ('ids' in accounts) return accounts.ids.includes(accountId);
  return organization.ancestors(accountId).includes(accounts.unitId);
}

function peopleOf(
  organization: Organization,
  grant: Grant,
  isWanted: (userId: string) => boolean,
): PersonRow[] {
  const userIds =
    grant.principalType === 'USER'
      ? [grant.principalId]
      : organization.membershipsOfGroup(grant.principalId).map(({ userId }) => userId);
  return userIds.filter(isWanted).map((userId) => ({ userId, grant }));
}
