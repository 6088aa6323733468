import type { Outcome } from '../../reading/completeness.ts';
import type { PrincipalTest } from '../filter/expression.ts';
import type { Question } from '../query/question.ts';
import type { EffectiveRow, Place } from './rows.ts';

/** One question about people while it is being answered. */
export interface PeopleQuestion {
  /** Which grants, and how much of them is wanted. */
  readonly grants: Question;
  /** Which people; undefined for everybody. */
  readonly who: PrincipalTest | undefined;
  /** Entitlements are grants, too, unless the question asks about permission sets, which they do not have. */
  readonly withEntitlements: boolean;
}

/** What was seen of the order of people's access, from where the taking began. */
export interface Taken {
  /** In order; at most as many as were wanted, and none when they were only counted. */
  readonly rows: readonly EffectiveRow[];
  readonly count: number;
  /** Everything up to here was seen; undefined when nothing was. */
  readonly frontier: Place | undefined;
  /** Nothing in reach lies beyond the frontier. */
  readonly hasEnded: boolean;
  /** What the rows rest on, each at the place where it was needed first. */
  readonly segments: readonly PeopleSegment[];
}

export interface PeopleSegment {
  readonly at: Place;
  readonly outcome: Outcome;
}

export interface TakeOptions {
  readonly after: Place | undefined;
  readonly wanted: number;
  /** Otherwise rows are counted only. */
  readonly keep: boolean;
}
