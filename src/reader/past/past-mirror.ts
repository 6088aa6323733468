import {
  accountsOfKey,
  describedKey,
  isOfPrincipals,
  parseKey,
  provisionedKey,
  type ExtentKey,
  type Kind,
} from '../../mirror/keys.ts';
import { Mirror } from '../../mirror/mirror.ts';
import { principalKey, type PrincipalFacts } from '../../mirror/rows.ts';
import { isHistory } from '../../mirror/state/changes.ts';
import { asItWas, doubtedIn, goneFrom, ofPrincipal, type AsItWas } from './as-it-was.ts';
import type { Interval, LaterChanges } from './later-changes.ts';

/** What can be told of an extent as of a moment. */
export interface Told {
  /** When the last read by then began; undefined where there was none. */
  readonly readAt: number | undefined;
  /** It cannot be told how it was: the next read differed. */
  readonly doubt?: Interval | undefined;
}

/**
 * Facts that are open to doubt have a time long before all others in the mirror of a moment, so that they are asked for
 * again, and answered with the doubt.
 */
const doubtedMs = 1e15;
/** How old facts may be as of a moment: all but those. */
export const anyAgeMs = 1e14;

/** When facts were read that the mirror of a moment has by this time. */
export function readAtOf(readAt: number): number {
  return readAt < -anyAgeMs ? readAt + doubtedMs : readAt;
}

/** Kinds of which there are so many that each is brought back when it is asked for. */
const lazy: ReadonlySet<Kind> = new Set(['entitlements', 'pair', 'provisionedToAccount']);

/** The mirror as of a moment, of what is known now and what changed later: brought back extent by extent. */
export class PastMirror {
  readonly mirror = new Mirror();
  readonly moment: number;
  readonly #now: Mirror;
  readonly #later: LaterChanges;
  readonly #doubts = new Map<string, Interval>();
  #knownFrom = Number.POSITIVE_INFINITY;

  constructor(now: Mirror, later: LaterChanges, moment: number) {
    this.#now = now;
    this.#later = later;
    this.moment = moment;
  }

  /** When the first of all reads began that something is known of. */
  get knownFrom(): number {
    return this.#knownFrom;
  }

  /** Brings back what everything else is found by. Each step is short. */
  *begin(): Generator<void> {
    const keys = new Map<string, ExtentKey>();
    for (const key of this.#now.keys()) {
      this.#knownFrom = Math.min(
        this.#knownFrom,
        this.#now.coverage.knownSince(key) ?? Number.POSITIVE_INFINITY,
      );
      if (isBegunWith(key)) keys.set(key.text, key);
      yield;
    }
    for (const text of this.#later.extents()) {
      const key = parseKey(text);
      this.#knownFrom = Math.min(this.#knownFrom, goneFrom(this.#later.of(text)) ?? Number.POSITIVE_INFINITY);
      if (isBegunWith(key)) keys.set(text, key);
      yield;
    }
    // There may be pairs that were asked about by their ids, and nothing else.
    if (this.#knownFrom > this.moment)
      for (const { knownSince = Number.POSITIVE_INFINITY } of this.#now.extents()) {
        this.#knownFrom = Math.min(this.#knownFrom, knownSince);
        yield;
      }
    for (const key of keys.values()) {
      if (isOfPrincipals(key)) yield* this.#bringInParts(key);
      else this.bring(key);
      yield;
    }
  }

  /** The longest lists are those of users and groups. */
  *#bringInParts(key: ExtentKey<'principals'>): Generator<void> {
    const was = this.#asItWas(key);
    yield;
    if (was) yield* this.#applyList(key, was);
  }

  /** Was it known by then of every permission set where it is provisioned? */
  get areSetsTold(): boolean {
    const { coverage, permissionSets } = this.mirror;
    const arns = [...permissionSets.all().keys()];
    return arns.every((arn) => coverage.readAt(accountsOfKey(arn)) !== undefined);
  }

  /** Makes the mirror have an extent as it was, and says what it rests on. */
  bring(key: ExtentKey): Told {
    const doubt = this.#doubts.get(key.text);
    if (doubt) return { readAt: doubt.since, doubt };
    const known = this.#readAt(key);
    if (known !== undefined) return { readAt: known };
    const was = this.#asItWas(key);
    if (!was) return key.kind === 'pair' ? this.#absent(key) : { readAt: undefined };
    this.#apply(key, was);
    return { readAt: was.readAt, doubt: was.doubt };
  }

  /** Whether what was read now may tell of something else than what was brought back. */
  isTouchedBy(key: ExtentKey, readAt: number, changes: readonly Interval[]): boolean {
    if (readAt <= this.moment) return isTold(key);
    return changes.some(({ since }) => since <= this.moment);
  }

  #asItWas(key: ExtentKey): AsItWas | undefined {
    return isTold(key) ? asItWas(this.#now, this.#later, key, this.moment) : undefined;
  }

  #apply(key: ExtentKey, was: AsItWas): void {
    if (isOfPrincipals(key)) {
      for (const _ of this.#applyList(key, was));
      return;
    }
    const { facts, readAt, knownSince, doubt } = was;
    if (doubt) this.#doubts.set(key.text, doubt);
    const backMs = doubt ? doubtedMs : 0;
    this.mirror.apply({ key, readAt: readAt - backMs, knownSince: knownSince - backMs, facts });
  }

  /** Somebody has always changed: that opens to doubt what is told of them, and not the list. */
  *#applyList(key: ExtentKey<'principals'>, { facts: all, readAt, knownSince }: AsItWas): Generator<void> {
    // The cast: facts of this kind.
    const facts = all as readonly PrincipalFacts[];
    const doubted = doubtedIn(this.#later.of(key.text), this.moment);
    const certain = doubted.size === 0 ? facts : facts.filter((one) => !doubted.has(principalKey(one)));
    yield;
    yield* this.mirror.applyInParts({ key, readAt, knownSince, facts: certain });
    if (doubted.size === 0) return;
    for (const one of facts) {
      if (!doubted.has(principalKey(one))) continue;
      const described = describedKey(one);
      const doubt = ofPrincipal(this.#later, described).get('');
      if (!doubt) continue;
      this.#doubts.set(described.text, doubt);
      this.mirror.apply({ key: described, readAt: doubt.since - doubtedMs, facts: one });
    }
  }

  #readAt(key: ExtentKey): number | undefined {
    const [first = '', second = ''] = key.parts;
    return key.kind === 'pair' ? this.mirror.pairs.readAt(first, second) : this.mirror.coverage.readAt(key);
  }

  /** Nobody is assigned where a list of the account or of the permission set lacks the pair. */
  #absent(pair: ExtentKey): Told {
    const [accountId = '', arn = ''] = pair.parts;
    const lists = [
      { key: provisionedKey(accountId), id: arn },
      { key: accountsOfKey(arn), id: accountId },
    ];
    for (const { key, id } of lists) {
      const { readAt, doubt } = this.bring(key);
      // The cast: these lists have ids.
      const ids = this.mirror.get(key)?.facts as readonly string[] | undefined;
      if (readAt === undefined || doubt || !ids || ids.includes(id)) continue;
      // What was read of the pair after the list may be forgotten, but not that it changed.
      if (!this.#later.hasChangedSince(pair.text, readAt)) return { readAt };
    }
    return { readAt: undefined };
  }
}

function isBegunWith(key: ExtentKey): boolean {
  return isTold(key) && !lazy.has(key.kind) && !key.text.startsWith('detail/');
}

/** Is it told by changes what it was? */
function isTold(key: ExtentKey): boolean {
  return isHistory(key) || key.kind === 'pair' || key.kind === 'principal';
}
