import { Column, Lists, Ordinals } from './columns.ts';
import type { Random } from './random.ts';
import type { Membership } from './types.ts';

/** An odd number and its inverse modulo 2^32: multiplying by one undoes multiplying by the other. */
const scatter = 0x9e3779b1;
const gather = 0x0e8b2f51;

/**
 * Who is in which group, from both sides. A membership is a row number inside;
 * its id is worked out from the row and the row from the id, so that a million of them need no table.
 */
export class MembershipIndex {
  /** Makes the ids of one identity store differ from another's. */
  readonly #salt: number;
  readonly #groups = new Ordinals();
  readonly #users = new Ordinals();
  #nextRow = 0;
  readonly #groupOfRow = new Column();
  readonly #userOfRow = new Column();
  readonly #createdAtOfRow = new Column();
  readonly #isDeleted = new Column();
  readonly #rowsOfGroup = new Lists();
  readonly #rowsOfUser = new Lists();

  constructor(random: Random) {
    this.#salt = random.uint32();
  }

  ofGroup(groupId: string): Membership[] {
    return this.#rowsOfGroup.of(this.#groups.find(groupId)).map((row) => this.at(row));
  }

  ofUser(userId: string): Membership[] {
    return this.#rowsOfUser.of(this.#users.find(userId)).map((row) => this.at(row));
  }

  groupIdsOf(userId: string): string[] {
    const rows = this.#rowsOfUser.of(this.#users.find(userId));
    return rows.map((row) => this.#groups.key(this.#groupOfRow.get(row)));
  }

  at(row: number): Membership {
    return {
      membershipId: this.#idOf(row),
      groupId: this.#groups.key(this.#groupOfRow.get(row)),
      userId: this.#users.key(this.#userOfRow.get(row)),
      createdAt: this.#createdAtOfRow.get(row),
    };
  }

  get(membershipId: string): Membership | undefined {
    const row = this.#rowOf(membershipId);
    return row === undefined ? undefined : this.at(row);
  }

  /** The new row; nothing when the user is in the group already. */
  add(groupId: string, userId: string, createdAt: number): number | undefined {
    const group = this.#groups.of(groupId);
    const user = this.#users.of(userId);
    if (this.#rowsOfUser.find(user, (row) => this.#groupOfRow.get(row) === group) !== undefined)
      return undefined;
    const row = this.#nextRow++;
    this.#groupOfRow.set(row, group);
    this.#userOfRow.set(row, user);
    this.#createdAtOfRow.set(row, createdAt);
    this.#rowsOfGroup.add(group, row);
    this.#rowsOfUser.add(user, row);
    return row;
  }

  /** False when there is no such membership. */
  delete(membershipId: string): boolean {
    const row = this.#rowOf(membershipId);
    if (row === undefined) return false;
    this.#isDeleted.set(row, 1);
    this.#rowsOfGroup.remove(this.#groupOfRow.get(row), row);
    this.#rowsOfUser.remove(this.#userOfRow.get(row), row);
    return true;
  }

  /** A UUID that begins with the scattered row number; the rest only looks random. */
  #idOf(row: number): string {
    const scattered = Math.imul(row ^ this.#salt, scatter);
    const hex = [scattered, mix(scattered), mix(~scattered)].map(hex8).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex8(mix(row))}${hex.slice(20, 24)}`;
  }

  #rowOf(membershipId: string): number | undefined {
    const row = (Math.imul(Number.parseInt(membershipId.slice(0, 8), 16), gather) ^ this.#salt) >>> 0;
    const isThere = row < this.#nextRow && this.#isDeleted.get(row) === 0 && this.#idOf(row) === membershipId;
    return isThere ? row : undefined;
  }
}

/** The finishing step of MurmurHash3: every bit in changes about half of the bits out. */
function mix(value: number): number {
  const half = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const more = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return more ^ (more >>> 16);
}

function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
