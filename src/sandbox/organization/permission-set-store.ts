import { permissionSetArn } from './ids.ts';
import { KeyedList } from './keyed-list.ts';
import type { Random } from './random.ts';
import { OrganizationError, type PermissionSet } from './types.ts';

/** The permission sets of one instance, and what each contains. */
export class PermissionSetStore {
  readonly #instanceArn: string;
  readonly #random: Random;
  readonly #permissionSets = new KeyedList<PermissionSet>((permissionSet) => permissionSet.arn);
  readonly #names = new Set<string>();

  constructor(instanceArn: string, random: Random) {
    this.#instanceArn = instanceArn;
    this.#random = random;
  }

  permissionSets(): readonly PermissionSet[] {
    return this.#permissionSets.rows;
  }

  permissionSet(arn: string): PermissionSet | undefined {
    return this.#permissionSets.get(arn);
  }

  addPermissionSet(input: Omit<PermissionSet, 'arn'>): PermissionSet {
    if (this.#names.has(input.name))
      throw new OrganizationError(
        'CONFLICT',
        'PERMISSION_SET',
        `A permission set named ${input.name} exists`,
      );
    const permissionSet = { arn: permissionSetArn(this.#random, this.#instanceArn), ...input };
    this.#permissionSets.add(permissionSet);
    this.#names.add(input.name);
    return permissionSet;
  }
}
