import type { Judged } from '../../reading/listing.ts';
import { perVersion } from '../facts/per-version.ts';
import type { PeopleQuestion, Told } from './question.ts';

/** Questions whose people are remembered at a time. */
const mostQuestions = 16;

/** What the mirror alone has told of people. */
export interface Remembered {
  /** By `principalKey` of whoever a grant names. */
  readonly told: Map<string, Told>;
  /** By user id. */
  readonly verdicts: Map<string, Judged>;
}

const remembered = perVersion(() => new Map<string, Remembered>());

/** For whoever asks about the same people, a next page of them too, while nothing was read and nothing became too old. */
export function rememberedOf({ grants: { facts, freshness }, text }: PeopleQuestion): Remembered {
  const { mirror } = facts;
  const assignments = mirror.gapOf(freshness.assignments);
  const names = mirror.gapOf(freshness.names);
  const anew: Remembered = { told: new Map(), verdicts: new Map() };
  if (text === undefined || assignments === undefined || names === undefined) return anew;
  const all = remembered(mirror);
  const key = `${assignments} ${names} ${text}`;
  const known = all.get(key);
  if (known) return known;
  if (all.size >= mostQuestions) all.clear();
  all.set(key, anew);
  return anew;
}
