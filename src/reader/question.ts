import type { Facts } from './facts.ts';
import type { Expression } from './filter/expression.ts';
import type { Freshness, ReadScope } from './scope.ts';

/** One question about assignments while it is being answered. */
export interface Question {
  readonly facts: Facts;
  readonly expression: Expression;
  readonly freshness: Freshness;
  readonly scope: ReadScope;
  /** A user's id: about everything that reaches this user, directly and through groups. */
  readonly inheritedBy?: string;
}
