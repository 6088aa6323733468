import type { Way } from '../strategy.ts';
import type { Question } from '../../query/question.ts';

/** The operation without which a way cannot be gone. */
const needs = [
  ['BY_PRINCIPAL', 'sso-admin:ListAccountAssignmentsForPrincipal'],
  ['BY_PERMISSION_SET', 'sso-admin:ListAccountsForProvisionedPermissionSet'],
] as const;

/** What AWS keeps from being gone. */
export interface Refusals {
  /** Ways that lead nowhere. */
  readonly refused: ReadonlySet<Way>;
  /** Of those that AWS refuses: what it refuses and until when, for people. */
  readonly refusals: ReadonlyMap<Way, string>;
}

/** Ways that AWS refused lately, and those of which this question has found out that they lead nowhere. */
export function refusalsOf({ facts, freshness }: Question, unavailable: ReadonlySet<Way>): Refusals {
  const refused = new Set(unavailable);
  const refusals = new Map<Way, string>();
  for (const [way, operation] of needs) {
    const refusal = facts.reads.refusalOf(operation, freshness.assignments);
    if (!refusal) continue;
    refused.add(way);
    const again = new Date(refusal.untilMs).toISOString();
    refusals.set(way, `AWS refuses ${operation} (asked for again from ${again})`);
  }
  return { refused, refusals };
}
