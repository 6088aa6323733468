import type { AssignmentKey } from '../../mirror/rows.ts';
import type { ReadDriver } from '../drivers/driver.ts';
import type { Facts } from '../facts/facts.ts';
import type { Expression } from '../filter/expression.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';

/** One question about assignments while it is being answered. */
export interface Question {
  readonly facts: Facts;
  /** With `not` on its leaves only. */
  readonly expression: Expression;
  readonly freshness: Freshness;
  readonly scope: ReadScope;
  readonly driver: ReadDriver;
  /** A user's id: about everything that reaches this user, directly and through groups. */
  readonly inheritedBy?: string;
  /** What lies before it was answered already. */
  readonly after?: AssignmentKey | undefined;
  /** Rows that are asked for; Infinity for all. */
  readonly wanted: number;
  /** The same for questions that ask the same, whichever rows of it. @default it is told apart from every other */
  readonly text?: string | undefined;
}
