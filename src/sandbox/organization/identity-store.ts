import { principalId } from './ids.ts';
import { KeyedList } from './keyed-list.ts';
import { MembershipIndex } from './membership-index.ts';
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
  readonly #memberships: MembershipIndex;

  constructor(id: string, random: Random) {
    this.id = id;
    this.#random = random;
    this.#memberships = new MembershipIndex(random);
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
    return this.#memberships.ofGroup(groupId);
  }

  membershipsOfUser(userId: string): readonly Membership[] {
    return this.#memberships.ofUser(userId);
  }

  groupIdsOf(userId: string): readonly string[] {
    return this.#memberships.groupIdsOf(userId);
  }

  membership(membershipId: string): Membership | undefined {
    return this.#memberships.get(membershipId);
  }

  membershipAt(row: number): Membership {
    return this.#memberships.at(row);
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
    for (const { membershipId } of this.membershipsOfUser(userId)) this.deleteMembership(membershipId);
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
    for (const { membershipId } of this.membershipsOfGroup(groupId)) this.deleteMembership(membershipId);
    this.#groups.remove(group);
    this.#groupsByName.delete(group.displayName);
  }

  /** Answers the membership's row, for `membershipAt`: most of a million are never looked at. */
  addMembership(groupId: string, userId: string, createdAt: number): number {
    if (!this.#groups.has(groupId))
      throw new OrganizationError('NOT_FOUND', 'GROUP', `Group ${groupId} does not exist`);
    if (!this.#users.has(userId))
      throw new OrganizationError('NOT_FOUND', 'USER', `User ${userId} does not exist`);
    const row = this.#memberships.add(groupId, userId, createdAt);
    if (row !== undefined) return row;
    throw new OrganizationError(
      'CONFLICT',
      'GROUP_MEMBERSHIP',
      `User ${userId} is in group ${groupId} already`,
    );
  }

  deleteMembership(membershipId: string): void {
    if (!this.#memberships.delete(membershipId))
      throw new OrganizationError(
        'NOT_FOUND',
        'GROUP_MEMBERSHIP',
        `Membership ${membershipId} does not exist`,
      );
  }
}
