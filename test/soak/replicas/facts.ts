import type { Assignment } from '../../../src/sandbox/organization/types.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { allKeys } from '../../gateway/gateway-on-sandbox.ts';

export function keyOfAssignment(row: Assignment): string {
  return [row.accountId, row.permissionSetArn, row.principalType, row.principalId].join(' ');
}

/** An organization that changes: first assignments are added, one after the other, then others are taken away. */
export class ChangingFacts {
  readonly #sandbox: Sandbox;
  readonly added = new Set<string>();
  readonly removed = new Set<string>();
  /** What nobody ever changes. */
  readonly stable: readonly string[];
  readonly #toAdd: Assignment[] = [];
  readonly #toRemove: Assignment[] = [];

  /** `count`: of each kind. Nobody touches the account that is `spared`. */
  constructor(sandbox: Sandbox, count: number, spared: string) {
    this.#sandbox = sandbox;
    const { organization } = sandbox;
    const users = organization.users().slice(0, 40);
    const accounts = organization.accounts().filter(({ id, state }) => state === 'ACTIVE' && id !== spared);
    for (let n = 0; this.#toAdd.length < count; n++) {
      const { id: accountId } = accounts[n % accounts.length]!;
      const sets = organization.permissionSetsProvisionedTo(accountId);
      const permissionSetArn = sets[n % Math.max(1, sets.length)];
      const { userId: principalId } = users[(n * 7) % users.length]!;
      if (permissionSetArn === undefined) continue;
      const rows = organization.assignments(accountId, permissionSetArn);
      const isThere = [...rows, ...this.#toAdd].some(
        (row) =>
          row.principalId === principalId &&
          row.accountId === accountId &&
          row.permissionSetArn === permissionSetArn,
      );
      if (!isThere) this.#toAdd.push({ accountId, permissionSetArn, principalType: 'USER', principalId });
    }
    for (const { id } of accounts)
      for (const arn of organization.permissionSetsProvisionedTo(id)) {
        // A pair that keeps another one stays provisioned.
        const [first, second] = organization.assignments(id, arn);
        if (first && second && this.#toRemove.length < count) this.#toRemove.push(first);
      }
    const going = new Set(this.#toRemove.map(keyOfAssignment));
    this.stable = allKeys(organization).filter((key) => !going.has(key));
  }

  /** Whether a row may be told of, now or from an earlier time. */
  mayBe(key: string): boolean {
    return this.#everything.has(key);
  }

  get #everything(): ReadonlySet<string> {
    return (this.#known ??= new Set([
      ...this.stable,
      ...[...this.#toAdd, ...this.#toRemove].map(keyOfAssignment),
    ]));
  }
  #known: ReadonlySet<string> | undefined;

  /** True while there was something left to add. */
  add(): boolean {
    const row = this.#toAdd[this.added.size];
    if (!row) return false;
    this.#sandbox.organization.createAssignment(row);
    this.added.add(keyOfAssignment(row));
    return true;
  }

  remove(): boolean {
    const row = this.#toRemove[this.removed.size];
    if (!row) return false;
    this.#sandbox.organization.deleteAssignment(row);
    this.removed.add(keyOfAssignment(row));
    return true;
  }
}
