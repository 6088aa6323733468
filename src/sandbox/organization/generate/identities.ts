import { IdentityStore } from '../identity-store.ts';
import { identityStoreId } from '../ids.ts';
import type { Random } from '../random.ts';
import type { Group, User } from '../types.ts';
import { at, company, familyNames, givenNames, team, UniqueNames } from './words.ts';

const year = 365 * 86_400;

/** A group with the team that it belongs to, where it does. */
export interface OwnedGroup {
  readonly group: Group;
  readonly team?: string;
}

type Sketch = Pick<Group, 'displayName' | 'description'> & { readonly team?: string };

const everybody: Sketch = {
  displayName: 'All Engineering',
  description: 'Everyone who builds or runs software',
};
/** Its people have left; the group has stayed. */
const deserted: Sketch = { displayName: 'Contractors 2019', description: 'Nobody is in here any more' };

const companyWide: readonly Sketch[] = [
  everybody,
  { displayName: 'Platform Admins', description: 'Run the landing zone' },
  { displayName: 'Security', description: 'Security engineering and response' },
  { displayName: 'Finance' },
  { displayName: 'Network Operations' },
  { displayName: 'Data Analysts', description: 'Query what the data teams publish' },
  { displayName: 'Auditors', description: 'Internal audit' },
  { displayName: 'Support', description: 'First and second line' },
];

const roles = ['developers', 'admins', 'on-call'] as const;

export interface GeneratedIdentities {
  readonly store: IdentityStore;
  /** Company-wide groups first. */
  readonly groups: readonly OwnedGroup[];
}

export function generateIdentities(
  random: Random,
  sizes: { readonly users: number; readonly groups: number },
  epoch: number,
): GeneratedIdentities {
  const store = new IdentityStore(identityStoreId(random), random);
  addUsers(store, random, sizes.users, epoch);
  const sketches = Array.from({ length: sizes.groups }, (_, index) => sketch(index));
  if (sizes.groups > 1) sketches[sizes.groups - 1] = deserted;
  const ranks = new Map(sketches.map(({ displayName }, rank) => [displayName, rank]));
  const owned = random.shuffled(sketches).map(({ team: owner, ...details }) => {
    const group = store.addGroup({ ...details, createdAt: epoch - random.below(4 * year) });
    return owner === undefined ? { group } : { group, team: owner };
  });
  const rankOf = ({ group }: OwnedGroup) => ranks.get(group.displayName) ?? sizes.groups;
  const groups = owned.toSorted((one, other) => rankOf(one) - rankOf(other));
  addMemberships(store, random, groups, epoch);
  return { store, groups };
}

function addUsers(store: IdentityStore, random: Random, count: number, epoch: number): void {
  const names = new UniqueNames();
  for (let index = 0; index < count; index++) {
    const given = random.pick(givenNames);
    const family = random.pick(familyNames);
    const userName = names.take(`${given.login}.${family.login}`);
    store.addUser({
      userName,
      displayName: `${given.name} ${family.name}`,
      givenName: given.name,
      familyName: family.name,
      // Technical users have no mailbox.
      ...(index % 50 === 2 ? {} : { email: `${userName}@${company.domain}` }),
      status: index % 40 === 1 ? 'DISABLED' : 'ENABLED',
      createdAt: epoch - random.below(4 * year),
    });
  }
}

/** Most people are in the first group, and each is in one to four others; the last group, of several, stays empty. */
function addMemberships(
  store: IdentityStore,
  random: Random,
  groups: readonly OwnedGroup[],
  epoch: number,
): void {
  const [first, ...others] = groups;
  const joined = others.slice(0, -1);
  // The largest group stops growing where listing it would take longer than a reader's patience.
  const share = Math.min(0.75, 5000 / store.users().length);
  const join = ({ group }: OwnedGroup, user: User) =>
    store.addMembership(group.groupId, user.userId, epoch - random.below(year));
  for (const user of store.users()) {
    if (first && random.chance(share)) join(first, user);
    for (const other of random.sample(joined, 1 + random.below(4))) join(other, user);
  }
}

function sketch(index: number): Sketch {
  if (index < companyWide.length) return at(companyWide, index);
  const beyond = index - companyWide.length;
  const owner = team(Math.floor(beyond / roles.length)).name;
  return { displayName: `${owner}-${at(roles, beyond)}`, team: owner };
}
