import { principalId } from './ids.ts';
import { KeyedList } from './keyed-list.ts';
import { MembershipIndex } from './membership-index.ts';
import type { Random } from './random.ts';
import {
  type Changes,
  type Group,
  type GroupInput,
  type Membership,
  OrganizationError,
  type User,
  type UserInput,
} from './types.ts';

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
    return this.#usersByName.get(userName.toLowerCase());
  }

  userByEmail(email: string): User | undefined {
    return this.#usersByEmail.get(email.toLowerCase());
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
    this.#requireUnique(input);
    const user = { userId: principalId(this.#random, this.id), ...input };
    this.#users.add(user);
    this.#name(user);
    return user;
  }

  updateUser(userId: string, input: UserInput, now: number): User {
    const old = this.#requireUser(userId);
    this.#requireUnique(input, old);
    const { status, createdAt } = old;
    const user = { userId, status, createdAt, ...input, changes: oneMore(old.changes, now) };
    this.#forgetNames(old);
    this.#users.replace(old, user);
    this.#name(user);
    return user;
  }

  deleteUser(userId: string): void {
    const user = this.#requireUser(userId);
    for (const { membershipId } of this.membershipsOfUser(userId)) this.deleteMembership(membershipId);
    this.#users.remove(user);
    this.#forgetNames(user);
  }

  addGroup(input: Omit<Group, 'groupId'>): Group {
    this.#requireUniqueGroup(input);
    const group = { groupId: principalId(this.#random, this.id), ...input };
    this.#groups.add(group);
    this.#groupsByName.set(group.displayName, group);
    return group;
  }

  updateGroup(groupId: string, input: GroupInput, now: number): Group {
    const old = this.#requireGroup(groupId);
    this.#requireUniqueGroup(input, old);
    const group = { groupId, createdAt: old.createdAt, ...input, changes: oneMore(old.changes, now) };
    this.#groupsByName.delete(old.displayName);
    this.#groups.replace(old, group);
    this.#groupsByName.set(group.displayName, group);
    return group;
  }

  deleteGroup(groupId: string): void {
    const group = this.#requireGroup(groupId);
    for (const { membershipId } of this.membershipsOfGroup(groupId)) this.deleteMembership(membershipId);
    this.#groups.remove(group);
    this.#groupsByName.delete(group.displayName);
  }

  /** Answers the membership's row, for `membershipAt`: most of a million are never looked at. */
  addMembership(groupId: string, userId: string, createdAt: number): number {
    this.#requireGroup(groupId);
    this.#requireUser(userId);
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

  #requireUser(userId: string): User {
    const user = this.#users.get(userId);
    if (!user) throw new OrganizationError('NOT_FOUND', 'USER', `User ${userId} does not exist`);
    return user;
  }

  #requireGroup(groupId: string): Group {
    const group = this.#groups.get(groupId);
    if (!group) throw new OrganizationError('NOT_FOUND', 'GROUP', `Group ${groupId} does not exist`);
    return group;
  }

  /** `self`: whose name or e-mail it may be already. */
  #requireUnique({ userName, email }: UserInput, self?: User): void {
    const named = this.userByName(userName);
    if (named && named !== self)
      throw new OrganizationError('CONFLICT', 'USER_NAME', `A user named ${userName} exists`);
    const reached = email === undefined ? undefined : this.userByEmail(email);
    if (reached && reached !== self)
      throw new OrganizationError('CONFLICT', 'EMAIL', `A user with the email ${email} exists`);
  }

  #requireUniqueGroup({ displayName }: GroupInput, self?: Group): void {
    const named = this.groupByName(displayName);
    if (named && named !== self)
      throw new OrganizationError('CONFLICT', 'GROUP_NAME', `A group named ${displayName} exists`);
  }

  #name(user: User): void {
    this.#usersByName.set(user.userName.toLowerCase(), user);
    if (user.email !== undefined) this.#usersByEmail.set(user.email.toLowerCase(), user);
  }

  #forgetNames({ userName, email }: User): void {
    this.#usersByName.delete(userName.toLowerCase());
    if (email !== undefined) this.#usersByEmail.delete(email.toLowerCase());
  }
}

function oneMore(changes: Changes | undefined, lastAt: number): Changes {
  return { count: (changes?.count ?? 0) + 1, lastAt };
}
