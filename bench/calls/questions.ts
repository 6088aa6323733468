import type { Assignment, Organization } from '../../src/sandbox/organization/types.ts';
import { leastCalls, type Reach } from './least.ts';
import { questionsAboutPeople } from './people-questions.ts';
import type { Question } from './question.ts';
import { subjectsOf, unitsBelow } from './subjects.ts';

/** The part of a name that people are looked for by, and the beginning of permission sets' names. */
const part = 'payments';
const beginning = 'Data';

export function questionsAbout(organization: Organization): Question[] {
  const ofAssignments = questionsAboutAssignments(organization).map(({ reach, rows, ...question }) => ({
    ...question,
    count: rows.length,
    least: () => leastCalls(organization, reach, rows),
  }));
  return [...ofAssignments, ...questionsAboutPeople(organization, allRows(organization))];
}

interface AboutAssignments extends Omit<Question, 'count' | 'least'> {
  readonly reach: Reach;
  readonly rows: readonly Assignment[];
}

function questionsAboutAssignments(organization: Organization): AboutAssignments[] {
  const { user, group, account, arn, unit, square } = subjectsOf(organization);
  const everything = allRows(organization);
  const person = { userName: user.userName, userId: user.userId };
  const entered = organization.assignmentsFor('USER', user.userId)[0]?.accountId ?? '';
  const units = unitsBelow(organization, unit.id);
  const below = new Set(
    organization.accounts().flatMap((one) => (units.includes(one.parentId) ? [one.id] : [])),
  );
  const named = organization
    .permissionSets()
    .flatMap((set) => (set.name.startsWith(beginning) ? [set.arn] : []));
  const people = [
    ...organization.users().flatMap((one) => (one.userName.includes(part) ? [userId(one.userId)] : [])),
    ...organization.groups().flatMap((one) => (one.displayName.includes(part) ? [groupId(one.groupId)] : [])),
  ];
  const peopleIds = new Set(people.map(({ principalId }) => principalId));
  const isDeleted = ({ principalId }: Assignment) =>
    !organization.user(principalId) && !organization.group(principalId);
  return [
    {
      name: 'All assignments, all names',
      asked: {},
      seed: {},
      reach: { accounts: 'ALL', sets: 'ALL' },
      rows: everything,
    },
    {
      name: 'The first page of 100, all names',
      asked: {},
      wanted: 100,
      seed: { wanted: 100 },
      reach: { accounts: 'ALL', sets: 'ALL', wanted: 100 },
      rows: everything.slice(0, 100),
    },
    {
      name: 'What one person reaches, with the groups it comes through',
      asked: person,
      seed: { userName: user.userName },
      reach: { accounts: 'ALL', sets: 'ALL', principals: { ids: [userId(user.userId)], from: 'NAME' } },
      rows: organization.assignmentsFor('USER', user.userId),
    },
    {
      name: 'Whether that person can enter one account, and through what',
      asked: { ...person, accountId: entered },
      seed: { userName: user.userName, accountIds: [entered] },
      reach: {
        accounts: { ids: [entered] },
        sets: 'ALL',
        principals: { ids: [userId(user.userId)], from: 'NAME', accountId: entered },
      },
      rows: organization.assignmentsFor('USER', user.userId, entered),
    },
    {
      name: 'What one group holds',
      asked: { filter: { principal: { type: 'GROUP', ids: [group.groupId] } } },
      seed: { principalIds: [group.groupId] },
      reach: { accounts: 'ALL', sets: 'ALL', principals: { ids: [groupId(group.groupId)], from: 'ID' } },
      rows: organization.assignmentsFor('GROUP', group.groupId),
    },
    {
      name: 'Who can enter one account',
      asked: { filter: { target: { ids: [account.id] } } },
      seed: { accountIds: [account.id] },
      reach: { accounts: { ids: [account.id] }, sets: 'ALL' },
      rows: everything.filter((row) => row.accountId === account.id),
    },
    {
      name: 'Where one permission set is used',
      asked: { filter: { permissionSet: { ids: [arn] } } },
      seed: { arns: [arn] },
      reach: { accounts: 'ALL', sets: { arns: [arn] } },
      rows: everything.filter((row) => row.permissionSetArn === arn),
    },
    {
      name: 'An OU with all below it',
      asked: { filter: { target: { ids: [unit.id], recursive: true } } },
      seed: { unitId: unit.id },
      reach: { accounts: { unitId: unit.id }, sets: 'ALL' },
      rows: everything.filter((row) => below.has(row.accountId)),
    },
    {
      name: `Principals whose name contains “${part}”`,
      asked: { filter: { principal: { name: { contains: part } } } },
      seed: { isPrincipalWanted: (name) => name?.includes(part) ?? false },
      reach: { accounts: 'ALL', sets: 'ALL', principals: { ids: people, from: 'PART_OF_NAME' } },
      rows: everything.filter((row) => peopleIds.has(row.principalId)),
    },
    {
      name: `Permission sets whose name begins with “${beginning}”`,
      asked: { filter: { permissionSet: { name: { startsWith: beginning } } } },
      seed: { isSetWanted: (name) => name.startsWith(beginning) },
      reach: { accounts: 'ALL', sets: { named } },
      rows: everything.filter((row) => named.includes(row.permissionSetArn)),
    },
    {
      name: 'Two accounts × two permission sets',
      asked: { filter: { target: { ids: square.accountIds }, permissionSet: { ids: square.arns } } },
      seed: { accountIds: square.accountIds, arns: square.arns },
      reach: { accounts: { ids: square.accountIds }, sets: { arns: square.arns } },
      rows: everything.filter(
        (row) => square.accountIds.includes(row.accountId) && square.arns.includes(row.permissionSetArn),
      ),
    },
    {
      name: 'Assignments of deleted principals',
      asked: { filter: { principal: { deleted: true } } },
      seed: { isPrincipalWanted: (name) => name === undefined },
      reach: { accounts: 'ALL', sets: 'ALL', deletedOnly: true },
      rows: everything.filter(isDeleted),
    },
  ];
}

/** In the order of the graph. */
function allRows(organization: Organization): Assignment[] {
  const key = (row: Assignment) =>
    [row.accountId, row.permissionSetArn, row.principalType, row.principalId].join(' ');
  return organization
    .accounts()
    .flatMap(({ id }) =>
      organization.permissionSetsProvisionedTo(id).flatMap((arn) => organization.assignments(id, arn)),
    )
    .map((row) => ({ row, key: key(row) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ row }) => row);
}

function userId(principalId: string) {
  return { principalType: 'USER', principalId } as const;
}

function groupId(principalId: string) {
  return { principalType: 'GROUP', principalId } as const;
}
