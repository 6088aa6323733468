import type { KeptChange } from '../../store/store.ts';
import { thingOf, type Change, type FieldChange } from './change.ts';
import { toldBy, type Told } from './told.ts';

/** What was told last of a thing, or of one of its fields, and by which change. */
interface Last {
  readonly value: string | null;
  readonly at: number;
}

/**
 * Makes the changes of the organization from the differences between reads. What two extents tell of one thing, or two
 * gateways on one store, is one change.
 */
export class Fold {
  readonly #last = new Map<string, Last>();

  /** The change that a difference is; undefined where it was told already, or says nothing. */
  add(kept: KeptChange): Change | undefined {
    const told = toldBy(kept);
    if (!told) return undefined;
    const { id, since, readAt } = kept;
    const thing = thingOf(told.subject);
    const news =
      told.kind === 'CHANGED' ? this.#newFields(thing, told, kept) : this.#newState(thing, told, kept);
    return news && { id, kind: news.kind, since, readAt, subject: news.subject };
  }

  #newState(thing: string, told: Told, kept: KeptChange): Told | undefined {
    return this.#isNews(thing, told.kind, kept) ? told : undefined;
  }

  #newFields(thing: string, { kind, subject }: Told, kept: KeptChange): Told | undefined {
    if (!('fields' in subject)) return { kind, subject };
    const fields = subject.fields.filter(({ field, after }: FieldChange) =>
      this.#isNews(`${thing} ${field}`, after, kept),
    );
    return fields.length === 0 ? undefined : { kind, subject: { ...subject, fields } };
  }

  /** Is it otherwise than what was told last, or did it change back in between? */
  #isNews(what: string, value: string | null, { since, readAt }: KeptChange): boolean {
    const last = this.#last.get(what);
    if (last && last.value === value && since < last.at) return false;
    this.#last.set(what, { value, at: readAt });
    return true;
  }
}
