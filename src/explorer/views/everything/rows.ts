import type { ResultOf } from '../../graphql/document.ts';
import type { peopleQuery, sweepQuery } from './questions.ts';

export interface Principal {
  readonly id: string;
  readonly type: 'USER' | 'GROUP';
  readonly name: string;
  readonly email: string;
  /** `deleted` or `disabled`. */
  readonly state: string | undefined;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly ou: { readonly id: string; readonly name: string } | undefined;
}

export interface Held {
  /** Undefined of an IAM role, which an entitlement gives. */
  readonly arn: string | undefined;
  readonly name: string;
}

/** An assignment, or a person with one way in. What many rows name they share: a million of them are kept. */
export interface Row {
  readonly key: string;
  readonly principal: Principal;
  /** Of a person: the group that it comes through. */
  readonly via: { readonly id: string; readonly name: string } | undefined;
  readonly held: Held;
  readonly account: Account;
}

type Sweep = NonNullable<ResultOf<typeof sweepQuery>['assignmentSweep']>;
type Assignment = Sweep['assignments'][number];
type Person = NonNullable<ResultOf<typeof peopleQuery>['effectiveAccess']>['nodes'][number];

/** Makes rows of nodes, and each thing that they name once. */
export class Rows {
  readonly #principals = new Map<string, Principal>();
  readonly #accounts = new Map<string, Account>();
  readonly #held = new Map<string, Held>();
  readonly #groups = new Map<string, NonNullable<Row['via']>>();

  ofAssignment({ id, principal, permissionSet, target }: Assignment): Row {
    return {
      key: id,
      principal: this.#principal(principal),
      via: undefined,
      held: this.#heldOf(permissionSet.arn, permissionSet.name ?? permissionSet.arn),
      account: this.#account(target),
    };
  }

  ofPerson({ user, via, grant }: Person): Row {
    const isAssignment = grant.__typename === 'Assignment';
    return {
      key: `${grant.id} ${user.principalId} ${via?.principalId ?? ''}`,
      principal: this.#principal(user),
      via: via
        ? this.#once(this.#groups, via.principalId, () => ({
            id: via.principalId,
            name: via.displayName ?? via.principalId,
          }))
        : undefined,
      held: isAssignment
        ? this.#heldOf(grant.permissionSet.arn, grant.permissionSet.name ?? grant.permissionSet.arn)
        : this.#heldOf(undefined, grant.roleName),
      account: this.#account(grant.target),
    };
  }

  #principal(node: Assignment['principal']): Principal {
    const { principalType: type, principalId: id, name, deleted } = node;
    const user = 'email' in node ? node : undefined;
    return this.#once(this.#principals, `${type} ${id}`, () => ({
      id,
      type,
      name: user?.displayName ?? name ?? id,
      email: user?.email ?? '',
      state: deleted ? 'deleted' : user?.enabled === false ? 'disabled' : undefined,
    }));
  }

  #account(node: Assignment['target']): Account {
    const { targetId: id, name } = node;
    const account = 'state' in node ? node : undefined;
    const ou = account?.parent;
    return this.#once(this.#accounts, id, () => ({
      id,
      name: name ?? id,
      state: account?.state ?? '',
      ou: ou ? { id: ou.targetId, name: ou.name ?? ou.targetId } : undefined,
    }));
  }

  #heldOf(arn: string | undefined, name: string): Held {
    return this.#once(this.#held, arn ?? name, () => ({ arn, name }));
  }

  #once<Thing>(known: Map<string, Thing>, key: string, make: () => Thing): Thing {
    const thing = known.get(key) ?? make();
    known.set(key, thing);
    return thing;
  }
}

const collator = new Intl.Collator('en', { numeric: true });

/**
 * The numbers of the rows in the order of their texts, of some of them or of all: of a million rows only the different
 * texts are compared.
 */
export function orderBy(
  rows: readonly Row[],
  some: Uint32Array | undefined,
  textOf: (row: Row) => string,
  isDown: boolean,
): Uint32Array {
  const texts = rows.map(textOf);
  const ranks = new Map([...new Set(texts)].sort(collator.compare).map((text, rank) => [text, rank]));
  const sign = isDown ? -1 : 1;
  const rankOf = Int32Array.from(texts, (text) => sign * (ranks.get(text) ?? 0));
  return Uint32Array.from(some ?? rows.keys()).sort(
    (one, other) => (rankOf[one] ?? 0) - (rankOf[other] ?? 0) || one - other,
  );
}
