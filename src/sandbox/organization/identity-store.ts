import { principalId } from './ids.ts';
import { KeyedList } from './keyed-list.ts';
import type { Random } from './random.ts';
import { type Group, type Membership, OrganizationError, type User } from './types.ts';

/** Users, groups, and who is in which group. */
export class IdentityStore {
  readonly id: string;
  readonly #random: Random;
  readonly #users = new KeyedList<User>((user) => user.userId);
  readonly #usersByName = new Map<string, User>();
  readonly #usersByEmail = new Map<string, User>();
  readonly #groups = new KeyedList<Group>((group) => group.groupId);
  readonly #groupsByName = new Map<string, Group>();
  readonly #memberships = new Map<string, Membership>();
  readonly #ofGroup = new Map<string, Membership[]>();
  readonly #ofUser = new Map<string, Membership[]>();

  constructor(id: string, random: Random) {
    this.id = id;
    this.#random = random;
  }

  users(): readonly User[] {
    return this.#users.rows;
  }

  user(userId: string): User | undefined {
    return this.#users.get(userId);
  }

  userByName(userName: string): User | undefined {
    return this.#usersByName.get(userName);
  }

  userByEmail(email: string): User | undefined {
    return this.#usersByEmail.get(email);
  }

  groups(): readonly Group[] {
    return this.#groups.rows;
  }

  group(groupId: string): Group | undefined {
    return this.#groups.get(groupId);
  }

  groupByName(displayName: string): Group | undefined {
    return this.#groupsByName.get(displayName);
  }

  membershipsOfGroup(groupId: string): readonly Membership[] {
    return this.#ofGroup.get(groupId) ?? [];
  }

  membershipsOfUser(userId: string): readonly Membership[] {
    return this.#ofUser.get(userId) ?? [];
  }

  membership(membershipId: string): Membership | undefined {
    return this.#memberships.get(membershipId);
  }

  addUser(input: Omit<User, 'userId'>): User {
    if (this.#usersByName.has(input.userName))
      throw new OrganizationError('CONFLICT', 'USER', `A user named ${input.userName} exists`);
    if (input.email !== undefined && this.#usersByEmail.has(input.email))
      throw new OrganizationError('CONFLICT', 'USER', `A user with the email ${input.email} exists`);
    const user = { userId: principalId(this.#random, this.id), ...input };
    this.#users.add(user);
    this.#usersByName.set(user.userName, user);
    if (user.email !== undefined) this.#usersByEmail.set(user.email, user);
    return user;
  }

  deleteUser(userId: string): void {
    const user = this.#users.get(userId);
    if (!user) throw new OrganizationError('NOT_FOUND', 'USER', `User ${userId} does not exist`);
    this.#deleteAll(this.membershipsOfUser(userId));
    this.#users.remove(user);
    this.#usersByName.delete(user.userName);
    if (user.email !== undefined) this.#usersByEmail.delete(user.email);
  }

  addGroup(input: Omit<Group, 'groupId'>): Group {
    if (this.#groupsByName.has(input.displayName))
      throw new OrganizationError('CONFLICT', 'GROUP', `A group named ${input.displayName} exists`);
    const group = { groupId: principalId(this.#random, this.id), ...input };
    this.#groups.add(group);
    this.#groupsByName.set(group.displayName, group);
    return group;
  }

  deleteGroup(groupId: string): void {
    const group = this.#groups.get(groupId);
    if (!group) throw new OrganizationError('NOT_FOUND', 'GROUP', `Group ${groupId} does not exist`);
    this.#deleteAll(this.membershipsOfGroup(groupId));
    this.#groups.remove(group);
    this.#groupsByName.delete(group.displayName);
  }

  addMembership(groupId: string, userId: string, createdAt: number): Membership {
    if (!this.#groups.has(groupId))
      throw new OrganizationError('NOT_FOUND', 'GROUP', `Group ${groupId} does not exist`);
    if (!this.#users.has(userId))
      throw new OrganizationError('NOT_FOUND', 'USER', `User ${userId} does not exist`);
    if (this.membershipsOfUser(userId).some((membership) => membership.groupId === groupId))
      throw new OrganizationError(
        'CONFLICT',
        'GROUP_MEMBERSHIP',
        `User ${userId} is in group ${groupId} already`,
      );
    const membership = { membershipId: principalId(this.#random, this.id), groupId, userId, createdAt };
    this.#memberships.set(membership.membershipId, membership);
    push(this.#ofGroup, groupId, membership);
    push(this.#ofUser, userId, membership);
    return membership;
  }

  deleteMembership(membershipId: string): void {
    const membership = this.#memberships.get(membershipId);
    if (!membership)
      throw new OrganizationError(
        'NOT_FOUND',
        'GROUP_MEMBERSHIP',
        `Membership ${membershipId} does not exist`,
      );
    this.#memberships.delete(membershipId);
    pull(this.#ofGroup, membership.groupId, membership);
    pull(this.#ofUser, membership.userId, membership);
  }

  #deleteAll(memberships: readonly Membership[]): void {
    // The ids first: each deletion shortens the list that is given.
    const ids = memberships.map(({ membershipId }) => membershipId);
    for (const id of ids) this.deleteMembership(id);
  }
}

function push(index: Map<string, Membership[]>, key: string, membership: Membership): void {
  const known = index.get(key);
  if (known) known.push(membership);
  else index.set(key, [membership]);
}

function pull(index: Map<string, Membership[]>, key: string, membership: Membership): void {
  const known = index.get(key) ?? [];
  known.splice(known.indexOf(membership), 1);
  if (known.length === 0) index.delete(key);
}
