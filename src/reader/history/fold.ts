import type { KeptChange } from '../../store/store.ts';
import { thingOf, type Change } from './change.ts';
import { keyOf, nameOfUnlisted, namesIn, type Named } from './last-names.ts';
import type { Dated } from './set-back.ts';
import { toldBy, type Told } from './told.ts';

/**
 * Makes the changes of the organization from the differences between reads. What two extents tell of one thing, or two
 * gateways on one store, is one change.
 */
export class Fold {
  /** What came or went, and when: of each thing all that is kept. */
  readonly #states = new Map<string, readonly Change[]>();
  /** What was told of each field, and when. */
  readonly #fields = new Map<string, readonly Value[]>();
  readonly #texts = new Map<string, string>();
  /** What things were called last. */
  readonly #names = new Map<string, string>();

  /** The change that a difference is; undefined where it was told already, or says nothing. */
  add(kept: KeptChange): Change | undefined {
    const told = toldBy(kept, (text) => this.#once(text));
    for (const [named, name] of told ? namesIn(told.subject) : nameOfUnlisted(kept))
      if (name !== null) this.#names.set(keyOf(named), this.#once(name));
    if (!told) return undefined;
    const thing = thingOf(told.subject);
    const news =
      told.kind === 'CHANGED' ? this.#newFields(thing, told, kept) : this.#newState(thing, told, kept);
    if (!news) return undefined;
    const { id, since, readAt } = kept;
    const change = { id, kind: news.kind, since, readAt, subject: news.subject };
    if (change.kind !== 'CHANGED') this.#states.set(thing, [...(this.#states.get(thing) ?? []), change]);
    return change;
  }

  /** Forgets what was told before a moment; ids and names stay, as they are few. */
  forget(before: number): void {
    const isKept = ({ readAt }: Dated) => readAt >= before;
    for (const [thing, all] of this.#states) keep(this.#states, thing, all.filter(isKept));
    for (const [name, all] of this.#fields) keep(this.#fields, name, all.filter(isKept));
  }

  /** Dates anew what was told. */
  redate(redated: <One extends Dated>(one: One) => One): void {
    for (const [thing, all] of this.#states) this.#states.set(thing, all.map(redated));
    for (const [name, all] of this.#fields) this.#fields.set(name, all.map(redated));
  }

  /** What a thing was called when a change was told last that has its name. */
  nameOf(named: Named): string | undefined {
    return this.#names.get(keyOf(named));
  }

  /** When a thing, as `thingOf` calls it, came or went last, by a moment. */
  latestOf(thing: string, by: number): Change | undefined {
    const all = this.#states.get(thing) ?? [];
    const seen = all.filter(({ readAt }) => readAt <= by);
    return seen.reduce<Change | undefined>(
      (last, one) => (last && last.readAt > one.readAt ? last : one),
      undefined,
    );
  }

  #newState(thing: string, told: Told, kept: KeptChange): Told | undefined {
    const all = this.#states.get(thing) ?? [];
    return besides(all, kept).some(({ kind }) => kind === told.kind) ? undefined : told;
  }

  #newFields(thing: string, { kind, subject }: Told, kept: KeptChange): Told | undefined {
    if (!('fields' in subject)) return { kind, subject };
    const { since, readAt } = kept;
    const fields = subject.fields.filter(({ field, after: value }) => {
      const name = `${thing} ${field}`;
      const all = this.#fields.get(name) ?? [];
      if (besides(all, kept).some((one) => one.value === value)) return false;
      this.#fields.set(name, [...all, { value, since, readAt }]);
      return true;
    });
    return fields.length === 0 ? undefined : { kind, subject: { ...subject, fields } };
  }

  /** The same text as was given before: ids and names stand in many changes, and are kept once. */
  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}

interface Value extends Dated {
  readonly value: string | null;
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

function keep<T>(all: Map<string, readonly T[]>, name: string, kept: readonly T[]): void {
  if (kept.length > 0) all.set(name, kept);
  else all.delete(name);
}
