import { membershipsKey } from '../../mirror/keys.ts';
import { principalKey, type PrincipalId, type PrincipalState } from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import type { Judged } from '../../reading/listing.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { filterInTurns, inTurns, mapInTurns } from '../../reading/turns.ts';
import { memberships } from '../extents/identities.ts';
import { asksForPrincipalFacts } from '../filter/bounds.ts';
import { evaluate, type Expression } from '../filter/expression.ts';
import { judged } from '../filter/untold.ts';
import { fewOf } from './holders.ts';
import type { PeopleQuestion, Told } from './question.ts';
import { rememberedOf, type Remembered } from './remembered.ts';

/** Of a group that was never read, so many members are expected. */
const guessedMembers = 4;
/** Groups whose members are read together. */
const maxGroups = 64;

/**
 * The people behind grants: whoever is named, and the members of each group that is met, who are read once a question.
 * Those of whom the question does not ask are left out.
 */
export class People {
  readonly #question: PeopleQuestion['grants'];
  readonly #who: Expression | undefined;
  readonly #few: readonly string[] | undefined;
  readonly #asksForFacts: boolean;
  readonly #remembered: Remembered;
  /** By user id: of those who were looked up. */
  readonly #verdicts = new Map<string, Judged>();
  /** By `principalKey`: with what was read or looked up. */
  readonly #told = new Map<string, Told>();

  constructor(question: PeopleQuestion) {
    const { grants, who } = question;
    this.#question = grants;
    this.#remembered = rememberedOf(question);
    this.#who = who && { op: 'principal', test: who };
    this.#few = fewOf(who);
    this.#asksForFacts = this.#who !== undefined && asksForPrincipalFacts(this.#who);
  }

  /** Undefined while it has to be read. */
  of(grant: PrincipalId): Told | undefined {
    const key = principalKey(grant);
    const known = this.#told.get(key) ?? this.#remembered.told.get(key);
    if (known) return known;
    const { coverage } = this.#question.facts.mirror;
    const readAt = grant.principalType === 'USER' ? undefined : coverage.readAt(membershipsKey(grant));
    const isRead =
      grant.principalType === 'USER' ||
      (readAt ?? Number.NEGATIVE_INFINITY) >= this.#question.freshness.assignments;
    const told = isRead ? this.#tell(grant, readAt === undefined ? [] : [{ readAt }]) : undefined;
    if (told) (this.#verdicts.size === 0 ? this.#remembered.told : this.#told).set(key, told);
    return told;
  }

  /** Reads what tells the people of the first of these grants, and of as many more as are expected to be wanted. */
  *learn(grants: readonly PrincipalId[], wanted: number): Coroutine<void> {
    const { facts, freshness, scope } = this.#question;
    const batch = this.#batchOf(grants, wanted);
    const groups = batch.filter(({ principalType }) => principalType === 'GROUP');
    const ensure = (group: PrincipalId) =>
      facts.reads.ensure(memberships(facts.source, group), freshness.assignments, scope);
    const outcomes = yield* wait(sideBySide(groups, ensure, scope));
    yield* this.#judge(batch.flatMap((grant) => this.#candidates(grant)));
    const outcomesOf = new Map(groups.map((group, n) => [group, outcomes.slice(n, n + 1)]));
    for (const grant of batch) {
      const told = this.#tell(grant, outcomesOf.get(grant) ?? []);
      if (told) this.#told.set(principalKey(grant), told);
      yield* inTurns(scope);
    }
  }

  /** Those of some users of whom the question asks. */
  *select(userIds: readonly string[]): Coroutine<Told> {
    yield* this.#judge(userIds);
    const judge = (userId: string) => ({ userId, ...this.#verdictOf(userId) });
    const judgedUsers = yield* wait(mapInTurns(userIds, judge, this.#question.scope));
    return {
      users: judgedUsers.flatMap(({ userId, verdict }) => (verdict ? [userId] : [])),
      outcomes: judgedUsers.flatMap(({ outcome }) => outcome ?? []),
    };
  }

  /** Distinct holders that are not told yet, from the front. */
  #batchOf(grants: readonly PrincipalId[], wanted: number): PrincipalId[] {
    const { coverage } = this.#question.facts.mirror;
    const batch = new Map<string, PrincipalId>();
    let expected = 0;
    for (const grant of grants) {
      if (batch.size > 0 && (expected >= wanted || batch.size >= maxGroups)) break;
      const key = principalKey(grant);
      const isGroup = grant.principalType === 'GROUP';
      expected += isGroup ? (coverage.sizeOf(membershipsKey(grant)) ?? guessedMembers) : 1;
      if (!this.#told.has(key)) batch.set(key, grant);
    }
    return [...batch.values()];
  }

  /** Those who may be asked for, by what was read last, however long ago. */
  #candidates(grant: PrincipalId): readonly string[] {
    if (grant.principalType === 'USER') return [grant.principalId];
    const { lists } = this.#question.facts.mirror;
    const group = membershipsKey(grant);
    return this.#few?.filter((userId) => lists.has(group, userId)) ?? lists.of(group).map(({ key }) => key);
  }

  /** Undefined where somebody has to be looked up first. */
  #tell(grant: PrincipalId, read: readonly Outcome[]): Told | undefined {
    const candidates = this.#candidates(grant);
    const outcomes = [...read];
    const users: string[] = [];
    for (const userId of candidates) {
      const one = this.#verdictOf(userId);
      if (!one) return undefined;
      if (one.verdict) users.push(userId);
      if (one.outcome) outcomes.push(one.outcome);
    }
    return { users, outcomes };
  }

  #verdictOf(userId: string): Judged | undefined {
    if (!this.#who) return everybody;
    const known = this.#verdicts.get(userId) ?? this.#remembered.verdicts.get(userId);
    if (known) return known;
    const found = this.#verdictNow(this.#who, userId);
    if (found) this.#remembered.verdicts.set(userId, found);
    return found;
  }

  /** By what the mirror has; undefined where somebody has to be looked up. */
  #verdictNow(who: Expression, userId: string): Judged | undefined {
    const user = idOf(userId);
    const verdict = evaluate(who, { principal: user });
    if (verdict !== undefined || !this.#asksForFacts) return { verdict };
    const { facts, freshness } = this.#question;
    const one = facts.mirror.principals.get(user);
    const readAt = one?.readAt ?? undefined;
    // Who is deleted may be so in a store that knows nobody: that is for the lookup to say.
    if (!one || one.deleted !== false || readAt === undefined || readAt < freshness.names) return undefined;
    return verdictBy(who, userId, one, { readAt });
  }

  /** Looks up those of whom the question asks more than their ids. */
  *#judge(userIds: readonly string[]): Coroutine<void> {
    const { facts, freshness, scope } = this.#question;
    const isOpen = (userId: string) => this.#verdictOf(userId) === undefined;
    const open = yield* wait(filterInTurns(new Set(userIds), isOpen, scope));
    if (!this.#who || open.length === 0) return;
    const looked = facts.principals(open.map(idOf), freshness.names, scope);
    for (const [key, found] of yield* wait(looked)) {
      const { facts: one, ...outcome } = found;
      const userId = key.slice('USER/'.length);
      this.#verdicts.set(userId, verdictBy(this.#who, userId, one, outcome));
    }
  }
}

const everybody: Judged = { verdict: true };

function verdictBy(
  who: Expression,
  userId: string,
  facts: PrincipalState | undefined,
  looked: Outcome,
): Judged {
  const { verdict, outcome = looked } = judged(who, { principal: { ...idOf(userId), facts } });
  return { verdict, outcome: looked.failure ? looked : outcome };
}

function idOf(userId: string) {
  return { principalType: 'USER' as const, principalId: userId };
}
