import type { Strategy } from '../strategy.ts';
import type { Question } from '../../query/question.ts';

/** The operation without which a strategy cannot be taken. */
const needs = [
  ['BY_PRINCIPAL', 'sso-admin:ListAccountAssignmentsForPrincipal'],
  ['BY_PERMISSION_SET', 'sso-admin:ListAccountsForProvisionedPermissionSet'],
] as const;

/** What AWS keeps from being gone. */
export interface Refusals {
  /** Strategies that lead nowhere. */
  readonly refused: ReadonlySet<Strategy>;
  /** Of those that AWS refuses: what it refuses and until when, for people. */
  readonly refusals: ReadonlyMap<Strategy, string>;
}

/** Strategies that AWS refused lately, and those of which this question has found out that they lead nowhere. */
export function refusalsOf({ facts, freshness }: Question, unavailable: ReadonlySet<Strategy>): Refusals {
  const refused = new Set(unavailable);
  const refusals = new Map<Strategy, string>();
  for (const [strategy, operation] of needs) {
    const refusal = facts.reads.refusalOf(operation, freshness.assignments);
    if (!refusal) continue;
    refused.add(strategy);
    const again = new Date(refusal.untilMs).toISOString();
    refusals.set(strategy, `AWS refuses ${operation} (asked for again from ${again})`);
  }
  return { refused, refusals };
}
