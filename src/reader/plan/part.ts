import type { Offer } from './plan.ts';
import type { Question } from '../query/question.ts';
import type { Surveyed } from './estimates.ts';

/** A part of a question, and the way that was chosen for it. */
export interface Part {
  readonly question: Question;
  readonly survey: Surveyed;
  readonly offer: Offer;
}
