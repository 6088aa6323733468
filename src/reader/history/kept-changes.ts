import type { Change, ChangeKind, Names, Subject } from './change.ts';
import { Column, Texts } from './columns.ts';
import type { Dated } from './set-back.ts';
import { Things } from './things.ts';

const kinds: readonly ChangeKind[] = ['ADDED', 'REMOVED', 'CHANGED'];
/** In place of a text that there is not. */
const none = -1;

/** A place among changes: by when they were seen, and by id. */
export type Place = Pick<Change, 'id' | 'readAt'>;

/**
 * Very many changes, in the order of keeping and by time. They are in columns, as most are about assignments and
 * memberships, and made objects when somebody asks for them.
 */
export class KeptChanges {
  readonly #texts = new Texts();
  readonly #things = new Things(this.#texts);
  /** By the number of a thing: the place of the change of it that was kept last. */
  readonly #lastOf = new Column(Int32Array);
  readonly #thing = new Column(Int32Array);
  /** The place of the change of the same thing that was kept before. */
  readonly #earlier = new Column(Int32Array);
  readonly #id = new Column(Float64Array);
  readonly #kind = new Column(Uint8Array);
  /** Which dates it has: those that come one after the other mostly have the same. */
  readonly #dates = new Column(Int32Array);
  readonly #since = new Column(Float64Array);
  readonly #readAt = new Column(Float64Array);
  /** Of an assignment: what its principal, permission set and account were called. */
  readonly #names = [0, 1, 2].map(() => new Column(Int32Array));
  /** What changes are about that are neither of an assignment nor of a membership, by their places. */
  readonly #others = new Map<number, Subject>();
  /** Places, by when the changes were seen, and of those seen at the same moment in the order of keeping. */
  readonly #byTime = new Column(Int32Array);
  #keptFrom = Number.NEGATIVE_INFINITY;

  /** How many there are, also of those that are forgotten. */
  get size(): number {
    return this.#id.length;
  }

  /** How many of them are forgotten. */
  get forgotten(): number {
    return this.#timeOf({ readAt: this.#keptFrom, id: Number.NEGATIVE_INFINITY });
  }

  /** Changes come in the order of their ids. */
  add({ id, kind, since, readAt, subject }: Change): void {
    const [place, thing] = [this.size, this.#things.numberOf(subject)];
    if (thing === this.#lastOf.length) this.#lastOf.push(none);
    this.#thing.push(thing);
    this.#earlier.push(this.#lastOf.at(thing));
    this.#lastOf.set(thing, place);
    this.#id.push(id);
    this.#kind.push(kinds.indexOf(kind));
    this.#dates.push(this.#datesOf(since, readAt));
    const names = subject.about === 'assignment' ? subject.names : unnamed;
    const { principal, permissionSet, account } = names;
    for (const [n, name] of [principal, permissionSet, account].entries())
      this.#names[n]?.push(name === null ? none : this.#texts.numberOf(name));
    if (subject.about !== 'assignment' && subject.about !== 'membership') this.#others.set(place, subject);
    this.#byTime.insert(this.#timeOf({ readAt, id: Number.POSITIVE_INFINITY }), place);
  }

  /** The newest that were seen before a place, newest first. */
  before({ readAt, id }: Place, limit: number): Change[] {
    const [oldest, newest] = [this.forgotten, this.#timeOf({ readAt, id }) - 1];
    const found: Change[] = [];
    for (let n = newest; n >= oldest && found.length < limit; n--) found.push(this.#at(this.#byTime.at(n)));
    return found;
  }

  /** Changes after an id, in the order of keeping. */
  after(id: number, limit: number): Change[] {
    const found: Change[] = [];
    for (let place = this.#id.placeOf((one) => one <= id); place < this.size && found.length < limit; place++)
      if (this.#isKept(place)) found.push(this.#at(place));
    return found;
  }

  /** The one that was kept last, up to an id. */
  lastUpTo(id: number): Change | undefined {
    let place = this.#id.placeOf((one) => one <= id) - 1;
    while (place >= 0 && !this.#isKept(place)) place--;
    return place < 0 ? undefined : this.#at(place);
  }

  /** What happened to a thing, in the order of keeping. */
  of(subject: Subject): ChangeOf[] {
    const thing = this.#things.find(subject);
    const found: ChangeOf[] = [];
    for (
      let place = thing === undefined ? none : this.#lastOf.at(thing);
      place !== none;
      place = this.#earlier.at(place)
    )
      if (this.#isKept(place)) found.push({ kind: this.#kindOf(place), ...this.#datesAt(place) });
    return found.reverse();
  }

  /** What was seen before a moment is forgotten. */
  forget(before: number): void {
    this.#keptFrom = before;
  }

  /**
   * Dates anew what is kept: what has one of the latest dates gets one and the same instead, and the rest keeps its own. In
   * one turn, as whoever looks meanwhile must not see a part of it: 100,000 changes take some milliseconds.
   */
  redate(redated: (one: Dated) => Dated): void {
    let latest = Number.NEGATIVE_INFINITY;
    for (let dates = 0; dates < this.#since.length; dates++) {
      const { since, readAt } = redated({ since: this.#since.at(dates), readAt: this.#readAt.at(dates) });
      this.#since.set(dates, since);
      this.#readAt.set(dates, readAt);
      if (readAt > latest) latest = readAt;
    }
    // Their order stays but for those that are of one moment now.
    this.#byTime.sortFrom(this.#timeOf({ readAt: latest, id: Number.NEGATIVE_INFINITY }));
  }

  /** Without what is forgotten, made in parts, between which others may have their turn. */
  *withoutForgotten(): Generator<void, KeptChanges> {
    const kept = new KeptChanges();
    for (let place = 0; place < this.size; place++) {
      if (this.#isKept(place)) kept.add(this.#at(place));
      if (place % partSize === 0) yield;
    }
    kept.forget(this.#keptFrom);
    return kept;
  }

  #isKept(place: number): boolean {
    return this.#readAt.at(this.#dates.at(place)) >= this.#keptFrom;
  }

  #at(place: number): Change {
    const { since, readAt } = this.#datesAt(place);
    const subject = this.#others.get(place) ?? this.#subjectAt(place);
    return { id: this.#id.at(place), kind: this.#kindOf(place), since, readAt, subject };
  }

  #subjectAt(place: number): Subject {
    const thing = this.#thing.at(place);
    const [one, other] = [this.#things.part(thing, 0), this.#things.part(thing, 1)];
    if (this.#things.aboutOf(thing) === 'membership')
      return { about: 'membership', groupId: one, userId: other };
    const row = {
      accountId: one,
      permissionSetArn: other,
      principalType: this.#things.part(thing, 2) === 'USER' ? ('USER' as const) : ('GROUP' as const),
      principalId: this.#things.part(thing, 3),
    };
    const names = {
      principal: this.#nameAt(place, 0),
      permissionSet: this.#nameAt(place, 1),
      account: this.#nameAt(place, 2),
    };
    return { about: 'assignment', row, names };
  }

  #nameAt(place: number, n: 0 | 1 | 2): string | null {
    const text = this.#names[n]?.at(place) ?? none;
    return text === none ? null : this.#texts.at(text);
  }

  #kindOf(place: number): ChangeKind {
    return kinds[this.#kind.at(place)] ?? 'CHANGED';
  }

  #datesAt(place: number): Dated {
    const dates = this.#dates.at(place);
    return { since: this.#since.at(dates), readAt: this.#readAt.at(dates) };
  }

  #datesOf(since: number, readAt: number): number {
    const last = this.#since.length - 1;
    if (last >= 0 && this.#since.at(last) === since && this.#readAt.at(last) === readAt) return last;
    this.#since.push(since);
    this.#readAt.push(readAt);
    return last + 1;
  }

  /** How many were seen before a place. */
  #timeOf({ readAt, id }: Place): number {
    return this.#byTime.placeOf((place) => {
      const at = this.#readAt.at(this.#dates.at(place));
      return at < readAt || (at === readAt && this.#id.at(place) < id);
    });
  }
}

/** So many are looked at before others may have their turn. */
const partSize = 1_000;

const unnamed: Names = { principal: null, permissionSet: null, account: null };

/** What happened to a thing. */
export interface ChangeOf extends Dated {
  readonly kind: ChangeKind;
}
