/**
 * The writes that AWS makes behind its answer. Here the organization changes at once, and only the status is slow: it
 * reads IN_PROGRESS in the answer to the write and in the first description, and settled from the second on.
 */
export class PendingWrites {
  readonly #writes = new Map<PendingWrite['kind'], Map<string, Entry>>();

  add(requestId: string, write: PendingWrite): void {
    const ofKind = this.#writes.get(write.kind) ?? new Map<string, Entry>();
    this.#writes.set(write.kind, ofKind.set(requestId, { write, described: false }));
  }

  /** Counts as a description: the next one finds the write settled. */
  describe<Kind extends PendingWrite['kind']>(kind: Kind, requestId: string): Described<Kind> | undefined {
    const entry = this.#writes.get(kind)?.get(requestId);
    const found = described<Kind>(entry);
    if (entry) entry.described = true;
    return found;
  }

  /** This is no description. */
  find<Kind extends PendingWrite['kind']>(kind: Kind, requestId: string): Described<Kind> | undefined {
    return described<Kind>(this.#writes.get(kind)?.get(requestId));
  }

  /** The writes of one kind, oldest first; this is no description. */
  list<Kind extends PendingWrite['kind']>(kind: Kind): (Described<Kind> & { readonly requestId: string })[] {
    const ofKind = this.#writes.get(kind) ?? new Map<string, Entry>();
    return Array.from(ofKind, ([requestId, entry]) => ({ requestId, ...described<Kind>(entry) }));
  }
}

interface Entry {
  readonly write: PendingWrite;
  described: boolean;
}

function described<Kind>(entry: Entry): Described<Kind>;
function described<Kind>(entry: Entry | undefined): Described<Kind> | undefined;
function described<Kind>(entry: Entry | undefined): Described<Kind> | undefined {
  if (entry === undefined) return undefined;
  // Entries are kept by kind; the compiler does not know that of what is in the map of one.
  return { write: entry.write as Extract<PendingWrite, { kind: Kind }>, isSettled: entry.described };
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

/** AWS gives these no request id: they go by what they change, the id of an account or the ARN of the instance. */
interface NamelessWrite {
  readonly kind: 'account closure' | 'instance encryption' | 'access control attributes';
}

export interface Provisioning {
  readonly kind: 'permission set provisioning';
  readonly permissionSetArn: string;
  /** Absent when it is for all accounts that have the permission set. */
  readonly accountId?: string;
  readonly requestedAt: number;
}

export type PendingWrite = AssignmentWrite | AccountCreation | NamelessWrite | Provisioning;
