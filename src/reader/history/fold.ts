import type { KeptChange } from '../../store/store.ts';
import type { Subject } from './change.ts';
import { KeptChanges, type ChangeOf } from './kept-changes.ts';
import { keyOf, nameOfUnlisted, namesIn, type Named } from './last-names.ts';
import type { Dated } from './set-back.ts';
import { thingOf } from './things.ts';
import { toldBy, type Told } from './told.ts';

/** So many are forgotten at least before what is left is moved together. */
const manyForgotten = 1_000;

/**
 * Makes the changes of the organization from the differences between reads. What two extents tell of one thing, or two
 * gateways on one store, is one change.
 */
export class Fold {
  #changes = new KeptChanges();
  /** What was told of each field, and when. */
  readonly #fields = new Map<string, readonly Value[]>();
  /** What things were called last. */
  readonly #names = new Map<string, string>();

  get changes(): KeptChanges {
    return this.#changes;
  }

  /** Adds the change that a difference is, unless it was told already, or says nothing. */
  add(kept: KeptChange): void {
    const told = toldBy(kept);
    for (const [named, name] of told ? namesIn(told.subject) : nameOfUnlisted(kept))
      if (name !== null) this.#names.set(keyOf(named), name);
    if (!told) return;
    const news = told.kind === 'CHANGED' ? this.#newFields(told, kept) : this.#newState(told, kept);
    if (!news) return;
    const { id, since, readAt } = kept;
    this.#changes.add({ id, kind: news.kind, since, readAt, subject: news.subject });
  }

  /** Forgets what was told before a moment; names stay, as they are few. */
  forget(before: number): void {
    this.#changes.forget(before);
    for (const [name, all] of this.#fields) {
      const kept = all.filter(({ readAt }) => readAt >= before);
      if (kept.length === 0) this.#fields.delete(name);
      else if (kept.length < all.length) this.#fields.set(name, kept);
    }
  }

  /** Dates anew what was told. */
  redate(redated: <One extends Dated>(one: One) => One): void {
    this.#changes.redate(redated);
    for (const all of this.#fields.values())
      for (const value of all) ({ since: value.since, readAt: value.readAt } = redated(value));
  }

  /** Lets go of the memory of what is forgotten, once that is most of it. Others may have their turn between the parts. */
  *letGo(): Generator<void> {
    const { forgotten, size } = this.#changes;
    if (forgotten > manyForgotten && forgotten > size / 2)
      this.#changes = yield* this.#changes.withoutForgotten();
  }

  /** What a thing was called when a change was told last that has its name. */
  nameOf(named: Named): string | undefined {
    return this.#names.get(keyOf(named));
  }

  /** When a thing came or went last, by a moment. */
  latestOf(thing: Subject, by: number): ChangeOf | undefined {
    const seen = this.#statesOf(thing).filter(({ readAt }) => readAt <= by);
    return seen.reduce<ChangeOf | undefined>(
      (last, one) => (last && last.readAt > one.readAt ? last : one),
      undefined,
    );
  }

  /** When a thing came or went. */
  #statesOf(thing: Subject): readonly ChangeOf[] {
    return this.#changes.of(thing).filter(({ kind }) => kind !== 'CHANGED');
  }

  #newState(told: Told, kept: KeptChange): Told | undefined {
    return besides(this.#statesOf(told.subject), kept).some(({ kind }) => kind === told.kind)
      ? undefined
      : told;
  }

  #newFields({ kind, subject }: Told, kept: KeptChange): Told | undefined {
    if (!('fields' in subject)) return { kind, subject };
    const { since, readAt } = kept;
    const thing = thingOf(subject);
    const fields = subject.fields.filter(({ field, after: value }) => {
      const name = `${thing} ${field}`;
      const all = this.#fields.get(name) ?? [];
      if (besides(all, kept).some((one) => one.value === value)) return false;
      this.#fields.set(name, [...all, { value, since, readAt }]);
      return true;
    });
    return fields.length === 0 ? undefined : { kind, subject: { ...subject, fields } };
  }
}

interface Value {
  readonly value: string | null;
  since: number;
  readAt: number;
}

/**
 * What was told right before and right after one of the same thing, where it may be that one: it was seen at about the same
 * time. Between one and the next of a kind the opposite happens, and it is told in any order where two gateways read. Of
 * those seen at one moment the one that was kept last comes last.
 */
function besides<One extends Dated>(all: readonly One[], { since, readAt }: Dated): One[] {
  let before: One | undefined;
  let after: One | undefined;
  for (const one of all)
    if (one.readAt <= readAt) before = before && before.readAt > one.readAt ? before : one;
    else after = after && after.readAt <= one.readAt ? after : one;
  return [before, after]
    .filter((one) => one !== undefined)
    .filter((one) => one.since < readAt && since < one.readAt);
}
