import type { Outcome } from '../../reading/completeness.ts';
import type { Seen, SegmentAt } from '../execute/segment.ts';
import type { PrincipalTest } from '../filter/expression.ts';
import type { Question } from '../query/question.ts';
import type { EffectiveRow, Place } from './rows.ts';

/** One question about people while it is being answered. */
export interface PeopleQuestion {
  /** Which grants, and how much of them is wanted. */
  readonly grants: Question;
  /** Which people; undefined for everybody. */
  readonly who: PrincipalTest | undefined;
  /** The same for questions about the same people. @default it is told apart from every other */
  readonly text?: string | undefined;
  /** Entitlements are grants, too, unless the question asks about permission sets, which they do not have. */
  readonly withEntitlements: boolean;
}

/** Who holds one grant, and what tells it. */
export interface Told {
  /** Ids, in order. */
  readonly users: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** What was seen of the order of people's access. */
export type Taken = Seen<EffectiveRow, Place>;
export type PeopleSegment = SegmentAt<Place>;

export interface TakeOptions {
  readonly after: Place | undefined;
  readonly wanted: number;
  /** Otherwise rows are counted only. */
  readonly keep: boolean;
}
