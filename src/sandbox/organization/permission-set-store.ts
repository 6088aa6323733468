import { permissionSetArn } from './ids.ts';
import { KeyedList } from './keyed-list.ts';
import type { Random } from './random.ts';
import { OrganizationError, type PermissionSet } from './types.ts';

/** The permission sets of one instance. */
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

  require(arn: string): PermissionSet {
    const permissionSet = this.#permissionSets.get(arn);
    if (!permissionSet) throw new OrganizationError('NOT_FOUND', 'PERMISSION_SET', `${arn} does not exist`);
    return permissionSet;
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

  /** What is not given stays, except for the relay state. */
  updatePermissionSet(
    arn: string,
    input: Partial<Pick<PermissionSet, 'description' | 'sessionDuration' | 'relayState'>>,
  ): void {
    const old = this.require(arn);
    const { relayState: _cleared, ...kept } = old;
    this.#permissionSets.replace(old, { ...kept, ...input });
  }

  removePermissionSet(arn: string): void {
    const permissionSet = this.require(arn);
    this.#permissionSets.remove(permissionSet);
    this.#names.delete(permissionSet.name);
  }
}
