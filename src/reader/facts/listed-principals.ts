import { principalsKey } from '../../mirror/keys.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import { principalKey, type PrincipalState, type PrincipalType } from '../../mirror/rows.ts';
import { chain, wait, type Coroutine } from '../../reading/coroutine.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { filterInTurns } from '../../reading/turns.ts';
import { typesOf } from '../filter/bounds.ts';
import { evaluate, type PrincipalTest } from '../filter/expression.ts';

/** Every user or group that the store has, as the list told it that was read then. */
interface Listed {
  readonly readAt: number | undefined;
  readonly version: number;
  readonly principals: readonly PrincipalState[];
  /** By test: keys of those for whom it may hold. */
  readonly fitting: WeakMap<PrincipalTest, readonly string[]>;
}

/**
 * Who the identity store has, and for whom of them a filter's tests hold: each test is judged once for each list that
 * is read. The facts of a list are of the moment when it was read, and serve with it.
 */
export class ListedPrincipals {
  readonly #mirror: Mirror;
  readonly #listed = new Map<PrincipalType, Listed>();

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  of(type: PrincipalType): readonly PrincipalState[] {
    return this.#of(type).principals;
  }

  /** Judges the test, in as many turns as it takes, so that `fitting` has it. */
  *judge(test: PrincipalTest, scope: ReadScope): Coroutine<void> {
    for (const type of typesOf(test)) {
      const { principals, fitting } = yield* this.#ofInTurns(type, scope);
      if (!fitting.has(test))
        fitting.set(test, yield* wait(chain(filterInTurns(principals, mayHold(test), scope), keysOf)));
    }
  }

  /** Keys of those for whom the test may hold, also of whom AWS does not tell whether it does. */
  fitting(test: PrincipalTest): ReadonlySet<string> {
    const keys = typesOf(test).flatMap((type) => {
      const { principals, fitting } = this.#of(type);
      const known = fitting.get(test) ?? keysOf(principals.filter(mayHold(test)));
      fitting.set(test, known);
      return known;
    });
    return new Set(keys);
  }

  #of(type: PrincipalType): Listed {
    return this.#known(type) ?? this.#remember(type, [...this.#mirror.principals.existing(type)]);
  }

  *#ofInTurns(type: PrincipalType, scope: ReadScope): Coroutine<Listed> {
    const known = this.#known(type);
    if (known) return known;
    const { principals, version } = this.#mirror;
    const all = yield* wait(filterInTurns(principals.existing(type), () => true, scope));
    // What came home between two turns may tell otherwise of some of them.
    return this.#mirror.version === version ? this.#remember(type, all) : this.#of(type);
  }

  #known(type: PrincipalType): Listed | undefined {
    const { coverage, version } = this.#mirror;
    const readAt = coverage.readAt(principalsKey(type));
    const known = this.#listed.get(type);
    // Before the list was ever read, whatever is read may tell of somebody.
    const isGood = known?.readAt === readAt && (readAt !== undefined || known?.version === version);
    return isGood ? known : undefined;
  }

  #remember(type: PrincipalType, principals: readonly PrincipalState[]): Listed {
    const { coverage, version } = this.#mirror;
    const readAt = coverage.readAt(principalsKey(type));
    const listed: Listed = { readAt, version, principals, fitting: new WeakMap() };
    this.#listed.set(type, listed);
    return listed;
  }
}

function mayHold(test: PrincipalTest): (one: PrincipalState) => boolean {
  return (facts) => {
    const { principalType, principalId } = facts;
    return (
      evaluate({ op: 'principal', test }, { principal: { principalType, principalId, facts } }) !== false
    );
  };
}

function keysOf(principals: readonly PrincipalState[]): readonly string[] {
  return principals.map(principalKey);
}
