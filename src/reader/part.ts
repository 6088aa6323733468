import type { Offer } from './plan.ts';
import type { Question } from './question.ts';
import type { Surveyed } from './survey.ts';

/** A part of a question, and the way that was chosen for it. */
export interface Part {
  readonly question: Question;
  readonly survey: Surveyed;
  readonly offer: Offer;
}
