import type { Subject } from './change.ts';
import { Column, type Texts } from './columns.ts';

/** What identifies the thing that a change is about. */
function partsOf(subject: Subject): readonly string[] {
  switch (subject.about) {
    case 'assignment': {
      const { accountId, permissionSetArn, principalType, principalId } = subject.row;
      return [accountId, permissionSetArn, principalType, principalId];
    }
    case 'entitlement':
      return [subject.row.accountId, subject.row.entitlementId];
    case 'membership':
      return [subject.groupId, subject.userId];
    case 'principal':
      return [subject.principal.principalType, subject.principal.principalId];
    case 'permissionSet':
      return [subject.arn];
    case 'account':
      return [subject.accountId];
    default:
      return subject satisfies never;
  }
}

/** A text for the thing that a change is about: of two changes of one thing the same. */
export function thingOf(subject: Subject): string {
  return [subject.about, ...partsOf(subject)].join(' ');
}

/** Things that changes are about, by number. */
export class Things {
  readonly #texts: Texts;
  readonly #numbers = new Map<string, number>();
  readonly #about = new Column(Uint8Array);
  readonly #parts = [0, 1, 2, 3].map(() => new Column(Int32Array));

  /** `texts`: has the ids of the things, and may have other texts. */
  constructor(texts: Texts) {
    this.#texts = texts;
  }

  numberOf(subject: Subject): number {
    const parts = partsOf(subject).map((part) => this.#texts.numberOf(part));
    const key = keyOf(subject, parts);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    this.#about.push(abouts.indexOf(subject.about));
    for (const [n, column] of this.#parts.entries()) column.push(parts[n] ?? 0);
    return number;
  }

  /** Undefined where no change is about it. */
  find(subject: Subject): number | undefined {
    const parts = partsOf(subject).map((part) => this.#texts.find(part) ?? -1);
    return this.#numbers.get(keyOf(subject, parts));
  }

  aboutOf(thing: number): About | undefined {
    return abouts[this.#about.at(thing)];
  }

  /** What identifies it, as `partsOf` gave it. */
  part(thing: number, n: 0 | 1 | 2 | 3): string {
    return this.#texts.at(this.#parts[n]?.at(thing) ?? 0);
  }
}

type About = Subject['about'];

const abouts: readonly About[] = [
  'assignment',
  'entitlement',
  'membership',
  'principal',
  'permissionSet',
  'account',
];

/** Short, as there may be very many. */
function keyOf({ about }: Subject, parts: readonly number[]): string {
  return `${abouts.indexOf(about)} ${parts.join(' ')}`;
}
