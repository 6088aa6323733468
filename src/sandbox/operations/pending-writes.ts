/**
 * The writes that AWS makes behind a request id. Here the organization changes at once, and only the status is slow: it
 * reads IN_PROGRESS in the answer to the write and in the first description, and settled from the second on.
 */
export class PendingWrites {
  readonly #writes = new Map<string, { readonly write: PendingWrite; described: boolean }>();

  add(requestId: string, write: PendingWrite): void {
    this.#writes.set(requestId, { write, described: false });
  }

  /** Counts as a description: the next one finds the write settled. */
  describe<Kind extends PendingWrite['kind']>(kind: Kind, requestId: string): Described<Kind> | undefined {
    const found = this.find(kind, requestId);
    const entry = this.#writes.get(requestId);
    if (found && entry) entry.described = true;
    return found;
  }

  /** This is no description. */
  find<Kind extends PendingWrite['kind']>(kind: Kind, requestId: string): Described<Kind> | undefined {
    const entry = this.#writes.get(requestId);
    if (entry === undefined || entry.write.kind !== kind) return undefined;
    // The kind was compared a line above; the compiler does not narrow a generic by it.
    return { write: entry.write as Extract<PendingWrite, { kind: Kind }>, isSettled: entry.described };
  }

  /** The writes of one kind, oldest first; this is no description. */
  list<Kind extends PendingWrite['kind']>(kind: Kind): (Described<Kind> & { readonly requestId: string })[] {
    return [...this.#writes]
      .filter(([, { write }]) => write.kind === kind)
      .map(([requestId, { write, described }]) => ({
        requestId,
        // The kind was compared in the line above.
        write: write as Extract<PendingWrite, { kind: Kind }>,
        isSettled: described,
      }));
  }
}

interface Described<Kind> {
  readonly write: Extract<PendingWrite, { kind: Kind }>;
  readonly isSettled: boolean;
}

export interface AssignmentWrite {
  readonly kind: 'assignment creation' | 'assignment deletion';
  readonly accountId: string;
  readonly permissionSetArn: string;
  readonly principalType: 'USER' | 'GROUP';
  readonly principalId: string;
  readonly requestedAt: number;
}

export interface AccountCreation {
  readonly kind: 'account creation';
  readonly name: string;
  readonly requestedAt: number;
  readonly outcome: { readonly accountId: string } | { readonly failureReason: 'EMAIL_ALREADY_EXISTS' };
}

/** Its request id is the account's. */
interface AccountClosure {
  readonly kind: 'account closure';
}

export interface Provisioning {
  readonly kind: 'permission set provisioning';
  readonly permissionSetArn: string;
  /** Absent when it is for all accounts that have the permission set. */
  readonly accountId?: string;
  readonly requestedAt: number;
}

export type PendingWrite = AssignmentWrite | AccountCreation | AccountClosure | Provisioning;
