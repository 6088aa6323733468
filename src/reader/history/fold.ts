import type { KeptChange } from '../../store/store.ts';
import { thingOf, type Change } from './change.ts';
import { toldBy, type Told } from './told.ts';

/**
 * Makes the changes of the organization from the differences between reads. What two extents tell of one thing, or two
 * gateways on one store, is one change.
 */
export class Fold {
  /** The latest change of each thing. */
  readonly #latest = new Map<string, Change>();
  /** What was told last of each field, and when. */
  readonly #fields = new Map<string, { readonly value: string | null; readonly at: number }>();
  readonly #texts = new Map<string, string>();

  /** The change that a difference is; undefined where it was told already, or says nothing. */
  add(kept: KeptChange): Change | undefined {
    const told = toldBy(kept, (text) => this.#once(text));
    if (!told) return undefined;
    const thing = thingOf(told.subject);
    const news =
      told.kind === 'CHANGED' ? this.#newFields(thing, told, kept) : this.#newState(thing, told, kept);
    if (!news) return undefined;
    const { id, since, readAt } = kept;
    const change = { id, kind: news.kind, since, readAt, subject: news.subject };
    this.#latest.set(thing, change);
    return change;
  }

  /** Forgets what was told before a moment; ids and names stay, as they are few. */
  forget(before: number): void {
    for (const [thing, { readAt }] of this.#latest) if (readAt < before) this.#latest.delete(thing);
    for (const [name, { at }] of this.#fields) if (at < before) this.#fields.delete(name);
  }

  /** What happened last to a thing, as `thingOf` calls it. */
  latestOf(thing: string): Change | undefined {
    return this.#latest.get(thing);
  }

  /** Undefined where the last change of the thing was the same, seen at about the same time. */
  #newState(thing: string, told: Told, { since }: KeptChange): Told | undefined {
    const last = this.#latest.get(thing);
    return last?.kind === told.kind && since < last.readAt ? undefined : told;
  }

  #newFields(thing: string, { kind, subject }: Told, { since, readAt }: KeptChange): Told | undefined {
    if (!('fields' in subject)) return { kind, subject };
    const fields = subject.fields.filter(({ field, after }) => {
      const name = `${thing} ${field}`;
      const last = this.#fields.get(name);
      if (last && last.value === after && since < last.at) return false;
      this.#fields.set(name, { value: after, at: readAt });
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
