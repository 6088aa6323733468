import type { Coroutine } from '../../reading/coroutine.ts';
import { isTimeUp } from '../../reading/scope.ts';
import { inTurns } from '../../reading/turns.ts';
import { foretellGrants } from './foretell.ts';
import type { Grants, GrantScan } from './grants.ts';
import type { People } from './people.ts';
import type { PeopleQuestion, PeopleSegment, Taken, TakeOptions } from './question.ts';
import { beforeGrant, compare, type EffectiveRow, type GrantKey, type GrantRow, type Place } from './rows.ts';

/** People to expect behind a grant before any were seen. */
const guessedPeople = 4;
/** Grants looked at together, at least, where that makes no call. */
const leastFree = 16;
const maxChunk = 4_096;

/** How many grants are expected to bring so many rows. */
export function grantsFor(rows: number): number {
  return Math.ceil(rows / guessedPeople);
}

/** Goes through the grants in order, and from each to its people, until as many are found as are wanted. */
export function* throughGrants(
  { grants: question, who }: PeopleQuestion,
  grants: Grants,
  people: People,
  options: TakeOptions,
): Coroutine<Taken> {
  // Of those who are asked for a group has few.
  const taking = new Taking(people, question.scope, options, who ? 1 : guessedPeople);
  let at = options.after && beforeGrant(options.after);
  try {
    for (;;) {
      const isFree = grants.isFree();
      const wanted = Math.min(maxChunk, isFree ? taking.freeGrants : taking.grantsWanted(question, at));
      const scanned = yield* grants.after(at, wanted);
      taking.addSegments(scanned);
      yield* taking.expand(scanned.rows);
      if (taking.isFull) return taking.taken(false);
      if (scanned.hasEnded) return taking.taken(true);
      at = scanned.frontier;
      if (at) taking.reach({ grant: at });
      if (scanned.rows.length < wanted) return taking.taken(false);
    }
  } catch (error) {
    if (!isTimeUp(question.scope, error)) throw error;
    return taking.taken(false);
  }
}

class Taking {
  readonly #people: People;
  readonly #scope: PeopleQuestion['grants']['scope'];
  readonly #options: TakeOptions;
  /** People to expect behind a grant before any were seen. */
  readonly #guess: number;
  readonly #rows: EffectiveRow[] = [];
  readonly #segments: PeopleSegment[] = [];
  readonly #used = new Set<unknown>();
  #frontier: Place | undefined;
  #count = 0;
  #grants = 0;

  constructor(people: People, scope: PeopleQuestion['grants']['scope'], options: TakeOptions, guess: number) {
    this.#guess = guess;
    this.#people = people;
    this.#scope = scope;
    this.#options = options;
    this.#frontier = options.after;
  }

  get isFull(): boolean {
    return this.#count >= this.#options.wanted;
  }

  /** Where looking ahead makes no call: some more than bring what is missing, so that they are looked at once. */
  get freeGrants(): number {
    const people = Math.max(1, this.#grants === 0 ? this.#guess : this.#count / this.#grants);
    return Math.max(leastFree, Math.ceil((this.#options.wanted - this.#count) / people));
  }

  /** Grants that are expected to bring what is missing: by what was read of them last, else by those that were seen. */
  grantsWanted(question: PeopleQuestion['grants'], at: GrantKey | undefined): number {
    const missing = this.#options.wanted - this.#count;
    if (missing === Number.POSITIVE_INFINITY) return missing;
    const foretold = foretellGrants(question, at, missing);
    if (foretold !== undefined) return foretold;
    // The guess counts as one grant more, and a high one makes no call too many.
    const people = Math.max(1, (this.#count + 2 * guessedPeople) / (this.#grants + 1));
    return Math.max(1, Math.ceil(missing / people));
  }

  addSegments({ segments }: GrantScan): void {
    for (const { at, outcome } of segments) this.#segments.push({ at: { grant: at }, outcome });
  }

  *expand(grants: readonly GrantRow[]): Coroutine<void> {
    for (const [n, grant] of grants.entries()) {
      if (this.isFull) return;
      yield* inTurns(this.#scope);
      if (!this.#people.of(grant))
        yield* this.#people.learn(grants.slice(n), this.#options.wanted - this.#count);
      this.#add(grant);
      if (!this.isFull) this.reach({ grant });
    }
  }

  /** Everything up to there was seen. */
  reach(place: Place): void {
    this.#frontier = place;
  }

  taken(hasEnded: boolean): Taken {
    return {
      rows: this.#rows,
      count: this.#count,
      frontier: this.#frontier,
      hasEnded,
      segments: this.#segments,
    };
  }

  #add(grant: GrantRow): void {
    const { after, wanted, keep } = this.#options;
    const told = this.#people.of(grant);
    if (!told) throw new Error('The people of a grant are told once they were read');
    if (after && compare({ grant }, after) <= 0) return;
    this.#grants += 1;
    for (const outcome of told.outcomes) {
      if (this.#used.has(outcome)) continue;
      this.#used.add(outcome);
      this.#segments.push({ at: { grant, userId: '' }, outcome });
    }
    const isBegun = after !== undefined && compare({ grant, userId: '' }, after) <= 0;
    const users = isBegun ? told.users.filter((userId) => compare({ grant, userId }, after) > 0) : told.users;
    const taken = users.slice(0, wanted - this.#count);
    this.#count += taken.length;
    if (keep) for (const userId of taken) this.#rows.push({ userId, grant });
  }
}
